"""Random diagrams in the database, whatever people do to them: rows and journal are those of the engine in memory.

The same runs on SQLite and on PostgreSQL, and what the engine gives in memory depends on neither: what agrees with it
on both is the same on both, to the letter of the journal.
"""

from datetime import timedelta

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

from tests.factories.procedures import OFFICER, start
from tests.procedures.domain.rebuilt import COMPARED, assert_rebuilt
from tests.procedures.engine.runner import MONDAY, Runner
from tests.procedures.engine.test_random import Block, blocks, written
from yunghap.core.errors import Conflict
from yunghap.core.ids import new_id
from yunghap.procedures import service
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.codec import dump
from yunghap.procedures.engine.state import Status
from yunghap.procedures.models import JournalEntry
from yunghap.procedures.programs import program_of
from yunghap.procedures.queries import source_of

choices = st.fixed_dictionaries({f"choice{n}": st.booleans() for n in range(3)} | {"again": st.booleans()})
picks = st.integers(0, 1_000)


def running(machine: "EngineMachine") -> bool:
    return machine.runner.state.status is Status.RUNNING


class EngineMachine(RuleBasedStateMachine):
    """People who finish, take and give back work, repeat themselves, come too late or fail half-way; time that passes."""

    @initialize(block=blocks, values=choices)
    def begin(self, block: Block, values: dict[str, object]) -> None:
        self.done = start(written(block), values, at=MONDAY)
        self.runner = Runner(program_of(source_of(self.done.instance)), values)

    def item(self, pick: int) -> int:
        """One of the open items."""
        return sorted(self.runner.state.items)[pick % len(self.runner.state.items)]

    def how(self, **more: object) -> dict[str, object]:
        return {"instance": self.done.instance, "by": OFFICER, "at": self.runner.now, **more}

    @precondition(running)
    @rule(pick=picks, values=choices, key=st.booleans())
    def complete(self, pick: int, values: dict[str, object], key: bool) -> None:
        item, given = self.item(pick), {"key": new_id()} if key else {}
        how = self.how(item=item, values=values, **given)
        self.runner.do(a.Complete(item, values))
        self.done = service.complete_item(expected=self.done.version, **how)
        if key:
            assert service.complete_item(**how).repeated

    @precondition(running)
    @rule(pick=picks, back=st.booleans())
    def take(self, pick: int, back: bool) -> None:
        item = self.item(pick)
        self.runner.do(a.Take(item) if back else a.Take(item, assignee=OFFICER.id))
        self.done = (service.release_item if back else service.claim_item)(**self.how(item=item))

    @precondition(running)
    @rule(values=choices)
    def correct(self, values: dict[str, object]) -> None:
        self.runner.do(a.Correct(values))
        self.done = service.correct_values(values=values, **self.how(reason="정정"))

    @precondition(running)
    @rule(pick=picks)
    def come_too_late(self, pick: int) -> None:
        """Somebody has seen an older version."""
        with pytest.raises(Conflict):
            service.complete_item(expected=self.done.version - 1, **self.how(item=self.item(pick)))

    @precondition(running)
    @rule(pick=picks, values=choices)
    def fail_half_way(self, pick: int, values: dict[str, object]) -> None:
        with transaction.atomic():
            service.complete_item(values=values, **self.how(item=self.item(pick)))
            transaction.set_rollback(True)

    @rule(days=st.integers(0, 2))
    def wait(self, days: int) -> None:
        until = self.runner.now + timedelta(days=days)
        while due := self.runner.next_due(until):
            moment, action = due
            self.runner.now = max(self.runner.now, moment)
            self.runner.do(action)
            assert service.fire_due(at=self.runner.now, limit=1) == 1
        self.runner.now = until

    @invariant()
    def rows_and_journal_are_those_of_the_engine(self) -> None:
        if not hasattr(self, "done"):
            return
        state = assert_rebuilt(self.done.instance)
        for name in COMPARED:
            assert getattr(state, name) == getattr(self.runner.state, name), name
        journal = JournalEntry.objects.filter(instance__code=self.done.instance).order_by("number")
        assert [(entry.at, entry.text) for entry in journal] == [
            (at, dump(events)) for at, events in self.runner.journal
        ]

    def teardown(self) -> None:
        """Whoever goes on comes to the end, and nothing is left."""
        if not hasattr(self, "done"):
            return
        while running(self):
            self.complete(0, {"again": False}, key=False)
        self.rows_and_journal_are_those_of_the_engine()
        assert self.runner.state.status is Status.COMPLETED
        assert not self.runner.state.scopes


@pytest.mark.django_db
def test_engine_machine() -> None:
    run_state_machine_as_test(
        EngineMachine,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
