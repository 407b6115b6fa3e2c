# ruff: noqa
"""Years and dates as printed: '23, 2023년, ('23~'28), ~'22, '22.9.30~12.6, 2024년 상반기, FY2024, July 2023."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of days; a missing end is open.

    `form`: "year", "range", "until", "since", "asof" (at the end of), "date" (days or months), "part" (half, quarter).
    """

    start: date | None
    end: date | None
    form: str

    @property
    def year(self) -> int:
        """The year of the start, or of the end where only that is known."""
        known = self.start or self.end
        assert known is not None  # noqa: S101
        return known.year

    @property
    def last_year(self) -> int:
        """The year in which it ends (starts, where the end is open)."""
        known = self.end or self.start
        assert known is not None  # noqa: S101
        return known.year


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


def of_days(year: int, month: int, day: int | None = None) -> When:
    """A day, or a month where no day is printed. ValueError where there is no such day."""
    first = date(year, month, day or 1)
    last = first if day else date(year, month, monthrange(year, month)[1])
    return When(first, last, "date")


def _join(first: When, last: When) -> When | None:
    if first.start is None or last.end is None or first.start > last.end:
        return None
    return When(first.start, last.end, "range" if {first.form, last.form} == {"year"} else "date")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands where: offsets of the view."""

    start: int
    end: int
    when: When | None
    kind: str  # "year" or "date"
    rule: str


_Y4 = r"(?:19|20)\d\d"
_M = r"(?:1[0-2]|0?[1-9])"
_D = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = re.compile(
    rf"(?:FY ?)?(?P<quote>')?(?P<year>{_Y4}|(?<=')\d\d|(?<=FY)\d\d|(?<=FY )\d\d)(?!\d)(?P<word> ?(?:년도|년|年)(?!간|이내|이상|이하))?"
)
_DATE = re.compile(
    rf"(?P<year>{_Y4}|(?<=')\d\d)(?:"
    rf" ?년 ?(?P<m1>{_M}) ?월(?: ?(?P<d1>{_D}) ?일)?"
    rf"|-(?P<m2>0[1-9]|1[0-2])-(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"
    rf"|/(?P<m3>{_M})/(?P<d3>{_D})(?!\d)"
    rf"|\. ?(?P<m4>{_M})(?: ?월(?: ?(?P<d4>{_D}) ?일)?|\. ?(?P<d5>{_D})(?!\d|[년월]|\.\d)\.?|\.(?! ?\d)|(?![\d.,]|[억만천백조%]| ?[억만천백조]|[가-힣A-Za-z])|(?=[~)])))"
)
_SHORT_DATE = re.compile(rf"(?<![\d.])(?P<year>\d\d)\. ?(?P<m>{_M})(?: ?월|\. ?(?P<d>{_D})\.?(?![\d.]))")
_PAREN_DATE = re.compile(rf"(?P<year>\d\d)\. ?(?P<m>{_M})\.?(?=\))")
_REST_OF_RANGE = re.compile(
    rf" ?[~-] ?(?:'?(?P<year>{_Y4}|(?<=')\d\d)(?:년 ?|\. ?))?(?P<m>{_M})(?:(?:\. ?|월 ?)(?P<d>{_D})(?:일|\.)?(?![\d.])|월|\.(?! ?\d)|(?=[)\s/,]))"
)
_MONTHS = re.compile(
    rf"(?P<m>{_M})(?: ?[~,·-] ?{_M})*(?<!\d\d\d)월(?!간)(?: ?(?P<d>{_D})(?: ?[~,·-] ?{_D})*일)?"
)
_MONTH_DAY = re.compile(rf"(?P<m>{_M})[./](?P<d>{_D})\.?(?: ?[~-] ?{_M}[./]{_D}\.?)(?!\d)")
_DAYS = re.compile(rf"{_D} ?일(?!\s?(?:간|이내|이상|이하|미만|전|후|내|당))")
_QUARTER = re.compile(r"(?P<q>[1-4])(?:/4)?(?: ?[~,·] ?[1-4](?:/4)?)* ?분기(?!별|마다)")
_ENGLISH_QUARTER = re.compile(r"(?P<q>[1-4])(?:Q|H)(?![A-Za-z])(?: ?'?(?P<year>20\d\d|\d\d))?")
_CLOCK = re.compile(
    r"\d{1,2}:[0-5]\d(?::\d\d)?(?:\s?~\s?\d{1,2}:[0-5]\d)?(?![\d.])|\d{1,2}시(?: ?\d{1,2}분)?(?=[ ,~)]|에|부터|까지|$)(?!·)"
)
_DIGITS8 = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_ENGLISH_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_AFTER_MONTH = re.compile(rf"{_ENGLISH_MONTH} $")
_DAY_OF_MONTH = re.compile(rf"{_D}(?:st|nd|rd|th)?(?:,? (?P<year>{_Y4}))?(?!\d)")
_DAY_BEFORE_MONTH = re.compile(rf"{_D}(?:st|nd|rd|th)? {_ENGLISH_MONTH}(?: (?P<year>{_Y4}))?(?![\da-z])")
_RANGE = re.compile(
    rf"(?P<note>\([^()\d]{{1,8}}\))? ?(?:~|-|부터|에서)(?: ?(?P<quote>')?(?P<year>{_Y4}|\d\d)(?!\d|,\d{3}(?!\d)|\.\d)(?P<word> ?(?:년도|년|年))?)"
)
_AFTER = {
    "until": re.compile(r"\.?(?: ?말)?까지|[가-힣 ]{0,4}이전"),
    "since": re.compile(r"\.? ?(?:~(?! ?'?\d)|부터|이후)"),
    "asof": re.compile(r" ?(?:말|년말|연말)(?: ?(?:기준|현재))?| ?(?:현재)|\.? ?12월 ?말"),
}
_PART = re.compile(
    r"\.? ?(?:(?P<half>상반기|하반기|상|하)(?![가-힣])|(?P<quarter>[1-4])(?:/4)? ?분기|Q(?P<q>[1-4])|H(?P<h>[12]))"
)
_UNTIL_BEFORE = re.compile(
    r"(?<![\d년월일.)'])~ ?'?$|(?:by|until|till|through) (?:the end of )?$", re.IGNORECASE
)
_SINCE_BEFORE = re.compile(r"(?:since|from) $", re.IGNORECASE)


def full_year(digits: str) -> int:
    """2023 of "2023" or "23"."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def read_date(text: str, at: int) -> Found | None:
    """A date whose first digit is at `at`."""
    for pattern in (_DATE, _SHORT_DATE):
        match = pattern.match(text, at)
        if match:
            groups = match.groupdict()
            month = next(v for k, v in groups.items() if k.startswith("m") and v)
            day = next((v for k, v in groups.items() if k.startswith("d") and v), None)
            return _dated(
                text, at, match.end(), full_year(match["year"]), int(month), int(day) if day else None
            )
    match = _PAREN_DATE.match(text, at)
    if match and re.search(r"(?<![\d%원])\(~? ?$|~ ?$", text[max(0, at - 4) : at]):
        return _dated(text, at, match.end(), full_year(match["year"]), int(match["m"]), None)
    return None


def _quoted(text: str, at: int) -> int:
    return at - 1 if text[at - 1 : at] == "'" else at


def _dated(text: str, at: int, end: int, year: int, month: int, day: int | None) -> Found | None:
    start = _quoted(text, at)
    try:
        when: When | None = of_days(year, month, day)
    except ValueError:
        return None
    rest = _REST_OF_RANGE.match(text, end)
    if rest and when:
        try:
            last = of_days(
                full_year(rest["year"]) if rest["year"] else year,
                int(rest["m"]),
                int(rest["d"]) if rest["d"] else None,
            )
            joined = _join(when, last)
        except ValueError:
            joined = None
        if joined:
            return Found(start, rest.end(), joined, "date", "date-range")
    if when and _UNTIL_BEFORE.search(text, max(0, start - 20), start):
        when = When(None, when.end, "until")
    return Found(start, end, when, "date", "date")


def read_other_date(text: str, at: int) -> Found | None:
    """Months, days, quarters and clock times without a year: no period of their own."""
    if _AFTER_MONTH.search(text, max(0, at - 11), at):
        match = _YEAR.match(text, at) or _DAY_OF_MONTH.match(text, at)
        if match:
            year = match.groupdict().get("year")
            return Found(
                at,
                match.end(),
                of_year(full_year(year)) if year and len(year) == 4 else None,
                "date",
                "date-english",
            )
    match = _DAY_BEFORE_MONTH.match(text, at)
    if match:
        return Found(
            at, match.end(), of_year(int(match["year"])) if match["year"] else None, "date", "date-english"
        )
    for pattern, rule in (
        (_MONTHS, "date-month"),
        (_QUARTER, "date-quarter"),
        (_ENGLISH_QUARTER, "date-quarter"),
        (_CLOCK, "date-clock"),
        (_DIGITS8, "date-digits"),
        (_MONTH_DAY, "date-month-day"),
    ):
        match = pattern.match(text, at)
        if match:
            year = match.groupdict().get("year")
            return Found(at, match.end(), of_year(full_year(year)) if year else None, "date", rule)
    return None


def read_days(text: str, at: int) -> int | None:
    """End of a day of the month ("5일") that continues a date."""
    match = _DAYS.match(text, at)
    return match.end() if match else None


def read_year(text: str, at: int) -> Found | None:
    """A year or a span of years whose first digit is at `at`; two digits only after an apostrophe or FY."""
    match = _YEAR.match(text, at) or (_YEAR.match(text, at) if at else None)
    if match is None:
        return None
    start = _quoted(text, at)
    prefix = re.search(r"FY ?$", text[max(0, start - 3) : start])
    if prefix:
        start -= len(prefix[0])
    return finish_year(text, start, match.end(), full_year(match["year"]))


def finish_year(text: str, start: int, end: int, year: int) -> Found | None:
    """What follows a year: a second year, 까지, 부터, 말 기준, a half or a quarter."""
    mark = re.compile(r"\. ?(?=~|-)").match(text, end)
    last = _RANGE.match(text, mark.end() if mark else end)
    if last:
        closing = full_year(last["year"])
        plausible = year < closing <= year + 40 and (
            last[0].lstrip()[:1] != "-"
            or last["quote"]
            or last["word"]
            or len(last["year"]) == 4
            or text[start] == "("
            or text[last.end() : last.end() + 1] in ",) "
        )
        if plausible and not re.compile(r"[년]? ?(?:억|만|천|백|조|%|개|명|건)").match(text, last.end()):
            stop = last.end()
            until = re.compile(r"\.|까지").match(text, stop)
            return Found(start, until.end() if until else stop, of_years(year, closing), "year", "year-range")
    part = _PART.match(text, end)
    if part:
        return Found(start, part.end(), _part(year, part), "date", "year-part")
    for form, pattern in _AFTER.items():
        after = pattern.match(text, end)
        if after:
            found_end = end if form == "since" else after.end()
            return Found(start, found_end, of_year(year, form), "year", f"year-{form}")
    before = text[max(0, start - 24) : start]
    if _UNTIL_BEFORE.search(before):
        return Found(start, end, of_year(year, "until"), "year", "year-until")
    if _SINCE_BEFORE.search(before):
        return Found(start, end, of_year(year, "since"), "year", "year-since")
    return Found(start, end, of_year(year), "year", "year")


def _part(year: int, part: re.Match[str]) -> When:
    quarter = part["quarter"] or part["q"]
    if quarter:
        first = 3 * int(quarter) - 2
        return When(date(year, first, 1), of_days(year, first + 2).end, "part")
    if (part["half"] or "").startswith("상") or part["h"] == "1":
        return When(date(year, 1, 1), date(year, 6, 30), "part")
    return When(date(year, 7, 1), date(year, 12, 31), "part")
