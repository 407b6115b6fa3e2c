"""What goes into a simulation and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from yunghap.procedures.deadlines import Calendar, KoreanCalendar
from yunghap.procedures.program.model import Program

from .settings import Settings


@dataclass(frozen=True, slots=True)
class Arrival:
    """A case that comes at a moment with these variables."""

    at: datetime
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A program under settings. `seed` decides every draw: the same seed gives the same run, and gives two versions of
    a procedure the same cases with the same luck at the same steps.
    """

    program: Program
    settings: Settings
    seed: int
    arrivals: tuple[Arrival, ...]
    calendar: Calendar = field(default_factory=KoreanCalendar)


@dataclass(slots=True)
class Visit:
    """Work of one case at one node. `started` is when somebody took it; `late` that it was closed after its date.

    `place` is the organisation that had it, or its lane, or nothing.
    """

    case: int
    node: str
    lane: str
    place: str
    opened: datetime
    started: datetime | None = None
    closed: datetime | None = None
    late: bool = False


@dataclass(slots=True)
class Case:
    """One run. `end` is the end event it came to last; `trouble` says why it could not go on."""

    number: int
    arrived: datetime
    ended: datetime | None = None
    end: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that happened."""

    cases: tuple[Case, ...]
    visits: tuple[Visit, ...]
