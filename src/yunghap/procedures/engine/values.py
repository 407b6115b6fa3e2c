"""Variables as JSON and back: numbers stay exact, dates stay dates.

JSON has neither decimals nor dates; they are written as an object with one key that no variable can have.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.procedures.feel import YearsMonths

DEEPEST = 16
LARGEST = 100_000  # characters and members of one action's values together

_NUMBER, _DATE, _MOMENT, _TIME, _LENGTH, _MONTHS = "@n", "@d", "@m", "@t", "@l", "@y"


def to_json(value: object) -> object:
    """The JSON form of a value; raises InvalidInput for what is no value of a procedure, or far too much of it."""
    return _Writer().write(value, 0)


class _Writer:
    def __init__(self) -> None:
        self.left = LARGEST

    def write(self, value: object, depth: int) -> object:
        self.left -= 1 + (len(value) if isinstance(value, str) else 0)
        if depth > DEEPEST or self.left < 0:
            raise InvalidInput(_("These values are too large or nested too deeply."))
        plain = _scalar(value)
        if plain is not _MISSING:
            return plain
        if isinstance(value, Mapping):
            return {_key(key): self.write(part, depth + 1) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.write(part, depth + 1) for part in value]
        raise InvalidInput(_("A value of type %(type)s cannot be kept.") % {"type": type(value).__name__})


_MISSING = object()


def _scalar(value: object) -> object:
    result: object = _MISSING
    match value:
        case None | bool() | int() | str():
            result = value
        case Decimal() if value.is_finite():
            whole = value == value.to_integral_value() and abs(value) < 10**15
            result = int(value) if whole else {_NUMBER: str(value)}
        case datetime():
            result = {_MOMENT: value.isoformat()}
        case date():
            result = {_DATE: value.isoformat()}
        case time():
            result = {_TIME: value.isoformat()}
        case timedelta():
            result = {_LENGTH: [value.days, value.seconds, value.microseconds]}
        case YearsMonths():
            result = {_MONTHS: value.months}
    return result


def _key(key: object) -> str:
    if not isinstance(key, str) or key.startswith("@"):
        raise InvalidInput(_("“%(key)s” cannot be the name of a value.") % {"key": str(key)[:80]})
    return key


def from_json(value: object) -> object:
    """The value again."""
    if isinstance(value, dict):
        if len(value) == 1:
            [(key, inner)] = value.items()
            if key in _READERS:
                return _READERS[key](inner)
        return {key: from_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [from_json(part) for part in value]
    return value


_READERS: dict[str, Callable[[Any], object]] = {
    _NUMBER: Decimal,
    _DATE: date.fromisoformat,
    _MOMENT: datetime.fromisoformat,
    _TIME: time.fromisoformat,
    _LENGTH: lambda parts: timedelta(*parts),
    _MONTHS: YearsMonths,
}
