from lxml import etree

from tests.plan.queries.example import edition
from yunghap.plan.exports.stratml import write_stratml

from .stratml import NS, schema


def names(tree, path):
    return [element.text for element in tree.iterfind(path.replace("s:", f"{{{NS}}}"))]


def test_export_is_valid():
    tree = etree.fromstring(write_stratml(edition()))
    validator = schema()
    assert validator.validate(tree), validator.error_log


def test_directions_are_goals_and_tasks_objectives():
    tree = etree.fromstring(write_stratml(edition()))
    assert names(tree, ".//s:Goal/s:Name") == ["산업경쟁력", "과제에 배치되지 않음"]
    assert names(tree, ".//s:Objective/s:Name") == ["주력산업", "과제에 배치되지 않음"]


def test_money_is_input_and_every_value_names_its_line():
    tree = etree.fromstring(write_stratml(edition()))
    stages = {
        element.findtext(f"{{{NS}}}MeasurementDimension"): element.get("ValueChainStage")
        for element in tree.iter(f"{{{NS}}}PerformanceIndicator")
    }
    assert stages == {"=로봇 실증": "Input", "극한소재": "Input", "지원 기업": "Output"}
    results = tree.findall(f".//{{{NS}}}TargetResult") + tree.findall(f".//{{{NS}}}ActualResult")
    assert len(results) == 4
    assert all("line " in result.findtext(f"{{{NS}}}Description") for result in results)


def test_same_edition_gives_same_bytes():
    assert write_stratml(edition()) == write_stratml(edition())
