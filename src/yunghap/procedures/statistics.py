"""Figures over many instances: how long steps take, and where open work lies. One statement over them each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, FloatField, Func, Q, QuerySet, Sum

from yunghap.core.language import said

from .contracts import RunningDeadline
from .models import DeadlineRow, ItemRow, ProcedureVersion
from .program.model import LAW_MARK
from .programs import program_of
from .views import deadline_of_row

BY_PEOPLE = ("user", "manual")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """A step of a procedure: how often it was done, in how many days on average, how often after its term, how much is
    open now and how much of that is late.
    """

    procedure: str
    node: str
    name: str
    done: int
    days: float | None
    late: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Load:
    """Open work of one role, organisation (empty: the one the role belongs to) and person (empty: nobody took it)."""

    role: str
    organisation: str
    assignee: str
    open: int
    overdue: int
    within_week: int


class _Days(Func):
    """The days from one moment to a later one."""

    output_field = FloatField()
    template = "(EXTRACT(EPOCH FROM %(expressions)s) / 86400)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        return self.as_sql(compiler, connection, template="((%(expressions)s) / 86400000000.0)")


def _items(instances: QuerySet) -> QuerySet[ItemRow]:  # type: ignore[type-arg]
    return ItemRow.objects.filter(kind__in=BY_PEOPLE, instance__code__in=instances)


def step_figures(*, instances: QuerySet, at: datetime) -> list[StepFigures]:  # type: ignore[type-arg]
    """Figures of every step of people in the instances, whose codes are given as a query of one column."""
    spent = _Days(F("closed_at"), F("opened_at"))
    done = Q(how="completed") | Q(how="deemed")
    rows = (
        _items(instances)
        .order_by()
        .values_list("instance__procedure_version_id", "instance__program_id", "node")
        .annotate(
            done=Count("number", filter=done),
            spent=Sum(spent, filter=done),
            late=Count("number", filter=done & Q(due__isnull=False, closed_at__gte=F("due"))),
            open=Count("number", filter=Q(closed_at__isnull=True)),
            overdue=Count("number", filter=Q(closed_at__isnull=True, due__lte=at)),
        )
    )
    sums: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    programs: dict[tuple[str, str], int] = {}
    procedures = dict(ProcedureVersion.objects.values_list("pk", "procedure__code"))
    for version, program, node, number, days, late, waiting, overdue in rows:
        key = (procedures[version], node)
        programs[key] = program
        for place, value in enumerate((number, days or 0.0, late, waiting, overdue)):
            sums[key][place] += value
    return [
        StepFigures(
            procedure=procedure,
            node=node,
            name=_name(programs[procedure, node], node),
            done=int(number),
            days=days / number if number else None,
            late=int(late),
            open=int(waiting),
            overdue=int(overdue),
        )
        for (procedure, node), (number, days, late, waiting, overdue) in sorted(sums.items())
    ]


def _name(program: int, node: str) -> str:
    found = program_of(program).nodes.get(node)
    return said(found.name or node, found.name_en) if found is not None else node


def load_figures(*, instances: QuerySet, at: datetime) -> list[Load]:  # type: ignore[type-arg]
    """Open work of people in the instances by role, organisation and person."""
    rows = (
        _items(instances)
        .filter(closed_at__isnull=True)
        .order_by("role", "organisation", "assignee")
        .values_list("role", "organisation", "assignee")
        .annotate(
            open=Count("number"),
            overdue=Count("number", filter=Q(due__lte=at)),
            within_week=Count("number", filter=Q(due__gt=at, due__lte=at + 7 * DAY)),
        )
    )
    return [Load(*row) for row in rows]


def deadlines_before(
    *,
    instances: QuerySet | Iterable[str],  # type: ignore[type-arg]
    before: datetime,
    limit: int,
    rules: Collection[str] = (),
) -> list[RunningDeadline]:
    """Open deadlines of the instances that were missed or pass before a moment, the earliest first; of some rules or
    all.
    """
    rows = DeadlineRow.objects.filter(
        closed_at__isnull=True, stopped=False, passes__lt=before, instance__code__in=instances
    )
    if rules:
        named = Q(rule__in=rules)
        for one in rules:
            named |= Q(rule__startswith=one + LAW_MARK)
        rows = rows.filter(named)
    rows = rows.select_related("instance").order_by("passes", "instance_id", "number")[:limit]
    return [deadline_of_row(program_of(row.instance.program_id), row) for row in rows]
