"""Decisions made by tables and expressions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from yunghap.procedures.dmn import DmnError, read_dmn
from yunghap.procedures.feel import FeelError

from .files import TRACK, VALIDITY, decision, file, read, table


def test_the_track_of_an_application_is_decided_and_explained():
    track = read(*TRACK)
    outcome = track.evaluate({"similarity": "similar", "same_regulation": True, "prior_approved": True})
    assert outcome.value == outcome.outputs == {"track": "fast", "reply_days": Decimal(15)}
    assert outcome.rules == ("r1",)
    assert [(rule.number, rule.description) for rule in outcome.matched] == [(1, "산업융합 촉진법 §10조의3⑧")]
    assert outcome.inputs == (("similarity", "similar"), ("same_regulation", True), ("prior_approved", True))
    other = track.evaluate({"similarity": "similar", "same_regulation": None, "prior_approved": True})
    assert other.value == {"track": "normal", "reply_days": Decimal(30)}
    assert track.names == {"similarity", "same_regulation", "prior_approved"}


def test_one_output_gives_its_value_and_no_rule_gives_null():
    validity = read(*VALIDITY)
    assert validity.evaluate({"kind": "permit", "long_term": True}).value == Decimal(36)
    nothing = validity.evaluate({"kind": "confirmation", "long_term": True})
    assert (nothing.value, nothing.outputs, nothing.rules, nothing.by_default) == (
        None,
        {"months": None},
        (),
        False,
    )


OVERLAPPING = [["> 1", "10"], ["> 2", "20"], ["> 3", "30"]]


@pytest.mark.parametrize(
    ("policy", "aggregation", "value", "rules"),
    [
        ("FIRST", "", Decimal(10), ("r1",)),
        ("PRIORITY", "", Decimal(30), ("r3",)),
        ("RULE ORDER", "", [Decimal(10), Decimal(20), Decimal(30)], ("r1", "r2", "r3")),
        ("COLLECT", "", [Decimal(10), Decimal(20), Decimal(30)], ("r1", "r2", "r3")),
        ("COLLECT", "SUM", Decimal(60), ("r1", "r2", "r3")),
        ("COLLECT", "MIN", Decimal(10), ("r1", "r2", "r3")),
        ("COLLECT", "MAX", Decimal(30), ("r1", "r2", "r3")),
        ("COLLECT", "COUNT", Decimal(3), ("r1", "r2", "r3")),
    ],
)
def test_hit_policies(policy, aggregation, value, rules):
    made = read(["x:number"], ["y:number|30, 20, 10"], OVERLAPPING, policy, aggregation)
    outcome = made.evaluate({"x": 5})
    assert (outcome.value, outcome.outputs, outcome.rules) == (value, {"y": value}, rules)


@pytest.mark.parametrize(
    ("policy", "aggregation", "value"),
    [("UNIQUE", "", None), ("COLLECT", "", []), ("COLLECT", "COUNT", Decimal(0)), ("COLLECT", "SUM", None)],
)
def test_nothing_matches(policy, aggregation, value):
    made = read(["x:number"], ["y:number"], OVERLAPPING, policy, aggregation)
    assert made.evaluate({"x": 0}).value == value


def test_priority_looks_at_every_output_in_turn():
    rows = [["-", '"b"', "1"], ["-", '"a"', "2"], ["-", '"a"', "1"], ["-", '"a"', "x"]]
    made = read(["x"], ['n:string|"a","b"', "m:number|1,2"], rows, "PRIORITY")
    assert made.evaluate({"x": 0, "x ": 3}).rules == ("r3",)


def test_several_outputs_are_collected_by_row_and_by_name():
    made = read(["x:number"], ["a:number", "b:string"], [["-", "1", '"p"'], ["-", "2", ""]], "RULE ORDER")
    outcome = made.evaluate({"x": 1})
    assert outcome.value == [{"a": Decimal(1), "b": "p"}, {"a": Decimal(2), "b": None}]
    assert outcome.outputs == {"a": [Decimal(1), Decimal(2)], "b": ["p", None]}


def test_rules_that_contradict_the_policy_are_an_error():
    for policy, reason in {
        "UNIQUE": "결정: rules 1 and 2 both match, where only one may.",
        "ANY": "결정: rules 1 and 2 both match, with different results.",
    }.items():
        made = read(["x:number"], ["y:number"], OVERLAPPING, policy)
        assert made.evaluate({"x": 2}).value == Decimal(10)
        with pytest.raises(DmnError) as caught:
            made.evaluate({"x": 3})
        assert str(caught.value) == reason


def test_any_takes_rules_that_agree():
    made = read(["x:number"], ["y:number"], [["> 1", "1"], ["> 2", "2 - 1"]], "ANY")
    assert made.evaluate({"x": 3}).rules == ("r1", "r2")


def test_defaults_stand_in_where_no_rule_matches():
    made = read(["x:number"], ["y:number||x * 2", "z:string"], [["> 10", "1", '"a"']])
    outcome = made.evaluate({"x": 4})
    assert (outcome.value, outcome.rules, outcome.by_default) == ({"y": Decimal(8), "z": None}, (), True)
    assert made.names == {"x"}


def test_decisions_rest_on_others():
    data = file(
        '<inputData id="i" name="x"/>',
        decision(
            "<literalExpression><text>limit + x</text></literalExpression>", "total", "총계", ["limit"], ["i"]
        ),
        decision(
            table(["x:number"], ["y:number"], [["< 5", "1"], [">= 5", "2"]]), "limit", "limit", (), ["i"]
        ),
    )
    found = read_dmn(data)
    assert list(found.decisions) == ["limit", "total"]
    assert found.input_names == ("x",)
    total = found.decisions["total"]
    assert total.names == {"x"}
    outcome = total.evaluate({"x": 7, "limit": 1000})
    assert (outcome.value, outcome.outputs) == (Decimal(9), {"총계": Decimal(9)})
    assert [one.rules for one in outcome.required] == [("r2",)]


def test_a_decision_that_two_others_require_is_made_once():
    expression = "<literalExpression><text>{}</text></literalExpression>"
    data = file(
        decision(expression.format("b + c"), "a", "a", ["b", "c"]),
        decision(expression.format("x + 1"), "b", "b", ["x"]),
        decision(expression.format("x + 2"), "c", "c", ["x"]),
        decision(expression.format("count(l)"), "x", "x"),
    )
    outcome = read_dmn(data).decisions["a"].evaluate({"l": [1, 2]})
    assert outcome.value == Decimal(7)
    assert outcome.required[0].required[0] is outcome.required[1].required[0]


def test_values_take_the_type_of_their_column():
    made = read(
        ["day:date", "term:dayTimeDuration", "n:integer"],
        ["due:date"],
        [['< date("2026-06-03")', '> duration("P1D")', "-", "day + term"]],
    )
    json = {"day": "2026-06-01", "term": "P30D", "n": "no number"}
    outcome = made.evaluate(json)
    assert outcome.inputs == (("day", date(2026, 6, 1)), ("term", timedelta(days=30)), ("n", None))
    assert made.evaluate({"day": datetime(2026, 6, 1, tzinfo=UTC), "term": timedelta(days=2)}).rules == (
        "r1",
    )
    assert made.evaluate({"day": "soon", "term": "P30D"}).rules == ()


def test_types_of_the_file_are_followed():
    kinds = (
        '<itemDefinition name="tKind"><typeRef>string</typeRef></itemDefinition>'
        '<itemDefinition name="tAll" isCollection="true"><typeRef>string</typeRef></itemDefinition>'
        '<itemDefinition name="tCase"><itemComponent name="a"/></itemDefinition>'
    )
    rows = [["-", 'count(?) > 1 and list contains(?, "a")', "?.a = 1", "1"]]
    made = read_dmn(file(kinds, decision(table(["k:tKind", "l:tAll", "c:tCase"], ["y"], rows)))).decisions[
        "d"
    ]
    assert made.evaluate({"k": 3, "l": ["a", "b"], "c": {"a": 1}}).inputs[0] == ("k", None)
    assert made.evaluate({"k": "k", "l": ["a", "b"], "c": {"a": 1}}).value == Decimal(1)


def test_the_clock_is_the_one_of_the_case():
    made = read(["today():date"], ["y:boolean"], [['>= date("2026-06-03")', "true"]])
    assert made.evaluate({}, now=datetime(2026, 6, 2, 15, tzinfo=UTC)).value is True
    assert made.evaluate({}, now=datetime(2026, 6, 2, 14, tzinfo=UTC)).value is None


def test_work_is_bounded_over_the_whole_decision():
    made = read(["count(l):number"], ["y"], [["some a in l, b in l, c in l satisfies false", "1"]])
    with pytest.raises(FeelError, match="결정, character 1: it takes too many steps"):
        made.evaluate({"l": list(range(100))})


def test_a_table_without_inputs_is_its_rules():
    assert read([], ["y:number"], [["1"], ["2"]], "COLLECT", "SUM").evaluate({}).value == Decimal(3)
