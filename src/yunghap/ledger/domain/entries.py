"""Writing entries."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from yunghap.core import canonical, ids, outbox
from yunghap.core.actors import Actor
from yunghap.core.rows import insert_row, insert_rows
from yunghap.ledger.models import Entry, PersonalDetail
from yunghap.ledger.models.entry import canonical_body
from yunghap.ledger.proofs import commitment, leaf_hash

# Under these names details hold what somebody typed, who may have written of a person: never in clear.
TYPED = frozenset({"because", "note", "reason"})

# The person (id) whose deputy the actor was; not there where the actor needed no such right.
ON_BEHALF_OF = "on_behalf_of"


@dataclass(frozen=True, slots=True)
class _Personal:
    """A personal detail that an entry commits to."""

    entry_id: str
    name: str
    person: str
    salt: bytes
    value: object


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
    person; `personal` holds that: the entry only commits to it, so that it can be erased, and events do not carry it.
    So it is with a `reason`, `note` or `because` among the details: what people type may say anything. `person` says
    whose details they are (default: the subject). The actor's address is kept as a personal detail of the actor.

    Raises RuntimeError outside of a transaction, TypeError for values that have no canonical form.
    """
    entry_id = _new_id()
    typed = {name: details[name] for name in TYPED & details.keys() if details[name]}
    rows = _personal(entry_id, by, {**typed, **(personal or {})}, person or subject)
    facts = _facts({name: value for name, value in details.items() if name not in TYPED}, by)
    row = _row(entry_id, action, subject, by, at, facts, rows)
    entry = Entry(position=insert_row(Entry, row), **row)
    entry._state.adding = False  # noqa: SLF001 - documented by Django
    _keep_personal(rows)
    outbox.publish(topic=action, subject=subject, payload={"entry": entry_id, "details": facts}, at=at)
    return entry


def note(
    *,
    action: str,
    subject: str,
    by: Actor,
    at: datetime,
    details: Mapping[str, object],
    tell: Mapping[str, object],
) -> None:
    """As `record`, for acts by the thousand: nothing is asked of the database, and the event carries no more than
    the entry's id and what receivers are to be told.
    """
    entry_id = _new_id()
    rows = _personal(entry_id, by, {}, subject)
    assert not TYPED & details.keys()  # noqa: S101 - acts by the thousand are of the program's own words
    row = _row(entry_id, action, subject, by, at, _facts(details, by), rows)
    insert_rows(Entry, tuple(row), [row])
    _keep_personal(rows)
    outbox.publish(topic=action, subject=subject, payload={"entry": entry_id, **tell}, at=at)


def _facts(details: Mapping[str, object], by: Actor) -> object:
    """The details in canonical form, with the principal where a deputy acted by their right."""
    return canonical.plain({**details, ON_BEHALF_OF: by.rights.lent_by} if by.rights.lent_by else details)


def _new_id() -> str:
    if not connection.in_atomic_block:
        raise RuntimeError("record needs the transaction of the change it tells of")
    return ids.new_id()


def _row(  # noqa: PLR0917 - the parts of an entry
    entry_id: str,
    action: str,
    subject: str,
    by: Actor,
    at: datetime,
    facts: object,
    personal: Sequence[_Personal],
) -> dict[str, object]:
    """The columns of an entry, the hash of its canonical bytes among them."""
    commitments = {one.name: commitment(one.salt, one.name, one.value) for one in personal}
    row: dict[str, object] = {
        "entry_id": entry_id,
        "action": action,
        "subject": subject,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "organisation": by.organisation,
        "at": at,
        "details": canonical.written(facts),
        "personal": canonical.written(commitments) if commitments else "",
    }
    row["leaf"] = bytes.fromhex(leaf_hash(canonical_body(row, facts, commitments)))
    return row


def _personal(entry_id: str, by: Actor, personal: Mapping[str, object], person: str) -> list[_Personal]:
    found = [
        _Personal(entry_id, name, person, secrets.token_bytes(32), value)
        for name, value in sorted(personal.items())
    ]
    if by.address is not None:
        found.append(_Personal(entry_id, "actor.address", by.id, secrets.token_bytes(32), by.address))
    return found


def _keep_personal(rows: Sequence[_Personal]) -> None:
    if rows:
        PersonalDetail.objects.bulk_create(
            PersonalDetail(
                entry_id=one.entry_id,
                name=one.name,
                person=one.person,
                salt=one.salt,
                value=canonical.encode(one.value).decode(),
            )
            for one in rows
        )
