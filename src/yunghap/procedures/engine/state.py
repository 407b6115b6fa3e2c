"""The state of one running instance: plain records, numbered within the instance by one counter.

Records are never changed in place: a copy of the dictionaries is a copy of the state.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

ROOT = 0


class Status(StrEnum):
    """Of an instance; `failed`: an error nobody caught; `cancelled`: ended from outside."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ScopeKind(StrEnum):
    """Why a scope is there."""

    ROOT = "root"
    PART = "part"  # an embedded sub-process
    HANDLER = "handler"  # an event sub-process
    CALL = "call"  # a called process, with variables of its own
    MULTI = "multi"  # holds the instances of a multi-instance activity
    BODY = "body"  # one of them


class How(StrEnum):
    """The way something ended. `missed` is of deadlines; `deemed` of work that the law takes as done."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    DEEMED = "deemed"
    MISSED = "missed"


class Phase(StrEnum):
    """What a token is about to do at its node."""

    ENTER = "enter"
    PERFORM = "perform"
    LEAVE = "leave"
    RETURN = "return"  # from a called process
    STUCK = "stuck"  # waits at a join for a token that cannot come


INCIDENT = "incident"  # kind of an item that holds a token which could not go on


@dataclass(frozen=True, slots=True)
class Members:
    """Of a multi-instance scope: what it runs over, how far it is, and what came out by index."""

    total: int
    values: tuple[object, ...] = ()
    started: int = 0
    done: int = 0
    results: Mapping[int, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """A running process, sub-process or multi-instance activity. `node` is the activity, `container` what it runs.

    `arrived` holds, by join, the flows over which tokens have come and wait.
    """

    number: int
    parent: int | None
    kind: ScopeKind
    node: str = ""
    container: str = ""
    index: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    arrived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members: Members | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A token at rest: open work, an event waited for, or a token that could not go on (`problem` says why).

    `kind` is the node's kind or "incident". `due` follows the deadlines that concern it.
    """

    number: int
    scope: int
    node: str
    kind: str
    opened: datetime
    role: str = ""
    organisation: str = ""
    assignee: str = ""
    due: datetime | None = None
    problem: str = ""
    phase: Phase = Phase.ENTER
    via: str = ""


@dataclass(frozen=True, slots=True)
class Timer:
    """Fires `node` on its host (an item or a scope) at `at`, or when its `deadline` passes.

    `left` counts the times it still fires (None: for ever), `every` is the length between them.
    """

    number: int
    host: int
    node: str
    at: datetime | None
    deadline: int | None = None
    left: int | None = 1
    every: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A message or signal waited for on a host; `key` is the correlation of a message."""

    number: int
    host: int
    node: str
    on: str
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Days on which a deadline stands still, both included; `end` is None while it lasts.

    `item` is the open work that stops it; it goes on when that work is over.
    """

    start: date
    reason: str
    end: date | None = None
    article: str = ""
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension of a deadline, and why."""

    term: str
    ground: str
    at: datetime
    article: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineState:
    """A deadline that runs on a host. `due` is the last day or moment in time, `passes` the moment from which it is
    missed; while a stop lasts both are those of the time before it.
    """

    number: int
    host: int
    rule: str
    term: str
    start: datetime
    due: date | datetime
    passes: datetime
    stops: tuple[Stop, ...] = ()
    extensions: tuple[Extension, ...] = ()
    missed: bool = False

    @property
    def stopped(self) -> bool:
        """Whether it stands still now."""
        return bool(self.stops) and self.stops[-1].end is None


@dataclass(frozen=True, slots=True)
class ClosedItem:
    """What became of an item in this step."""

    item: Item
    how: How


@dataclass(frozen=True, slots=True)
class ClosedDeadline:
    """What became of a deadline in this step."""

    deadline: DeadlineState
    how: How


@dataclass(slots=True)
class State:
    """Everything about a running instance.

    `reference` is what the outside knows it by; `live` counts what keeps each scope open: items and inner scopes.
    """

    program: str = ""
    process: str = ""
    reference: str = ""
    status: Status = Status.RUNNING
    outcome: str = ""
    next: int = 1
    scopes: dict[int, Scope] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    timers: dict[int, Timer] = field(default_factory=dict)
    waits: dict[int, Wait] = field(default_factory=dict)
    deadlines: dict[int, DeadlineState] = field(default_factory=dict)
    closed_items: dict[int, ClosedItem] = field(default_factory=dict)
    closed_deadlines: dict[int, ClosedDeadline] = field(default_factory=dict)
    live: Counter[int] = field(default_factory=Counter)

    def copy(self) -> "State":
        """A state that can be changed without this one; what was closed before is left behind."""
        return State(
            self.program,
            self.process,
            self.reference,
            self.status,
            self.outcome,
            self.next,
            dict(self.scopes),
            dict(self.items),
            dict(self.timers),
            dict(self.waits),
            dict(self.deadlines),
            live=self.live.copy(),
        )

    def recount(self) -> "State":
        """Set `live` after the records were put in from outside; returns itself."""
        self.live = Counter(item.scope for item in self.items.values())
        self.live.update(scope.parent for scope in self.scopes.values() if scope.parent is not None)
        return self

    def lineage(self, scope: int) -> Iterator[Scope]:
        """The scope and those around it, inner before outer."""
        current: int | None = scope
        while current is not None:
            found = self.scopes[current]
            yield found
            current = found.parent

    def within(self, scope: int) -> set[int]:
        """The numbers of a scope and every scope in it."""
        inside = {scope}
        # A scope has a greater number than the one it was opened in.
        for number in sorted(self.scopes):
            if self.scopes[number].parent in inside:
                inside.add(number)
        return inside
