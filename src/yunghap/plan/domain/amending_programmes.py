"""Programmes that an amendment takes into an edition or out of it, with the reason (Decree art. 6)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.identity.service import require
from yunghap.plan.domain.amendment_record import (
    NOTHING,
    Sides,
    Touched,
    note_change,
    place,
    refuse_unless_amendment,
    said,
    shown,
    shown_number,
    stated,
)
from yunghap.plan.domain.binding import line_for
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.row_values import RowValues, checked
from yunghap.plan.enums import AmendmentKind, ObservationRole, ObservationStatus, ObservationSubject
from yunghap.plan.models import AmendmentItem, Edition, Milestone, Observation, Placement
from yunghap.plan.queries.common import in_use, split_ministries
from yunghap.plan.queries.edition import read_programmes
from yunghap.plan.queries.figures import annual_krw
from yunghap.plan.rules import AMEND_EDITION
from yunghap.programmes import service as programmes

KRW = "원"


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
    row = stated(edition, values, role=ObservationRole.BUDGET, reason=reason, at=at)
    row.subject = ObservationSubject.BUDGET_LINE
    row.budget_line = line_for(row, name, by=by, at=at)
    row.save(force_insert=True)
    place(edition, values, at=at, programme_id=programme.pk)
    return note_change(
        edition,
        kind=AmendmentKind.ADDED,
        action="programme_added",
        about=Touched(f"PROGRAMME:{programme.pk}", name, ministries),
        sides=Sides(NOTHING, shown_number(row), come=[row.span_id]),
        reason=reason,
        by=by,
        at=at,
    )


def _is_in(edition: Edition, programme: str) -> bool:
    """The edition states money of the programme or places it."""
    stated = in_use(edition).filter(budget_line__programme=programme)
    return stated.exists() or Placement.objects.filter(edition=edition, programme=programme).exists()


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
    before = NOTHING if krw is None else _in_print(edition, found.lines[0].fact, krw)
    gone = take_out_programme(edition, programme, by=by, at=at)
    return note_change(
        edition,
        kind=AmendmentKind.DROPPED,
        action="programme_dropped",
        about=Touched(f"PROGRAMME:{programme}", found.name, found.ministries),
        sides=Sides(before, NOTHING, gone=gone),
        reason=reason,
        by=by,
        at=at,
    )


def _in_print(edition: Edition, fact: str, krw: int) -> dict[str, str]:
    """The year's money in the unit in which the edition prints the programme."""
    unit = Observation.objects.get(pk=fact, edition=edition).unit
    return shown(Decimal(krw) / WON[unit], unit) if unit in WON else shown(Decimal(krw), KRW)


def take_out_programme(edition: Edition, programme: str, *, by: Actor, at: datetime) -> list[str]:
    """Take a programme out of the edition with all that is its own. The ids of the spans that leave with it."""
    rows = Observation.objects.filter(edition=edition)
    lines = list(
        programmes.BudgetLine.objects.filter(stated_in=edition.pk, programme=programme).values_list(
            "pk", flat=True
        )
    )
    about = Q(budget_line__in=lines) | Q(indicator__programme=programme)
    of_it = rows.filter(indicator__programme=programme)
    indicators = set(of_it.values_list("indicator_id", flat=True))
    gone = list(in_use(edition).filter(about).values_list("span_id", flat=True))
    # Unbound, because a line that is gone can be pointed at no more.
    rows.filter(about).update(
        status=ObservationStatus.REJECTED,
        subject=ObservationSubject.UNBOUND,
        budget_line=None,
        indicator=None,
        version=F("version") + 1,
    )
    programmes.drop_lines(stated_in=edition.pk, line_ids=lines, by=by, at=at)
    programmes.drop_participations(stated_in=edition.pk, programme_ids=[programme], by=by, at=at)
    Milestone.objects.filter(edition=edition, programme=programme).delete()
    Placement.objects.filter(Q(programme=programme) | Q(indicator__in=indicators), edition=edition).delete()
    return gone
