"""+ - * / ** over the types (DMN 1.5, tables 51-55), each pair of types in one table."""

import decimal
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from . import temporal
from .temporal import add_months, first_moment
from .values import LONGEST_TEXT, NUMBERS, YearsMonths, kind

_Operation = Callable[[Any, Any], object]

_N, _S, _D, _T, _DT = "number", "string", "date", "time", "date and time"
_MOST_MONTHS = 12 * 999_999_999
_DAYS, _MONTHS = "days and time duration", "years and months duration"


def _whole(number: Decimal) -> int:
    return int(number.to_integral_value(decimal.ROUND_DOWN))


def _join(left: str, right: str) -> str | None:
    return left + right if len(left) + len(right) <= LONGEST_TEXT else None


def _later(moment: date, length: YearsMonths) -> date:
    return add_months(moment, length.months)


def _earlier(moment: date, length: YearsMonths) -> date:
    return add_months(moment, -length.months)


def _day_less_moment(left: date, right: datetime) -> timedelta:
    return first_moment(left) - right


def _moment_less_day(left: datetime, right: date) -> timedelta:
    return left - first_moment(right)


def _times_between(left: time, right: time) -> timedelta:
    day = date(2000, 1, 1)
    return datetime.combine(day, left) - datetime.combine(day, right)


def _times_months(length: YearsMonths, factor: Decimal) -> YearsMonths:
    return YearsMonths(_whole(NUMBERS.multiply(Decimal(length.months), factor)))


def _add(left: Any, right: Any) -> object:
    return left + right


def _subtract(left: Any, right: Any) -> object:
    return left - right


_TABLES: dict[str, dict[tuple[str, str], _Operation]] = {
    "+": {
        (_N, _N): NUMBERS.add,
        (_S, _S): _join,
        (_D, _DAYS): _add,
        (_DAYS, _D): _add,
        (_DT, _DAYS): _add,
        (_DAYS, _DT): _add,
        (_DAYS, _DAYS): _add,
        (_D, _MONTHS): _later,
        (_DT, _MONTHS): _later,
        (_MONTHS, _D): lambda left, right: _later(right, left),
        (_MONTHS, _DT): lambda left, right: _later(right, left),
        (_MONTHS, _MONTHS): lambda left, right: YearsMonths(left.months + right.months),
        (_T, _DAYS): temporal.add_to_time,
        (_DAYS, _T): lambda left, right: temporal.add_to_time(right, left),
    },
    "-": {
        (_N, _N): NUMBERS.subtract,
        (_D, _D): _subtract,
        (_DT, _DT): _subtract,
        (_D, _DT): _day_less_moment,
        (_DT, _D): _moment_less_day,
        (_D, _DAYS): _subtract,
        (_DT, _DAYS): _subtract,
        (_DAYS, _DAYS): _subtract,
        (_D, _MONTHS): _earlier,
        (_DT, _MONTHS): _earlier,
        (_MONTHS, _MONTHS): lambda left, right: YearsMonths(left.months - right.months),
        (_T, _T): _times_between,
        (_T, _DAYS): lambda left, right: temporal.add_to_time(left, -right),
    },
    "*": {
        (_N, _N): NUMBERS.multiply,
        (_DAYS, _N): temporal.scale,
        (_N, _DAYS): lambda left, right: temporal.scale(right, left),
        (_MONTHS, _N): _times_months,
        (_N, _MONTHS): lambda left, right: _times_months(right, left),
    },
    "/": {
        (_N, _N): NUMBERS.divide,
        (_DAYS, _N): lambda left, right: temporal.scale(left, NUMBERS.divide(Decimal(1), right)),
        (_DAYS, _DAYS): temporal.ratio,
        (_MONTHS, _N): lambda left, right: YearsMonths(_whole(NUMBERS.divide(Decimal(left.months), right))),
        (_MONTHS, _MONTHS): lambda left, right: NUMBERS.divide(Decimal(left.months), Decimal(right.months)),
    },
    "**": {(_N, _N): NUMBERS.power},
}


def calculate(operator: str, left: object, right: object) -> object:
    """The result, or null: for types that do not go together, a division by zero and what is out of range."""
    operation = _TABLES[operator].get((kind(left), kind(right)))
    if operation is None:
        return None
    try:
        result = operation(left, right)
    except (decimal.DecimalException, OverflowError, ValueError):
        return None
    return None if isinstance(result, YearsMonths) and abs(result.months) > _MOST_MONTHS else result


def negate(value: object) -> object:
    """The number or duration with the other sign; null for anything else."""
    if isinstance(value, Decimal):
        return NUMBERS.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    try:
        return -value if isinstance(value, timedelta) else None
    except OverflowError:
        return None
