"""Which days are off: Saturdays, and the holidays of government offices with what was declared or withdrawn."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

from .words import Words

SATURDAY = Words("토요일", "Saturday")
SUNDAY = Words("일요일", "Sunday")
TEMPORARY = Words("임시공휴일", "temporary holiday")

# Substitute holidays follow one rule since 2023-05-04; before 1990 the decree in force was another one.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class Calendar(Protocol):
    """Says of a day why it is off, or None for a working day."""

    def day_off(self, day: date) -> Words | None: ...

    def __hash__(self) -> int: ...


class KoreanCalendar:
    """Saturdays, and the holidays of government offices (관공서의 공휴일에 관한 규정 art. 2–4).

    `added` names days declared beside the published ones (art. 2 no. 11: temporary holidays), `removed` holds
    published days that are none. A Saturday or Sunday stays off whatever is removed.
    """

    def __init__(
        self, *, added: Mapping[date, Words] = MappingProxyType({}), removed: frozenset[date] = frozenset()
    ) -> None:
        self.added, self.removed = added, removed

    def day_off(self, day: date) -> Words | None:
        """Why the day is off. Refuses days of years for which no holidays are known."""
        return self.holiday(day) or (
            SATURDAY if day.weekday() == 5 else SUNDAY if day.weekday() == 6 else None
        )

    def holiday(self, day: date) -> Words | None:
        """The name of the holiday, without Saturdays and Sundays."""
        published = None if day in self.removed else published_holidays(day.year).get(day)
        return self.added.get(day) or published


@cache
def published_holidays(year: int) -> Mapping[date, Words]:
    """The holidays of a year with substitute days and elections, as the `holidays` package has them."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput(
            sentence(
                _("Holidays are known for %(first)s to %(last)s only, not for %(year)s."),
                first=FIRST_YEAR,
                last=LAST_YEAR,
                year=year,
            )
        )
    from holidays import country_holidays  # noqa: PLC0415 - takes a third of a second

    korean, english = (country_holidays("KR", years=year, language=language) for language in ("ko", "en_US"))
    return MappingProxyType(
        {
            day: Words(
                name.replace("대체 휴일", "대체공휴일").replace("신정연휴", "1월 1일"),
                english[day].replace("Alternative holiday", "substitute holiday"),
            )
            for day, name in korean.items()
        }
    )
