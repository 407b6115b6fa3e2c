"""StratML Part 2 (ISO 17469-1, schema of 2016-02-16): directions are goals, tasks are objectives.

Money appears only as an indicator of stage Input. What is placed in no task stands under an objective that says so.
"""

from collections.abc import Iterable
from datetime import date

from lxml import etree

from yunghap.plan.contracts import Quantity, Role, english_title
from yunghap.plan.queries.values import EditionView, Node

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
UNPLACED = "unplaced"


def write_stratml(edition: EditionView) -> bytes:
    """The edition as a Performance_Plan; the same edition gives the same bytes."""
    nsmap: dict[str | None, str] = {None: NAMESPACE}
    root = etree.Element(_tag("PerformancePlanOrReport"), {"Type": "Performance_Plan"}, nsmap)  # type: ignore[arg-type]
    _child(root, "Name", edition.title)
    _child(root, "Description", english_title(edition.title_en, edition.year))
    _child(root, "OtherInformation", f"sha256 {edition.document_sha256}")
    core = _child(root, "StrategicPlanCore")
    for ministry in _ministries(edition):
        organization = _child(core, "Organization")
        _child(organization, "Name", ministry)
    directions = list(edition.scheme("tasks", parent=""))
    for number, direction in enumerate(directions, start=1):
        goal = _goal(core, direction, number)
        for task_number, task in enumerate(edition.scheme("tasks", parent=direction.code), start=1):
            _objective(goal, edition, task, f"{number}.{task_number}")
    goal = _goal(
        core, Node("tasks", UNPLACED, "과제에 배치되지 않음", "Not placed in a task"), len(directions) + 1
    )
    _objective(goal, edition, None, f"{len(directions) + 1}.1")
    about = _child(root, "AdministrativeInformation")
    _child(about, "Identifier", f"edition-{edition.year}-{edition.version}")
    _child(about, "StartDate", date(edition.year, 1, 1).isoformat())
    _child(about, "EndDate", date(edition.year, 12, 31).isoformat())
    if edition.published_on is not None:
        _child(about, "PublicationDate", edition.published_on.isoformat())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _child(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _tag(name), attributes)
    element.text = None if text is None else _xml_text(text)
    return element


def _xml_text(text: str) -> str:
    """Without the characters XML 1.0 cannot hold (section 2.2)."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "￾￿"))


def _ministries(edition: EditionView) -> list[str]:
    of_programmes = [name for item in edition.programmes for name in item.ministries]
    of_indicators = [name for item in edition.indicators for name in item.ministries]
    return list(dict.fromkeys([*of_programmes, *of_indicators]))


def _goal(core: etree._Element, node: Node, number: int) -> etree._Element:
    goal = _child(core, "Goal")
    _child(goal, "Name", node.name)
    _child(goal, "Description", node.name_en)
    _child(goal, "Identifier", f"goal-{node.code}")
    _child(goal, "SequenceIndicator", str(number))
    return goal


def _objective(goal: etree._Element, edition: EditionView, node: Node | None, sequence: str) -> None:
    code = UNPLACED if node is None else node.code
    objective = _child(goal, "Objective")
    _child(objective, "Name", "과제에 배치되지 않음" if node is None else node.name)
    _child(objective, "Description", "Not placed in a task" if node is None else node.name_en)
    _child(objective, "Identifier", f"objective-{code}")
    _child(objective, "SequenceIndicator", sequence)

    def placed(nodes: dict[str, str]) -> bool:
        return nodes.get("tasks", UNPLACED) == code

    for programme in edition.programmes:
        if placed(programme.nodes) and programme.lines:
            indicator = _indicator(objective, "Input", programme.name, "KRW", f"programme-{programme.id}")
            _results(
                indicator,
                [
                    (line.role, str(line.krw), line.period_start, line.period_end, edition.facts[line.fact])
                    for line in programme.lines
                ],
            )
    for item in edition.indicators:
        if placed(item.nodes) and item.values:
            indicator = _indicator(objective, "Output", item.name, item.unit, f"indicator-{item.id}")
            _results(
                indicator,
                [
                    (
                        value.role,
                        str(value.value),
                        value.period_start,
                        value.period_end,
                        edition.facts[value.fact],
                    )
                    for value in item.values
                ],
            )


def _indicator(parent: etree._Element, stage: str, name: str, unit: str, identifier: str) -> etree._Element:
    indicator = _child(
        parent, "PerformanceIndicator", ValueChainStage=stage, PerformanceIndicatorType="Quantitative"
    )
    _child(indicator, "MeasurementDimension", name)
    _child(indicator, "UnitOfMeasurement", unit)
    _child(indicator, "Identifier", identifier)
    return indicator


def _results(
    indicator: etree._Element, values: Iterable[tuple[Role, str, date | None, date | None, Quantity]]
) -> None:
    """Targets first, then actuals: the schema wants that order. A baseline is an actual that says so."""
    ordered = sorted(values, key=lambda value: value[0] in {Role.ACTUAL, Role.BASELINE})
    instance = _child(indicator, "MeasurementInstance")
    for role, number, begin, end, fact in ordered:
        actual = role in {Role.ACTUAL, Role.BASELINE}
        result = _child(instance, "ActualResult" if actual else "TargetResult")
        if begin is not None:
            _child(result, "StartDate", begin.isoformat())
        if end is not None:
            _child(result, "EndDate", end.isoformat())
        _child(result, "NumberOfUnits", number)
        _child(result, "Description", f"{role.value}: {fact.text} (line {fact.line}:{fact.start}-{fact.end})")
