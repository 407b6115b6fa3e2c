"""Time is a port: code asks here, so that simulation and replay can answer otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
_DAY, _SECOND_DAY, _LAST_DAY = timedelta(days=1), date(1, 1, 2), date.max


def _system() -> datetime:
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock", default=_system)


def now() -> datetime:
    """The moment, aware, in UTC."""
    return _source.get()()


def today() -> date:
    """The calendar day in Korea."""
    return local_date(now())


def local(at: datetime) -> datetime:
    """The moment in Korean time."""
    return at.astimezone(SEOUL)


def local_date(at: datetime) -> date:
    """The calendar day of the moment in Korea."""
    return local(at).date()


def start_of(day: date) -> datetime:
    """The first moment of a calendar day in Korea; of the first day of all the next, which has a moment in UTC."""
    return datetime.combine(max(day, _SECOND_DAY), time.min, SEOUL)


def end_of(day: date) -> datetime:
    """The first moment after a calendar day in Korea; of the last day of all its start, since nothing is after it."""
    return start_of(min(day, _LAST_DAY - _DAY) + _DAY)


@contextmanager
def use(source: Callable[[], datetime]) -> Iterator[None]:
    """Answer from another source inside the block."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
