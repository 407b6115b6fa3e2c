"""An edition of the database as plain values."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from yunghap.plan.contracts import Cell, Comparison, Quantity, Role, YearBasis
from yunghap.plan.enums import EditionOrigin, ObservationStatus, ObservationSubject, SchemeCode
from yunghap.plan.models import Edition, FlagshipItem, Milestone, Observation, Placement
from yunghap.plan.models import Node as NodeRow
from yunghap.plan.queries.programmes import LineRow, programmes_of

from .model import (
    BudgetLine,
    EditionView,
    Flagship,
    Indicator,
    IndicatorValue,
    Node,
    Programme,
    Total,
)
from .model import Milestone as MilestoneValue

SCHEMES = {SchemeCode.DIRECTIONS: "tasks", SchemeCode.AREAS: "areas"}
SUBJECTS = {
    ObservationSubject.TOTAL: "plan",
    ObservationSubject.NODE: "area",
    ObservationSubject.MINISTRY: "ministry",
}
SOURCES = {"ALL": "", "NATIONAL": "national", "LOCAL": "local", "PRIVATE": "private"}


def load_edition(edition: Edition) -> EditionView:
    """Everything an edition says, in a fixed number of queries whatever its size."""
    rows = list(
        Observation.objects.filter(edition=edition)
        .exclude(status=ObservationStatus.REJECTED)
        .select_related("span", "section", "node", "indicator")
        .order_by("span__line", "span__start", "id")
    )
    places = _placements(edition)
    return EditionView(
        year=edition.year,
        title=edition.title,
        title_en=edition.title_en,
        status=edition.status,
        version=edition.seq,
        document_sha256=edition.document.sha256 if edition.document else "",
        published_on=edition.issued_on,
        facts={row.id: quantity(row) for row in rows},
        nodes=tuple(_nodes(edition)),
        programmes=_programmes(edition, rows),
        indicators=_indicators(rows, places),
        totals=tuple(_totals(rows)),
        milestones=tuple(_milestones(edition)),
        flagship=tuple(
            Flagship(item.level, item.name, item.parent.name if item.parent else "")
            for item in FlagshipItem.objects.filter(edition=edition).select_related("parent")
        ),
        generated=edition.origin == EditionOrigin.GENERATED,
        id=edition.id,
    )


def quantity(row: Observation) -> Quantity:
    """What was read, as the extractor said it or a person corrected it."""
    return Quantity(
        line=row.span.line,
        start=row.span.start,
        end=row.span.end,
        text=row.span.text,
        value=_plain(row.value),
        unit=row.unit,
        precision=_plain(row.precision),
        role=Role(row.role.lower()),
        comparison=Comparison(row.comparison),
        value_to=None if row.value_to is None else _plain(row.value_to),
        krw=row.krw,
        year=row.year,
        period_start=row.period_start_on,
        period_end=row.period_end_on,
        year_basis=YearBasis(row.year_basis),
        ministry=tuple(name for name in row.ministry.split("·") if name),
        programme=row.programme_text,
        section=tuple(row.section.path) if row.section else (),
        cell=Cell(**row.cell) if row.cell else None,
        qualifiers=tuple((str(key), str(value)) for key, value in row.qualifiers),
        rules=dict(row.rules),
    )


def _plain(value: Decimal) -> Decimal:
    """Without the trailing zeros that the column's scale adds: 59.200000 -> 59.2, 10.000000 -> 10."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _nodes(edition: Edition) -> Iterable[Node]:
    rows = NodeRow.objects.filter(scheme__edition=edition).select_related("scheme", "parent")
    for row in rows.order_by("scheme__code", "position", "id"):
        parent = row.parent.code if row.parent else ""
        yield Node(SCHEMES[SchemeCode(row.scheme.code)], row.code, row.name_ko, row.name_en, parent)


def _placements(edition: Edition) -> dict[str, dict[str, str]]:
    """Id of a programme or indicator -> scheme -> code of its node."""
    places: dict[str, dict[str, str]] = {}
    for row in Placement.objects.filter(edition=edition).select_related("scheme", "node"):
        subject = row.programme_id or row.indicator_id
        if subject is not None:
            places.setdefault(subject, {})[SCHEMES[SchemeCode(row.scheme.code)]] = row.node.code
    return places


def _programmes(edition: Edition, rows: list[Observation]) -> tuple[Programme, ...]:
    """In the order of their first printed number, those without one last."""
    facts = {row.id: row for row in rows}
    order = {row.id: index for index, row in enumerate(rows)}
    found = []
    for item in programmes_of(edition):
        lines = tuple(_budget_line(line, facts) for line in item.lines if line.printed)
        first = min((order[line.fact] for line in lines), default=len(rows))
        nodes = {SCHEMES[SchemeCode(scheme)]: node.code for scheme, node in item.places.items()}
        found.append((first, Programme(item.id, item.name, item.ministries, nodes, lines)))
    return tuple(programme for _first, programme in sorted(found, key=lambda pair: (pair[0], pair[1].name)))


def _budget_line(line: LineRow, facts: dict[str, Observation]) -> BudgetLine:
    ids = [place.observation for place in line.printed]
    return BudgetLine(
        fact=ids[0],
        krw=line.krw,
        role=Role.BUDGET if line.phase == "PLANNED" else Role.ACTUAL,
        period_start=facts[ids[0]].period_start_on or date(line.year, 1, 1),
        period_end=facts[ids[0]].period_end_on or date(line.year_to, 12, 31),
        source=SOURCES[line.source],
        repeated=tuple(ids[1:]),
        counted=line.counted,
        part_of=line.part_of_programme,
    )


def _indicators(rows: list[Observation], places: dict[str, dict[str, str]]) -> tuple[Indicator, ...]:
    values: dict[str, dict[tuple[object, ...], list[Observation]]] = {}
    names: dict[str, Observation] = {}
    for row in rows:
        if row.indicator_id is None:
            continue
        key = (row.role, row.value, row.value_to, row.period_start_on, row.period_end_on)
        values.setdefault(row.indicator_id, {}).setdefault(key, []).append(row)
        names.setdefault(row.indicator_id, row)
    found = []
    for subject, row in names.items():
        indicator = row.indicator
        if indicator is None:
            continue
        found.append(
            Indicator(
                id=subject,
                name=indicator.name,
                unit=indicator.unit,
                ministries=tuple(name for name in indicator.ministry.split("·") if name),
                nodes=places.get(subject, {}),
                values=tuple(
                    IndicatorValue(
                        fact=same[0].id,
                        role=Role(same[0].role.lower()),
                        value=_plain(same[0].value),
                        period_start=same[0].period_start_on,
                        period_end=same[0].period_end_on,
                        repeated=tuple(other.id for other in same[1:]),
                    )
                    for same in values[subject].values()
                ),
            )
        )
    return tuple(found)


def _totals(rows: list[Observation]) -> Iterable[Total]:
    for row in rows:
        subject = SUBJECTS.get(ObservationSubject(row.subject))
        if subject == "plan":
            yield Total("plan", "", row.id)
        elif subject == "ministry":
            yield Total("ministry", row.ministry, row.id)
        elif subject == "area" and row.node is not None:
            yield Total("area", row.node.code, row.id)


def _milestones(edition: Edition) -> Iterable[MilestoneValue]:
    for row in Milestone.objects.filter(edition=edition).select_related("span"):
        ministries = tuple(name for name in row.ministry.split("·") if name)
        yield MilestoneValue(row.name, ministries, row.due_start_on, row.due_end_on, row.span.line)
