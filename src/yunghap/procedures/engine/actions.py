"""What people, services, clocks and other instances do to an instance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Start:
    """Begin, at the plain start or at a start event that a message names.

    `reference` is what the outside knows the instance by, and the key of messages that have no correlation.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    message: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Complete:
    """Work is done, with these values."""

    item: int
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fail:
    """Work ended with an error of the diagram."""

    item: int
    code: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A service could not do it, for a reason an officer can read."""

    item: int
    problem: str


@dataclass(frozen=True, slots=True)
class Take:
    """Give work to somebody, or to nobody (empty); empty role and organisation leave those as they are."""

    item: int
    assignee: str = ""
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again what could not go on."""

    item: int


@dataclass(frozen=True, slots=True)
class Correct:
    """Set variables from outside, as seen from a scope."""

    values: Mapping[str, object]
    scope: int = 0


@dataclass(frozen=True, slots=True)
class Fire:
    """A timer's moment has come."""

    timer: int


@dataclass(frozen=True, slots=True)
class Pass:
    """A deadline's date has passed."""

    deadline: int


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message for the first that waits for it."""

    name: str
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hear:
    """A signal for all that wait for it."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StopDeadline:
    """From a day on (absent: today)."""

    deadline: int
    reason: str
    start: date | None = None


@dataclass(frozen=True, slots=True)
class ResumeDeadline:
    """After a last day on which it stood still (absent: today)."""

    deadline: int
    end: date | None = None


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """By a term (empty: the rule's), on a ground."""

    deadline: int
    ground: str
    term: str = ""


@dataclass(frozen=True, slots=True)
class Recount:
    """Holidays have changed: count every open deadline anew."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """End it from outside: withdrawn, transferred, merged."""

    reason: str


Action = (
    Start
    | Complete
    | Fail
    | Trouble
    | Take
    | Retry
    | Correct
    | Fire
    | Pass
    | Deliver
    | Hear
    | StopDeadline
    | ResumeDeadline
    | ExtendDeadline
    | Recount
    | Cancel
)
