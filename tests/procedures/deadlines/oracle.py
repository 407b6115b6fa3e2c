"""The counting rules once more, by sets, sorted lists and inequalities instead of a walk. For 2023–2027."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count, islice

from dateutil.relativedelta import relativedelta

from tests.procedures.deadlines.days_off import is_off

DAY = timedelta(days=1)


def span(first: date, last: date) -> set[date]:
    return {first + k * DAY for k in range((last - first).days + 1)}


def nominal_end(first: date, *, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> date:
    """Last day of a period whose first day is `first`: Civil Act art. 160, without roll and stops."""
    corresponding = first + relativedelta(years=years, months=months)
    if corresponding.day == first.day:
        corresponding -= DAY  # otherwise the month has no such day and ends the period itself
    return corresponding + timedelta(days=7 * weeks + days)


def pushed(first: date, end: date, stopped: set[date]) -> date:
    """The end once every stopped day from `first` on is made good: the least fixed point."""
    target = end
    while (moved := end + len(stopped & span(first, target)) * DAY) != target:
        target = moved
    return target


def rolled(day: date, stopped: set[date]) -> date:
    """The day itself, or the first after it that is neither off nor stopped."""
    if not is_off(day):
        return day
    return next(d for d in (day + k * DAY for k in count(1)) if not is_off(d) and d not in stopped)


def rolled_back(day: date, stopped: set[date], *, off: bool) -> date:
    return next(d for d in (day - k * DAY for k in count()) if d not in stopped and not (off and is_off(d)))


def civil(start: date, stopped: set[date], **term: int) -> date:
    first = start + DAY
    return rolled(pushed(first, nominal_end(first, **term), stopped), stopped)


def restriction(start: date, stopped: set[date], **term: int) -> date:
    return pushed(start, nominal_end(start, **term), stopped)


def petition_calendar(start: date, stopped: set[date], **term: int) -> date:
    return rolled(restriction(start, stopped, **term), stopped)


def petition_days(start: date, stopped: set[date], days: int) -> date:
    working = (d for d in (start + k * DAY for k in count()) if not is_off(d) and d not in stopped)
    return next(islice(working, days - 1, None))


def office_minutes(first: date, stopped: set[date]) -> Iterable[datetime]:
    """Every minute of office time from that day on, as the moment it begins."""
    for k in count():
        day = first + k * DAY
        if not is_off(day) and day not in stopped:
            for minute in [*range(9 * 60, 12 * 60), *range(13 * 60, 18 * 60)]:
                yield datetime.combine(day, time()) + timedelta(minutes=minute)


def petition_hours(received: datetime, stopped: set[date], hours: int) -> datetime:
    later = (m for m in office_minutes(received.date(), stopped) if m >= received)
    return next(islice(later, hours * 60 - 1, None)) + timedelta(minutes=1)


def civil_before(end: date, **term: int) -> date:
    """The last day from which a full period, its first day out, runs out before `end`; then back over days off."""
    latest = next(d for d in (end - k * DAY for k in count(1)) if nominal_end(d + DAY, **term) < end)
    return rolled_back(latest, set(), off=True)


def civil_days_before(end: date, stopped: set[date], days: int) -> date:
    """The last day with that many days, none of them stopped, between it and `end`."""
    latest = next(
        d for d in (end - k * DAY for k in count(1)) if len(span(d + DAY, end - DAY) - stopped) >= days
    )
    return rolled_back(latest, stopped, off=True)


def restriction_days_before(end: date, stopped: set[date], days: int) -> date:
    latest = next(d for d in (end - k * DAY for k in count(1)) if len(span(d + DAY, end) - stopped) >= days)
    return rolled_back(latest, stopped, off=False)
