"""Measures as plain values: no Django, no database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure answered: a number in the measure's unit, true at `as_of`.

    `detail` are the figures behind it, as text by name, for whoever wants to count again; `generated` is how many of
    what was counted were made for demonstration (never outside the demo).
    """

    value: Decimal
    as_of: datetime
    detail: dict[str, str]
    generated: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A named fact that live records can answer at any moment, e.g. sandbox cases granted in a period.

    `code` is `module.noun.fact`; `unit` the unit of the answer ("건"); `cumulative` says that it counts from
    the beginning rather than within the period. `read` gets the first and the last day of the period and
    the moment it is asked, and must not change anything. `records` gives the address of the public records behind
    the answer for a period, "" where there is no page of just these.
    """

    code: str
    name: object
    description: object
    unit: str
    read: Callable[[date, date, datetime], Reading]
    cumulative: bool = False
    records: Callable[[date, date], str] = lambda _start, _end: ""
