"""A published edition is amended by recorded changes with their reasons (Decree art. 6), never overwritten."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.domain.amendment_record import (
    Sides,
    Touched,
    note_change,
    refuse_rejected,
    refuse_unless_amendment,
    said,
    same_claims,
    set_aside,
    shown_number,
    touched_by,
    write_span,
)
from yunghap.plan.domain.binding import settle_line
from yunghap.plan.domain.copying import copy_contents
from yunghap.plan.domain.money_units import WON
from yunghap.plan.domain.row_values import RowValues, checked_bound, printed_step
from yunghap.plan.edition_rules import LARGEST_KRW, storable
from yunghap.plan.enums import AmendmentKind, EditionOrigin, EditionStatus, ObservationStatus
from yunghap.plan.models import AmendmentItem, Edition, Evidence, Observation
from yunghap.plan.rules import AMEND_EDITION


@transaction.atomic
def amend_edition(*, edition: Edition, reason: str, by: Actor, at: datetime | None = None) -> Edition:
    """Open the edition that will supersede a published one: a copy under review, with the reason.

    Changes are made to it by `amend_value`; it is reviewed, approved and published like any other. Raises
    InvalidInput without a reason, Conflict where the edition is not published or is being amended already.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    reason = said(reason)
    if edition.status != EditionStatus.PUBLISHED:
        raise Conflict(_("Only a published edition is amended."), status=edition.status)
    if Edition.objects.filter(supersedes=edition).exists():
        raise Conflict(_("This edition is superseded or being amended already."))
    successor = Edition.objects.create(
        year=edition.year,
        seq=edition.seq + 1,
        title=edition.title,
        title_en=edition.title_en,
        status=EditionStatus.REVIEW,
        origin=EditionOrigin.GENERATED
        if edition.origin == EditionOrigin.GENERATED
        else EditionOrigin.COMPILED,
        document=edition.document,
        supersedes=edition,
        reason=reason,
        due_on=edition.due_on,
        created_at=at,
    )
    copy_contents(source=edition, target=successor, by=by, at=at)
    record(
        action="plan.edition.amended",
        subject=f"edition:{successor.pk}",
        by=by,
        at=at,
        details={"supersedes": edition.pk, "seq": successor.seq, "reason": reason},
    )
    return successor


@transaction.atomic
def amend_value(
    *,
    observation: Observation,
    value: Decimal,
    reason: str,
    expected: int,
    by: Actor,
    comparison: str = "",
    value_to: Decimal | None = None,
    at: datetime | None = None,
) -> AmendmentItem:
    """Change one number of an amendment: the new one has its place in the amendment's own text.

    `comparison` (with `value_to` for a range) says how the value bounds what is meant; "" as it was. The old number
    stays on record, rejected. Every other place that stated the same is rejected with it. A change that touches two or
    more ministries is flagged for the committee. Raises InvalidInput without a reason or for a value that cannot be,
    Conflict where the edition is no amendment under review or the version is not `expected`.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    edition = observation.edition
    reason = said(reason)
    refuse_unless_amendment(edition)
    refuse_rejected(observation)
    comparison = comparison or observation.comparison
    value_to = checked_bound(comparison, value, value_to)
    krw = _won(observation, value)
    if (comparison, value, value_to) == (observation.comparison, observation.value, observation.value_to):
        raise InvalidInput(_("This is the value it has."), field="value")
    update_versioned(observation, expected=expected, changes={"status": ObservationStatus.REJECTED.value})
    about = touched_by(observation)
    new = _successor(observation, value, krw, at)
    new.comparison, new.value_to = comparison, value_to
    new.span = write_span(edition, _values(new, about), reason=reason, at=at)
    gone = [observation.span_id, *set_aside(same_claims(observation))]
    new.save(force_insert=True)
    Evidence.objects.filter(target=observation, released_at__isnull=True).update(target=new)
    if observation.budget_line_id:
        settle_line(edition, observation.budget_line_id, by=by, at=at)
    before, after = shown_number(observation), shown_number(new)
    return note_change(
        edition,
        kind=AmendmentKind.CHANGED,
        action="value_amended",
        about=about,
        sides=Sides(before, after, gone, [new.span_id]),
        reason=reason,
        by=by,
        at=at,
    )


def _won(observation: Observation, value: Decimal) -> int | None:
    if not value.is_finite() or not storable(value):
        raise InvalidInput(_("This number cannot be kept."), field="value")
    if observation.krw is None:
        return None
    krw = int(value * WON[observation.unit])
    if not 0 <= krw < LARGEST_KRW:
        raise InvalidInput(_("This amount is no budget."), field="value")
    return krw


def _values(new: Observation, about: Touched) -> RowValues:
    """A number of an amendment as the row that its text states."""
    year = new.year or new.edition.year
    return RowValues(
        kind={"TARGET": "TARGET", "BUDGET": "BUDGET"}.get(new.role, "ACTUAL"),
        indicator_name=about.label,
        value=new.value,
        unit=new.unit,
        comparison=new.comparison,
        value_to=new.value_to,
        year=year,
        year_to=year,
        joint_ministries="·".join(about.ministries),
    )


def _successor(observation: Observation, value: Decimal, krw: int | None, at: datetime) -> Observation:
    """The number that takes the old one's place, without its place in a text."""
    names = ("section_id", "role", "unit", "year", "period_start_on", "period_end_on", "year_basis")
    more = (
        "ministry",
        "programme_text",
        "qualifiers",
        "subject",
        "node_id",
        "budget_line_id",
        "indicator_id",
    )
    return Observation(
        edition=observation.edition,
        value=value,
        krw=krw,
        precision=printed_step(value),
        rules=dict.fromkeys(("value", "unit", "year", "role", "ministry"), "amendment"),
        status=ObservationStatus.CONFIRMED,
        created_at=at,
        **{name: getattr(observation, name) for name in (*names, *more)},
    )


@transaction.atomic
def record_committee(
    *, item: AmendmentItem, on: date, decision: str, expected: int, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Record the day on which the committee deliberated a change, and what it decided (Decree art. 6 para. 1).

    Raises Conflict where the change does not wait for the committee, InvalidInput for a day to come or without a
    decision.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    if not item.needs_committee or item.committee_on is not None:
        raise Conflict(_("This change does not wait for the committee."))
    if on > at.astimezone(clock.SEOUL).date():
        raise InvalidInput(_("This day has not come yet."), field="on")
    decision = " ".join(decision.split())
    if not decision:
        raise InvalidInput(_("Please say what the committee decided."), field="decision")
    update_versioned(item, expected=expected, changes={"committee_on": on, "committee_decision": decision})
    record(
        action="plan.amendment.deliberated",
        subject=f"edition:{item.edition_id}",
        by=by,
        at=at,
        details={"item": item.pk, "on": on, "decision": decision},
    )
    return item


@transaction.atomic
def refer_to_committee(
    *, item: AmendmentItem, expected: int, by: Actor, at: datetime | None = None
) -> AmendmentItem:
    """Send a change of one ministry to the committee too, which named it as weighty (Decree art. 6 para. 1)."""
    at = at or clock.now()
    require(by, AMEND_EDITION)
    if item.needs_committee or item.edition.status != EditionStatus.REVIEW:
        raise Conflict(_("This change cannot be sent to the committee."))
    update_versioned(item, expected=expected, changes={"needs_committee": True})
    record(
        action="plan.amendment.referred",
        subject=f"edition:{item.edition_id}",
        by=by,
        at=at,
        details={"item": item.pk},
    )
    return item


@transaction.atomic
def amend_values(
    *,
    edition: Edition,
    reason: str,
    changes: Mapping[str, Decimal],
    by: Actor,
    at: datetime | None = None,
) -> Edition:
    """Open an amendment of a published edition and make several changes: observation id -> new value.

    The ids are those of the published edition. Raises as `amend_edition` and `amend_value` do.
    """
    at = at or clock.now()
    successor = amend_edition(edition=edition, reason=reason, by=by, at=at)
    for old, value in changes.items():
        before = Observation.objects.get(pk=old, edition=edition)
        row = Observation.objects.get(edition=successor, span=before.span_id)
        amend_value(observation=row, value=value, reason=reason, expected=row.version, by=by, at=at)
    return successor
