"""The built-in functions (DMN 1.5, 10.3.4): those that gateways, timers and decision tables need."""

import decimal
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from . import temporal
from .arithmetic import calculate
from .printing import print_value
from .values import NUMBERS, Work, YearsMonths, all_of, any_of, compare, equal, to_feel

_ANY_NUMBER = 1_000
_NUMBER = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?")


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in, called with the work and its arguments; `fewest` to `most` of them."""

    call: Callable[..., object]
    fewest: int = 1
    most: int = 1
    temporal: bool = False  # with constant arguments that give null, it is refused at compile time


def _items(arguments: tuple[object, ...]) -> list[Any]:
    """The items of the one list given, or the arguments themselves."""
    if len(arguments) == 1:
        return arguments[0] if isinstance(arguments[0], list) else [arguments[0]]
    return list(arguments)


def _date(_work: Work, *parts: object) -> object:
    if len(parts) == 3:
        numbers = [int(part) for part in parts if isinstance(part, Decimal) and part == int(part)]
        try:
            return date(*numbers) if len(numbers) == 3 else None
        except (ValueError, OverflowError):
            return None
    if len(parts) != 1:
        return None
    if isinstance(parts[0], datetime):
        return parts[0].date()
    return temporal.read_date(parts[0]) if isinstance(parts[0], str) else _only(date, parts[0])


def _time(_work: Work, value: object) -> object:
    if isinstance(value, datetime):
        return value.time()
    return temporal.read_time(value) if isinstance(value, str) else _only(time, value)


def _moment(_work: Work, first: object, second: object = None) -> object:
    if isinstance(second, time) and isinstance(first, date):
        return temporal.first_moment(first).replace(
            hour=second.hour, minute=second.minute, second=second.second, microsecond=second.microsecond
        )
    if second is not None:
        return None
    if isinstance(first, str):
        return temporal.read_moment(first)
    if isinstance(first, date) and not isinstance(first, datetime):
        return temporal.first_moment(first)
    return _only(datetime, first)


def _duration(_work: Work, value: object) -> object:
    return temporal.read_duration(value) if isinstance(value, str) else None


def _months_between(_work: Work, start: object, end: object) -> object:
    if isinstance(start, date) and isinstance(end, date):
        return YearsMonths(temporal.months_between(start, end))
    return None


def _only(wanted: type, value: object) -> object:
    return value if isinstance(value, wanted) else None


def _number(_work: Work, value: object) -> object:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return to_feel(Decimal(value.strip()))
    return _only(Decimal, value)


def _not(_work: Work, value: object) -> object:
    return not value if isinstance(value, bool) else None


def _count(_work: Work, value: object) -> object:
    return None if value is None else Decimal(len(_items((value,))))


def _sum(work: Work, *arguments: object) -> object:
    items = _items(arguments)
    work.spend(len(items))
    total: object = items[0] if items else None
    for item in items[1:]:
        total = calculate("+", total, item)
    return None if isinstance(total, str) else total


def _mean(work: Work, *arguments: object) -> object:
    return calculate("/", _sum(work, *arguments), Decimal(len(_items(arguments)) or 1))


def _extreme(operator: str) -> Callable[..., object]:
    def find(work: Work, *arguments: object) -> object:
        items = _items(arguments)
        work.spend(len(items))
        best: object = items[0] if items else None
        for item in items:
            better = compare(operator, item, best, work)
            if better is None:
                return None
            best = item if better else best
        return best

    return find


def _all(_work: Work, *arguments: object) -> object:
    return all_of(_items(arguments))


def _any(_work: Work, *arguments: object) -> object:
    return any_of(_items(arguments))


def _list_contains(work: Work, items: object, wanted: object) -> object:
    if not isinstance(items, list):
        return None
    return any(equal(item, wanted, work) is True for item in items)


def _on_texts(action: Callable[..., object]) -> Callable[..., object]:
    """A function of texts; null if one of them is not."""

    def call(work: Work, *arguments: object) -> object:
        work.spend(sum(len(text) for text in arguments if isinstance(text, str)) // 1_000)
        return action(*arguments) if all(isinstance(text, str) for text in arguments) else None

    return call


def _substring(_work: Work, text: object, start: object, length: object = None) -> object:
    if not isinstance(text, str) or not isinstance(start, Decimal) or not start:
        return None
    first = int(start) - 1 if start > 0 else max(len(text) + int(start), 0)
    count = int(length) if isinstance(length, Decimal) else len(text)
    return text[first : first + count] if count > 0 else None


def _rounded(mode: str) -> Callable[..., object]:
    def call(_work: Work, value: object) -> object:
        return value.to_integral_value(mode) if isinstance(value, Decimal) else None

    return call


def _absolute(_work: Work, value: object) -> object:
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.months))
    if isinstance(value, Decimal):
        return NUMBERS.abs(value)
    return calculate(
        "*", value, Decimal(-1 if compare("<", value, calculate("-", value, value), _work) else 1)
    )


def _modulo(work: Work, value: object, divisor: object) -> object:
    quotient = _rounded(decimal.ROUND_FLOOR)(work, calculate("/", value, divisor))
    return calculate("-", value, calculate("*", divisor, quotient))


FUNCTIONS: dict[str, Function] = {
    "date": Function(_date, 1, 3, temporal=True),
    "time": Function(_time, temporal=True),
    "date and time": Function(_moment, 1, 2, temporal=True),
    "duration": Function(_duration, temporal=True),
    "years and months duration": Function(_months_between, 2, 2),
    "now": Function(lambda work: work.now, 0, 0),
    "today": Function(lambda work: work.now.date(), 0, 0),
    "number": Function(_number),
    "string": Function(lambda work, value: None if value is None else print_value(value, work)),
    "not": Function(_not),
    "count": Function(_count),
    "sum": Function(_sum, 1, _ANY_NUMBER),
    "mean": Function(_mean, 1, _ANY_NUMBER),
    "min": Function(_extreme("<"), 1, _ANY_NUMBER),
    "max": Function(_extreme(">"), 1, _ANY_NUMBER),
    "all": Function(_all, 1, _ANY_NUMBER),
    "any": Function(_any, 1, _ANY_NUMBER),
    "list contains": Function(_list_contains, 2, 2),
    "contains": Function(_on_texts(lambda text, part: part in text), 2, 2),
    "starts with": Function(_on_texts(str.startswith), 2, 2),
    "ends with": Function(_on_texts(str.endswith), 2, 2),
    "string length": Function(_on_texts(lambda text: Decimal(len(text)))),
    "upper case": Function(_on_texts(str.upper)),
    "lower case": Function(_on_texts(str.lower)),
    "substring": Function(_substring, 2, 3),
    "floor": Function(_rounded(decimal.ROUND_FLOOR)),
    "ceiling": Function(_rounded(decimal.ROUND_CEILING)),
    "abs": Function(_absolute),
    "modulo": Function(_modulo, 2, 2),
}
