"""The compiled form of a procedure: immutable, without Django, shared between all its running instances.

Names follow BPMN 2.0 (OMG formal/2011-01-03); what a token does at each kind of node is in `procedures.engine`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

MOST_MEMBERS = 1_000  # of a multi-instance activity
LAW_MARK = "@"  # between the id of a deadline and the law whose rule it is


class Evaluable(Protocol):
    """A compiled expression."""

    def evaluate(self, values: Mapping[str, object], *, now: datetime) -> object:
        """Its value over the variables; raises DomainError where there is none."""


class Outcome(Protocol):
    """What a decision came to."""

    @property
    def value(self) -> object:
        """One value, a mapping of outputs, or a list of either."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the table that matched."""


class Decision(Protocol):
    """A compiled decision."""

    def evaluate(self, values: Mapping[str, object], *, now: datetime) -> Outcome:
        """Decide; raises DomainError where the table cannot."""


class Kind(StrEnum):
    """What a token meets."""

    START = "start"
    END = "end"
    CATCH = "catch"
    THROW = "throw"
    BOUNDARY = "boundary"
    USER = "user"
    MANUAL = "manual"
    SERVICE = "service"
    SEND = "send"
    RECEIVE = "receive"
    RULE = "rule"
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    INCLUSIVE = "inclusive"
    CHOICE = "choice"  # event-based gateway
    SUBPROCESS = "subprocess"
    CALL = "call"


WORK = frozenset({Kind.USER, Kind.MANUAL, Kind.SERVICE, Kind.SEND, Kind.RECEIVE})
ACTIVITIES = WORK | {Kind.RULE, Kind.SUBPROCESS, Kind.CALL}
# A token rests at these until something happens.
RESTING = WORK | {Kind.CATCH, Kind.CHOICE}


class On(StrEnum):
    """What an event is about."""

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    TERMINATE = "terminate"


class TimerForm(StrEnum):
    """A moment, a length of time from now, or a repeated one."""

    DATE = "date"
    DURATION = "duration"
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression with its text and the line it stands on."""

    text: str
    line: int
    compiled: Evaluable


@dataclass(frozen=True, slots=True)
class TimerRule:
    """When a timer fires: ISO 8601 text, or a formula that gives it."""

    form: TimerForm
    text: str = ""
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """What an event waits for or brings about.

    `name` is the name of the message or signal, or the code of the error or escalation (empty: any). A timer may
    follow a `deadline` of the procedure instead of a rule of its own: it then moves with it.
    """

    on: On = On.NONE
    name: str = ""
    timer: TimerRule | None = None
    correlation: Formula | None = None
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: Formula | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A value that goes into or comes out of an activity under a name."""

    target: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Multi:
    """One instance for each member of a collection, or as many as `cardinality` says (BPMN 13.3.7)."""

    sequential: bool
    cardinality: Formula | None = None
    collection: Formula | None = None
    item: str = ""
    completion: Formula | None = None
    output_collection: str = ""
    output_item: Formula | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Who does what, and by which rules. `organisation` may be a formula; `stops` names reasons for which open
    deadlines stand still while the work is open.
    """

    role: str = ""
    organisation: str = ""
    organisation_formula: Formula | None = None
    form: str = ""
    letter: str = ""
    service: str = ""
    decision: str = ""
    result: str = ""
    law: str = ""
    deadlines: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node. `container` is the process or sub-process it stands in, `enters` the container it opens."""

    id: str
    kind: Kind
    name: str
    line: int
    container: str
    name_en: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    default: str = ""
    trigger: Trigger = Trigger()
    interrupting: bool = True
    attached_to: str = ""
    boundary: tuple[str, ...] = ()
    enters: str = ""
    multi: Multi | None = None
    work: Work = Work()
    inputs: tuple[Transfer, ...] = ()
    outputs: tuple[Transfer, ...] = ()


@dataclass(frozen=True, slots=True)
class Container:
    """The inside of a process or sub-process: where it starts, its event sub-processes, the variables it declares.

    `starts` are the ids of start events, `handlers` of event sub-processes in it; the start event of a handler is
    the only one in the handler's own container.
    """

    id: str
    name: str
    line: int
    parent: str = ""
    starts: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    variables: frozenset[str] = frozenset()
    deadlines: tuple[str, ...] = ()
    by_event: bool = False


@dataclass(frozen=True, slots=True)
class StopRule:
    """A reason for which a deadline stands still, and the article that says so."""

    reason: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """A deadline as the procedure states it.

    `counting` is the counting rule, `term` ISO 8601 or a formula for it, `start` a formula for the first moment
    (absent: when the work opens). With `before` the term is counted back from the start. `extension` is the term of
    one extension, the longest there is, and `extensions` how often there may be one; with `after_expiry` it is counted
    from the day after the one on which the term expired. `silence` holds the values that the work is deemed to have
    ended with when the date has passed, where `silence_when` holds; without them the deadline is only missed.
    `by` is a formula for which of several laws applies, and `each` names for each of these the rule to follow instead,
    or None where that law sets no such deadline.
    """

    id: str
    counting: str
    article: str
    name: str = ""
    name_en: str = ""
    term: str = ""
    term_formula: Formula | None = None
    start: Formula | None = None
    before: bool = False
    stops: tuple[StopRule, ...] = ()
    extension: str = ""
    extensions: int = 0
    extension_article: str = ""
    after_expiry: bool = False
    silence: Mapping[str, object] | None = None
    silence_article: str = ""
    silence_when: Formula | None = None
    by: Formula | None = None
    each: Mapping[str, str | None] = field(default_factory=dict)


def deadline_of(rule: str) -> str:
    """The id of a deadline from that of the rule which one law has for it (`reply@ict-convergence.permit`)."""
    return rule.partition(LAW_MARK)[0]


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """One procedure, ready to run. `hash` is the SHA-256 of everything it was made from, in hexadecimal.

    `reach` answers the inclusive joins: for each incoming flow of one, the nodes from which a token can still come
    to it without passing the join itself.
    """

    hash: str
    process: str
    name: str
    nodes: Mapping[str, Node]
    containers: Mapping[str, Container]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    deadlines: Mapping[str, DeadlineRule] = field(default_factory=dict)
    reach: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def root(self) -> Container:
        """The process itself."""
        return self.containers[self.process]

    def rule(self, name: str) -> DeadlineRule:
        """The rule of that id; where it is one law's and the program has none of that law, the deadline's own."""
        return self.deadlines.get(name) or self.deadlines[deadline_of(name)]
