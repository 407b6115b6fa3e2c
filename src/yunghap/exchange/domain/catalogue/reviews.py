"""What an organisation that uses a data set says of it, what the provider answers, what the operator takes off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, sentence
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import ReviewState
from yunghap.exchange.models import Review
from yunghap.exchange.queries.entries import get_entry
from yunghap.exchange.queries.voices import has_used, provider_id
from yunghap.identity import service as identity
from yunghap.ledger.service import record

LONGEST = 4_000
LONGEST_REASON = 300


@transaction.atomic
def write_review(
    *, entry: str, organisation: str, stars: int, text: str = "", by: Actor, at: datetime | None = None
) -> Review:
    """Review a data set for an organisation that has a contract on it or has fetched it, once.

    Raises InvalidInput, NotFound, NotAllowed, and Conflict for the provider itself and for a second review.
    """
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=organisation)
    found = _entry(entry)
    if organisation == provider_id(found):
        raise Conflict(_("Nobody reviews data of their own."))
    if not has_used(found, organisation):
        raise NotAllowed(
            _("Organisations that have a contract on this data or have fetched it may review it.")
        )
    review, is_new = Review.objects.get_or_create(
        entry=entry,
        organisation_id=organisation,
        defaults={"written_at": at, "written_by": by.id, **_said(stars, text)},
    )
    if not is_new:
        raise Conflict(_("Your organisation has reviewed this data already: change that review."))
    _note(review, "written", by, at, stars=stars)
    _tell_provider(found, by, at)
    return review


@transaction.atomic
def edit_review(
    *, review: Review, stars: int, text: str, expected: int, by: Actor, at: datetime | None = None
) -> Review:
    """Say something else; a review that was taken back stands on the page again, and an answer to other words goes.

    Raises InvalidInput, NotAllowed, Conflict where somebody was first or the operator took it off.
    """
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=review.organisation_id)
    if review.state == ReviewState.HIDDEN:
        raise Conflict(_("The operator has taken this review off the page; it cannot be changed."))
    changes = {**_said(stars, text), "state": ReviewState.SHOWN, "written_at": at, "written_by": by.id}
    if (changes["stars"], changes["text"]) != (review.stars, review.text):
        changes |= {"answer": "", "answered_at": None}
    update_versioned(review, expected=expected, changes=changes)
    _note(review, "changed", by, at, stars=stars)
    return review


@transaction.atomic
def take_back_review(*, review: Review, expected: int, by: Actor, at: datetime | None = None) -> Review:
    """Take one's own review off the page. Raises NotAllowed, Conflict for one that does not stand there."""
    at = at or clock.now()
    identity.require(by, rules.CONSUME, organisation=review.organisation_id)
    _check_shown(review)
    update_versioned(review, expected=expected, changes={"state": ReviewState.TAKEN_BACK})
    _note(review, "taken_back", by, at)
    return review


@transaction.atomic
def answer_review(
    *, review: Review, text: str, expected: int, by: Actor, at: datetime | None = None
) -> Review:
    """Answer as the provider of the data; no text takes the answer away. Raises NotAllowed, Conflict, InvalidInput."""
    at = at or clock.now()
    entry = _entry(review.entry)
    provider = provider_id(entry)
    if not provider:
        raise Conflict(_("The provider of this data is not here; nobody can answer for it."))
    identity.require(by, rules.PROVIDE, organisation=provider)
    _check_shown(review)
    said = _cleaned(text, "answer")
    changes: dict[str, object] = {"answer": said, "answered_at": at if said else None}
    update_versioned(review, expected=expected, changes=changes)
    _note(review, "answered", by, at, answered=bool(said))
    if said:
        subject = sentence(_("The provider has answered your review: %(title)s"), title=_title(entry))
        _tell(review, subject, "", by, at)
    return review


@transaction.atomic
def hide_review(
    *, review: Review, reason: str, expected: int, by: Actor, at: datetime | None = None
) -> Review:
    """Take a review off the page as the operator and tell its authors why.

    Raises NotAllowed, InvalidInput without a reason, Conflict.
    """
    at = at or clock.now()
    identity.require(by, rules.OPERATE)
    reason = clean_text(reason)[:LONGEST_REASON]
    if not reason:
        raise InvalidInput(_("Say why."), field="reason")
    _check_shown(review)
    update_versioned(
        review, expected=expected, changes={"state": ReviewState.HIDDEN, "hidden_because": reason}
    )
    _note(review, "hidden", by, at, reason=reason)
    entry = _entry(review.entry)
    subject = sentence(_("Your review was taken off the page: %(title)s"), title=_title(entry))
    _tell(review, subject, reason, by, at)
    return review


@transaction.atomic
def restore_review(*, review: Review, expected: int, by: Actor, at: datetime | None = None) -> Review:
    """Put back what the operator took off. Raises NotAllowed, Conflict."""
    at = at or clock.now()
    identity.require(by, rules.OPERATE)
    if review.state != ReviewState.HIDDEN:
        raise Conflict(_("This review was not taken off."))
    update_versioned(review, expected=expected, changes={"state": ReviewState.SHOWN, "hidden_because": ""})
    _note(review, "restored", by, at)
    return review


def _entry(entry: str) -> Entry:
    found = get_entry(entry)
    if found is None:
        raise NotFound(_("There is no such data set."))
    return found


def _said(stars: int, text: str) -> dict[str, object]:
    if not 1 <= stars <= 5:
        raise InvalidInput(_("Give one to five stars."), field="stars")
    return {"stars": stars, "text": _cleaned(text, "text")}


def _cleaned(text: str, field: str) -> str:
    said = clean_text(text)
    if len(said) > LONGEST:
        raise InvalidInput(_("This text is too long."), field=field)
    return said


def _check_shown(review: Review) -> None:
    if review.state != ReviewState.SHOWN:
        raise Conflict(_("This review does not stand on the page."), state=review.state)


def _note(review: Review, what: str, by: Actor, at: datetime, **details: object) -> None:
    """Words of people stay out of the ledger, where nothing can be taken back."""
    told = {"entry": review.entry, "organisation": review.organisation_id, **details}
    record(action=f"exchange.review.{what}", subject=f"review:{review.pk}", by=by, at=at, details=told)


def _tell_provider(entry: Entry, by: Actor, at: datetime) -> None:
    provider = provider_id(entry)
    if provider:
        identity.notify(
            to=identity.people_with_permission(rules.PROVIDE, organisation=provider),
            subject=sentence(_("A review of your data: %(title)s"), title=_title(entry)),
            link=f"/datasets/{entry.id}/",
            by=by,
            at=at,
        )


def _tell(review: Review, subject: object, text: str, by: Actor, at: datetime) -> None:
    identity.notify(
        to=identity.people_with_permission(rules.CONSUME, organisation=review.organisation_id),
        subject=subject,
        text=text,
        link=f"/datasets/{review.entry}/",
        by=by,
        at=at,
    )


def _title(entry: Entry) -> str:
    return entry.title or entry.title_en
