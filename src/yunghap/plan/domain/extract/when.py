"""Years and dates as printed: '23, 2023년, ('23~'28), ~'22, '22.9.30~12.6, 2024년 상반기, FY2024, July 2023."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MIN_YEAR, MAX_YEAR = 1900, 2099
_SPAN, _AGE = 40, 150  # years from one to another; 1968년부터 2023년까지


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of days; a missing end is open, never both.

    `form`: "year", "range", "until", "since", "asof" (at the end of), "date" (days or months), "part" (half, quarter).
    """

    start: date | None
    end: date | None
    form: str

    @property
    def year(self) -> int:
        """The year of the start, or of the end where only that is known."""
        return (self.start or self.end or date.max).year

    @property
    def last_year(self) -> int:
        """The year in which it ends (starts, where the end is open)."""
        return (self.end or self.start or date.max).year


def of_year(year: int, form: str = "year") -> When:
    """A calendar year; `form` "until" and "asof" know its end only, "since" its start only."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    if form in {"until", "asof"}:
        return When(None, end, form)
    if form == "since":
        return When(start, None, form)
    return When(start, end, form)


def of_years(first: int, last: int) -> When:
    """From one year to another."""
    return When(date(first, 1, 1), date(last, 12, 31), "range")


def of_days(year: int, month: int, day: int | None = None) -> When | None:
    """A day, or a month where no day is printed; None where there is no such day."""
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return When(first, first if day else date(year, month, monthrange(year, month)[1]), "date")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands where (offsets of the view); `kind` "year" or "date"."""

    start: int
    end: int
    when: When | None
    kind: str
    rule: str


_Y4 = r"(?:19|20)\d\d"
_M = r"(?:1[0-2]|0?[1-9])"
_D = r"(?:3[01]|[12]\d|0?[1-9])"
_SCALED = r"(?![\d.,]|[억만천백조%]| ?[억만천백조]|[가-힣A-Za-z])"
_YEAR = re.compile(
    rf"(?P<year>{_Y4}|(?<=')\d\d|(?<=FY)\d\d|(?<=FY )\d\d)(?!\d)"
    r"(?P<word> ?(?:회계 ?연도|년도|년|年)(?! ?(?:간|이내|이상|이하)))?"
)
_FISCAL = re.compile(r"FY ?'?$")
_DATES = tuple(
    re.compile(rf"(?P<year>{_Y4}|(?<=')\d\d){tail}")
    for tail in (
        rf" ?년 ?(?P<m>{_M}) ?월(?: ?(?P<d>{_D}) ?일)?",
        r"-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
        rf"/(?P<m>{_M})/(?P<d>{_D})(?!\d)",
        rf"\. ?(?P<m>{_M})(?: ?월(?: ?(?P<d>{_D}) ?일)?)(?!\d)",
        rf"\. ?(?P<m>{_M})\. ?(?P<d>{_D})(?!\d|[년월]|\.\d)\.?",
        rf"\. ?(?P<m>{_M})(?:\.(?! ?\d)|(?=[~)])|{_SCALED})",
    )
)
_SHORT_DATE = re.compile(rf"(?<![\d.,])(?P<year>\d\d)\. ?(?P<m>{_M})(?: ?월|\. ?(?P<d>{_D})\.?(?![\d.]))")
_PAREN_DATE = re.compile(rf"(?P<year>\d\d)\. ?(?P<m>{_M})\.?(?=\))")
_PAREN_OPENS = re.compile(r"(?<![\d%원])\(~? ?$|~ ?$")
_REST = re.compile(
    rf" ?[~-] ?(?:'?(?P<year>{_Y4}|(?<=')\d\d)(?:년 ?|\. ?))?(?P<m>{_M})"
    rf"(?:(?:\. ?|월 ?)(?P<d>{_D})(?:일|\.)?(?![\d.])|월|\.(?! ?\d)|(?=[)\s/,]|$))"
)
_MONTHS = re.compile(
    rf"{_M}(?: ?[~,·-] ?{_M}){{0,40}}+ ?월(?!간)(?: ?{_D}(?: ?[~,·-] ?{_D}){{0,40}}+ ?일)?(?:(?<=월) ?\d주차?)?"
)
_MONTH_DAY = re.compile(  # 3.2~3.20, 3. 2.(월) ~ 3. 20.
    rf"{_M}[./]{_D}\.?(?: ?[~-] ?{_M}[./]{_D}\.?)(?!\d)"
    rf"|{_M}\. {_D}\.? ?(?:\([월화수목금토일]\))? ?~ ?{_M}\. {_D}\.(?!\d)"
)
_DAY_NAMED = re.compile(rf"{_M}\. ?{_D}\.? ?(?=\([월화수목금토일]\))")
_DAY_ALONE = re.compile(rf"(?<=\(){_M}\. ?{_D}\.?(?=\))")
_DAYS = re.compile(rf"{_D} ?일(?!\s?(?:간|이내|이상|이하|미만|전|후|내|당))")
_QUARTER = re.compile(r"[1-4](?:/4)?(?: ?[~,·] ?[1-4](?:/4)?){0,40}+ ?분기(?!별|마다)")
_LATIN_QUARTER = re.compile(r"[1-4][QH](?![A-Za-z])(?: ?'?(?P<year>20\d\d|\d\d(?!\d)))?")
_CLOCK = re.compile(
    r"\d{1,2}:[0-5]\d(?::\d\d)?(?: ?~ ?\d{1,2}:[0-5]\d)?(?![\d.:])(?! ?매칭)"
    r"|(?:[01]?\d|2[0-4])시(?: ?\d{1,2}분)?(?=[ ,~)]|에|부터|까지|$)"
)
_DIGITS8 = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_AFTER_MONTH = re.compile(rf"\b{_MONTH_NAME} $")
_DAY_OF_MONTH = re.compile(rf"(?:(?P<year>{_Y4})|{_D}(?:st|nd|rd|th)?(?:,? (?P<later>{_Y4}))?)(?!\d)")
_DAY_AND_MONTH = re.compile(rf"{_D}(?:st|nd|rd|th)? {_MONTH_NAME}(?: (?P<year>{_Y4}))?(?![\da-z])")
_SECOND_YEAR = re.compile(
    rf"(?P<note>\([^()\d]{{1,8}}\))?\.? ?(?P<mark>~|-|부터"
    rf"|에서)(?: ?(?P<quote>')?(?P<year>{_Y4}|\d\d)(?!\d|,\d{{3}}(?!\d)|\.\d)"
    r"(?P<word> ?(?:년도|년|年))?)"
)
_COUNTED = re.compile(r" ?(?:억|만|천|백|조|%|개|명|건|종|회|배)")
_AFTER = {
    "until": re.compile(r"\.?(?: ?말)?까지|[가-힣 ]{0,4}이전"),
    "since": re.compile(r"\.? ?(?:~(?! ?'?\d)|부터|이후)"),
    "asof": re.compile(
        r" ?(?:말|년말|연말)(?: ?(?:기준|현재))?(?!까지)| ?현재|\.? ?12월 ?말(?: ?(?:기준|현재))?"
    ),
}
_PART = re.compile(
    r"\.? ?(?:(?P<half>상반기|하반기|상|하|上|下)(?![가-힣])"
    r"|(?P<quarter>[1-4])(?:/4)? ?분기|Q(?P<q>[1-4])|H(?P<h>[12])(?!\d))"
)
_UNTIL_BEFORE = re.compile(
    r"(?<![\d년월일.)'])~ ?'?$|\b(?:by|until|till|through)(?: the end of)?(?: FY ?)? (?:[Ee]nd-)?$",
    re.IGNORECASE,
)
_SINCE_BEFORE = re.compile(r"\bsince $", re.IGNORECASE)
_CLOSES = re.compile(r"\.|까지")


def full_year(digits: str) -> int:
    """2023 of "2023" or "23"."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def read_date(text: str, at: int) -> Found | None:
    """A date with its year whose first digit is at `at`."""
    for pattern in (*_DATES, _SHORT_DATE):
        match = pattern.match(text, at)
        if match:
            day = match.groupdict().get("d")
            when = of_days(full_year(match["year"]), int(match["m"]), int(day) if day else None)
            return _finish_date(text, at, match.end(), when) if when else None
    match = _PAREN_DATE.match(text, at)
    if match and _PAREN_OPENS.search(text, max(0, at - 4), at):
        when = of_days(full_year(match["year"]), int(match["m"]))
        return _finish_date(text, at, match.end(), when) if when else None
    return None


def _finish_date(text: str, at: int, end: int, when: When) -> Found:
    """With the apostrophe before it, the rest of a range behind it, and 까지."""
    start = at - 1 if text[at - 1 : at] == "'" else at
    rest = _REST.match(text, end)
    if rest:
        year = full_year(rest["year"]) if rest["year"] else when.year
        last = of_days(year, int(rest["m"]), int(rest["d"]) if rest["d"] else None)
        if last and when.start and last.end and when.start <= last.end:
            return Found(start, rest.end(), When(when.start, last.end, "date"), "date", "date-range")
    if _UNTIL_BEFORE.search(text, max(0, start - 20), start):
        when = When(None, when.end, "until")
    return Found(start, end, when, "date", "date")


def read_other_date(text: str, at: int) -> Found | None:
    """Months, days, quarters, clock times and English dates; a period only where a year is printed with them."""
    if _AFTER_MONTH.search(text, max(0, at - 12), at):
        match = _DAY_OF_MONTH.match(text, at)
        if match:
            year = match["year"] or match["later"]
            return Found(at, match.end(), of_year(int(year)) if year else None, "date", "date-english")
    match = _DAY_AND_MONTH.match(text, at)
    if match:
        return Found(
            at, match.end(), of_year(int(match["year"])) if match["year"] else None, "date", "date-english"
        )
    for pattern, rule in _OTHERS:
        match = pattern.match(text, at)
        if match:
            year = match.groupdict().get("year")
            return Found(at, match.end(), of_year(full_year(year)) if year else None, "date", rule)
    return None


_OTHERS = (
    (_MONTHS, "date-month"),
    (_QUARTER, "date-quarter"),
    (_LATIN_QUARTER, "date-quarter"),
    (_CLOCK, "date-clock"),
    (_DIGITS8, "date-digits"),
    (_MONTH_DAY, "date-month-day"),
    (_DAY_NAMED, "date-month-day"),
    (_DAY_ALONE, "date-month-day"),
)


def read_days(text: str, at: int) -> int | None:
    """End of a day of the month ("5일") that continues a date."""
    match = _DAYS.match(text, at)
    return match.end() if match else None


def read_year(text: str, at: int) -> Found | None:
    """A year or a span of years whose first digit is at `at`; two digits only after an apostrophe or FY."""
    match = _YEAR.match(text, at)
    if match is None:
        return None
    start = at - 1 if text[at - 1 : at] == "'" else at
    fiscal = _FISCAL.search(text, max(0, at - 4), at)
    return finish_year(text, fiscal.start() if fiscal else start, match.end(), full_year(match["year"]))


def finish_year(text: str, start: int, end: int, year: int) -> Found:
    """What follows a year: a second year, 까지, 부터, 말 기준, a half or a quarter."""
    second = _SECOND_YEAR.match(text, end)
    if second and _is_span(text, start, year, second):
        closed = _CLOSES.match(text, second.end())
        stop = closed.end() if closed else second.end()
        return Found(start, stop, of_years(year, full_year(second["year"])), "year", "year-range")
    part = _PART.match(text, end)
    if part:
        return Found(start, part.end(), _part_of(year, part), "date", "year-part")
    for form, pattern in _AFTER.items():
        after = pattern.match(text, end)
        if after:
            stop = end if form == "since" else after.end()
            return Found(start, stop, of_year(year, form), "year", f"year-{form}")
    window = max(0, start - 24)
    if _UNTIL_BEFORE.search(text, window, start):
        return Found(start, end, of_year(year, "until"), "year", "year-until")
    if _SINCE_BEFORE.search(text, window, start):
        return Found(start, end, of_year(year, "since"), "year", "year-since")
    return Found(start, end, of_year(year), "year", "year")


def _is_span(text: str, start: int, year: int, second: re.Match[str]) -> bool:
    """Whether the second number is a year that closes the span, not a count (2023~10개)."""
    closing = full_year(second["year"])
    longest = _AGE if second["word"] and len(second["year"]) == 4 else _SPAN
    if not year < closing <= year + longest or _COUNTED.match(text, second.end()):
        return False
    if second["mark"] != "-" or second["quote"] or second["word"] or len(second["year"]) == 4:
        return second["mark"] in "~-" or bool(second["word"] or second["quote"])
    return text[start] == "(" or text[second.end() : second.end() + 1] in {",", ")", " ", ""}


def _part_of(year: int, part: re.Match[str]) -> When:
    quarter = part["quarter"] or part["q"]
    if quarter:
        last = 3 * int(quarter)
        return When(date(year, last - 2, 1), date(year, last, monthrange(year, last)[1]), "part")
    if (part["half"] or "").startswith(("상", "上")) or part["h"] == "1":
        return When(date(year, 1, 1), date(year, 6, 30), "part")
    return When(date(year, 7, 1), date(year, 12, 31), "part")
