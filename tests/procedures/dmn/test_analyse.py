"""Gaps and overlaps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.procedures.dmn import analyse, as_block, read_dmn
from yunghap.procedures.dmn.errors import DmnError
from yunghap.procedures.feel import compile_unary_tests

from .files import TRACK, VALIDITY, decision, file, read, text


def gaps(*arguments, **options):
    return [gap.conditions for gap in analyse(read(*arguments, **options)).gaps]


def test_a_table_with_a_last_resort_is_complete():
    assert analyse(read(*TRACK)).complete


def test_what_no_rule_covers_is_a_gap():
    found = analyse(read(*VALIDITY))
    assert [gap.conditions for gap in found.gaps] == [('not("demonstration", "permit")', "-")]
    assert not found.complete
    allowed = (['kind:string|"demonstration","permit"', "long_term:boolean"], *VALIDITY[1:])
    assert analyse(read(*allowed)).complete


@pytest.mark.parametrize(
    ("column", "cells", "expected"),
    [
        ("x:number", ["< 5", "> 5"], ["5"]),
        ("x:number", ["[0..5)", "(5..10]"], ["< 0, 5, > 10"]),
        ("x:number", ["<= 5", ">= 10"], ["(5..10)"]),
        ("x:number", ["< 5", "> 10"], ["[5..10]"]),
        ("x:number|[0..100]", ["< 5", "> 10"], ["[5..10]"]),
        ("x:number", ["-5"], ["< -5, > -5"]),
        ("x:number", ["not(1, 2)"], ["1, 2"]),
        ("x:number", ["null"], ["not(null)"]),
        ("x", ["null"], ["not(null)"]),
        ("x:number", ["null, 1"], ["< 1, > 1"]),
        ("x", ["[1, 2]", "> 2"], ["< 1, (1..2)"]),
        ("x:boolean", ["true"], ["false"]),
        ("x:string", ['"a", "…"'], ['not("a", "…")']),
        ("x:string", ['not("a", "b")'], ['"a", "b"']),
        ("x:string", ['not("a", null)'], ['null, "a"']),
        ("x:date", ['<= date("2026-06-02")', '> @"2026-06-03"'], ['date("2026-06-03")']),
        ("x:date", ['<= date("2026-06-02")', '>= date("2026-06-03")'], []),
        ("x:dateTime", ['< @"2026-06-02T00:00:00"'], ['>= date and time("2026-06-02T00:00:00+09:00")']),
        ("x:dayTimeDuration", ['<= duration("P30D")'], ['> duration("P30D")']),
        ("x:yearMonthDuration", ['>= duration("P1Y")'], ['< duration("P1Y")']),
        ("x:date", ['<= date("0001-01-01")'], ['> date("0001-01-01")']),
        ("x:number", ["-"], []),
        ("x:number", [], ["-"]),
    ],
)
def test_gaps_are_told_as_cells(column, cells, expected):
    found = gaps([column], ["y"], [[cell, "1"] for cell in cells], "COLLECT")
    assert found == [(one,) for one in expected]


def test_overlaps_matter_where_one_rule_may_match():
    rules = [["< 10", "-", "1"], ["> 5", "true", "2"], ["> 5", "false", "2"]]
    found = analyse(read(["x:number", "b:boolean"], ["y:number"], rules))
    assert [(one.rules, one.conditions) for one in found.overlaps] == [
        ((1, 2), ("(5..10)", "true")),
        ((1, 3), ("(5..10)", "false")),
    ]
    assert found.complete
    assert analyse(read(["x:number", "b:boolean"], ["y:number"], rules, "FIRST")).overlaps == ()
    same = [["< 10", "1"], ["> 5", "1"]]
    assert analyse(read(["x:number"], ["y:number"], same, "ANY")).overlaps == ()
    assert analyse(read(["x:number"], ["y:number"], OTHER, "ANY")).overlaps[0].example == (Decimal(6),)


OTHER = [["< 10", "1"], ["> 5", "2"]]


def test_a_default_leaves_no_gap():
    assert analyse(read(["x:number"], ["y:number||0"], [["< 10", "1"]])).complete


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("x:number", "< limit"),
        ("x", "? > 3"),
        ("x", '"a", 1'),
        ("x:time", '< time("09:00:00")'),
        ("x:number", '"a"'),
        ("x:date", "< date(year, 1, 1)"),
        ("x", "-(1 + 1)"),
        ("x", "1 / 0"),
    ],
)
def test_other_conditions_are_not_analysed(column, cell):
    found = analyse(read([column], ["y"], [[cell, "1"]]))
    assert str(found.obstacle) == "the conditions of input 1 do not compare with constants"
    assert not found.complete


def test_expressions_and_too_many_cases_are_not_analysed():
    made = read_dmn(file(decision(text("literalExpression", "1")))).decisions["d"]
    assert str(analyse(made).obstacle) == "it is no table"
    with pytest.raises(DmnError, match="it is no table"):
        as_block(made)
    wide = [[*("-" if n != at else f"{row}" for n in range(4)), "1"] for at in range(4) for row in range(20)]
    found = analyse(read([f"x{n}:number" for n in range(4)], ["y"], wide))
    assert str(found.obstacle) == "it has too many different cases"
    long = [[str(row), "1"] for row in range(400)]
    assert str(analyse(read(["x:number"], ["y"], long)).obstacle) == "it has too many different cases"


CELLS = st.sampled_from(["-", "< 3", "<= 3", "> 1", "[2..4]", "(2..4)", "1, 5", "not(2)", "3", ">= 5"])
WORDS = st.sampled_from(["-", '"a"', 'not("a")', '"b", "c"', '"c"'])


@given(st.lists(st.tuples(CELLS, WORDS), max_size=5), st.integers(-1, 14), st.sampled_from("abcd"))
def test_a_case_is_in_a_gap_exactly_where_no_rule_matches(cells, number, word):
    made = read(["x:number", "w:string"], ["y:number"], [[*row, "1"] for row in cells], "COLLECT")
    values = (Decimal(number) / 2, word)
    matched = made.evaluate(dict(zip("xw", values, strict=True))).rules
    holding = [
        gap
        for gap in analyse(made).gaps
        if all(
            compile_unary_tests(cell).matches(value, {})
            for cell, value in zip(gap.conditions, values, strict=True)
        )
    ]
    assert len(holding) == (0 if matched else 1)
    for gap in analyse(made).gaps:
        assert made.evaluate(dict(zip("xw", gap.example, strict=True))).rules == ()


def test_a_table_is_printed_as_written():
    block = as_block(read(*TRACK))
    assert block.caption == "결정"
    assert block.grid()[:3] == [
        ["FIRST", "Conditions", "", "", "Results", "", ""],
        ["Rule", "similarity", "same_regulation", "prior_approved", "track", "reply_days", "Remark"],
        ["1", '"identical", "similar"', "true", "true", '"fast"', "15", "산업융합 촉진법 §10조의3⑧"],
    ]
    plain = as_block(read([], ["y"], [["1"], [""]], "COLLECT", "SUM"))
    assert plain.grid() == [["COLLECT SUM", "Results"], ["Rule", "y"], ["1", "1"], ["2", ""]]
