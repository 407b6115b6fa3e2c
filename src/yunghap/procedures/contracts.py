"""What the engine tells other modules: plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yunghap.core import clock
from yunghap.core.language import said

from .engine.events import Event


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Open work, or (where `problem` is set) a token that could not go on.

    `instance` is the code of the instance, `number` the item's number in it: together they name an item. `kind` is
    user, manual, service, send, receive, catch, choice or incident. `due` is the moment from which it is late.
    """

    instance: str
    number: int
    node: str
    name_ko: str
    name_en: str
    kind: str
    role: str
    organisation: str
    assignee: str
    opened: datetime
    due: datetime | None
    problem: str
    form: str
    letter: str
    reference: str = ""

    @property
    def name(self) -> str:
        """What it is called in the active language."""
        return said(self.name_ko, self.name_en)

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in time; `due` is the moment from which it is late. None without a term."""
        return None if self.due is None else clock.local_date(self.due - timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Done:
    """What an action led to. `version` is the instance's version now, to be given as `expected` with the next action.

    `opened` is the work that is new; `repeated` says that the action's key had been seen before and nothing
    happened now.
    """

    instance: str
    version: int
    status: str
    outcome: str = ""
    opened: tuple[WorkItem, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RunningDeadline:
    """A deadline of an instance, open or over. `host` is the number of the item (or part) it is on.

    `due` is the last day in time, `passes` the moment from which it is late; `how` is completed, cancelled or
    deemed once it is over.
    """

    instance: str
    number: int
    host: int
    rule: str
    name_ko: str
    name_en: str
    article: str
    counting: str
    term: str
    start: datetime
    due: date
    passes: datetime
    stopped: bool
    missed: bool
    stops: tuple[Mapping[str, object], ...]
    extensions: tuple[Mapping[str, object], ...]
    reasons: tuple[str, ...]
    can_extend: bool
    how: str = ""

    @property
    def name(self) -> str:
        """What it is called in the active language."""
        return said(self.name_ko, self.name_en)


@dataclass(frozen=True, slots=True)
class InstanceView:
    """An instance; `version` counts its actions, `values` are the variables of the procedure while it runs."""

    code: str
    procedure: str
    procedure_version: str
    label: str
    reference: str
    status: str
    outcome: str
    version: int
    created_at: datetime
    ended_at: datetime | None
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One action and what followed; `number` is the instance's version after it."""

    number: int
    at: datetime
    action: str
    node: str
    item: int | None
    actor_kind: str
    actor_id: str
    organisation: str
    on_behalf_of: str  # the person whose deputy acted; "" for nobody's
    reason: str
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told an instance: by work of a `form` and `role` that they finished, or by a `message`.

    `organisation` is that of whoever did it, `name_ko` and `name_en` are the work's; `values` are what they gave.
    """

    at: datetime
    organisation: str
    values: Mapping[str, object]
    name_ko: str = ""
    name_en: str = ""
    role: str = ""
    form: str = ""
    message: str = ""

    @property
    def name(self) -> str:
        """What the work is called in the active language."""
        return said(self.name_ko, self.name_en)


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What a version's transition clause moved, and how many could not go on under it.

    `problems` names the first of these: the instance's code, the label of its version, the node or deadline that
    the new version does not have.
    """

    label: str
    clause: str
    moved: int
    stuck: int
    problems: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """What a registered service gets: which item of which instance asks, and with what values.

    `letter` and `form` are what the task names; `key` is one and the same however often the request comes.
    """

    instance: str
    item: int
    node: str
    name: str
    letter: str
    form: str
    reference: str
    key: str
    values: Mapping[str, object]
