"""Events."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from yunghap.core import chance, clock, outbox
from yunghap.core.models import InboxMessage, OutboxEvent

AT = datetime(2023, 3, 31, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def had() -> Iterator[list[outbox.Event]]:
    """What the receiver of "test.thing.done" got; a payload {"fail": true} makes it fail."""
    events: list[outbox.Event] = []

    def receive(event: outbox.Event) -> None:
        if event.payload.get("fail"):
            raise RuntimeError("the receiver failed")
        events.append(event)

    outbox.receiver("test.thing.done", name="test.receiver")(receive)
    yield events
    outbox.unregister("test.receiver")


@pytest.fixture(autouse=True)
def at_ease(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no failure, and what rolled-back tests left behind is forgotten."""
    monkeypatch.setattr(outbox, "REQUEST_SECONDS", 60)
    monkeypatch.setattr(outbox, "_local", outbox._Local())


def publish(
    subject: str = "thing:1", *, at: datetime = AT, topic: str = "test.thing.done", **payload: object
) -> str | None:
    """Publish in a transaction of its own."""
    with transaction.atomic():
        return outbox.publish(topic=topic, subject=subject, payload=payload, at=at)


def at(moment: datetime) -> None:
    """Deliver what is due at a moment."""
    with clock.use(lambda: moment):
        outbox.dispatch_pending()


def test_publish_writes_one_inbox_row_for_each_receiver(had: list[outbox.Event]) -> None:
    event_id = publish(n=1)
    assert event_id is not None
    assert InboxMessage.objects.get().event.event_id == event_id
    assert outbox.dispatch_pending() == 1
    assert had == [outbox.Event(event_id, "test.thing.done", "thing:1", {"n": 1}, AT)]
    assert InboxMessage.objects.get().state == "DONE"
    assert outbox.dispatch_pending() == 0


def test_an_event_that_nobody_wants_is_not_kept(had: list[outbox.Event]) -> None:
    assert publish(topic="test.other") is None
    assert not OutboxEvent.objects.exists()
    assert not InboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_publish_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.publish(topic="t", subject="s", payload={}, at=AT)


@pytest.mark.django_db(transaction=True)
def test_publish_delivers_at_once_after_the_commit(
    had: list[outbox.Event],
) -> None:
    with transaction.atomic():
        publish(n=1)
        publish(n=2)
        assert had == []
    assert [event.payload["n"] for event in had] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_publish_delivers_nothing_of_a_transaction_that_was_rolled_back(had: list[outbox.Event]) -> None:
    with transaction.atomic():
        publish(n=1)
        transaction.set_rollback(True)
    publish(n=2)
    assert [event.payload["n"] for event in had] == [2]


@pytest.mark.django_db(transaction=True)
def test_events_of_receivers_are_delivered_in_the_same_round(had: list[outbox.Event]) -> None:
    @outbox.receiver("test.first", name="test.chain")
    def _chain(event: outbox.Event) -> None:
        publish(subject=event.subject, n=0)

    publish(topic="test.first")
    outbox.unregister("test.chain")
    assert [event.payload["n"] for event in had] == [0]


@pytest.mark.django_db(transaction=True)
def test_a_large_transaction_leaves_the_rest_to_the_worker(had: list[outbox.Event]) -> None:
    with transaction.atomic():
        for number in range(outbox.REQUEST_ROWS + 5):
            publish(subject=f"thing:{number}", n=number)
    assert len(had) <= outbox.REQUEST_ROWS
    outbox.dispatch_pending()
    assert [event.payload["n"] for event in had] == list(range(outbox.REQUEST_ROWS + 5))


@pytest.mark.django_db(transaction=True)
def test_what_fails_at_once_is_tried_again_with_a_lease_and_then_later(had: list[outbox.Event]) -> None:
    publish(fail=True, at=clock.now())
    row = InboxMessage.objects.get()
    assert (row.state, row.attempts, row.fence, row.lease_until) == ("PENDING", 1, 1, None)
    assert row.last_error == "RuntimeError: the receiver failed"


@pytest.mark.django_db(transaction=True)
def test_a_fresh_event_waits_behind_an_older_one_of_its_subject(had: list[outbox.Event]) -> None:
    publish(fail=True, at=clock.now())
    publish(n=1)
    publish("thing:2", n=2)
    assert [event.payload["n"] for event in had] == [2]
    assert list(InboxMessage.objects.order_by("event").values_list("state", flat=True)) == [
        "PENDING",
        "PENDING",
        "DONE",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_fresh_event_that_a_worker_was_at_first_is_left_to_it(had: list[outbox.Event]) -> None:
    with transaction.atomic():
        publish(n=1)
        InboxMessage.objects.update(fence=1, lease_until=clock.now() + outbox.LEASE)
    assert had == []
    assert InboxMessage.objects.get().state == "PENDING"


@pytest.mark.django_db(transaction=True)
def test_a_fresh_event_is_like_one_that_was_read(had: list[outbox.Event]) -> None:
    publish(at=AT.astimezone(clock.SEOUL), when=AT)
    InboxMessage.objects.update(state="PENDING", settled_at=None)
    outbox.dispatch_pending()
    fresh, read = had
    assert fresh == read
    assert fresh.at.tzinfo == read.at.tzinfo == UTC


def test_dispatch_pending_stops_when_its_time_is_up(had: list[outbox.Event]) -> None:
    publish(n=1)
    assert outbox.dispatch_pending(seconds=-1) == 0
    assert had == []


def test_dispatch_pending_stops_after_the_given_number(had: list[outbox.Event]) -> None:
    publish(n=1)
    publish(n=2)
    assert outbox.dispatch_pending(limit=1) == 1
    assert len(had) == 1


def test_receiver_of_a_prefix_gets_every_topic_under_it() -> None:
    got: list[str] = []

    @outbox.receiver("test.*", name="test.all")
    def _all(event: outbox.Event) -> None:
        got.append(event.topic)

    for topic in ("test.a", "test.b.c", "tester.d", "other.test.e"):
        publish(topic=topic)
    outbox.dispatch_pending()
    outbox.unregister("test.all")
    assert got == ["test.a", "test.b.c"]


def test_receiver_has_rows_only_for_the_events_it_wants() -> None:
    got: list[outbox.Event] = []
    outbox.receiver(
        "test.*",
        name="test.choosy",
        wants=lambda subject, payload: subject.startswith("case:") and payload["n"] != 2,
    )(got.append)
    for subject, n in (("case:1", 1), ("case:1", 2), ("thing:1", 3), ("case:1", 4)):
        publish(subject, topic="test.a", n=n)
    rows = InboxMessage.objects.count()
    outbox.dispatch_pending()
    outbox.unregister("test.choosy")
    assert (rows, [event.payload["n"] for event in got]) == (2, [1, 4])
    assert OutboxEvent.objects.count() == 2


def test_receiver_registered_twice_is_refused(had: list[outbox.Event]) -> None:
    with pytest.raises(ValueError, match="twice"):
        outbox.receiver("test", name="test.receiver")(had.append)


def test_receiver_is_named_after_its_function() -> None:
    @outbox.receiver("test.named")
    def named(event: outbox.Event) -> None: ...

    [name] = outbox.receivers_of("test.named")
    outbox.unregister(name)
    assert name.endswith("named")


def test_a_failing_receiver_holds_back_later_events_of_the_subject_only(had: list[outbox.Event]) -> None:
    publish("thing:1", fail=True)
    publish("thing:1", n=1)
    publish("thing:2", n=2)
    at(AT)
    assert [event.payload["n"] for event in had] == [2]
    first = InboxMessage.objects.order_by("event").first()
    assert first is not None
    assert (first.state, first.attempts, first.last_error) == (
        "PENDING",
        1,
        "RuntimeError: the receiver failed",
    )
    assert first.next_attempt_at > AT
    OutboxEvent.objects.filter(pk=first.event_id).update(payload={"n": 0})
    at(first.next_attempt_at)
    assert [event.payload["n"] for event in had] == [2, 0, 1]


def test_a_failing_receiver_leaves_no_effect_of_its_own(had: list[outbox.Event]) -> None:
    @outbox.receiver("test.half", name="test.half")
    def _half(event: outbox.Event) -> None:
        publish()
        raise RuntimeError

    publish(topic="test.half")
    outbox.dispatch_pending()
    outbox.unregister("test.half")
    assert not OutboxEvent.objects.filter(topic="test.thing.done").exists()


@pytest.mark.django_db(transaction=True)
def test_a_receiver_that_calls_out_stands_in_no_transaction(had: list[outbox.Event]) -> None:
    seen: list[tuple[bool, str]] = []

    @outbox.receiver("test.calls", name="test.calls", calls_out=True)
    def _call(event: outbox.Event) -> None:
        seen.append((connection.in_atomic_block, InboxMessage.objects.get().state))
        if event.payload["n"] == len(seen):
            raise RuntimeError

    publish(topic="test.calls", at=clock.now(), n=1)
    row = InboxMessage.objects.get()
    assert (row.state, row.last_error) == ("PENDING", "RuntimeError: ")
    at(row.next_attempt_at)
    outbox.unregister("test.calls")
    assert seen == [(False, "PENDING"), (False, "PENDING")]
    assert InboxMessage.objects.get().state == "DONE"


def test_an_unknown_receiver_is_retried_until_its_module_is_back() -> None:
    event = OutboxEvent.objects.create(topic="t", subject="s", payload={}, created_at=AT)
    InboxMessage.objects.create(event=event, receiver="gone", subject="s", next_attempt_at=AT)
    at(AT)
    assert InboxMessage.objects.get().last_error.startswith("KeyError")


def test_an_event_is_dead_after_48_hours_and_no_longer_holds_others_back(had: list[outbox.Event]) -> None:
    publish(fail=True)
    publish(n=1)
    at(AT + outbox.DEAD_AFTER)
    [row] = outbox.dead_letters()
    assert (row.state, row.settled_at) == ("DEAD", AT + outbox.DEAD_AFTER)
    assert [event.payload["n"] for event in had] == [1]


def test_a_revived_event_is_tried_again(had: list[outbox.Event]) -> None:
    publish(fail=True)
    at(AT + outbox.DEAD_AFTER)
    [row] = outbox.dead_letters()
    OutboxEvent.objects.update(payload={"n": 0})
    outbox.revive(row)
    outbox.dispatch_pending()
    assert outbox.dead_letters() == []
    assert [event.payload["n"] for event in had] == [0]


def test_a_leased_row_is_left_alone_until_the_lease_ends(had: list[outbox.Event]) -> None:
    publish(n=1)
    InboxMessage.objects.update(lease_until=AT + timedelta(minutes=1), fence=1)
    at(AT + timedelta(seconds=59))
    assert had == []
    at(AT + timedelta(seconds=60))
    assert len(had) == 1


def test_a_worker_that_slept_through_its_lease_cannot_settle_the_row(had: list[outbox.Event]) -> None:
    publish(n=1)
    with clock.use(lambda: AT):
        slow = outbox._claim(0)
    assert slow is not None
    at(AT + outbox.LEASE)
    assert outbox._deliver(slow) == 0
    outbox._postpone(slow, RuntimeError())
    row = InboxMessage.objects.get()
    assert (len(had), row.state, row.fence) == (1, "DONE", 2)


def test_a_claim_lost_to_another_worker_goes_on_to_the_next_row(
    had: list[outbox.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("thing:1", n=1)
    publish("thing:2", n=2)
    heads = outbox._heads

    def other_worker_first(now: datetime, since: int):  # type: ignore[no-untyped-def]
        rows = heads(now, since)  # between our look and our claim:
        InboxMessage.objects.filter(subject="thing:1").update(fence=7, lease_until=AT + outbox.LEASE)
        return rows

    monkeypatch.setattr(outbox, "_heads", other_worker_first)
    with clock.use(lambda: AT):
        claimed = outbox._claim(0)
    assert claimed is not None
    assert claimed.subject == "thing:2"


def test_wait_before_doubles_up_to_an_hour_and_is_spread() -> None:
    with chance.use(random.Random(1)):  # noqa: S311
        waits = [outbox.wait_before(attempt).total_seconds() for attempt in range(2, 40)]
    for attempt, seconds in enumerate(waits, start=2):
        middle = min(2.0 ** (attempt - 1), 3600)
        assert 0.5 * middle <= seconds <= 1.5 * middle
    with chance.use(random.Random(1)):  # noqa: S311
        assert [outbox.wait_before(attempt).total_seconds() for attempt in range(2, 40)] == waits
    assert len(set(waits[12:])) > 20
