"""The one way anything happens to an instance: load, step, save, journal, ledger and outbox, in one transaction."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from yunghap.core import clock, outbox
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError
from yunghap.core.rows import insert_rows, together
from yunghap.ledger.service import note
from yunghap.procedures.calendars import calendar_of
from yunghap.procedures.contracts import Done
from yunghap.procedures.counting import count
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine import codec
from yunghap.procedures.engine import events as e
from yunghap.procedures.engine.machine import Env
from yunghap.procedures.engine.packing import pack
from yunghap.procedures.engine.state import State
from yunghap.procedures.engine.step import step
from yunghap.procedures.models import JournalEntry
from yunghap.procedures.program.model import On, Program
from yunghap.procedures.programs import program_of
from yunghap.procedures.views import work_item

from .store import Loaded, conflict, load, save

MESSAGE, SIGNAL, SERVICE = "procedures.message.sent", "procedures.signal.sent", "procedures.service.asked"


class KeyReused(DomainError):  # noqa: N818
    """The key belongs to an action on another instance."""

    code = "idempotency-key-reused"
    status = 422


@dataclass(frozen=True, slots=True)
class Act:
    """One action and what is said about it: its name in journal and ledger, who, when, why, and its key."""

    name: str
    by: Actor
    at: datetime
    node: str = ""
    item: int | None = None
    reason: str = ""
    key: str = ""


# Who may, asked when the state is known; raises NotAllowed.
Check = Callable[[Program, State], None]


def environment(at: datetime, holidays: str) -> Env:
    """The moment and the calendar in force; `holidays` as they were read together with what is acted on."""
    return Env(at, count(calendar_of(holidays)))


@transaction.atomic
def act(
    *,
    instance: str,
    action: a.Action,
    name: str,
    by: Actor,
    at: datetime | None = None,
    expected: int | None = None,
    key: str = "",
    reason: str = "",
    item: int | None = None,
    check: Check | None = None,
) -> Done:
    """Take one action on an instance.

    `expected` is the version the actor has seen; absent, whatever there is now is acted on. An action whose `key`
    was seen before does nothing and answers with what there is. Raises Conflict, NotFound, and what `step` raises.
    """
    loaded = load(code=instance, key=key, lock=True)
    program = program_of(loaded.program)
    if loaded.seen is not None:
        return done(program, loaded, loaded.version, loaded.state, repeated=True)
    if expected is not None and expected != loaded.version:
        raise conflict(instance)
    if check is not None:
        check(program, loaded.state)
    node = ""
    if item is not None and item in loaded.state.items:
        node = loaded.state.items[item].node
    said = Act(name, by, at or clock.now(), node, item, reason, key)
    result = step(program, loaded.state, action, environment(said.at, loaded.holidays))
    with together():
        save(loaded, result.state, at=said.at)
        write_journal(loaded, said, result.events)
    return done(program, loaded, loaded.version + 1, result.state)


def write_journal(loaded: Loaded, said: Act, happened: Sequence[e.Event]) -> None:
    """Write the journal entry, the ledger's entry that commits to it, and events for other instances and services.

    What followed from the action is in the journal alone: the ledger's entry holds it by its digest.
    """
    number, text, nonce = loaded.version + 1, codec.dump(happened), secrets.token_bytes(16)
    row = {
        "instance_id": loaded.id,
        "number": number,
        "at": said.at,
        "action": said.name,
        "node": said.node,
        "item": said.item,
        "actor_kind": said.by.kind,
        "actor_id": said.by.id,
        "organisation": said.by.organisation or "",
        "on_behalf_of": said.by.rights.lent_by,
        "key": said.key,
        "reason": said.reason,
        "nonce": nonce,
        "events": pack(text),
    }
    insert_rows(JournalEntry, tuple(row), [row])
    details: dict[str, object] = {"number": number, "digest": digest(nonce, text)}
    if said.node:
        details["node"] = said.node
    if said.item is not None:
        details["item"] = said.item
    subject = subject_of(loaded.code)
    tell = {"reference": loaded.reference} if loaded.reference else {}
    note(
        action=f"procedures.{said.name}", subject=subject, by=said.by, at=said.at, details=details, tell=tell
    )
    for event in happened:
        _publish(subject, loaded.code, event, said.at)


def digest(nonce: bytes, text: str) -> str:
    """What the ledger commits to: SHA-256 over nonce (in base 64) and events, in hexadecimal."""
    said = urlsafe_b64encode(nonce).rstrip(b"=")
    return sha256(b"%s\n%s" % (said, text.encode())).hexdigest()


def subject_of(code: str) -> str:
    """The subject of ledger entries and events about an instance."""
    return f"instance:{code}"


def _publish(subject: str, code: str, event: e.Event, at: datetime) -> None:
    """Tell other instances of messages and signals, and a service that it is asked."""
    if isinstance(event, e.Thrown) and event.on in {On.MESSAGE, On.SIGNAL}:
        payload: dict[str, object] = {
            "instance": code,
            "name": event.name,
            "key": event.key,
            "values": codec.write_values(event.values),
        }
        topic = MESSAGE if event.on == On.MESSAGE else SIGNAL
        outbox.publish(topic=topic, subject=subject, payload=payload, at=at)
    elif isinstance(event, e.Asked):
        payload = {
            "instance": code,
            "item": event.item,
            "service": event.service,
            "values": codec.write_values(event.values),
        }
        outbox.publish(topic=SERVICE, subject=subject, payload=payload, at=at)


def done(program: Program, loaded: Loaded, version: int, state: State, *, repeated: bool = False) -> Done:
    """What the actor is told: the work that is new."""
    opened = (
        [] if repeated else [item for number, item in state.items.items() if number not in loaded.state.items]
    )
    return Done(
        loaded.code,
        version,
        str(state.status),
        state.outcome,
        tuple(work_item(program, loaded.code, loaded.reference, item) for item in opened),
        repeated,
    )
