"""What counting a deadline gives: the day, and every day on the way there with the reason in words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yunghap.core.clock import SEOUL

from .terms import Term
from .words import Words


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day of a period. `number`: the how-manieth counted day; 0 where it is not counted."""

    date: date
    counted: bool
    reason: Words
    number: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by a counting rule.

    `due`: the last day on which the act is in time. `moment`: the time on that day (Asia/Seoul), for terms counted
    in hours; other periods run to the end of the day. `days`: from the start to `due` in the order of counting,
    which goes back in time where `before` is set.
    """

    due: date
    moment: datetime | None
    rule: str
    article: Words
    start: date | datetime
    term: Term
    before: bool
    days: tuple[Day, ...]

    @property
    def iso(self) -> str:
        """`2026-10-01`, or `2026-10-01T10:00` for terms counted in hours, in Korean time."""
        if self.moment is None:
            return self.due.isoformat()
        return self.moment.replace(tzinfo=None).isoformat(
            timespec="seconds" if self.moment.second else "minutes"
        )

    @property
    def expires_at(self) -> datetime:
        """The moment from which the act is late: the end of the due day (Civil Act art. 159) or `moment`."""
        return self.moment or datetime.combine(self.due + timedelta(days=1), time(), SEOUL)

    @property
    def counted(self) -> int:
        """How many days were counted."""
        return sum(day.counted for day in self.days)
