"""Events: written with the change, delivered at least once, taking effect exactly once.

`publish` writes the event and one inbox row for each receiver that wants it in the caller's transaction. An event
that nobody wants is not kept: what happened is in the ledger. Delivery begins at once after the commit, within a
small budget, by the thread that published; the worker sweeps what is left at start-up and every tick. A receiver runs
in one transaction with the row that marks it done, in the order of events per receiver and subject. One that calls
another server, such as that of mail, runs before that transaction, so that it may take effect twice.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import structlog
from django.db import connection, transaction

from . import canonical, chance, clock, ids
from .models import InboxMessage, OutboxEvent
from .rows import execute, insert_row, insert_rows, moment_value, read_moment

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)
DEAD_AFTER = timedelta(hours=48)
# What one request may spend on delivery after its commit; the worker does the rest.
REQUEST_ROWS, REQUEST_SECONDS = 50, 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """What a receiver gets: `payload` as published, `at` the moment of the change."""

    id: str
    topic: str
    subject: str
    payload: dict[str, object]
    at: datetime


Handler = Callable[[Event], None]
# Of an event's subject and payload; asked when it is published.
Wants = Callable[[str, Mapping[str, object]], bool]


@dataclass(frozen=True, slots=True)
class _Receiver:
    topic: str
    handler: Handler
    wants: Wants | None
    calls_out: bool


_receivers: dict[str, _Receiver] = {}


def receiver(
    topic: str, *, name: str | None = None, wants: Wants | None = None, calls_out: bool = False
) -> Callable[[Handler], Handler]:
    """Register a function for a topic, or for every topic under `prefix.*`.

    The name (default: module and function) is stored with each row: keep it when code moves. The function
    runs in a transaction, with `calls_out` in none; what it does outside the database may happen twice. Events that
    `wants` refuses are never delivered: it may look at nothing but what it is given, so that its answer does not
    depend on when it is asked.
    """

    def register(handler: Handler) -> Handler:
        key = name or f"{handler.__module__}.{handler.__qualname__}"
        if key in _receivers:
            raise ValueError(f"receiver {key} is registered twice")
        _receivers[key] = _Receiver(topic, handler, wants, calls_out)
        _names_of.cache_clear()
        return handler

    return register


def unregister(name: str) -> None:
    """Forget a receiver (for tests)."""
    del _receivers[name]
    _names_of.cache_clear()


def receivers_of(topic: str) -> list[str]:
    """The names of the receivers of a topic, sorted."""
    return list(_names_of(topic))


@cache
def _names_of(topic: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, one in _receivers.items() if _matches(one.topic, topic)))


def _matches(wanted: str, topic: str) -> bool:
    return topic == wanted or (wanted.endswith(".*") and topic.startswith(wanted[:-1]))


def _wanted(topic: str, subject: str, payload: Mapping[str, object]) -> list[str]:
    """The receivers that want an event."""
    found = []
    for name in _names_of(topic):
        wants = _receivers[name].wants
        if wants is None or wants(subject, payload):
            found.append(name)
    return found


# What a new inbox row has beside event, receiver, subject and moment.
_FRESH: dict[str, object] = {
    "state": InboxMessage.State.PENDING.value,
    "attempts": 0,
    "lease_until": None,
    "fence": 0,
    "settled_at": None,
    "last_error": "",
    "revived": False,
}
_INBOX = ("event_id", "receiver", "subject", "next_attempt_at", *_FRESH)


def publish(*, topic: str, subject: str, payload: Mapping[str, object], at: datetime) -> str | None:
    """Queue an event in the caller's transaction for the receivers that want it; gives its id, None if none does.

    Raises RuntimeError outside of a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish needs the transaction of the change it tells of")
    names = _wanted(topic, subject, payload)
    if not names:
        return None
    event = Event(ids.new_id(), topic, subject, _plain(payload), at.astimezone(UTC))
    written = {
        "event_id": event.id,
        "topic": topic,
        "subject": subject,
        "payload": event.payload,
        "created_at": at,
    }
    position = insert_row(OutboxEvent, written)
    row = {"event_id": position, "subject": subject, "next_attempt_at": at, **_FRESH}
    insert_rows(InboxMessage, _INBOX, [{**row, "receiver": name} for name in names])
    _after_commit(position, event, names)
    return event.id


def _plain(payload: Mapping[str, object]) -> dict[str, object]:
    found: Any = canonical.plain(payload)
    return dict(found)


class _Batch:
    """The events of one transaction, delivered by whichever commit hook comes first.

    Its rows are taken by their own thread without looking for them and without a lease: who dies before the commit
    leaves them as they were. What it does not get, or fails, is left to the loop behind it. A rolled-back transaction
    leaves its batch to the next one: rows that never came about are not found, and are passed over.
    """

    def __init__(self, first: int) -> None:
        self.first, self.done = first, False
        self.rows = deque[tuple[str, Event]]()

    def add(self, event: Event, names: list[str]) -> None:
        """Note the rows of an event, as far as one request delivers."""
        self.rows.extend((name, event) for name in names[: REQUEST_ROWS - len(self.rows)])

    def run(self) -> None:
        if self.done or _local.delivering:
            return
        end, tried, _local.delivering = time.monotonic() + REQUEST_SECONDS, 0, True
        try:
            while self.rows and tried < REQUEST_ROWS and time.monotonic() <= end:
                _deliver_fresh(*self.rows.popleft())  # which may add rows
                tried += 1
        finally:
            self.done, _local.delivering = True, False
        dispatch_pending(limit=REQUEST_ROWS - tried, seconds=end - time.monotonic(), since=self.first)


class _Local(threading.local):
    batch: _Batch | None = None
    delivering = False


_local = _Local()


def _after_commit(position: int, event: Event, names: list[str]) -> None:
    batch = _local.batch
    if batch is None or batch.done:
        batch = _local.batch = _Batch(position)
    batch.add(event, names)
    transaction.on_commit(batch.run, robust=True)


def _deliver_fresh(name: str, event: Event) -> None:
    """Run the receiver and settle the row in one transaction, if it heads its queue and nobody was at it.

    One that calls out is left to the loop behind, which takes a lease.
    """
    one = _receivers[name]
    if one.calls_out:
        return
    try:
        with transaction.atomic():
            if _update("take", clock.now(), event.id, name):
                one.handler(event)
    except Exception as error:  # noqa: BLE001 - the row is as it was, and is tried again with a lease
        log.info("event not taken", receiver=name, event_id=event.id, error=type(error).__name__)


def dispatch_pending(*, limit: int = 1_000, seconds: float | None = None, since: int = 0) -> int:
    """Deliver what is due, oldest first; returns how many rows were settled.

    Stops after `limit` attempts or `seconds`. `since` leaves out events before that position.
    """
    started, done = time.monotonic(), 0
    # Events that receivers publish are picked up by this very loop, not by their thread's batch.
    batch, _local.delivering = _local.batch, True
    try:
        for _attempt in range(limit):
            if seconds is not None and time.monotonic() - started > seconds:
                break
            row = _claim(since)
            if row is None:
                break
            done += _deliver(row)
    finally:
        _local.batch, _local.delivering = batch, False
    return done


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A leased row and its event; `fence` and `attempts` are those after the claim."""

    pk: int
    receiver: str
    fence: int
    attempts: int
    event: Event

    @property
    def subject(self) -> str:
        return self.event.subject


@cache
def _statements(vendor: str) -> dict[str, str]:
    """The statements of a delivery, built once: the ORM's building of them costs more than the database."""
    inbox, events = (connection.ops.quote_name(model._meta.db_table) for model in (InboxMessage, OutboxEvent))
    due = "state = 'PENDING' AND next_attempt_at <= %s AND (lease_until IS NULL OR lease_until <= %s)"
    heads = (
        f"NOT EXISTS (SELECT 1 FROM {inbox} o WHERE o.receiver = m.receiver AND o.subject = m.subject"  # noqa: S608
        " AND o.state = 'PENDING' AND NOT o.revived AND o.event_id < m.event_id)"
    )
    # Nobody waits for a row that its own thread is delivering.
    passing = " FOR UPDATE SKIP LOCKED" if vendor == "postgresql" else ""
    mine = f"UPDATE {inbox} SET {{}} WHERE id = %s AND fence = %s AND state = 'PENDING'"  # noqa: S608
    return {
        "due": (
            "SELECT m.id, m.receiver, m.fence, m.attempts, e.event_id, e.topic, e.subject, e.payload, e.created_at"  # noqa: S608 - names of our models
            f" FROM {inbox} m JOIN {events} e ON e.position = m.event_id WHERE m.state = 'PENDING'"
            " AND m.next_attempt_at <= %s AND (m.lease_until IS NULL OR m.lease_until <= %s) AND m.event_id >= %s"
            f" AND {heads} ORDER BY m.event_id, m.id LIMIT 10"
        ),
        "claim": (
            f"UPDATE {inbox} SET lease_until = %s, fence = fence + 1, attempts = attempts + 1"  # noqa: S608
            f" WHERE id IN (SELECT id FROM {inbox} WHERE id = %s AND fence = %s AND {due}{passing})"
        ),
        "take": (
            f"UPDATE {inbox} AS m SET state = 'DONE', settled_at = %s, fence = 1, attempts = 1"  # noqa: S608
            f" WHERE m.event_id = (SELECT position FROM {events} WHERE event_id = %s) AND m.receiver = %s"
            f" AND m.state = 'PENDING' AND m.fence = 0 AND {heads}"
        ),
        "done": mine.format("state = 'DONE', settled_at = %s, lease_until = NULL, last_error = ''"),
        "dead": mine.format("state = 'DEAD', settled_at = %s, lease_until = NULL, last_error = %s"),
        "later": mine.format("next_attempt_at = %s, lease_until = NULL, last_error = %s"),
    }


def _update(name: str, *values: object) -> int:
    """Run one of the statements; moments as the database keeps them."""
    vendor = connection.vendor
    given = [moment_value(one, vendor) if isinstance(one, datetime) else one for one in values]
    with closing(execute(connection, _statements(vendor)[name], [given])) as cursor:
        return int(cursor.rowcount)


def _heads(now: datetime, since: int) -> list[_Claimed]:
    """The oldest due rows that head their queues, not claimed yet."""
    vendor = connection.vendor
    moment = moment_value(now, vendor)
    with closing(execute(connection, _statements(vendor)["due"], [[moment, moment, since]])) as cursor:
        return [
            _Claimed(
                pk, receiver_, fence, attempts, Event(id_, topic, subject, _object(text), read_moment(at))
            )
            for pk, receiver_, fence, attempts, id_, topic, subject, text, at in cursor.fetchall()
        ]


def _object(value: Any) -> dict[str, object]:
    found: dict[str, object] = json.loads(value) if isinstance(value, str) else value
    return found


def _claim(since: int) -> _Claimed | None:
    """Lease the oldest due row that heads its queue; None if there is none."""
    now = clock.now()
    for row in _heads(now, since):
        if _update("claim", now + LEASE, row.pk, row.fence, now, now):
            return replace(row, fence=row.fence + 1, attempts=row.attempts + 1)
    return None


def _deliver(row: _Claimed) -> int:
    """Run the receiver and settle the row in one transaction; on failure set the next attempt."""
    try:
        one = _receivers[row.receiver]
        if one.calls_out:
            one.handler(row.event)
        with transaction.atomic():
            if not _update("done", clock.now(), row.pk, row.fence):
                return 0  # the lease ran out and another worker took the row
            if not one.calls_out:
                one.handler(row.event)
    except Exception as error:  # noqa: BLE001 - any failure of a receiver is retried and recorded
        _postpone(row, error)
        return 0
    return 1


def _postpone(row: _Claimed, error: Exception) -> None:
    now, text = clock.now(), f"{type(error).__name__}: {error}"[:1000]
    if now - row.event.at >= DEAD_AFTER:
        _update("dead", now, text, row.pk, row.fence)
        log.error("event dead", receiver=row.receiver, event_id=row.event.id, error=text)
        return
    _update("later", now + wait_before(row.attempts + 1), text, row.pk, row.fence)
    log.warning("event postponed", receiver=row.receiver, event_id=row.event.id, error=text)


def wait_before(attempt: int) -> timedelta:
    """How long to wait before the given attempt (2, 3, …): doubling from 2 s to 1 h, spread by ±50 %."""
    seconds = min(2.0 ** min(attempt - 1, 20), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * chance.source().uniform(0.5, 1.5))


def dead_letters() -> list[InboxMessage]:
    """Rows that were given up, oldest first, with their events."""
    return list(InboxMessage.objects.filter(state="DEAD").select_related("event").order_by("event"))


def revive(row: InboxMessage) -> None:
    """Try a dead row again: its lifetime of 48 h counts from the event, so that it has one attempt."""
    InboxMessage.objects.filter(pk=row.pk, state="DEAD").update(
        state="PENDING", settled_at=None, next_attempt_at=clock.now(), revived=True
    )
