"""Dates, times and durations: their texts (ISO 8601 as DMN 1.5, 10.3.2.3 takes it) and their arithmetic."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from yunghap.core.clock import SEOUL

from .values import NUMBERS, YearsMonths

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d:\d\d(?:\.\d{1,6})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?")
_DAYS = re.compile(
    r"(-?)P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?"
)
_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?")
_MICROSECOND = timedelta(microseconds=1)


def read_date(text: str) -> date | None:
    """`2026-06-03`."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """`09:30:00`, the time of the day in Korea."""
    try:
        return time.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """`2026-06-03T09:30:00`, with `Z` or an offset where it is not Korean time; a date alone is its first moment."""
    day = read_date(text)
    if day is not None:
        return first_moment(day)
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(SEOUL) if moment.tzinfo else moment.replace(tzinfo=SEOUL)
    except (ValueError, OverflowError):
        return None


def first_moment(day: date) -> datetime:
    """Midnight in Korea."""
    return datetime(day.year, day.month, day.day, tzinfo=SEOUL)


def read_duration(text: str) -> timedelta | YearsMonths | None:
    """`P30D`, `PT36H`, `P1DT2H` or `P2Y6M`; days and months are never mixed."""
    found = _MONTHS.fullmatch(text)
    if found:
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonths(-months if found[1] else months)
    found = _DAYS.fullmatch(text)
    if not found or text.endswith("P"):
        return None
    try:
        length = timedelta(
            days=int(found[2] or 0),
            hours=int(found[3] or 0),
            minutes=int(found[4] or 0),
            microseconds=int(Decimal(found[5] or 0) * 1_000_000),
        )
        return -length if found[1] else length
    except OverflowError:
        return None


def read_temporal(text: str) -> object:
    """Whatever @"…" may hold."""
    readers = (read_date, read_time, read_duration, read_moment)
    return next((value for read in readers if (value := read(text)) is not None), None)


def print_temporal(value: object) -> str | None:
    """The text that reads back as the value; None where it is no date, time or duration."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, YearsMonths):
        return _print_months(value.months)
    return _print_days(value) if isinstance(value, timedelta) else None


def _print_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    parts = f"{years}Y" * bool(years) + f"{rest}M" * bool(rest)
    return f"{'-' * (months < 0)}P{parts or '0M'}"


def _print_days(length: timedelta) -> str:
    size = abs(length)
    minutes, seconds = divmod(size.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    exact = f"{seconds}.{size.microseconds:06}".rstrip("0").rstrip(".") if size.microseconds else str(seconds)
    clock = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes) + f"{exact}S" * (exact != "0")
    parts = f"{size.days}D" * bool(size.days) + f"T{clock}" * bool(clock)
    return f"{'-' * (length < timedelta())}P{parts or 'T0S'}"


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last one where there is none (also for a datetime)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


def months_between(start: date, end: date) -> int:
    """Whole months from start to end."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        return months - 1
    if months < 0 and end.day > start.day:
        return months + 1
    return months


def add_to_time(moment: time, length: timedelta) -> time:
    """The clock time so much later, around midnight."""
    return (datetime.combine(date(2000, 1, 2), moment) + (length % timedelta(days=1))).time()


def scale(length: timedelta, factor: Decimal) -> timedelta:
    """The duration times a number, to the microsecond."""
    return timedelta(
        microseconds=int(NUMBERS.multiply(Decimal(length // _MICROSECOND), factor).to_integral_value())
    )


def ratio(left: timedelta, right: timedelta) -> Decimal:
    """How often one duration holds the other."""
    return NUMBERS.divide(Decimal(left // _MICROSECOND), Decimal(right // _MICROSECOND))
