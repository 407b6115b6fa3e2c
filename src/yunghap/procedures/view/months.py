"""A deadline as sheets of a calendar: one per month, a row per week, a cell per day."""

import calendar as gregorian
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yunghap.procedures.deadlines import Day, Deadline, Words

# More sheets than this are no picture any more; the table of stretches tells it all.
MOST_MONTHS = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a sheet. `kind`: start, counted, out, due, or "" outside of the period."""

    date: date
    kind: str = ""
    label: str = ""
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month: weeks of seven cells from Monday; None pads the first and the last."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]


def months_of(deadline: Deadline) -> list[Sheet]:
    """The months that the period touches, in the order of the calendar; empty where they are too many."""
    days = {day.date: day for day in deadline.days}
    first, last = min(days), max(days)
    if (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        return []
    return [_sheet(month, days, deadline) for month in _months(first, last)]


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _sheet(month: date, days: dict[date, Day], deadline: Deadline) -> Sheet:
    weeks = gregorian.Calendar().monthdatescalendar(month.year, month.month)
    return Sheet(
        month,
        tuple(
            tuple(_cell(day, days.get(day), deadline) if day.month == month.month else None for day in week)
            for week in weeks
        ),
    )


def _cell(day: date, told: Day | None, deadline: Deadline) -> Cell:
    if told is None:
        return Cell(day)
    if day == deadline.due:
        return Cell(day, "due", _("due"), told.reason)
    if day == deadline.days[0].date and not told.counted:
        return Cell(day, "start", _("start"), told.reason)
    if told.counted:
        return Cell(
            day, "counted", str(told.number) if deadline.moment is None else _("counted"), told.reason
        )
    return Cell(day, "out", _("not counted"), told.reason)
