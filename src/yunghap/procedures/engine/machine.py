"""A program, a state and the tokens under way: what the parts of the engine work on during one step."""

from collections import ChainMap, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError
from yunghap.procedures.program.model import Formula, Node, Program

from .events import Event
from .evolve import evolve
from .state import Members, Phase, Scope, ScopeKind, State, Stop

MOST_MOVES = 20_000  # of tokens in one step


class StepError(DomainError):
    """A token cannot go on: an expression has no value, no flow can be taken, a table does not decide."""

    code = "procedure-step"


class Refused(DomainError):  # noqa: N818
    """The action does not fit the state: the item is closed, the deadline does not know the reason."""

    code = "procedure-refused"
    status = 409


@dataclass(frozen=True, slots=True)
class Due:
    """The last day (or moment) in time, and the moment from which the deadline is missed."""

    due: date | datetime
    passes: datetime


class Count(Protocol):
    """Counts a deadline by its rule; raises DomainError for a rule or term it does not know."""

    def __call__(
        self,
        *,
        counting: str,
        start: datetime,
        term: str,
        stops: Sequence[Stop],
        extensions: Sequence[str],
        before: bool = False,
        after_expiry: bool = False,
    ) -> Due: ...


@dataclass(frozen=True, slots=True)
class Env:
    """What a step may know of the world: the moment, and how deadlines are counted."""

    now: datetime
    count: Count


@dataclass(frozen=True, slots=True)
class Token:
    """About to do something at a node; `via` is the flow it came over."""

    scope: int
    node: str
    phase: Phase = Phase.ENTER
    via: str = ""


class Machine:
    """One step in the making. Events are applied as they are emitted; tokens wait in `queue`.

    `touched` are scopes that something left: they may have come to their end.
    """

    __slots__ = ("env", "events", "moves", "program", "queue", "state", "touched")

    def __init__(self, program: Program, state: State, env: Env) -> None:
        self.program, self.state, self.env = program, state, env
        self.events: list[Event] = []
        self.queue: deque[Token] = deque()
        self.touched: set[int] = set()
        self.moves = 0

    def emit(self, event: Event) -> None:
        """Let an event happen."""
        self.events.append(event)
        evolve(self.state, event, self.env.now)

    def number(self) -> int:
        """A fresh number; whoever takes one uses it in the next event."""
        number = self.state.next
        self.state.next = number + 1
        return number

    def node(self, node: str) -> Node:
        """A node of the program."""
        return self.program.nodes[node]

    def push(self, scope: int, node: str, *, phase: Phase = Phase.ENTER, via: str = "") -> None:
        """Send a token on its way."""
        self.queue.append(Token(scope, node, phase, via))

    def drop_tokens(self, scope: int) -> None:
        """Forget tokens under way in a scope that was cleared; those in closed scopes are forgotten by themselves."""
        inside = self.state.within(scope)
        self.queue = deque(token for token in self.queue if token.scope not in inside)

    def values(self, scope: int) -> Mapping[str, object]:
        """The variables that can be seen in a scope; a called process sees none of its caller's."""
        maps: list[dict[str, object]] = []
        for one in self.state.lineage(scope):
            counters = self.counters(one)
            maps.append({**one.values, **counters} if counters else dict(one.values))
            if self.isolated(one):
                break
        return ChainMap(*maps)

    def isolated(self, scope: Scope) -> bool:
        """Whether the variables of a scope are all there is in it: the process itself, and called ones."""
        return scope.kind in {ScopeKind.ROOT, ScopeKind.CALL}

    def counters(self, scope: Scope) -> dict[str, object]:
        """The attributes of multi-instance activities (BPMN 2.0, table 10.30) and of one of their instances."""
        if scope.kind is ScopeKind.BODY and scope.index is not None:
            return {"loopCounter": scope.index + 1}
        if scope.members is not None:
            return member_counters(scope.members, scope.members.done)
        return {}

    def evaluate(self, formula: Formula, scope: int, extra: Mapping[str, object] | None = None) -> object:
        """The value of a formula in a scope; raises StepError that names the line and text of the formula."""
        values = self.values(scope)
        if extra:
            values = ChainMap(dict(extra), *values.maps) if isinstance(values, ChainMap) else values
        try:
            return formula.compiled.evaluate(values, now=self.env.now)
        except DomainError as error:
            raise StepError(
                _("The expression “%(text)s” (line %(line)d) has no value: %(reason)s")
                % {"text": formula.text[:200], "line": formula.line, "reason": error}
            ) from error


def member_counters(members: Members, done: int) -> dict[str, object]:
    """How many instances there are, run and are done."""
    return {
        "numberOfInstances": members.total,
        "numberOfActiveInstances": members.started - done,
        "numberOfCompletedInstances": done,
        "numberOfTerminatedInstances": 0,
    }
