"""What cases show of a period: registered with `measures`, bound to targets of the plan."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yunghap.casework.enums import GRANTED, CaseOrigin, ConsultationState
from yunghap.casework.models import Case, Consultation, Decision
from yunghap.core import clock
from yunghap.measures.service import Measure, Reading, register


def _counted(prefix: str = "") -> Q:
    """What counts as evidence: nothing made for demonstration, except in a demo, which says so with each figure."""
    if settings.COUNT_GENERATED:
        return Q()
    return ~Q(**{f"{prefix}origin": CaseOrigin.GENERATED})


def _counts(rows: QuerySet[Case] | QuerySet[Decision], field: str) -> dict[str, int]:
    """Number of rows by a field, empty values as "-"."""
    counted = rows.order_by().values_list(field).annotate(number=Count("id"))
    return {key or "-": number for key, number in counted}


def _total(counts: dict[str, int], at: datetime, generated: int = 0) -> Reading:
    detail = {key: str(number) for key, number in sorted(counts.items())}
    return Reading(Decimal(sum(counts.values())), at, detail, generated)


def _generated(rows: QuerySet[Case] | QuerySet[Decision] | QuerySet[Consultation], prefix: str = "") -> int:
    return rows.filter(**{f"{prefix}origin": CaseOrigin.GENERATED}).count() if settings.COUNT_GENERATED else 0


def _moments(start: date, end: date, at: datetime) -> tuple[datetime, datetime]:
    """From the first moment of the period to its end or to now, whichever is first."""
    return clock.start_of(start), min(clock.end_of(end), at)


def cases_filed(start: date, end: date, at: datetime) -> Reading:
    """Cases filed in the period, by procedure."""
    since, before = _moments(start, end, at)
    rows = Case.objects.filter(_counted(), filed_at__gte=since, filed_at__lt=before)
    return _total(_counts(rows, "procedure"), at, _generated(rows))


def _granted(start: date, end: date, at: datetime) -> QuerySet[Decision]:
    last = min(end, clock.local_date(at))
    return Decision.objects.filter(
        _counted("case__"), outcome__in=GRANTED, decided_on__gte=start, decided_on__lte=last
    )


def granted_by_kind(start: date, end: date, at: datetime) -> Reading:
    """Grants of the period, by kind of decision."""
    rows = _granted(start, end, at)
    return _total(_counts(rows, "kind"), at, _generated(rows, "case__"))


def granted_by_scheme(start: date, end: date, at: datetime) -> Reading:
    """Grants of the period, by scheme."""
    rows = _granted(start, end, at)
    return _total(_counts(rows, "case__variant"), at, _generated(rows, "case__"))


def lead_time(start: date, end: date, at: datetime) -> Reading:
    """Mean days from filing to the decision, of the decisions of the period; 0 where there are none."""
    decisions = Decision.objects.filter(
        _counted("case__"), decided_on__gte=start, decided_on__lte=min(end, clock.local_date(at))
    )
    rows = decisions.values_list("case__procedure", "case__filed_at", "decided_on")
    days: Counter[str] = Counter()
    number = 0
    for procedure, filed_at, decided_on in rows:
        days[procedure] += (decided_on - clock.local_date(filed_at)).days if filed_at else 0
        number += 1
    mean = Decimal(days.total()) / number if number else Decimal(0)
    detail = {"decisions": str(number), **{f"days:{key}": str(value) for key, value in sorted(days.items())}}
    return Reading(mean.quantize(Decimal("0.1")), at, detail, _generated(decisions, "case__"))


def late_answers(start: date, end: date, at: datetime) -> Reading:
    """Consultations due in the period that were answered late, went unanswered or are overdue, by body."""
    today = clock.local_date(at)
    late = (
        Q(state=ConsultationState.ANSWERED, answered_at__date__gt=F("due_on"))
        | Q(state=ConsultationState.SILENT)
        | Q(state=ConsultationState.ASKED, due_on__lt=today)
    )
    rows = Consultation.objects.filter(late, _counted("case__"), due_on__gte=start, due_on__lte=end)
    counts = dict(rows.order_by().values_list("organisation__short_name").annotate(number=Count("id")))
    return _total(counts, at, _generated(rows, "case__"))


def register_measures() -> None:
    """The measures of every kind of case."""
    cases, days = "건", "일"
    for measure in (
        Measure("casework.case.filed", _("Cases filed"), _("Cases filed in the period."), cases, cases_filed),
        Measure(
            "casework.decision.granted_by_kind",
            _("Grants by kind"),
            _("Cases granted in the period, by kind of decision."),
            cases,
            granted_by_kind,
            records=grants_in_register,
        ),
        Measure(
            "casework.decision.granted_by_scheme",
            _("Grants by scheme"),
            _("Cases granted in the period, by scheme."),
            cases,
            granted_by_scheme,
            records=grants_in_register,
        ),
        Measure(
            "casework.decision.lead_time",
            _("Lead time"),
            _("Mean days from filing to the decision."),
            days,
            lead_time,
        ),
        Measure(
            "casework.consultation.late",
            _("Late opinions"),
            _("Consultations answered late, unanswered or overdue."),
            cases,
            late_answers,
        ),
    ):
        register(measure)


def granted_measure(*, code: str, name: object, kinds: tuple[str, ...] = (), variant: str = "") -> Measure:
    """A measure of the grants of some kinds (none: of all) and one scheme, for a target that counts just these."""

    def read(start: date, end: date, at: datetime) -> Reading:
        rows = _granted(start, end, at)
        if kinds:
            rows = rows.filter(kind__in=kinds)
        if variant:
            rows = rows.filter(case__variant=variant)
        field = "kind" if variant or len(kinds) != 1 else "case__variant"
        return _total(_counts(rows, field), at, _generated(rows, "case__"))

    def records(start: date, end: date) -> str:
        return grants_in_register(start, end, kinds=kinds, variant=variant)

    return Measure(code, name, name, "건", read, records=records)


def grants_in_register(start: date, end: date, *, kinds: tuple[str, ...] = (), variant: str = "") -> str:
    """The address of the published grants of a year; "" for another period, which the register does not show."""
    if (start, end) != (date(start.year, 1, 1), date(start.year, 12, 31)):
        return ""
    wanted = [("year", str(start.year)), ("granted", "1"), *(("kind", kind) for kind in kinds)]
    return f"{reverse('casework:register')}?" + urlencode(
        [*wanted, *([("variant", variant)] if variant else [])]
    )
