"""Dates and moments as catalogues write them, in ISO 8601."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime

from .values import text

_ISO = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")
_EAST = re.compile(r"(\d{4})\s*[.년/-]\s*(\d{1,2})\s*[.월/-]\s*(\d{1,2})\s*[.일]?(?:[ T].*)?")
_EAST_MONTH = re.compile(r"(\d{4})\s*[.년/]\s*(\d{1,2})\s*[.월]?")
_GERMAN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})(?:[ T].*)?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T].*)?")


def moment(value: object, *, month_first: bool = False) -> str:  # noqa: PLR0911 - one per form
    """A date or moment in ISO 8601, as exact as it was given: "2024", "2024-05", "2024-05-01", with a time.

    Understood: ISO forms, 20240501, 2024.5.1, 2024년 5월 1일, 1.5.2024, 1/5/2024 (the day first unless
    `month_first`, or as the numbers demand), May 1, 2024, Excel's day numbers, seconds and milliseconds
    since 1970. All else is "".
    """
    found = text(value, longest=60)
    if not found:
        return ""
    if match := _ISO.fullmatch(found):
        return _iso(match)
    if match := _COMPACT.fullmatch(found):
        return _day(*match.group(1, 2, 3))
    if match := _EAST.fullmatch(found):
        return _day(*match.group(1, 2, 3))
    if match := _EAST_MONTH.fullmatch(found):
        year, month = match.group(1, 2)
        return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else ""
    if match := _GERMAN.fullmatch(found):
        return _day(match[3], match[2], match[1])
    if match := _SLASHES.fullmatch(found):
        first, second = match.group(1, 2)
        if int(first) > 12 or (int(second) <= 12 and not month_first):
            return _day(match[3], second, first)
        return _day(match[3], first, second)
    return _in_words(found) or _counted(found)


_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er)?\.?\s+)?([^\W\d_]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})"
)
_MONTHS = (
    "january januar janvier jan", "february februar février fevrier feb fév", "march märz mars mar mrz",
    "april avril apr avr", "may mai", "june juni juin jun", "july juli juillet jul",
    "august août aout aug", "september septembre sep sept",
    "october oktober octobre oct okt", "november novembre nov", "december dezember décembre decembre dec dez déc",
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


def _in_words(found: str) -> str:
    """ "May 6, 2024", "6. Mai 2024", "mai 2024", and as headers have it: "Mon, 06 May 2024 07:08:09 GMT"."""
    if match := _WORDS.fullmatch(found):
        first, name, second, year = match.groups()
        month = _MONTH_OF.get(name.lower())
        if month is None or (first and second):
            return ""
        return _day(year, str(month), first or second) if first or second else f"{year}-{month:02}"
    if found[:1].isalpha():
        try:
            return parsedate_to_datetime(found).isoformat().replace("+00:00", "Z")
        except (ValueError, TypeError):
            return ""
    return ""


def _iso(match: re.Match[str]) -> str:
    year, month, day, clock, zone = match.groups()
    if day is None:
        return f"{year}-{month}" if month and 1 <= int(month) <= 12 else year if month is None else ""
    made = _day(year, month, day)
    if not made or clock is None or int(clock[:2]) > 23:
        return made
    return f"{made}T{clock}{zone or ''}"


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _counted(found: str) -> str:
    try:
        number = float(Decimal(found))
    except (InvalidOperation, OverflowError):
        return ""
    if 20_000 <= number < 80_000:  # days since 1899-12-30
        return (date(1899, 12, 30) + timedelta(days=int(number))).isoformat()
    if 10**11 <= number < 10**13:
        number /= 1_000
    if 10**8 <= number < 10**10:
        return datetime.fromtimestamp(number, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return ""
