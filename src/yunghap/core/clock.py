"""Time is a port: code asks here, so that simulation and replay can answer otherwise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


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
    """The first moment of a calendar day in Korea."""
    return datetime.combine(day, time.min, SEOUL)


@contextmanager
def use(source: Callable[[], datetime]) -> Iterator[None]:
    """Answer from another source inside the block."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
