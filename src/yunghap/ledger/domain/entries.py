"""Writing entries."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from yunghap.core import canonical, ids, outbox
from yunghap.core.actors import Actor
from yunghap.core.rows import insert_row
from yunghap.ledger.models import Entry, PersonalDetail
from yunghap.ledger.proofs import commitment, leaf_hash

VERSION = 1


def record(
    *,
    action: str,
    subject: str,
    by: Actor,
    at: datetime,
    details: Mapping[str, object],
    personal: Mapping[str, object] | None = None,
    person: str | None = None,
) -> Entry:
    """Write one act and the event that tells of it (topic = action), in the caller's transaction.

    `action` names what happened ("plan.submission.submitted"), `subject` what it happened to. `details` hold
    JSON values (decimals, dates and moments become text; no floating-point numbers) and nothing about a
    person;
    `personal` holds that: the entry only commits to it, so that it can be erased. `person` says whose details
    they are (default: the subject). The actor's address is kept as a personal detail of the actor.

    Raises RuntimeError outside of a transaction, TypeError for values that have no canonical form.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record needs the transaction of the change it tells of")
    entry_id = ids.new_id()
    kept = [(name, value, person or subject) for name, value in sorted((personal or {}).items())]
    if by.address is not None:
        kept.append(("actor.address", by.address, by.id))
    rows = [
        PersonalDetail(
            entry_id=entry_id,
            name=name,
            person=whose,
            salt=secrets.token_bytes(32),
            value=canonical.encode(value).decode(),
        )
        for name, value, whose in kept
    ]
    facts = canonical.plain(details)
    body = canonical.encode(
        {
            "v": VERSION,
            "id": entry_id,
            "at": at,
            "action": action,
            "subject": subject,
            "actor": {"kind": by.kind, "id": by.id, "organisation": by.organisation},
            "details": facts,
            "personal": {
                row.name: commitment(bytes(row.salt or b""), row.name, value)
                for row, (_name, value, _whose) in zip(rows, kept, strict=True)
            },
        }
    )
    row: dict[str, object] = {
        "entry_id": entry_id,
        "body": body,
        "leaf_hash": leaf_hash(body),
        "action": action,
        "subject": subject,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "organisation": by.organisation,
        "at": at,
    }
    entry = Entry(position=insert_row(Entry, row), **row)
    entry._state.adding = False  # noqa: SLF001 - documented by Django
    if rows:
        PersonalDetail.objects.bulk_create(rows)
    outbox.publish(topic=action, subject=subject, payload={"entry": entry_id, "details": facts}, at=at)
    return entry
