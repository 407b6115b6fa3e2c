"""The plan at a glance, its tree of directions and tasks, and its ministries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yunghap.identity import service as identity
from yunghap.plan.enums import ObservationSubject
from yunghap.plan.models import Edition, FlagshipItem, Indicator, Milestone, Observation
from yunghap.plan.queries.common import (
    NodeRef,
    indicator_places,
    nodes_of,
    programme_places,
    split_ministries,
)
from yunghap.plan.queries.findings import FindingCounts, finding_counts
from yunghap.plan.queries.money import MoneyRow, MoneyTable, money_by_ministry, money_by_node
from yunghap.programmes.service import Phase, lines_stated_in, participations_stated_in


@dataclass(frozen=True, slots=True)
class FlagshipRow:
    """An investment area, mission or project; `level` INVESTMENT_AREA, MISSION or PROJECT."""

    id: str
    level: str
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Glance:
    """The plan at a glance.

    `planned` is money by area of the edition's year, `executed` of the year before; `planned_by_ministry` and
    `executed_by_ministry` likewise. `numbers` counts the observations, `uncertain` those a default rule set,
    `confirmed` those a person looked at, `unassigned` those about nothing yet. `targets` and `unbound_targets`
    count targets of indicators, and those resting on no evidence.
    """

    edition: Edition
    planned: MoneyTable
    executed: MoneyTable
    planned_by_ministry: MoneyTable
    executed_by_ministry: MoneyTable
    directions: int
    tasks: int
    areas: int
    ministries: int
    programmes: int
    indicators: int
    milestones: int
    numbers: int
    uncertain: int
    confirmed: int
    unassigned: int
    targets: int
    unbound_targets: int
    findings: FindingCounts
    flagship: tuple[FlagshipRow, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A direction (with `tasks`) or a task, with what the text places there.

    `money` is the row of `money_by_node` for the edition's year.
    """

    node: NodeRef
    tasks: tuple["TaskRow", ...]
    money: MoneyRow
    programmes: int
    indicators: int


@dataclass(frozen=True, slots=True)
class MinistryRow:
    """A ministry in an edition: `organisation` is its id, None where identity does not know it.

    `planned` and `executed` are its rows of `money_by_ministry`, None where the edition has none.
    """

    short_name: str
    long_name: str
    english_name: str
    organisation: str | None
    planned: MoneyRow | None
    executed: MoneyRow | None
    programmes: int
    indicators: int
    position: int


def plan_at_a_glance(edition: Edition) -> Glance:
    """Everything the first page shows."""
    nodes = nodes_of(edition)
    rows = Observation.objects.filter(edition=edition).exclude(status="REJECTED")
    about = rows.filter(subject=ObservationSubject.INDICATOR)
    targets = about.filter(role="TARGET")
    bound = targets.filter(evidence__released_at__isnull=True, evidence__isnull=False).distinct()
    by_ministry = money_by_ministry(edition)
    executed_by_ministry = money_by_ministry(edition, phase=Phase.EXECUTED)
    directions = [node for node in nodes if node.scheme == "DIRECTIONS"]
    count = targets.count()
    return Glance(
        edition=edition,
        planned=money_by_node(edition, scheme="AREAS"),
        executed=money_by_node(edition, scheme="AREAS", phase=Phase.EXECUTED),
        planned_by_ministry=by_ministry,
        executed_by_ministry=executed_by_ministry,
        directions=sum(node.parent is None for node in directions),
        tasks=sum(node.parent is not None for node in directions),
        areas=sum(node.scheme == "AREAS" for node in nodes),
        ministries=len(ministries_of(edition)),
        programmes=len(_programme_ids(edition)),
        indicators=about.values("indicator").distinct().count(),
        milestones=Milestone.objects.filter(edition=edition).count(),
        numbers=rows.count(),
        uncertain=rows.filter(uncertain=True, status="EXTRACTED").count(),
        confirmed=rows.filter(status__in=["CONFIRMED", "CORRECTED"]).count(),
        unassigned=rows.filter(subject=ObservationSubject.UNBOUND).count(),
        targets=count,
        unbound_targets=count - bound.count(),
        findings=finding_counts(edition),
        flagship=flagship_of(edition),
    )


def _programme_ids(edition: Edition) -> set[str]:
    lines = {line.programme for line in lines_stated_in(edition.pk)}
    return lines | participations_stated_in(edition.pk).keys() | programme_places(edition).keys()


def flagship_of(edition: Edition) -> tuple[FlagshipRow, ...]:
    """Flagship items in printed order."""
    rows = FlagshipItem.objects.filter(edition=edition).order_by("position", "id")
    return tuple(FlagshipRow(row.pk, row.level, row.name, row.parent_id) for row in rows)


def task_tree(
    edition: Edition, *, year: int | None = None, phase: str = Phase.PLANNED
) -> tuple[TaskRow, ...]:
    """Directions in printed order with their tasks, money and counts."""
    table = money_by_node(edition, scheme="DIRECTIONS", year=year, phase=phase)
    programmes = _counts(programme_places(edition), "DIRECTIONS")
    indicators = _counts(indicator_places(edition), "DIRECTIONS")
    by_id = {row.node.id: row for row in table.rows if row.node is not None}

    def build(node: NodeRef) -> TaskRow:
        tasks = tuple(build(row.node) for row in table.rows if row.node and row.node.parent == node.id)
        return TaskRow(
            node=node,
            tasks=tasks,
            money=by_id[node.id],
            programmes=programmes.get(node.id, 0) + sum(task.programmes for task in tasks),
            indicators=indicators.get(node.id, 0) + sum(task.indicators for task in tasks),
        )

    return tuple(build(row.node) for row in table.rows if row.node and row.node.parent is None)


def _counts(places: Mapping[str, Mapping[str, str]], scheme: str) -> dict[str, int]:
    result: dict[str, int] = {}
    for by_scheme in places.values():
        node = by_scheme.get(scheme)
        if node is not None:
            result[node] = result.get(node, 0) + 1
    return result


def ministries_of(edition: Edition) -> tuple[MinistryRow, ...]:
    """The ministries of an edition: those with a printed amount, a programme or an indicator.

    In the order of the ministries' sections of the 2023 plan, others by name after them.
    """
    planned = {row.key: row for row in money_by_ministry(edition).rows}
    executed = {row.key: row for row in money_by_ministry(edition, phase=Phase.EXECUTED).rows}
    programmes = _programmes_by_ministry(edition)
    indicators = _indicators_by_ministry(edition)
    day = edition.issued_on or date(edition.year, 1, 1)
    known = {row.short_name: row for row in identity.ministries(day)}
    names = {*planned, *executed, *programmes, *indicators}
    rows = []
    for name in names:
        organisation = known.get(name) or identity.find_organisation(name, day)
        own = organisation.name_on(day) if organisation else None
        order = organisation.plan_order if organisation else None
        rows.append(
            MinistryRow(
                short_name=name,
                long_name=own.long if own else name,
                english_name=own.english if own else name,
                organisation=organisation.pk if organisation else None,
                planned=planned.get(name),
                executed=executed.get(name),
                programmes=programmes.get(name, 0),
                indicators=indicators.get(name, 0),
                position=999 if order is None else order,
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.position, row.short_name)))


def _programmes_by_ministry(edition: Edition) -> dict[str, int]:
    names: dict[str, str] = {}
    result: dict[str, int] = {}
    for parts in participations_stated_in(edition.pk).values():
        for part in parts:
            if part.role != "AGENCY":
                if part.organisation_id not in names:
                    names[part.organisation_id] = identity.get_organisation(part.organisation_id).short_name
                name = names[part.organisation_id]
                result[name] = result.get(name, 0) + 1
    return result


def _indicators_by_ministry(edition: Edition) -> dict[str, int]:
    rows = Indicator.objects.filter(observations__edition=edition).distinct()
    return _tally(
        name for ministry in rows.values_list("ministry", flat=True) for name in split_ministries(ministry)
    )


def _tally(names: Iterable[str]) -> dict[str, int]:
    result: dict[str, int] = {}
    for name in names:
        result[name] = result.get(name, 0) + 1
    return result
