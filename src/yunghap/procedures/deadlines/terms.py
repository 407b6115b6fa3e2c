"""Terms as ISO 8601 durations: `P30D`, `P2W`, `P6M`, `P2Y6M`, `PT24H`."""

import re
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

_TERM = re.compile(
    r"P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?)?",
    re.ASCII,
)
# Far beyond any term of the law; keeps a list of days from growing without end.
LONGEST_DAYS = 40_000


@dataclass(frozen=True, slots=True)
class Term:
    """How long a period is. Calendar units and clock units are never mixed: no article says how to add them."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0

    def __add__(self, other: "Term") -> "Term":
        """Unit by unit, as an extension adds to a term."""
        return Term(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __str__(self) -> str:
        calendar = "".join(
            f"{n}{unit}"
            for n, unit in zip((self.years, self.months, self.weeks, self.days), "YMWD", strict=True)
            if n
        )
        clock = "".join(
            f"{n}{unit}" for n, unit in zip((self.hours, self.minutes, self.seconds), "HMS", strict=True) if n
        )
        return f"P{calendar}" + (f"T{clock}" if clock else "")

    @property
    def clock(self) -> timedelta:
        """The hours, minutes and seconds."""
        return timedelta(hours=self.hours, minutes=self.minutes, seconds=self.seconds)

    @property
    def in_calendar_units(self) -> bool:
        """Set in weeks, months or years, which the calendar measures (Civil Act art. 160(1))."""
        return bool(self.years or self.months or self.weeks)


@lru_cache(maxsize=1024)
def parse_term(text: str) -> Term:
    """Read an ISO 8601 duration of whole units.

    Refuses fractions, signs, nothing at all, a mixture of calendar and clock units, and more than
    `LONGEST_DAYS` days.
    """
    found = _TERM.fullmatch(text.strip())
    if found is None or not any(found.groups()) or text.strip().endswith("T"):
        raise InvalidInput(
            sentence(
                _("“%(text)s” is not a term such as P30D, P2W, P6M, P2Y6M or PT24H."), text=text.strip()[:40]
            )
        )
    term = Term(**{unit: int(number or 0) for unit, number in found.groupdict().items()})
    calendar = term.in_calendar_units or term.days > 0
    if calendar and term.clock:
        raise InvalidInput(
            sentence(
                _("The term “%(text)s” mixes days and hours; no rule says how to count both."),
                text=text.strip()[:40],
            )
        )
    if not calendar and not term.clock:
        raise InvalidInput(sentence(_("The term “%(text)s” is empty."), text=text.strip()[:40]))
    length = term.years * 366 + term.months * 31 + term.weeks * 7 + term.days + term.clock.days
    if length > LONGEST_DAYS:
        raise InvalidInput(sentence(_("The term “%(text)s” is too long."), text=text.strip()[:40]))
    return term
