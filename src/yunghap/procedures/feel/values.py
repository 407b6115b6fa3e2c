"""What expressions work on, and how it is compared (DMN 1.5, 10.3.2.3 and 10.3.2.9, table 42 ff.).

number is Decimal (34 digits), text str, boolean bool, date, time (of the day in Korea), date-and-time datetime
(aware; without a zone it is Korean time), days-and-time duration timedelta, years-and-months duration YearsMonths,
list, context dict, range Range, and null None. What is not defined is null, never an error.
"""

import decimal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext_lazy as _

from yunghap.core.clock import SEOUL

from .errors import FeelError

NUMBERS = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
LONGEST_TEXT = 100_000
MOST_STEPS = 100_000


class Work:
    """Counts the steps of one evaluation, so that no expression keeps a worker busy; holds its clock."""

    __slots__ = ("_now", "left")

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.left = MOST_STEPS

    @property
    def now(self) -> datetime:
        """The moment, in Korea."""
        return self._now.astimezone(SEOUL)

    def spend(self, steps: int = 1) -> None:
        """Raises FeelError when the evaluation has done too much."""
        self.left -= steps
        if self.left < 0:
            raise FeelError(_("it takes too many steps"))


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration in whole months; negative ones go back."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """All values from `low` to `high`; an end that is not closed is left out. A null end is open to all."""

    low: object
    high: object
    low_closed: bool = True
    high_closed: bool = True


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    datetime: "date and time",
    date: "date",
    time: "time",
    timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
}
_ORDERED = frozenset(
    {"number", "string", "date and time", "date", "time", "days and time duration"}
    | {"years and months duration"}
)


def kind(value: object) -> str:
    """The name of the value's type in the specification."""
    return _KINDS.get(type(value)) or next(name for one, name in _KINDS.items() if isinstance(value, one))


def to_feel(value: object, work: Work | None = None) -> object:
    """A value of the program as one of an expression: int, float, enumeration, tuple and mapping are converted.

    Raises FeelError for a type that has no counterpart.
    """
    work = work or Work(datetime.now(SEOUL))
    work.spend()
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, Decimal):
        return NUMBERS.plus(value) if value.is_finite() else None
    if isinstance(value, datetime):
        return value.astimezone(SEOUL) if value.tzinfo else value.replace(tzinfo=SEOUL)
    if isinstance(value, list | tuple):
        return [to_feel(item, work) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_feel(item, work) for key, item in value.items()}
    if value is None or isinstance(value, tuple(_KINDS)):
        return str(value) if isinstance(value, str) else value
    raise FeelError(_("a value has a type that expressions do not know"))


def _number(value: float) -> Decimal | None:
    try:
        number = NUMBERS.create_decimal(repr(value) if isinstance(value, float) else value)
    except decimal.DecimalException:  # beyond 6144 places
        return None
    return number if number.is_finite() else None


def equal(left: object, right: object, work: Work) -> bool | None:
    """Whether both are the same; null where types differ, except that null equals only null."""
    work.spend()
    if left is None or right is None:
        return left is right
    if kind(left) != kind(right):
        return None
    parts = _parts(left), _parts(right)
    if parts[0] is None or parts[1] is None:
        return left == right
    if parts[0].keys() != parts[1].keys():
        return False
    return all_of(equal(part, parts[1][key], work) for key, part in parts[0].items())


def _parts(value: object) -> Mapping[object, object] | None:
    """What a compound value is made of, by key; None for a simple one."""
    if isinstance(value, list):
        return dict(enumerate(value))
    if isinstance(value, Range):
        return {("low", value.low_closed): value.low, ("high", value.high_closed): value.high}
    return value if isinstance(value, dict) else None


def compare(operator: str, left: object, right: object, work: Work) -> bool | None:
    """One of = != < <= > >=; null where the values have no order."""
    if operator in {"=", "!="}:
        same = equal(left, right, work)
        return same if operator == "=" or same is None else not same
    shared = kind(left)
    if shared not in _ORDERED or kind(right) != shared:
        return None
    if operator in {"<", ">="}:
        below: bool = left < right  # type: ignore[operator]
        return below if operator == "<" else not below
    above: bool = left > right  # type: ignore[operator]
    return above if operator == ">" else not above


def within(value: object, limits: Range, work: Work) -> bool | None:
    """Whether the value lies in the range."""
    low = compare(">=" if limits.low_closed else ">", value, limits.low, work)
    high = compare("<=" if limits.high_closed else "<", value, limits.high, work)
    return all_of([low, high])


def matches(value: object, test: object, work: Work) -> bool | None:
    """Whether the value is what a test evaluates to: equal to it, one of its items, or in its range."""
    if isinstance(test, Range):
        return within(value, test, work)
    if isinstance(test, list):
        items = (
            within(value, item, work) if isinstance(item, Range) else equal(value, item, work)
            for item in test
        )
        return any_of([*items, equal(value, test, work) if isinstance(value, list) else False])
    return equal(value, test, work)


def all_of(values: Iterable[object]) -> bool | None:
    """Conjunction in three values: one false makes it false, else one that is neither makes it null."""
    found: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            found = None
    return found


def any_of(values: Iterable[object]) -> bool | None:
    """Disjunction in three values: one true makes it true, else one that is neither makes it null."""
    found: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is not False:
            found = None
    return found
