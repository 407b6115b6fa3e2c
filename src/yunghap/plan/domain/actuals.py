"""Actual values reported within the year: a line of text, its span, an observation. Added, never overwritten."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.numbers import shortest
from yunghap.identity.service import Organisation, require
from yunghap.ledger.service import record
from yunghap.plan.contracts import Comparison, Quantity, Role, YearBasis
from yunghap.plan.domain.canonical_text import TextRow, write_text
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.publicity import touch_edition
from yunghap.plan.domain.row_values import checked_bound, printed_step
from yunghap.plan.domain.writing import Target, write_facts, write_sections
from yunghap.plan.edition_data import FactData
from yunghap.plan.edition_rules import LARGEST_KRW, storable
from yunghap.plan.enums import DocumentKind, ObservationStatus
from yunghap.plan.models import ActualReport, Document, Edition, Indicator
from yunghap.plan.queries.common import split_ministries
from yunghap.plan.rules import REPORT_ACTUAL
from yunghap.programmes import service as programmes
from yunghap.programmes.service import BudgetLine, LineStatement, Programme


@transaction.atomic
def report_actual(
    *,
    edition: Edition,
    organisation: Organisation,
    value: Decimal,
    as_of: date,
    by: Actor,
    indicator: Indicator | None = None,
    programme: Programme | None = None,
    unit: str = "",
    comparison: Comparison = Comparison.EQUAL,
    value_to: Decimal | None = None,
    note: str = "",
    replaces: ActualReport | None = None,
    at: datetime | None = None,
) -> ActualReport:
    """Report what was reached by a day of the edition's year: of an indicator, or money spent on a programme.

    `unit` is that of the money; an indicator has its own. `comparison` says how `value` bounds what was reached, with a
    range up to `value_to`. A later report of the same thing may replace an
    earlier one of the same ministry, which stays on record; reports of money replace the earlier one of
    themselves. Raises InvalidInput for a day outside the year or in the future, a value that cannot be, or
    another ministry's indicator; Conflict where the earlier report was replaced already.
    """
    at = at or clock.now()
    require(by, REPORT_ACTUAL, organisation=organisation.pk)
    if (indicator is None) == (programme is None):
        raise InvalidInput(_("A report is about an indicator or about a programme's money."))
    unit = indicator.unit if indicator is not None else unit
    for number in (value, value if value_to is None else value_to):
        _check_value(edition, number, unit, as_of, at, money=programme is not None)
    value_to = checked_bound(comparison, value, value_to)
    _check_owner(edition, organisation, indicator, programme)
    if programme is not None and replaces is None:
        replaces = _last_report(edition, organisation, programme)
    _check_replaced(organisation, replaces)
    row = TextRow(
        key="report",
        kind="ACTUAL",
        programme=programme.name if programme else "",
        indicator=indicator.name if indicator else "",
        year=edition.year,
        year_to=edition.year,
        value=value,
        unit=unit,
        comparison=comparison,
        value_to=value_to,
        note=" ".join(note.split()),
    )
    moment = at.isoformat(timespec="seconds")
    text = write_text(
        f"{edition.year} {organisation.short_name} {as_of.isoformat()} {moment}", edition.year + 1, [row]
    )
    document = Document.objects.create(
        kind=DocumentKind.REPORT,
        sha256=text.sha256,
        title=f"{edition.year} {organisation.short_name} {as_of.isoformat()}",
        text=text.text,
        line_count=text.line_count,
        created_at=at,
    )
    place = text.places["report"]
    sections = write_sections(document, text.sections, at)
    target = Target(edition=edition, document=document, at=at)
    krw = int(value * WON[unit]) if unit in WON else None
    about = "INDICATOR:report"
    if indicator is not None:
        target.indicators = {"report": indicator}
    elif programme is not None and krw is not None:
        target.lines = {"report": _spent_line(edition, programme, krw, unit, by=by, at=at)}
        about = "LINE:report"
    fact = Quantity(
        line=place.line,
        start=place.start,
        end=place.end,
        text=place.text,
        value=shortest(value),
        value_to=shortest(value_to),
        comparison=comparison,
        unit=unit,
        precision=printed_step(value),
        role=Role.ACTUAL,
        krw=krw,
        year=edition.year,
        period_start=date(edition.year, 1, 1),
        period_end=as_of,
        year_basis=YearBasis.EXPLICIT,
        ministry=(organisation.short_name,),
        programme=row.programme or row.indicator,
        section=place.section,
        rules=dict.fromkeys(("value", "unit", "year", "role", "ministry"), "form"),
    )
    (observation,) = write_facts(target, [FactData(fact, about)], sections)
    observation.status = ObservationStatus.CONFIRMED
    observation.save(update_fields=["status"])
    report = ActualReport.objects.create(
        edition=edition,
        organisation=organisation,
        observation=observation,
        replaces=replaces,
        as_of_on=as_of,
        note=row.note,
        reported_by=by.id,
        reported_at=at,
        created_at=at,
    )
    touch_edition(edition.pk)
    record(
        action="plan.actual.reported",
        subject=f"edition:{edition.pk}",
        by=by,
        at=at,
        details={
            "report": report.pk,
            "about": indicator.pk if indicator else programme.pk if programme else None,
            "value": value,
            **({} if comparison is Comparison.EQUAL else {"comparison": comparison.value}),
            **({} if value_to is None else {"value_to": value_to}),
            "unit": unit,
            "as_of": as_of,
            "replaces": replaces.pk if replaces else None,
        },
    )
    return report


def _check_value(
    edition: Edition, value: Decimal, unit: str, as_of: date, at: datetime, *, money: bool
) -> None:
    if not value.is_finite() or not storable(value):
        raise InvalidInput(_("This number cannot be kept."), field="value")
    if as_of.year != edition.year or as_of > at.astimezone(clock.SEOUL).date():
        raise InvalidInput(
            _("Actuals are reported for a day of the plan's year that has come."), field="as_of"
        )
    if not money:
        return
    if unit not in WON:
        raise InvalidInput(_("A budget is given in a unit of money, such as 억원."), field="unit")
    if not 0 <= value * WON[unit] < LARGEST_KRW:
        raise InvalidInput(_("This amount is no budget."), field="value")


def _check_owner(
    edition: Edition, organisation: Organisation, indicator: Indicator | None, programme: Programme | None
) -> None:
    if indicator is not None:
        owners = split_ministries(indicator.ministry)
        if owners and organisation.short_name not in owners:
            raise InvalidInput(_("This indicator belongs to another ministry."), field="indicator")
    elif programme is not None:
        parts = programmes.participations_stated_in(edition.pk).get(programme.pk, ())
        if organisation.pk not in {part.organisation_id for part in parts}:
            raise InvalidInput(_("This programme belongs to another ministry."), field="programme")


def _check_replaced(organisation: Organisation, replaces: ActualReport | None) -> None:
    if replaces is None:
        return
    if replaces.organisation_id != organisation.pk:
        raise InvalidInput(_("Another ministry made this report."), field="replaces")
    if ActualReport.objects.filter(replaces=replaces).exists():
        raise Conflict(_("This report was replaced already."))


def _last_report(edition: Edition, organisation: Organisation, programme: Programme) -> ActualReport | None:
    """The ministry's report of the programme's money that nothing has replaced yet."""
    lines = BudgetLine.objects.filter(stated_in=edition.pk, programme=programme, phase="EXECUTED")
    rows = ActualReport.objects.filter(
        edition=edition, organisation=organisation, observation__budget_line__in=lines
    )
    return rows.filter(replaced_by__isnull=True).order_by("-reported_at", "-id").first()


def _spent_line(
    edition: Edition, programme: Programme, krw: int, unit: str, *, by: Actor, at: datetime
) -> str:
    """The line of money spent in the year so far: one per programme, at what the last report says."""
    line = BudgetLine.objects.filter(
        stated_in=edition.pk,
        programme=programme,
        phase="EXECUTED",
        year=edition.year,
        year_to=edition.year,
        source="ALL",
    ).first()
    step = WON[unit]
    if line is not None:
        return programmes.restate_line(line=line, amount_krw=krw, precision_krw=step, by=by, at=at).pk
    statement = LineStatement(
        key="spent",
        programme=programme.pk,
        phase="EXECUTED",
        year=edition.year,
        year_to=edition.year,
        amount_krw=krw,
        precision_krw=step,
        unit=unit,
    )
    return programmes.state_lines(stated_in=edition.pk, lines=[statement], by=by, at=at)["spent"].pk
