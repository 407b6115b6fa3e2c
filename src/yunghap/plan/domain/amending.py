"""A published edition is amended by recorded changes with their reasons (Decree art. 6), never overwritten."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.ids import new_id
from yunghap.core.versions import update_versioned
from yunghap.identity.service import require
from yunghap.ledger.service import record
from yunghap.plan.domain.binding import settle_line
from yunghap.plan.domain.canonical_text import TextRow, write_text
from yunghap.plan.domain.copying import copy_contents
from yunghap.plan.domain.money_units import WON
from yunghap.plan.edition_rules import LARGEST_KRW, storable
from yunghap.plan.enums import (
    DocumentKind,
    EditionOrigin,
    EditionStatus,
    ObservationStatus,
    ObservationSubject,
)
from yunghap.plan.models import AmendmentItem, Document, Edition, Observation, Span
from yunghap.plan.queries.common import split_ministries
from yunghap.plan.rules import AMEND_EDITION
from yunghap.programmes import service as programmes

COMMITTEE_FROM = 2  # ministries touched from which a change goes to the committee (Decree art. 6 para. 1)


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
    at: datetime | None = None,
) -> AmendmentItem:
    """Change one number of an amendment: the new one has its place in the amendment's own text.

    The old number stays on record, rejected. Every other place that stated the same is rejected with it.
    A change that touches two or more ministries is flagged for the committee. Raises InvalidInput without
    a reason or for a value that cannot be, Conflict where the edition is no amendment under review or the
    version is not `expected`.
    """
    at = at or clock.now()
    require(by, AMEND_EDITION)
    edition = observation.edition
    reason = said(reason)
    refuse_unless_amendment(edition)
    krw = _won(observation, value)
    if value == observation.value:
        raise InvalidInput(_("This is the value it has."), field="value")
    update_versioned(observation, expected=expected, changes={"status": ObservationStatus.REJECTED.value})
    ministries = _ministries(observation)
    label = _label(observation)
    span = _state(observation, label, value, at=at, ministries=ministries, reason=reason)
    _reject_twins(observation)
    _successor(observation, span, value, krw, at).save(force_insert=True)
    if observation.budget_line_id:
        settle_line(edition, observation.budget_line_id, by=by, at=at)
    return note_change(
        edition,
        action="plan.edition.value_amended",
        subject=f"{observation.subject}:{_subject_id(observation)}",
        label=label,
        before=shown(observation.value, observation.unit),
        after=shown(value, observation.unit),
        ministries=ministries,
        reason=reason,
        by=by,
        at=at,
    )


def said(reason: str) -> str:
    """The reason on one line. Raises InvalidInput where there is none."""
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput(_("Please give a reason."), field="reason")
    return reason


def refuse_unless_amendment(edition: Edition) -> None:
    """Raise Conflict where the edition is no amendment under review."""
    if edition.supersedes_id is None or edition.status != EditionStatus.REVIEW:
        raise Conflict(_("Only an amendment under review is changed."), status=edition.status)


def shown(value: Decimal, unit: str) -> dict[str, str]:
    """One side of a recorded change."""
    return {"value": format(value.normalize() + 0, "f"), "unit": unit}


def note_change(
    edition: Edition,
    *,
    action: str,
    subject: str,
    label: str,
    before: dict[str, str],
    after: dict[str, str],
    ministries: Sequence[str],
    reason: str,
    by: Actor,
    at: datetime,
) -> AmendmentItem:
    """Put one change of an amendment on record; with two or more ministries it waits for the committee."""
    item = AmendmentItem.objects.create(
        edition=edition,
        subject=subject[:120],
        label=label[:300],
        before=before,
        after=after,
        ministries=list(ministries),
        reason=reason,
        needs_committee=len(ministries) >= COMMITTEE_FROM,
        changed_at=at,
        changed_by=by.id,
        created_at=at,
    )
    details = {"item": item.pk, "before": before, "after": after, "ministries": list(ministries)}
    record(
        action=action, subject=f"edition:{edition.pk}", by=by, at=at, details={**details, "reason": reason}
    )
    return item


def _won(observation: Observation, value: Decimal) -> int | None:
    if not value.is_finite() or not storable(value):
        raise InvalidInput(_("This number cannot be kept."), field="value")
    if observation.krw is None:
        return None
    krw = int(value * WON[observation.unit])
    if not 0 <= krw < LARGEST_KRW:
        raise InvalidInput(_("This amount is no budget."), field="value")
    return krw


def _ministries(observation: Observation) -> tuple[str, ...]:
    """Whom the number touches: those printed with it, and those who take part in its programme."""
    names = list(split_ministries(observation.ministry))
    if observation.budget_line_id:
        line = programmes.BudgetLine.objects.get(pk=observation.budget_line_id)
        parts = programmes.participations_stated_in(observation.edition_id).get(line.programme_id, ())
        names += [part.organisation.short_name for part in parts]
    return tuple(dict.fromkeys(names))


def _subject_id(observation: Observation) -> str:
    return (
        observation.budget_line_id or observation.indicator_id or observation.node_id or observation.ministry
    )


def _label(observation: Observation) -> str:
    match observation.subject:
        case ObservationSubject.BUDGET_LINE:
            line = programmes.BudgetLine.objects.select_related("programme").get(
                pk=observation.budget_line_id
            )
            return line.programme.name
        case ObservationSubject.INDICATOR:
            return str(observation.indicator)
        case ObservationSubject.NODE:
            return str(observation.node)
        case ObservationSubject.MINISTRY:
            return observation.ministry
        case ObservationSubject.UNBOUND:
            return observation.programme_text or observation.span.text
    return observation.edition.title


def _state(
    observation: Observation,
    label: str,
    value: Decimal,
    *,
    ministries: tuple[str, ...],
    reason: str,
    at: datetime,
) -> Span:
    """The amendment's text and the place of the new number in it."""
    year = observation.year or observation.edition.year
    row = TextRow(
        key="value",
        kind={"TARGET": "TARGET", "BUDGET": "BUDGET"}.get(observation.role, "ACTUAL"),
        programme="",
        indicator=label,
        year=year,
        year_to=year,
        value=value,
        unit=observation.unit,
        ministries="·".join(ministries),
        note=reason,
    )
    return write_span(observation.edition, row, at=at)


def write_span(edition: Edition, row: TextRow, *, at: datetime) -> Span:
    """A text of the amendment that states one row, and the place of its number in it."""
    title = f"{edition.year}-{edition.seq} {at.isoformat(timespec='microseconds')} {new_id()}"
    text = write_text(title, row.year, [row])
    document = Document.objects.create(
        kind=DocumentKind.AMENDMENT,
        sha256=text.sha256,
        title=f"{edition.title} {edition.year}-{edition.seq}",
        text=text.text,
        line_count=text.line_count,
        created_at=at,
    )
    place = text.places[row.key]
    return Span.objects.create(
        document=document, line=place.line, start=place.start, end=place.end, text=place.text, created_at=at
    )


def _reject_twins(observation: Observation) -> None:
    """Other places of the same claim no longer hold either."""
    if observation.subject == ObservationSubject.UNBOUND:
        return
    same = Observation.objects.filter(
        edition=observation.edition,
        subject=observation.subject,
        node=observation.node_id,
        budget_line=observation.budget_line_id,
        indicator=observation.indicator_id,
        role=observation.role,
        year=observation.year,
        unit=observation.unit,
    )
    if observation.subject == ObservationSubject.MINISTRY:
        same = same.filter(ministry=observation.ministry)
    same.update(status=ObservationStatus.REJECTED)


def _successor(
    observation: Observation, span: Span, value: Decimal, krw: int | None, at: datetime
) -> Observation:
    """The number that takes the old one's place."""
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
    exponent = (value.normalize() + 0).as_tuple().exponent
    step = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
    return Observation(
        edition=observation.edition,
        span=span,
        value=value,
        krw=krw,
        precision=step,
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
