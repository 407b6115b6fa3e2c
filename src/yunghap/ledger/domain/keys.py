"""Changing keys."""

from datetime import datetime, timedelta

from django.db import transaction

from yunghap.core.actors import Actor
from yunghap.ledger import keyring
from yunghap.ledger.contracts import Document, PublicKey, Role
from yunghap.ledger.models import Entry

from .entries import record

OVERLAP = timedelta(days=30)


def rotate_key(*, role: Role, by: Actor, at: datetime, overlap: timedelta = OVERLAP) -> PublicKey:
    """Hand over to a new key: both sign until the overlap ends; the entry holds a document signed by both.

    The key list on disk changes first. If the process dies before the entry is written, the next call writes
    it.
    """
    new = keyring.hand_over(role, at, at + overlap)
    record_handovers(by=by, at=at)
    return new


@transaction.atomic
def record_handovers(*, by: Actor, at: datetime) -> int:
    """Record every hand-over of the key list that has no entry yet; returns how many."""
    known = set(Entry.objects.filter(action="ledger.key.rotated").values_list("subject", flat=True))
    missing = [key for key in keyring.public_keys() if key.handover and f"key:{key.id}" not in known]
    for key in missing:
        details = {"role": key.role, "handover": key.handover}
        record(action="ledger.key.rotated", subject=f"key:{key.id}", by=by, at=at, details=details)
    return len(missing)


def key_list() -> Document:
    """The public key list of this installation: what a verifier trusts, with the hand-overs between the keys."""
    return keyring.write_keyring(keyring.public_keys())
