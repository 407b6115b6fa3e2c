"""DMN files: what is read, and what is refused with place and reason."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.procedures.dmn import DmnError, HitPolicy, read_dmn
from yunghap.procedures.dmn.table import NAMESPACES

from .files import TRACK, column, decision, file, read, table, text


@pytest.mark.parametrize("namespace", sorted(NAMESPACES))
def test_versions_of_the_standard(namespace):
    found = read_dmn(file(decision(table(*TRACK)), namespace=namespace), name="track.dmn")
    assert (found.name, list(found.decisions)) == ("track.dmn", ["d"])
    assert found.decisions["d"].logic.policy is HitPolicy.FIRST


def test_annotations_describe_a_rule():
    row = f"<rule>{text('outputEntry', '1')}{text('annotationEntry', ' §1 ')}<annotationEntry/></rule>"
    made = read_dmn(file(decision(f"<decisionTable><output/>{row}</decisionTable>"))).decisions["d"]
    rule = made.logic.rules[0]
    assert (rule.id, rule.description) == ("1", "§1")


ONE = table(["x"], ["y"], [["-", "1"]])
CASES = {
    "not DMN": (b"<definitions/>", "rules.dmn: it is not a DMN 1.1 to 1.5 file."),
    "nothing": (file(), "rules.dmn: it holds no decision."),
    "import": (file('<import name="other"/>'), "other: other files are not imported."),
    "function": (file('<businessKnowledgeModel id="b"/>'), "b: business knowledge models are not run."),
    "service": (file("<decisionService/>"), "decisionService: decision services are not run."),
    "same id": (file(decision(ONE), decision(ONE)), "rules.dmn: decisions need ids of their own."),
    "no id": (file(decision(ONE, "")), "rules.dmn: decisions need ids of their own."),
    "no logic": (file(decision("")), "결정: it has no table or expression."),
    "two": (file(decision(ONE + ONE)), "결정: it has no table or expression."),
    "context": (
        file(decision("<context/>")),
        "결정: only tables and expressions are decided here, not “context”.",
    ),
    "cycle": (
        file(decision(ONE, "a", "A", ["b"]), decision(ONE, "b", "B", ["a"])),
        "A: it requires itself.",
    ),
    "chain": (
        file(*(decision(ONE, f"d{n}", f"D{n}", [f"d{n + 1}"]) for n in range(60)), decision(ONE, "d60")),
        "D51: it rests on too long a chain of decisions.",
    ),
    "missing": (
        file(decision(ONE, requires=["gone"])),
        "결정: it requires “gone”, which is not in this file.",
    ),
    "missing input": (file(decision(ONE, inputs=["i"])), "결정: it requires “i”, which is not in this file."),
    "policy": (
        file(decision(table(["x"], ["y"], [], "OUTPUT ORDER"))),
        "결정: the hit policy “OUTPUT ORDER” is not run.",
    ),
    "aggregation": (
        file(decision(table(["x"], ["y"], [], "COLLECT", "MEAN"))),
        "결정: the aggregation “MEAN” is not run.",
    ),
    "aggregated policy": (
        file(decision(table(["x"], ["y"], [], "FIRST", "SUM"))),
        "결정: the aggregation “SUM” is not run.",
    ),
    "aggregated outputs": (
        file(decision(table(["x"], ["y", "z"], [], "COLLECT", "SUM"))),
        "결정: only a table with one output can be aggregated.",
    ),
    "no output": (
        file(decision(table(["x"], [], []))),
        "결정: a table has at least one output, and at most 50 columns.",
    ),
    "outputs": (
        file(decision(table(["x"], ["y", "y"], []))),
        "결정: several outputs need names of their own.",
    ),
    "priority": (
        file(decision(table(["x"], ["y"], [], "PRIORITY"))),
        "결정: priority needs the list of output values.",
    ),
    "cells": (
        file(decision(table(["x"], ["y"], [["-"]]))),
        "결정, rule 1: it does not have one cell for each column.",
    ),
    "type": (file(decision(table(["x:money"], ["y"], []))), "결정, input 1: “money” is no type known here."),
    "item type": (
        file('<itemDefinition name="t"><typeRef>money</typeRef></itemDefinition>', decision(ONE)),
        "t: “money” is no type known here.",
    ),
    "language": (
        file(decision(text("literalExpression", "1", expressionLanguage="groovy"))),
        "결정: expressions in “groovy” are not run, only FEEL.",
    ),
    "no expression": (file(decision(table([""], ["y"], []))), "결정, input 1: it has no expression."),
    "no input": (
        file(decision("<decisionTable><input/><output/></decisionTable>")),
        "결정, input 1: it has no expression.",
    ),
    "output values": (
        file(decision(table(["x"], ["y|< 5"], []))),
        "결정, output 1: the list of output values holds something else than values.",
    ),
    "constant": (
        file(decision(table(["x"], ['y:string|"a","b"'], [["-", '"c"']]))),
        '결정, rule 1, output 1: "c" is not among the values of this output.',
    ),
    "constant's type": (
        file(decision(table(["x"], ["y:number"], [["-", '"1"']]))),
        '결정, rule 1, output 1: "1" is not among the values of this output.',
    ),
    "condition": (
        file(decision(table(["x"], ["y"], [["< 1 <", "1"]]))),
        "결정, rule 1, input 1, character 5: “<” has no meaning here.",
    ),
    "result": (
        file(decision(table(["x"], ["y"], [["-", "1 +"]]))),
        "결정, rule 1, output 1, character 4: it ends too early.",
    ),
    "expression": (
        file(decision(text("literalExpression", ""))),
        "결정, character 1: it ends too early.",
    ),
    "too many": (
        file(decision(table(["x"], ["y"], [["-", "1"]] * 5001))),
        "rules.dmn: it has more than 500 decisions, 10000 cells or 100000 characters.",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_refusals(name):
    data, message = CASES[name]
    with pytest.raises(InvalidInput) as caught:
        read_dmn(data, name="rules.dmn")
    assert str(caught.value) == message


def test_the_place_is_told_in_the_readers_language():
    with pytest.raises(DmnError) as caught:
        read(["x"], ["y"], [["-"]])
    with translation.override("ko"):
        assert str(caught.value) == "결정, 규칙 1: 열마다 칸이 하나씩 있어야 합니다."


def test_hostile_xml_is_refused_by_the_gate():
    with pytest.raises(InvalidInput, match="DOCTYPE"):
        read_dmn(b'<!DOCTYPE d [<!ENTITY x "y">]>' + file(decision(ONE)))


WORDS = st.lists(st.sampled_from(["<", "1", '"a"', "..", "[", "]", "-", "not(", ")", ",", "x"])).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS).map(list), max_size=3), WORDS)
def test_any_table_is_read_or_refused(rules, expression):
    try:
        made = read([expression], ["y"], rules, "COLLECT")
    except InvalidInput:
        return
    assert isinstance(made.evaluate({"x": 1}).value, list)


def test_labels_stand_for_columns():
    labelled = column("x").replace("<input>", '<input label="  신청   구분 ">')
    logic = f'<decisionTable>{labelled}<output label="답"/></decisionTable>'
    made = read_dmn(file(decision(logic))).decisions["d"]
    assert [one.label for one in (*made.logic.inputs, *made.logic.outputs)] == ["신청 구분", "답"]
