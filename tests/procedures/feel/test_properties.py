"""What holds for every expression."""

import operator
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from yunghap.procedures.feel import (
    FeelError,
    YearsMonths,
    compile_expression,
    compile_unary_tests,
    nodes,
    parse,
    printing,
    temporal,
)

NAMES = st.sampled_from(["a", "결정", "two words", "x1"])
LITERALS = st.one_of(
    st.decimals(0, 10**9, places=2, allow_nan=False),
    st.text('a가"\\\n', max_size=4),
    st.sampled_from([True, False, None]),
).map(nodes.Literal)
LEAVES = st.one_of(LITERALS, NAMES.map(nodes.Name), st.just(nodes.Moment("2026-06-03")))


def some_of(inner):
    return st.lists(inner, min_size=1, max_size=3).map(tuple)


def larger(inner):
    tests = st.one_of(inner, st.builds(nodes.Comparison, st.sampled_from(["<", "<=", "=", "!="]), inner))
    entries = st.dictionaries(NAMES, inner, max_size=2).map(lambda made: tuple(made.items()))
    sources = st.lists(st.tuples(NAMES, inner), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(nodes.Path, inner, NAMES),
        st.builds(nodes.Filter, inner, inner),
        st.builds(nodes.Negative, inner),
        st.builds(nodes.Binary, st.sampled_from(["+", "-", "*", "/", "**", "=", "<", ">="]), inner, inner),
        st.builds(
            nodes.Logic, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)
        ),
        st.builds(nodes.If, inner, inner, inner),
        st.builds(nodes.Quantified, st.sampled_from(["some", "every"]), sources, inner),
        st.builds(nodes.Between, inner, inner, inner),
        st.builds(nodes.In, inner, some_of(tests)),
        st.builds(nodes.Call, st.sampled_from(["sum", "not", "string"]), inner.map(lambda one: (one,))),
        st.builds(nodes.Call, st.just("now"), st.just(())),
        st.lists(inner, max_size=3).map(tuple).map(nodes.ListOf),
        entries.map(nodes.ContextOf),
        st.builds(nodes.RangeOf, inner, inner, st.booleans(), st.booleans()),
    )


TREES = st.recursive(LEAVES, larger, max_leaves=12)


@given(TREES)
def test_what_is_printed_reads_back_as_the_same(tree):
    assert parse.parse_expression(printing.print_expression(tree)) == tree


@given(
    st.lists(st.one_of(TREES, st.builds(nodes.Comparison, st.just("<"), TREES)), max_size=3), st.booleans()
)
def test_cells_read_back_as_the_same(tests, negated):
    tree = nodes.Tests(tuple(tests), negated=bool(tests) and negated)
    assert parse.parse_tests(printing.print_expression(tree)) == tree


@given(
    TREES, st.dictionaries(NAMES, st.one_of(st.integers(), st.sampled_from(["", "가", None, True, [1, 2]])))
)
def test_evaluation_never_fails(tree, values):
    try:
        compile_expression(printing.print_expression(tree)).evaluate(values)
    except FeelError as error:
        assert "date, time or duration" in str(error) or "steps" in str(error)  # noqa: PT017


MARKS = "( ) [ ] { } , . : ? - + * / < > = \" ' .. ** and or not in between if then else some every satisfies"
VALUES = '1 2.5 a "t" date @"P1D" true null ${ } count'
WORDS = st.sampled_from(f"{MARKS} {VALUES}".split())


@given(
    st.one_of(st.text(max_size=50), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS).map("".join))
)
@example("${" * 50)
@example("1.")
@example("/*")
def test_any_text_compiles_or_is_refused(text):
    for compile_text in (compile_expression, compile_unary_tests):
        try:
            compiled = compile_text(text)
        except FeelError as error:
            assert 1 <= error.position <= len(text) + 1  # noqa: PT017
        else:
            assert compile_text(compiled.canonical).canonical == compiled.canonical


COMPARISONS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
PAIRS = st.one_of(
    st.tuples(st.integers(-(10**20), 10**20), st.integers(-(10**20), 10**20)),
    st.tuples(st.text(), st.text()),
    st.tuples(st.dates(), st.dates()),
    st.tuples(st.timedeltas(), st.timedeltas()),
)


@given(PAIRS, st.sampled_from(sorted(COMPARISONS)))
def test_comparisons_agree_with_python(pair, sign):
    values = dict(zip("ab", pair, strict=True))
    assert compile_expression(f"a {sign} b").evaluate(values) is COMPARISONS[sign](*pair)


@given(*(st.sampled_from([True, False, None]) for _ in range(2)))
def test_logic_agrees_with_what_each_unknown_could_be(left, right):
    """A result is known exactly where it is the same for every way to fill in the unknowns."""
    for sign, decide in {"and": all, "or": any}.items():
        filled = {
            decide([one, other])
            for one in ([left] if left is not None else [True, False])
            for other in ([right] if right is not None else [True, False])
        }
        expected = filled.pop() if len(filled) == 1 else None
        assert compile_expression(f"a {sign} b").evaluate({"a": left, "b": right}) is expected


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_arithmetic_is_exact(left, right):
    values = {"a": left, "b": right}
    assert compile_expression("a + b").evaluate(values) == left + right
    assert compile_expression("a * b - b").evaluate(values) == left * right - right
    assert compile_expression("a / 100").evaluate(values) == Decimal(left) / 100
    if right:
        assert compile_expression("modulo(a, b)").evaluate(values) == left % right


@given(st.one_of(st.timedeltas(), st.integers(-99_999, 99_999).map(YearsMonths), st.dates(), st.times()))
def test_dates_and_durations_read_back(value):
    text = temporal.print_temporal(value)
    assert text is not None
    assert temporal.read_temporal(text) == value


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_are_counted_as_they_are_added(day, months):
    later = temporal.add_months(day, months)
    assert temporal.months_between(day, later) in {months, months - 1}
    assert temporal.months_between(day.replace(day=1), later.replace(day=1)) == months
    assert later - day <= timedelta(days=31 * months)
