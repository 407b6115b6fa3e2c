"""What constraints compare: moments, numbers, places and words, each with the operators that make sense for it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from yunghap.core import clock

# None where the two cannot be compared, which counts as not met.
Compare = Callable[[str, Any, Any], bool | None]
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "neq": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "lteq": lambda a, b: a <= b,
    "term-lteq": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gteq": lambda a, b: a >= b,
}
_DURATION = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?"
)


def compare_moments(operator: str, value: datetime, wanted: Any) -> bool | None:
    """A moment with a date or a moment (ISO 8601); a day ends at midnight in Korea, one without zone is UTC."""
    end = operator in {"lteq", "term-lteq", "gt"}
    other = read_moment(wanted, end_of_day=end)
    return None if other is None or operator not in _ORDER else _ORDER[operator](value, other)


def compare_numbers(operator: str, value: Decimal | int, wanted: Any) -> bool | None:
    """Two numbers."""
    try:
        other = Decimal(str(wanted)) if not isinstance(wanted, list) and len(str(wanted)) <= 40 else None
    except InvalidOperation:
        other = None
    if other is None or not other.is_finite() or operator not in _ORDER:
        return None
    return _ORDER[operator](Decimal(value), other)


def compare_words(operator: str, value: str, wanted: Any) -> bool | None:
    """A word with a word or a list of words."""
    return _of_set(operator, wanted, lambda one: value == one)


def compare_places(operator: str, value: str, wanted: Any) -> bool | None:
    """A region (ISO 3166: "KR", "KR-11") with regions; a part of a region is in it."""

    def within(one: str) -> bool:
        place = _place(one)
        return value.upper() == place or value.upper().startswith(f"{place}-")

    return _of_set(operator, wanted, within)


def read_moment(text: Any, *, end_of_day: bool = False) -> datetime | None:
    """A moment from ISO 8601; of a date its beginning, or its end."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        moment = moment.replace(tzinfo=clock.SEOUL)
        return moment + timedelta(days=1, microseconds=-1) if end_of_day else moment
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def read_duration(text: Any) -> timedelta | None:
    """A period of ISO 8601; a month has 30 days here, a year 365. None for anything else."""
    found = _DURATION.fullmatch(text) if isinstance(text, str) else None
    if found is None or not any(found.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(
        days=365 * years + 30 * months + 7 * weeks + days, hours=hours, minutes=minutes, seconds=seconds
    )


def _of_set(operator: str, wanted: Any, meets: Callable[[str], bool]) -> bool | None:
    given = wanted if isinstance(wanted, list) else [wanted]
    words = [one for one in given if isinstance(one, str)]
    if not words:
        return None
    if operator in {"eq", "isAnyOf", "isA", "isPartOf"}:
        return any(meets(one) for one in words)
    if operator in {"neq", "isNoneOf"}:
        return not any(meets(one) for one in words)
    return all(meets(one) for one in words) if operator == "isAllOf" else None


def _place(text: str) -> str:
    return text.rsplit("/", 1)[-1].rsplit(":", 1)[-1].upper()
