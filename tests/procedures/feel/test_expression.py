"""Expressions: values, three-valued logic, dates, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

import pytest

from yunghap.core import clock
from yunghap.procedures.feel import FeelError, Range, YearsMonths, compile_expression

NOW = datetime(2026, 6, 2, 15, 30, tzinfo=UTC)  # past midnight in Korea
VALUES = {
    "approved": True,
    "n": 3,
    "price": 1.5,
    "text": "산업융합",
    "start": date(2026, 1, 31),
    "received": datetime(2026, 6, 3, 9, tzinfo=UTC),
    "case": {"kind": "permit", "replies": [{"days": 10, "late": False}, {"days": 40, "late": True}]},
    "신청": {"기업 규모": "중소"},
    "nothing": None,
}


def value(text):
    return compile_expression(text).evaluate(VALUES, now=NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("approved", True),
        ("${approved}", True),
        ("#{not(approved)}", False),
        ("= n > 2", True),
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("10 - 4 - 3", Decimal(3)),
        ("-2 ** 2", Decimal(4)),
        ("2 ** 3", Decimal(8)),
        (".5 + 0.1", Decimal("0.6")),
        ("price * 2", Decimal("3.0")),
        ("1 / 0", None),
        ("9 ** 9999999", None),
        ('"a" + "b"', "ab"),
        ('"a" + 1', None),
        (r'"\"\\\n\t\r가\u0041\U01F600"', '"\\\n\t\r가A😀'),
        ("case.kind", "permit"),
        ("case.missing.more", None),
        ("missing", None),
        ('신청.기업 규모 = "중소"', True),
        ("case.replies.days", [Decimal(10), Decimal(40)]),
        ("case.replies[late].days", [Decimal(40)]),
        ("case.replies[1].days", Decimal(10)),
        ("case.replies[-1].days", Decimal(40)),
        ("case.replies[n].days", None),
        ("case.replies[n - 1].days", Decimal(40)),
        ("n[item > 2]", [Decimal(3)]),
        ("nothing[1]", None),
        ("[1, 2, 3][item > 1]", [Decimal(2), Decimal(3)]),
        ("if n > 2 then 1 else 2", Decimal(1)),
        ("if nothing then 1 else 2", Decimal(2)),
        ("some r in case.replies satisfies r.late", True),
        ("every r in case.replies satisfies r.late", False),
        ("some x in [1, 2], y in [x + 2] satisfies y = 4", True),
        ("every x in [] satisfies false", True),
        ("some x in 3 satisfies x = 3", True),
        ("n between 1 and 3", True),
        ("n in [1..3]", True),
        ("n in [1..3)", False),
        ("n in ]3..5]", False),
        ("n in (2..4)", True),
        ("n in [1..4[", True),
        ("n in (1, > 2)", True),
        ("n in < 3", False),
        ("n in [1, 3]", True),
        ("n in [5, [1..3]]", True),
        ("[1] in [[1], 2]", True),
        ("[1] in ([1])", True),
        ("{a: 1, b: a + 1}.b", Decimal(2)),
        ('{"a b": 1} = {a b: 1}', True),
        ("{a: 1} = {b: 1}", False),
        ("[1, 2] = [1]", False),
        ("[1, 2] = [1, 2]", True),
        ('[1, "a"] = [1, 2]', None),
        ("[1..2] = [1..2]", True),
        ("[1..2] = [1..2)", False),
        ("1 // a remark\n + /* another */ 1", Decimal(2)),
    ],
)
def test_values(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and nothing", None),
        ("false and nothing", False),
        ("nothing and 1", None),
        ("true or nothing", True),
        ("false or nothing", None),
        ("not(nothing)", None),
        ("nothing = null", True),
        ("n = null", False),
        ("n != null", True),
        ('n = "3"', None),
        ('n != "3"', None),
        ("nothing > 1", None),
        ("true > false", None),
        ("nothing between 1 and 2", None),
        ("nothing in [1..2]", None),
        ("n in (nothing, 3)", True),
        ("n in (> missing)", None),
        ("n in (missing)", False),
        ("start = received", None),
    ],
)
def test_logic_has_three_values(text, expected):
    assert value(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-06-03")', date(2026, 6, 3)),
        ('@"2026-06-03"', date(2026, 6, 3)),
        ("date(2026, 6, 3)", date(2026, 6, 3)),
        ("date(received)", date(2026, 6, 3)),
        ("date(n)", None),
        ("date(n, n)", None),
        ("date(2026, n, text)", None),
        ("date(2026, n * 10, 1)", None),
        ('time("09:30:00")', time(9, 30)),
        ("time(received)", time(18)),
        ("time(n)", None),
        ('date and time("2026-06-03T09:00:00Z") = received', True),
        ('date and time("2026-06-03T18:00:00") = received', True),
        ('date and time(@"2026-06-03", time("18:00:00")) = received', True),
        ('date and time(@"2026-06-03", n)', None),
        ('string(date and time("2026-06-03"))', "2026-06-03T00:00:00+09:00"),
        ("date and time(start).hour", Decimal(0)),
        ("date and time(received) = received", True),
        ("date and time(text)", None),
        ('start + duration("P30D")', date(2026, 3, 2)),
        ('duration("P1M") + start', date(2026, 2, 28)),
        ('start - duration("P2M")', date(2025, 11, 30)),
        ('start + duration("P9999Y")', None),
        ('received + duration("PT24H") - received', timedelta(days=1)),
        ('duration("PT24H") + received > received', True),
        ('(duration("P1M") + received).month', Decimal(7)),
        ('(received - duration("P1M")).month', Decimal(5)),
        ('date("2026-06-03") - start', timedelta(days=123)),
        ('received - date("2026-06-03")', timedelta(hours=18)),
        ('date("2026-06-03") - received', timedelta(hours=-18)),
        ('time("01:00:00") - time("23:00:00")', timedelta(hours=-22)),
        ('time("23:00:00") + duration("PT2H")', time(1)),
        ('duration("PT2H") + time("23:00:00")', time(1)),
        ('time("01:00:00") - duration("PT2H")', time(23)),
        ('duration("P1Y") + duration("P2M")', YearsMonths(14)),
        ('duration("P1Y") - duration("P2M")', YearsMonths(10)),
        ('duration("P1Y") * 1.5', YearsMonths(18)),
        ('3 * duration("P1M")', YearsMonths(3)),
        ('duration("P1Y") / 2', YearsMonths(6)),
        ('duration("P1Y") / duration("P6M")', Decimal(2)),
        ('duration("P1Y") * 10 ** 30', None),
        ('duration("P1D") * 1.5', timedelta(hours=36)),
        ('2 * duration("P1D")', timedelta(days=2)),
        ('duration("P1D") / 2', timedelta(hours=12)),
        ('duration("P1D") / duration("PT6H")', Decimal(4)),
        ('duration("P1D") * 10 ** 30', None),
        ('-duration("P1D")', timedelta(days=-1)),
        ('-duration("P1M")', YearsMonths(-1)),
        ("-text", None),
        ('-duration("P999999999DT23H")', None),
        ('duration("P1Y") > duration("P11M")', True),
        ('duration("P1Y") > duration("P11D")', None),
        ("now()", datetime(2026, 6, 2, 15, 30, tzinfo=UTC)),
        ("today()", date(2026, 6, 3)),
        ("today().weekday", Decimal(3)),
        ("received.hour", Decimal(18)),
        ('time("09:30:15").second', Decimal(15)),
        ('duration("-P1DT2H3M4S").hours', Decimal(-2)),
        ('duration("P1DT2H3M4S").minutes', Decimal(3)),
        ('duration("P1DT2H3M4S").seconds', Decimal(4)),
        ('duration("P1DT2H").days', Decimal(1)),
        ('duration("P18M").years', Decimal(1)),
        ('duration("P18M").months', Decimal(6)),
        ("start.hour", None),
        ('years and months duration(start, date("2026-06-30"))', YearsMonths(4)),
        ('years and months duration(date("2026-06-30"), start)', YearsMonths(-4)),
        ("years and months duration(start, n)", None),
        ("duration(n)", None),
        ("duration(text)", None),
        ('@"PT0S"', timedelta()),
    ],
)
def test_dates_and_durations(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(case.replies)", Decimal(2)),
        ("count(nothing)", None),
        ("count(n)", Decimal(1)),
        ("sum(case.replies.days)", Decimal(50)),
        ("sum(1, 2, 3)", Decimal(6)),
        ("sum([])", None),
        ('sum("a", "b")', None),
        ('sum(duration("P1D"), duration("P2D"))', timedelta(days=3)),
        ("mean([1, 2])", Decimal("1.5")),
        ("mean([])", None),
        ("min([3, 1, 2])", Decimal(1)),
        ("max(3, 1, 2)", Decimal(3)),
        ('max(3, "a")', None),
        ("min([])", None),
        ("all([true, true])", True),
        ("any(false, nothing)", None),
        ("list contains([1, null], null)", True),
        ("list contains(n, 3)", None),
        ('contains(text, "융합")', True),
        ('starts with(text, "산업")', True),
        ('ends with(text, "산업")', False),
        ("contains(text, n)", None),
        ("string length(text)", Decimal(4)),
        ('upper case("a") + lower case("B")', "Ab"),
        ("substring(text, 3)", "융합"),
        ("substring(text, -2, 1)", "융"),
        ("substring(text, 1, 0)", None),
        ("substring(text, 0)", None),
        ("substring(n, 1)", None),
        ("substring(text, 1.5)", "산업융합"),
        ("floor(-1.5)", Decimal(-2)),
        ("ceiling(1.2)", Decimal(2)),
        ("floor(text)", None),
        ("abs(-3)", Decimal(3)),
        ('abs(duration("-P3D"))', timedelta(days=3)),
        ('abs(duration("-P3M"))', YearsMonths(3)),
        ("abs(text)", None),
        ("modulo(-12, 5)", Decimal(3)),
        ("modulo(1, 0)", None),
        ('number("12.50")', Decimal("12.50")),
        ("number(n)", Decimal(3)),
        ('number("1_0")', None),
        ("not(text)", None),
        ('string([1, "a", null, true, [2..3)])', '[1, "a", null, true, [2..3)]'),
        ("string({a: (1..2]})", "{a: (1..2]}"),
        ("string(nothing)", None),
        ("string(start)", "2026-01-31"),
        ('string(time("09:00:00"))', "09:00:00"),
        ('string(duration("P1DT2H3M4.5S"))', "P1DT2H3M4.5S"),
        ('string(duration("-P14M"))', "-P1Y2M"),
        ('string(duration("P0M")) + string(duration("PT0S"))', "P0MPT0S"),
    ],
)
def test_functions(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 1, "it ends too early"),
        ("1 +", 4, "it ends too early"),
        ("${ 1 + }", 8, "it ends too early"),
        ("a == b", 3, "“==” is written ="),
        ("a && b", 3, "“&&” is written and"),
        ("!a", 1, "“!” is written not(…)"),
        ("a AND b", 3, "“AND” is written and"),
        ("not a", 5, "“not” is written not(…)"),
        ("a = 'b'", 5, "“'” is written \""),
        ("a; b", 2, "“;” has no meaning here"),
        ("(1 2)", 4, "“2” stands where ) should"),
        ("a.1", 2, "“.1” has no meaning here"),
        ("a.(b)", 3, "“(” stands where a name should"),
        ('"abc', 1, "a text is not closed by a quotation mark"),
        (r'"ab\q"', 4, r"“\q” is no character"),
        (r'"\ud800"', 2, r"“\ud800” is no character"),
        ("exec(1)", 1, "there is no function “exec” here"),
        ("count()", 1, "“count” does not take 0 arguments"),
        ('date("2026-13-01")', 1, "“2026-13-01” is no date, time or duration"),
        ('1 + @"P1Y2D"', 5, "“P1Y2D” is no date, time or duration"),
        ('duration("P")', 1, "“P” is no date, time or duration"),
        ('duration("P999999999DT999999999H")', 1, "“P999999999DT999999999H” is no date, time or duration"),
        ('date and time("2026-02-30T10:00")', 1, "“2026-02-30T10:00” is no date, time or duration"),
        ('duration("-P999999999DT23H")', 1, "“-P999999999DT23H” is no date, time or duration"),
        ('time("25:00:00")', 1, "“25:00:00” is no date, time or duration"),
        ("for x in y return x", 1, "“for” is not in the subset of FEEL that runs here"),
        ("a instance of string", 3, "“instance” is not in the subset of FEEL that runs here"),
        ("1 < 2 < 3", 7, "a second comparison needs brackets"),
        ("{a: 1, a: 2}", 8, "“a” stands twice"),
        ("? > 1", 1, "“?” has no meaning here"),
        ("(" * 200, 65, "it is nested more than 64 deep"),
        ("-" * 200 + "1", 64, "it is nested more than 64 deep"),
        ("1" + " + 1" * 100, 1, "it is nested more than 64 deep"),
        ("a" * 10_001, 10_001, "it is longer than 10000 characters"),
        ("a.__import__(1)", 13, "“(” has no meaning here"),
    ],
)
def test_anything_else_is_refused_with_its_place(text, position, reason):
    with pytest.raises(FeelError) as caught:
        compile_expression(text, place="flow a")
    assert caught.value.position == position
    assert str(caught.value) == f"flow a, character {position}: {reason}."


def test_an_error_without_place_names_the_character_alone():
    with pytest.raises(FeelError, match=r"^character 4: it ends too early\.$"):
        compile_expression("1 +")


def test_values_of_the_program_are_converted():
    class Kind(Enum):
        PERMIT = "permit"

    given = {"k": Kind.PERMIT, "f": float("nan"), "t": (1, 2), "huge": 10**7000, "d": Decimal("Infinity")}
    given |= {
        "naive": datetime(2026, 6, 3, 9),  # noqa: DTZ001
        "zone": datetime(2026, 6, 3, tzinfo=UTC),
        "o": object(),
    }
    assert compile_expression('k = "permit"').evaluate(given) is True
    assert compile_expression("f = null and huge = null and d = null").evaluate(given) is True
    assert compile_expression("t").evaluate(given) == [1, 2]
    assert compile_expression("naive = zone").evaluate(given) is True
    with pytest.raises(
        FeelError, match="flow a, character 1: a value has a type that expressions do not know"
    ):
        compile_expression("o", place="flow a").evaluate(given)
    assert compile_expression("[t, t]").evaluate(given) == [[1, 2], [1, 2]]


def test_the_clock_is_the_injected_one():
    with clock.use(lambda: NOW):
        assert compile_expression("today()").evaluate({}) == date(2026, 6, 3)


def test_names_are_those_the_caller_must_give():
    text = "some x in list satisfies x.a > limit and {b: 1, c: b + d}.c in [low..high] and list[a = e][1] = ?"
    expression = compile_expression(text.replace(" = ?", ""))
    assert expression.names == {"list", "limit", "d", "low", "high"}


def test_no_expression_keeps_a_worker_busy():
    many = {"many": list(range(1000))}
    with pytest.raises(FeelError, match="it takes too many steps"):
        compile_expression("some a in many, b in many, c in many satisfies false").evaluate(many)
    doubled = ", ".join(f"b{i + 1}: [b{i}, b{i}]" for i in range(100))
    for text in (f"string({{b0: 1, {doubled}}})", f"{{b0: 1, {doubled}}} = {{b0: 1, {doubled}}}"):
        with pytest.raises(FeelError, match="it takes too many steps"):
            compile_expression(text).evaluate({})
    grown = ", ".join(f"b{i + 1}: b{i} + b{i}" for i in range(100))
    assert compile_expression(f'{{b0: "text", {grown}}}.b100').evaluate({}) is None


def test_values_nested_too_deep_are_refused():
    chain = ", ".join(f"b{i + 1}: [b{i}]" for i in range(600))
    with pytest.raises(FeelError, match="its values are nested too deep"):
        compile_expression(f"string({{b0: 1, {chain}}}.b600)").evaluate({})


def test_a_range_is_a_value():
    assert value("(1..n]") == Range(Decimal(1), Decimal(3), low_closed=False)
