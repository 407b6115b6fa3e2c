"""Events through crashes, duplicate dispatch and time: nothing lost, nothing doubled, nothing out of order."""

from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from yunghap.core import clock, outbox
from yunghap.core.ids import new_id
from yunghap.core.invariants import check_all
from yunghap.core.models import InboxMessage, OutboxEvent, Schedule


class Crash(BaseException):
    """The process dies here."""


class OutboxMachine(RuleBasedStateMachine):
    """Workers that crash before, in and after the receiver; effects are rows written by the receiver."""

    @initialize()
    def begin(self) -> None:
        self.now = datetime(2023, 1, 1, tzinfo=UTC)
        self.published: dict[str, list[str]] = defaultdict(list)
        self.fault: str | None = None
        self.claimed: list[outbox._Claimed] = []
        outbox._receivers.pop("machine", None)
        outbox.receiver("machine.*", name="machine")(self.receive)
        Schedule.objects.all().delete()
        InboxMessage.objects.all().delete()
        OutboxEvent.objects.all().delete()

    def receive(self, event: outbox.Event) -> None:
        """The effect: one more row, each time."""
        fault, self.fault = self.fault, None
        if fault == "error before":
            raise RuntimeError
        Schedule.objects.create(
            name=f"{event.subject}/{event.id}/{new_id()}", every_seconds=1, next_at=self.now
        )
        if fault == "error after":
            raise RuntimeError
        if fault == "crash":
            raise Crash

    @rule(subject=st.sampled_from("ab"), kept=st.booleans())
    def publish(self, subject: str, kept: bool) -> None:
        with transaction.atomic():
            event = outbox.publish(topic="machine.x", subject=subject, payload={}, at=self.now)
            transaction.set_rollback(not kept)
        if kept and event is not None:
            self.published[subject].append(event)

    @rule(fault=st.sampled_from([None, "error before", "error after", "crash"]), limit=st.integers(1, 4))
    def dispatch(self, fault: str | None, limit: int) -> None:
        self.fault = fault
        with clock.use(lambda: self.now), suppress(Crash):
            outbox.dispatch_pending(limit=limit)
        self.fault = None

    @rule()
    def claim_and_die_or_sleep(self) -> None:
        with clock.use(lambda: self.now):
            row = outbox._claim(0)
        if row is not None:
            self.claimed.append(row)

    @precondition(lambda self: self.claimed)
    @rule()
    def wake_up(self) -> None:
        """A worker that slept with a claim goes on as if nothing had happened."""
        with clock.use(lambda: self.now):
            outbox._deliver(self.claimed.pop())

    @rule()
    def sleep_through_the_lease(self) -> None:
        """Another worker takes over; then the first wakes up and finishes."""
        with clock.use(lambda: self.now):
            row = outbox._claim(0)
        self.now += 2 * outbox.LEASE
        with clock.use(lambda: self.now):
            outbox.dispatch_pending()
            if row is not None:
                outbox._deliver(row)

    @rule(seconds=st.sampled_from([1, 30, 61, 4_000]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def effects_are_a_prefix_of_what_was_published(self) -> None:
        for subject in "ab":
            done = InboxMessage.objects.filter(subject=subject, state="DONE").order_by("event")
            events = [row.event.event_id for row in done.select_related("event")]
            effects = Schedule.objects.filter(name__startswith=f"{subject}/").values_list("name", flat=True)
            assert events == self.published[subject][: len(events)]
            assert sorted(name.rsplit("/", 1)[0] for name in effects) == sorted(
                f"{subject}/{e}" for e in events
            )

    def teardown(self) -> None:
        """When the faults end, everything arrives."""
        if not hasattr(self, "now"):
            return
        for _hour in range(3):
            self.now += timedelta(hours=2)
            with clock.use(lambda: self.now):
                outbox.dispatch_pending()
        assert Schedule.objects.count() == sum(map(len, self.published.values()))
        assert not InboxMessage.objects.exclude(state="DONE").exists()
        assert [result for result in check_all() if result.violations and result.id.startswith("core.")] == []
        outbox.unregister("machine")


@pytest.mark.django_db
def test_outbox_machine() -> None:
    run_state_machine_as_test(
        OutboxMachine,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
