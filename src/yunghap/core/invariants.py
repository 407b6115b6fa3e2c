"""What must always hold of the store; `yunghap fsck` looks at all of it. Every module registers its own.

A module's `invariants.py` is imported at start-up. A check yields one sentence for each violation, and
nothing if all is well; it reads rows as a stream, so that the size of the store does not matter.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection, connections
from django.db.models import F

from .models import InboxMessage, OutboxEvent
from .registry import Registry
from .store import aliases

Check = Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """`title` says what holds, in English (it is read by operators)."""

    title: str
    check: Check


@dataclass(frozen=True, slots=True)
class Result:
    """The first violations of an invariant; empty if it holds."""

    id: str
    title: str
    violations: tuple[str, ...]


registry: Registry[Invariant] = Registry("invariants")


def invariant(id: str, title: str) -> Callable[[Check], Check]:  # noqa: A002 - the word everybody uses
    """Register a check under an id such as "ledger.leaf"."""

    def register(check: Check) -> Check:
        registry.register(id, Invariant(title, check))
        return check

    return register


def check_all(*, most: int = 100) -> Iterator[Result]:
    """Look at every invariant in the order of their ids; of each, at most `most` violations are gathered."""
    for id_, item in registry.items():
        yield Result(id_, item.title, tuple(islice(item.check(), most)))


@invariant("core.database", "The database finds no damage in itself")
def database_is_sound() -> Iterator[str]:
    """SQLite looks at every page and foreign key; PostgreSQL checks its pages itself as it reads them."""
    if connection.vendor != "sqlite":  # pragma: no cover - the second test run is on PostgreSQL
        return
    for alias in aliases():
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (text for (text,) in cursor.fetchall() if text != "ok")
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _key in cursor.fetchall():
                yield f"{table} row {row} points to a row of {parent} that is absent"


@invariant("core.inbox.once", "No receiver has an event twice")
def inbox_is_unique() -> Iterator[str]:
    """The database enforces it; a restored or converted one may have lost the constraint."""
    before: tuple[str, int] | None = None
    rows = InboxMessage.objects.order_by("receiver", "event_id").values_list("receiver", "event_id")
    for row in rows.iterator():
        if row == before:
            yield f"{row[0]} has event {row[1]} twice"
        before = row


@invariant("core.inbox.subject", "An inbox row has the subject of its event")
def inbox_belongs_to_its_event() -> Iterator[str]:
    """Order per subject rests on it."""
    for row in InboxMessage.objects.exclude(subject=F("event__subject")).iterator():
        yield f"inbox row {row.pk} is about {row.subject}, its event is not"


@invariant("core.inbox.order", "No receiver had an event before an earlier one about the same subject")
def inbox_is_in_order() -> Iterator[str]:
    """A pending row may not stand before a done one in the queue of a receiver and subject."""
    waiting: tuple[str, str] | None = None
    rows = InboxMessage.objects.order_by("receiver", "subject", "event_id")
    for row in rows.only("receiver", "subject", "event_id", "state", "revived").iterator():
        queue = (row.receiver, row.subject)
        if row.state == InboxMessage.State.DONE and queue == waiting:
            yield f"{row.receiver} had event {row.event_id} before an earlier one about {row.subject}"
        if row.state == InboxMessage.State.PENDING and not row.revived:
            waiting = queue


@invariant("core.outbox.id", "Events have ids of their own")
def outbox_is_unique() -> Iterator[str]:
    """As for the inbox."""
    before = ""
    for identifier in OutboxEvent.objects.order_by("event_id").values_list("event_id", flat=True).iterator():
        if identifier == before:
            yield f"event {identifier} is there twice"
        before = identifier
