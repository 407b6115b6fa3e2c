"""The day of publication on a document's cover."""

import re
from collections.abc import Sequence
from datetime import date

from .headings import years_in

_COVER = re.compile(
    r"\s*\(?((?:19|20)\d\d)\s?[.년]\s?(1[0-2]|0?[1-9])\s?[.월](?:\s?(3[01]|[12]\d|0?[1-9])\s?[.일]?)?(?:\s*\([월화수목금토일]\))?\s*\)?\s*"
)
_TITLE_PAGE = 16
_PRESS = re.compile(
    r"\s*(?:보\s?도|배\s?포|엠바고)\s?(?:시\s?점|일\s?시|일)?[\s:|]*((?:19|20)\d\d)\s?[.년]\s?(1[0-2]|0?[1-9])\s?[.월](?:\s?(3[01]|[12]\d|0?[1-9])\s?[.일]?)?(?!\d)"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH = re.compile(  # November 2025 (v1.2), 3 March 2026, March 3, 2026
    rf"\s*(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
    r"(?: (?P<later>\d{1,2}),)? (?P<year>20\d\d)"
    r"(?:\s*\([^()]{1,16}\))?\s*",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"점검|평가|이행|실적|성과|보완|수정|변경|조정|개정|review|evaluation|revis", re.IGNORECASE
)
_OF_YEAR = re.compile(r"(?:20)?\d\d ?(?:년|[~–-] ?'?(?:20)?\d\d|[.] ?\d)|FY")
_BODY = r"[^\d:~]{0,30}"
_COVER_WITH_BODY = re.compile(
    rf"\s*+[(\[]?{_BODY}\s?[/(]?\s?((?:19|20)\d\d)\s?[.년]\s?(1[0-2]|0?[1-9])\s?[.월](?:\s?(3[01]|[12]\d|0?[1-9])\s?[.일]?)?(?!\d){_BODY}"
)


def published_on(lines: Sequence[str]) -> date | None:
    """A date that stands alone near the top: the cover."""
    for line in lines[:120]:
        match = _COVER.fullmatch(line)
        if match:
            return _day(match)
    press = press_day(lines)
    if press is not None:
        return press
    for line in lines[:_TITLE_PAGE]:  # (부산·울산·경남 공동 / 2025. 2. 28.), 2022. 10. 미래산업과
        match = _COVER_WITH_BODY.fullmatch(line)
        if match:
            return _day(match)
        english = _ENGLISH.fullmatch(line)
        if english:
            return _english_day(english)
    return None


def press_day(lines: Sequence[str]) -> date | None:
    """The day of a press release: 보도시점 2026. 3. 12.(목) 12:00."""
    days = (_day(match) for line in lines[:_TITLE_PAGE] if (match := _PRESS.match(line)))
    return next((day for day in days if day is not None), None)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None


def _english_day(match: re.Match[str]) -> date | None:
    month = _MONTHS.index(match["month"].lower()) + 1
    try:
        return date(int(match["year"]), month, int(match["day"] or match["later"] or 1))
    except ValueError:
        return None


def edition_of(lines: Sequence[str], title: str, year: int | None) -> int | None:
    """The plan's year: of the title, but for one that names years to come alone (Roadmap 2030), then of the cover."""
    published = published_on(lines)
    if published is not None and year is not None and _LOOKS_BACK.search(title):
        last = max(years_in(title), default=year)  # the review, of 2023, of a plan for 2021 to 2025
        return published.year if year < published.year <= last else year
    far = published is not None and year is not None and year > published.year + 1
    return published.year if far and published and not _OF_YEAR.search(title) else year


def year_of_writing(lines: Sequence[str], edition: int | None) -> int | None:
    """The year that 올해 means: of the cover, where it is the plan's or the one before, else the plan's."""
    published = published_on(lines)
    if published is None or edition is None or not edition - 1 <= published.year <= edition:
        return edition
    return published.year
