"""Moments, lengths of time and cycles as ISO 8601 writes them, in the calendar of Korea.

A day is a calendar day there; Korea has had no summer time since 1988, so that a day is also 24 hours.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from yunghap.core.clock import SEOUL
from yunghap.core.errors import InvalidInput

_LENGTH = re.compile(
    r"P(?=.)(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?=.)(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?"
)
_CYCLE = re.compile(r"R([0-9]{0,6})/(?:([^/]+)/)?(P[^/]+)")
LONGEST_MONTHS = 1200


@dataclass(frozen=True, slots=True)
class Length:
    """Months, and days and hours beside them: how many days a month has depends on where it starts."""

    months: int
    rest: timedelta

    def after(self, start: datetime) -> datetime:
        """The moment that much later, in Korea's calendar; the last day of a short month stands for later ones."""
        local = start.astimezone(SEOUL)
        month = local.month - 1 + self.months
        year, month = local.year + month // 12, month % 12 + 1
        day = min(local.day, monthrange(year, month)[1])
        return (local.replace(year=year, month=month, day=day) + self.rest).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Cycle:
    """So many times (None: for ever), the first at `start` or one length from now."""

    times: int | None
    start: datetime | None
    length: Length


def read_length(text: str) -> Length:
    """ "P30D" and the like; raises InvalidInput for anything else, and for more than a hundred years."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise InvalidInput(_("“%(text)s” is no length of time such as P30D or PT8H.") % {"text": text[:80]})
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    length = Length(years * 12 + months, rest)
    if length.months > LONGEST_MONTHS or rest > timedelta(days=36_600):
        raise InvalidInput(_("“%(text)s” is longer than a hundred years.") % {"text": text[:80]})
    return length


def read_moment(text: str) -> datetime:
    """A date (its first moment in Korea) or a moment, in UTC; without a zone it is Korea's time."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(_("“%(text)s” is no date or moment.") % {"text": text[:80]}) from None
    return as_moment(moment)


def as_moment(value: date | datetime) -> datetime:
    """A date's first moment in Korea, or the moment itself, in UTC."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=SEOUL)
    elif value.tzinfo is None:
        value = value.replace(tzinfo=SEOUL)
    return value.astimezone(UTC)


def read_cycle(text: str) -> Cycle:
    """ "R3/PT10H", "R/2026-01-01/P1D" and the like."""
    match = _CYCLE.fullmatch(text.strip())
    if match is None:
        raise InvalidInput(_("“%(text)s” is no cycle such as R3/P1D.") % {"text": text[:80]})
    times, start, length = match.groups()
    cycle = Cycle(int(times) if times else None, read_moment(start) if start else None, read_length(length))
    if cycle.length.months == 0 and cycle.length.rest < timedelta(minutes=1):
        raise InvalidInput(_("“%(text)s” comes round more than once a minute.") % {"text": text[:80]})
    return cycle
