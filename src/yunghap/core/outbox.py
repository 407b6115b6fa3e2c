"""Events: written with the change, delivered at least once, taking effect exactly once.

`publish` writes the event and one inbox row for each receiver in the caller's transaction. Delivery begins at
once after the commit, within a small budget; the worker sweeps what is left at start-up and every tick. A
receiver runs in one transaction with the row that marks it done, in the order of events per receiver and
subject.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from . import canonical, chance, clock, ids
from .models import InboxMessage, OutboxEvent
from .rows import insert_row

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
_receivers: dict[str, tuple[str, Handler]] = {}


def receiver(topic: str, *, name: str | None = None) -> Callable[[Handler], Handler]:
    """Register a function for a topic, or for every topic under `prefix.*`.

    The name (default: module and function) is stored with each row: keep it when code moves. The function
    runs in a transaction; what it does outside the database may happen twice.
    """

    def register(handler: Handler) -> Handler:
        key = name or f"{handler.__module__}.{handler.__qualname__}"
        if key in _receivers:
            raise ValueError(f"receiver {key} is registered twice")
        _receivers[key] = (topic, handler)
        return handler

    return register


def unregister(name: str) -> None:
    """Forget a receiver (for tests)."""
    del _receivers[name]


def receivers_of(topic: str) -> list[str]:
    """The names of the receivers of a topic, sorted."""
    return sorted(name for name, (wanted, _handler) in _receivers.items() if _matches(wanted, topic))


def _matches(wanted: str, topic: str) -> bool:
    return topic == wanted or (wanted.endswith(".*") and topic.startswith(wanted[:-1]))


def publish(*, topic: str, subject: str, payload: dict[str, object], at: datetime) -> str:
    """Write an event in the caller's transaction and return its id; raises RuntimeError outside of one."""
    if not connection.in_atomic_block:
        raise RuntimeError("publish needs the transaction of the change it tells of")
    event_id = ids.new_id()
    position = insert_row(
        OutboxEvent,
        {
            "event_id": event_id,
            "topic": topic,
            "subject": subject,
            "payload": canonical.plain(payload),
            "created_at": at,
        },
    )
    names = receivers_of(topic)
    if names:
        InboxMessage.objects.bulk_create(
            InboxMessage(event_id=position, receiver=name, subject=subject, next_attempt_at=at)
            for name in names
        )
        _after_commit(position)
    return event_id


class _Batch:
    """The events of one transaction, delivered by whichever commit hook comes first.

    A rolled-back transaction leaves its batch to the next one, which then may look at rows that are not its
    own.
    """

    def __init__(self, first: int) -> None:
        self.first, self.done = first, False

    def run(self) -> None:
        if not self.done and not getattr(_local, "delivering", False):
            self.done = True
            dispatch_pending(limit=REQUEST_ROWS, seconds=REQUEST_SECONDS, since=self.first)


_local = threading.local()


def _after_commit(position: int) -> None:
    batch: _Batch | None = getattr(_local, "batch", None)
    if batch is None or batch.done:
        batch = _local.batch = _Batch(position)
    transaction.on_commit(batch.run, robust=True)


def dispatch_pending(*, limit: int = 1_000, seconds: float | None = None, since: int = 0) -> int:
    """Deliver what is due, oldest first; returns how many rows were settled.

    Stops after `limit` attempts or `seconds`. `since` leaves out events before that position.
    """
    started, done = time.monotonic(), 0
    _local.delivering = True  # events that receivers publish are picked up by this very loop
    try:
        for _attempt in range(limit):
            if seconds is not None and time.monotonic() - started > seconds:
                break
            row = _claim(since)
            if row is None:
                break
            done += _deliver(row)
    finally:
        _local.delivering = False
    return done


def _due(now: datetime) -> Q:
    return Q(state="PENDING", next_attempt_at__lte=now) & (
        Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    )


def _claim(since: int) -> InboxMessage | None:
    """Lease the oldest due row that heads its queue; None if there is none."""
    now = clock.now()
    earlier = InboxMessage.objects.filter(
        receiver=OuterRef("receiver"),
        subject=OuterRef("subject"),
        state="PENDING",
        revived=False,
        event__lt=OuterRef("event"),
    )
    rows = InboxMessage.objects.filter(_due(now), ~Exists(earlier), event__gte=since).order_by("event", "id")
    for row in rows[:10]:
        claimed = InboxMessage.objects.filter(_due(now), pk=row.pk, fence=row.fence).update(
            lease_until=now + LEASE, fence=F("fence") + 1, attempts=F("attempts") + 1
        )
        if claimed:
            row.fence, row.attempts = row.fence + 1, row.attempts + 1
            return row
    return None


def _deliver(row: InboxMessage) -> int:
    """Run the receiver and settle the row in one transaction; on failure set the next attempt."""
    mine = InboxMessage.objects.filter(pk=row.pk, fence=row.fence, state="PENDING")
    try:
        with transaction.atomic():
            if not mine.update(state="DONE", settled_at=clock.now(), lease_until=None, last_error=""):
                return 0  # the lease ran out and another worker took the row
            event = row.event
            _topic, handler = _receivers[row.receiver]
            handler(Event(event.event_id, event.topic, event.subject, event.payload, event.created_at))
    except Exception as error:  # noqa: BLE001 - any failure of a receiver is retried and recorded
        _postpone(row, error)
        return 0
    return 1


def _postpone(row: InboxMessage, error: Exception) -> None:
    now = clock.now()
    mine = InboxMessage.objects.filter(pk=row.pk, fence=row.fence, state="PENDING")
    text = f"{type(error).__name__}: {error}"[:1000]
    if now - row.event.created_at >= DEAD_AFTER:
        mine.update(state="DEAD", settled_at=now, lease_until=None, last_error=text)
        log.error("event dead", receiver=row.receiver, event_id=row.event.event_id, error=text)
        return
    mine.update(next_attempt_at=now + wait_before(row.attempts + 1), lease_until=None, last_error=text)
    log.warning("event postponed", receiver=row.receiver, event_id=row.event.event_id, error=text)


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
