"""Erasing what was only committed to."""

from datetime import datetime

from django.db import transaction

from yunghap.core.actors import Actor
from yunghap.ledger.models import Entry, PersonalDetail

from .entries import record


@transaction.atomic
def erase_personal(*, subject: str, reason: str, by: Actor, at: datetime) -> Entry:
    """Drop salt and value of every personal detail of a person, and record that.

    `subject` is the person as given to `record` (`person`, or the actor's id for addresses). The entries stay
    as they are: without the salt, their commitments say nothing. Erasing again changes nothing but adds an
    entry.
    """
    rows = PersonalDetail.objects.filter(person=subject, erased_at__isnull=True)
    number = rows.update(salt=None, value=None, erased_at=at)
    return record(
        action="ledger.personal.erased",
        subject=subject,
        by=by,
        at=at,
        details={"details": number},
        personal={"reason": reason},
        person="ledger",  # why something is gone is not gone with the next erasing
    )
