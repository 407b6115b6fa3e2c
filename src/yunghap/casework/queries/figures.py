"""Figures of the cases an office is in charge of: lead time, lateness, load, what ends and when. One statement each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Avg,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
)
from django.db.models.functions import Cast, TruncDate

from yunghap.casework.enums import ENDED, GRANTED, CaseState, ConsultationState
from yunghap.casework.models import Case, Consultation, Decision
from yunghap.core import clock
from yunghap.procedures import service as procedures
from yunghap.procedures.service import Load, StepFigures

DAY = timedelta(days=1)
MONTHS = 12  # of the forecast
SOON = 30  # days before a statutory day on which it is shown
MOST = 50  # such days that are shown


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases are counted: of these handlers (None: of all), a procedure, filed from one day to another."""

    handlers: frozenset[str] | None
    procedure: str = ""
    since: date | None = None
    until: date | None = None

    def open_or_closed(self) -> QuerySet[Case]:
        """Every case that was filed, whenever that was."""
        cases = Case.objects.exclude(state=CaseState.DRAFT).order_by()
        if self.handlers is not None:
            cases = cases.filter(handler__in=self.handlers)
        return cases.filter(procedure=self.procedure) if self.procedure else cases

    def filed(self) -> QuerySet[Case]:
        """The cases filed in the period."""
        cases = self.open_or_closed()
        if self.since is not None:
            cases = cases.filter(filed_at__gte=clock.start_of(self.since))
        if self.until is not None:
            cases = cases.filter(filed_at__lt=clock.end_of(self.until))
        return cases

    def under_way(self) -> QuerySet[Case]:
        """The cases that are not over, whenever they were filed."""
        return self.open_or_closed().exclude(state__in=ENDED)


@dataclass(frozen=True, slots=True)
class ProcedureFigures:
    """Cases of one procedure filed in a period, and the days from filing to the decision."""

    procedure: str
    filed: int
    under_way: int
    decided: int
    days: float | None


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """What one body was asked in cases filed in a period, and how it answered."""

    body: str
    asked: int
    in_time: int
    late: int
    silent: int
    waiting: int
    overdue: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Alert:
    """A statutory day that comes soon or has passed."""

    case: Case
    number: int
    name: str
    article: str
    due: date
    days_left: int


def by_procedure(scope: Scope) -> list[ProcedureFigures]:
    """The busiest first."""
    spent = ExpressionWrapper(
        Cast(F("decision__decided_on"), DateField()) - TruncDate("filed_at"), output_field=DurationField()
    )
    rows = (
        scope.filed()
        .values_list("procedure")
        .annotate(
            number=Count("id"),
            under_way=Count("id", filter=~Q(state__in=ENDED)),
            decided=Count("decision"),
            days=Avg(spent, filter=Q(decision__isnull=False)),
        )
        .order_by("-number", "procedure")
    )
    return [
        ProcedureFigures(procedure, filed, under_way, decided, _days(days))
        for procedure, filed, under_way, decided, days in rows
    ]


def _days(duration: timedelta | None) -> float | None:
    return None if duration is None else duration / DAY


def by_step(scope: Scope, at: datetime) -> list[StepFigures]:
    """Steps of people, those that take longest first."""
    rows = procedures.step_figures(instances=_instances(scope.filed()), at=at)
    return sorted(rows, key=lambda row: (-(row.days or 0), row.procedure, row.node))


def _instances(cases: QuerySet[Case]) -> QuerySet[Case, str | None]:
    return cases.filter(instance__isnull=False).values_list("instance", flat=True)


def by_body(scope: Scope, today: date) -> list[BodyFigures]:
    """Bodies that were asked, the one asked most first."""
    answered = Q(state=ConsultationState.ANSWERED)
    late = answered & Q(due_on__isnull=False, answered_on__gt=F("due_on"))
    spent = ExpressionWrapper(F("answered_at") - F("asked_at"), output_field=DurationField())
    rows = (
        Consultation.objects.filter(case__in=scope.filed())
        .annotate(answered_on=TruncDate("answered_at"))
        .order_by()
        .values_list("organisation__short_name")
        .annotate(
            asked=Count("id"),
            answers=Count("id", filter=answered),
            late=Count("id", filter=late),
            silent=Count("id", filter=Q(state=ConsultationState.SILENT)),
            waiting=Count("id", filter=Q(state=ConsultationState.ASKED)),
            overdue=Count("id", filter=Q(state=ConsultationState.ASKED, due_on__lt=today)),
            days=Avg(spent, filter=answered),
        )
        .order_by("-asked", "organisation__short_name")
    )
    return [
        BodyFigures(body, asked, answers - late, late, silent, waiting, overdue, _days(days))
        for body, asked, answers, late, silent, waiting, overdue, days in rows
    ]


def load(scope: Scope, at: datetime) -> list[Load]:
    """Open work now, the largest heap first; when its case was filed does not matter."""
    rows = procedures.load_figures(instances=_instances(scope.under_way()), at=at)
    return sorted(rows, key=lambda row: (-row.open, row.role, row.organisation, row.assignee))


def expiries(scope: Scope, today: date) -> list[tuple[date, int]]:
    """Grants in force that end, by month from this one on, months without any included."""
    first = today.replace(day=1)
    months = [_later(first, number) for number in range(MONTHS + 1)]
    ends = Decision.objects.filter(
        outcome__in=GRANTED,
        revoked_on__isnull=True,
        ends_on__gte=today,
        ends_on__lt=months[-1],
        case__in=scope.open_or_closed(),
    ).values_list("ends_on", flat=True)
    counted = Counter(day.replace(day=1) for day in ends if day is not None)
    return [(month, counted[month]) for month in months[:-1]]


def _later(month: date, number: int) -> date:
    year, place = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(year, place + 1, 1)


def alerts(scope: Scope, at: datetime) -> list[Alert]:
    """Statutory days that have passed or come within the next days, the earliest first."""
    today = clock.local_date(at)
    rows = procedures.deadlines_before(
        instances=_instances(scope.under_way()), before=at + SOON * DAY, limit=MOST
    )
    cases = _cases_of({row.instance for row in rows})
    return [
        Alert(cases[row.instance], row.number, row.name, row.article, row.due, (row.due - today).days)
        for row in rows
        if row.instance in cases
    ]


def _cases_of(instances: Iterable[str]) -> dict[str, Case]:
    rows = Case.objects.filter(instance__in=list(instances)).select_related("applicant")
    return {row.instance: row for row in rows if row.instance}
