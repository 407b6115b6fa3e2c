"""What happened, in the smallest steps: the journal of an instance is a list of these.

An event with an effect on the state is applied by `evolve`; the last group only tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from .state import How, Phase, ScopeKind, Status


@dataclass(frozen=True, slots=True)
class Started:
    """The instance began to run a process of a program."""

    program: str
    process: str
    values: Mapping[str, object]
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The instance came to its end."""

    status: Status
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """The instance goes on under another program; `nodes` says which node became which, where they differ."""

    program: str
    process: str
    nodes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScopeOpened:
    """See `state.Scope`; `total` and `members` are of multi-instance scopes."""

    number: int
    parent: int
    kind: ScopeKind
    node: str
    container: str = ""
    index: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    total: int | None = None
    members: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeClosed:
    """With everything in it."""

    number: int
    how: How


@dataclass(frozen=True, slots=True)
class ScopeCleared:
    """Everything in it ended, but not the scope itself."""

    number: int


@dataclass(frozen=True, slots=True)
class MemberResult:
    """What came out of one instance of a multi-instance activity."""

    scope: int
    index: int
    value: object


@dataclass(frozen=True, slots=True)
class ItemOpened:
    """See `state.Item`."""

    number: int
    scope: int
    node: str
    kind: str
    role: str = ""
    organisation: str = ""
    phase: Phase = Phase.ENTER
    via: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ItemClosed:
    """With its timers and waits; its deadlines end the same way."""

    number: int
    how: How


@dataclass(frozen=True, slots=True)
class ItemTaken:
    """Who has it now; empty: nobody."""

    number: int
    assignee: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class ItemTroubled:
    """Its service could not do it; empty: it is tried again."""

    number: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ItemDue:
    """The date by which it is due has moved."""

    number: int
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ValuesSet:
    """Variables of a scope."""

    scope: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A token waits at a join."""

    scope: int
    node: str
    flow: str


@dataclass(frozen=True, slots=True)
class Joined:
    """One token of each of these flows left the join as one."""

    scope: int
    node: str
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimerSet:
    """See `state.Timer`."""

    number: int
    host: int
    node: str
    at: datetime | None
    deadline: int | None = None
    left: int | None = 1
    every: str = ""


@dataclass(frozen=True, slots=True)
class TimerMoved:
    """To another moment."""

    number: int
    at: datetime | None
    left: int | None = 1


@dataclass(frozen=True, slots=True)
class TimerEnded:
    """It fired for the last time."""

    number: int


@dataclass(frozen=True, slots=True)
class WaitSet:
    """See `state.Wait`."""

    number: int
    host: int
    node: str
    on: str
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class WaitEnded:
    """What was waited for came, or no longer matters."""

    number: int


@dataclass(frozen=True, slots=True)
class DeadlineSet:
    """See `state.DeadlineState`."""

    number: int
    host: int
    rule: str
    term: str
    start: datetime
    due: date | datetime
    passes: datetime


@dataclass(frozen=True, slots=True)
class DeadlineStopped:
    """From a day on, for a reason that its rule knows; `item` is the work that stops it, if any."""

    number: int
    start: date
    reason: str
    article: str = ""
    item: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineResumed:
    """After a last day on which it stood still."""

    number: int
    end: date


@dataclass(frozen=True, slots=True)
class DeadlineExtended:
    """By a term, on a ground."""

    number: int
    term: str
    ground: str
    at: datetime
    article: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineCounted:
    """Counted anew: after a stop, an extension, or a change of the holidays."""

    number: int
    due: date | datetime
    passes: datetime


@dataclass(frozen=True, slots=True)
class DeadlineMissed:
    """Its date passed while its work was open."""

    number: int


@dataclass(frozen=True, slots=True)
class DeadlineEnded:
    """Its work is over; `deemed`: by silence."""

    number: int
    how: How


@dataclass(frozen=True, slots=True)
class Chose:
    """The flows a gateway or activity sent tokens along."""

    scope: int
    node: str
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A token went through an event that does not wait, or an event that was waited for came."""

    scope: int
    node: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision table answered, by these of its rules."""

    scope: int
    node: str
    decision: str
    rules: tuple[str, ...]
    value: object


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message, signal, error or escalation left a node; others may wait for messages and signals."""

    scope: int
    node: str
    on: str
    name: str
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A registered service is asked to do an item."""

    item: int
    service: str
    values: Mapping[str, object] = field(default_factory=dict)


Event = (
    Started
    | Ended
    | Moved
    | ScopeOpened
    | ScopeClosed
    | ScopeCleared
    | MemberResult
    | ItemOpened
    | ItemClosed
    | ItemTaken
    | ItemTroubled
    | ItemDue
    | ValuesSet
    | Arrived
    | Joined
    | TimerSet
    | TimerMoved
    | TimerEnded
    | WaitSet
    | WaitEnded
    | DeadlineSet
    | DeadlineStopped
    | DeadlineResumed
    | DeadlineExtended
    | DeadlineCounted
    | DeadlineMissed
    | DeadlineEnded
    | Chose
    | Passed
    | Decided
    | Thrown
    | Asked
)
