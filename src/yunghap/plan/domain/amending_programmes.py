"""Programmes that an amendment takes into an edition or out of it, with the reason (Decree art. 6)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.identity.service import require
from yunghap.plan.contracts import YearBasis
from yunghap.plan.domain.amending import (
    note_change,
    refuse_unless_amendment,
    said,
    shown,
    write_span,
)
from yunghap.plan.domain.binding import line_for
from yunghap.plan.domain.canonical_text import TextRow
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.row_values import RowValues, checked
from yunghap.plan.enums import ObservationRole, ObservationStatus, ObservationSubject
from yunghap.plan.models import AmendmentItem, Edition, Milestone, Node, Observation, Placement
from yunghap.plan.queries.common import in_use, split_ministries
from yunghap.plan.queries.edition import read_programmes
from yunghap.plan.queries.figures import annual_krw
from yunghap.plan.rules import AMEND_EDITION
from yunghap.programmes import service as programmes

KRW = "원"
NOTHING = {"value": "", "unit": ""}
QUALIFIERS = {"NATIONAL": "국비", "LOCAL": "지방비", "PRIVATE": "민자"}


@transaction.atomic
def add_programme(
    *, edition: Edition, values: RowValues, reason: str, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Take a programme into an amendment with its budget; the number has its place in the amendment's own text.

    `values` is a BUDGET row; its `joint_ministries` are all ministries, the leading one first. The printed totals
    stay as they are until they are amended too: the checks say where they no longer hold. Raises InvalidInput
    without a reason, for values that cannot be and for unknown ministries or tasks, Conflict where the edition is
    no amendment under review or has the programme already.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    values = checked(values)
    ministries = split_ministries(values.joint_ministries)
    if values.kind != "BUDGET":
        raise InvalidInput(_("A programme is added with its budget."), field="kind")
    if not ministries:
        raise InvalidInput(_("Please name the ministry."), field="joint_ministries")
    name = values.programme_name
    programme = programmes.ensure_programmes(names=[name], by=by, at=at)[name]
    if _is_in(edition, programme.pk):
        raise Conflict(_("The edition has this programme already."), programme=programme.pk)
    row = _observation(edition, values, reason, at)
    row.budget_line = line_for(row, name, by=by, at=at)
    row.save(force_insert=True)
    _place(edition, programme.pk, values, at)
    return note_change(
        edition,
        action="plan.edition.programme_added",
        subject=f"PROGRAMME:{programme.pk}",
        label=name,
        before=NOTHING,
        after=shown(row.value, row.unit),
        ministries=ministries,
        reason=reason,
        by=by,
        at=at,
    )


def _is_in(edition: Edition, programme: str) -> bool:
    """The edition states money of the programme or places it."""
    stated = in_use(edition).filter(budget_line__programme=programme)
    return stated.exists() or Placement.objects.filter(edition=edition, programme=programme).exists()


def _observation(edition: Edition, values: RowValues, reason: str, at: datetime) -> Observation:
    value = values.value or Decimal(0)
    row = TextRow(
        key="value",
        kind=values.kind,
        programme=values.programme_name,
        indicator="",
        year=values.year,
        year_to=values.year_to,
        value=value,
        unit=values.unit,
        source=values.source,
        ministries=values.joint_ministries,
        note=reason,
    )
    exponent = (value.normalize() + 0).as_tuple().exponent
    source = QUALIFIERS.get(values.source)
    return Observation(
        edition=edition,
        span=write_span(edition, row, at=at),
        role=ObservationRole.BUDGET,
        value=value,
        unit=values.unit,
        precision=Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1),
        krw=int(value * WON[values.unit]),
        year=values.year,
        period_start_on=date(values.year, 1, 1),
        period_end_on=date(values.year_to, 12, 31),
        year_basis=YearBasis.EXPLICIT.value,
        ministry="·".join(split_ministries(values.joint_ministries)),
        programme_text=values.programme_name,
        qualifiers=[["source", source]] if source else [],
        rules=dict.fromkeys(("value", "unit", "year", "role", "ministry", "programme"), "amendment"),
        status=ObservationStatus.CONFIRMED,
        subject=ObservationSubject.BUDGET_LINE,
        created_at=at,
    )


def _place(edition: Edition, programme: str, values: RowValues, at: datetime) -> None:
    for scheme, code in (("DIRECTIONS", values.task_code), ("AREAS", values.area_code)):
        if not code:
            continue
        node = Node.objects.filter(scheme__edition=edition, scheme__code=scheme, code=code).first()
        if node is None:
            raise InvalidInput(_("The edition has no direction, task or area %(code)s.") % {"code": code})
        Placement.objects.create(
            edition=edition, scheme=node.scheme, node=node, programme_id=programme, created_at=at
        )


@transaction.atomic
def drop_programme(
    *, edition: Edition, programme: str, reason: str, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Take a programme (its id) out of an amendment, with its money, its indicators' numbers and its milestones.

    The numbers stay on record, rejected. Raises InvalidInput without a reason or where the edition has no such
    programme, Conflict where the edition is no amendment under review or money of the programme is committed.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    refuse_unless_amendment(edition)
    found = next(iter(read_programmes(edition, {programme})), None)
    if found is None:
        raise InvalidInput(_("The edition has no such programme."), field="programme")
    krw = annual_krw(found, edition.year)
    _take_out(edition, programme, by=by, at=at)
    return note_change(
        edition,
        action="plan.edition.programme_dropped",
        subject=f"PROGRAMME:{programme}",
        label=found.name,
        before=NOTHING if krw is None else _in_print(edition, found.lines[0].fact, krw),
        after=NOTHING,
        ministries=found.ministries,
        reason=reason,
        by=by,
        at=at,
    )


def _in_print(edition: Edition, fact: str, krw: int) -> dict[str, str]:
    """The year's money in the unit in which the edition prints the programme."""
    unit = Observation.objects.get(pk=fact, edition=edition).unit
    return shown(Decimal(krw) / WON[unit], unit) if unit in WON else shown(Decimal(krw), KRW)


def _take_out(edition: Edition, programme: str, *, by: Actor, at: datetime) -> None:
    rows = Observation.objects.filter(edition=edition)
    lines = list(
        programmes.BudgetLine.objects.filter(stated_in=edition.pk, programme=programme).values_list(
            "pk", flat=True
        )
    )
    about = Q(budget_line__in=lines) | Q(indicator__programme=programme)
    of_it = rows.filter(indicator__programme=programme)
    indicators = set(of_it.values_list("indicator_id", flat=True))
    # Unbound, because a line that is gone can be pointed at no more.
    rows.filter(about).update(
        status=ObservationStatus.REJECTED,
        subject=ObservationSubject.UNBOUND,
        budget_line=None,
        indicator=None,
    )
    programmes.drop_lines(stated_in=edition.pk, line_ids=lines, by=by, at=at)
    programmes.drop_participations(stated_in=edition.pk, programme_ids=[programme], by=by, at=at)
    Milestone.objects.filter(edition=edition, programme=programme).delete()
    Placement.objects.filter(Q(programme=programme) | Q(indicator__in=indicators), edition=edition).delete()
