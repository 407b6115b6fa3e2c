"""Runs a program in memory, with a clock of its own; replays the journal after every step."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from yunghap.core.clock import SEOUL
from yunghap.procedures.counting import count
from yunghap.procedures.deadlines import KoreanCalendar
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.events import Event
from yunghap.procedures.engine.evolve import replay
from yunghap.procedures.engine.machine import Env
from yunghap.procedures.engine.state import Item, State
from yunghap.procedures.engine.step import step
from yunghap.procedures.program.model import Program

MONDAY = datetime(2026, 9, 7, 0, 0, tzinfo=UTC)  # nine in the morning in Seoul


class Runner:
    """One instance. Every action is checked: its journal leads to the same state."""

    def __init__(self, program: Program, values: Mapping[str, object] | None = None, **start: str) -> None:
        self.program, self.state, self.now = program, State(), MONDAY
        self.journal: list[tuple[datetime, Sequence[Event]]] = []
        self.do(a.Start(values or {}, **start))

    def do(self, action: a.Action) -> Sequence[Event]:
        result = step(self.program, self.state, action, Env(self.now, count(KoreanCalendar())))
        self.state = result.state
        self.journal.append((self.now, result.events))
        replayed = replay(self.journal)
        assert replayed == self.state
        return result.events

    @property
    def open(self) -> list[str]:
        """The nodes at which tokens rest, in the order of their items."""
        return [item.node for item in self.state.items.values()]

    def item(self, node: str) -> Item:
        """The first open item at a node."""
        return next(item for item in self.state.items.values() if item.node == node)

    def complete(self, node: str, **values: object) -> Sequence[Event]:
        return self.do(a.Complete(self.item(node).number, values))

    def value(self, name: str) -> object:
        """A variable of the process."""
        return self.state.scopes[0].values.get(name)

    def later(self, **length: int) -> "Runner":
        """Let time pass, firing every timer and deadline in its order."""
        until = self.now + timedelta(**length)
        while due := self.next_due(until):
            at, action = due
            self.now = max(self.now, at)
            self.do(action)
        self.now = until
        return self

    def next_due(self, until: datetime) -> tuple[datetime, a.Action] | None:
        """The timer or deadline that comes first, if one does by then."""
        found: list[tuple[datetime, int, a.Action]] = [
            (timer.at, timer.number, a.Fire(timer.number))
            for timer in self.state.timers.values()
            if timer.at is not None and timer.at <= until
        ]
        found += [
            (one.passes, one.number, a.Pass(one.number))
            for one in self.state.deadlines.values()
            if not one.stopped and not one.missed and one.passes <= until
        ]
        return min(found, key=lambda one: one[:2])[::2] if found else None  # type: ignore[return-value]


def seoul(day: date) -> datetime:
    """The first moment of a day in Korea, in UTC."""
    return datetime.combine(day, time(), SEOUL).astimezone(UTC)
