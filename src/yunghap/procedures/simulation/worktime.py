"""Working time: nine to six in Korea on days that the calendar of deadlines does not take off."""

from bisect import bisect_left
from datetime import date, datetime, time, timedelta

from yunghap.core.clock import SEOUL
from yunghap.procedures.deadlines import Calendar

OPENS, CLOSES = time(9), time(18)
_LENGTH = timedelta(hours=9)


class WorkingTime:
    """A clock that runs only while offices are open. A day of work is one opening, nine hours.

    `first` is the earliest day that is ever asked for.
    """

    def __init__(self, calendar: Calendar, first: date) -> None:
        self._calendar = calendar
        self._days: list[date] = []
        self._next = first

    def after(self, start: datetime, days: float) -> datetime:
        """The moment so many days of work after a moment; none: the first in which work can be done."""
        local = start.astimezone(SEOUL)
        while not self._days or self._days[-1] <= local.date():
            self._extend()
        index, done = bisect_left(self._days, local.date()), 0.0
        if self._days[index] == local.date():
            if local.time() < CLOSES:
                done = max((local - datetime.combine(local.date(), OPENS, SEOUL)) / _LENGTH, 0.0)
            else:
                index += 1
        whole, rest = divmod(done + days, 1)
        if days and whole and not rest:  # at the end of a day, not at the beginning of the next
            whole, rest = whole - 1, 1.0
        while index + int(whole) >= len(self._days):
            self._extend()
        return datetime.combine(self._days[index + int(whole)], OPENS, SEOUL) + rest * _LENGTH

    def _extend(self) -> None:
        """Know one working day more."""
        while self._calendar.day_off(self._next) is not None:
            self._next += timedelta(days=1)
        self._days.append(self._next)
        self._next += timedelta(days=1)
