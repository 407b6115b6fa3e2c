"""Years, months and spans of them in a line's plain text."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_Y = r"(?:'\s?(?P<{0}s>\d{{2}})|(?P<{0}l>(?:19|20)\d{{2}})|(?<![\d.,])(?P<{0}b>\d{{2}}))"
_M = r"(?:\s?년?\s?[.년]\s?(?P<{0}m>1[0-2]|0?[1-9])(?!\d|\.\d)(?:\s?월|\.(?!\d)|(?=\s*[~,)\-]|\s|$)))?"


def _full(short: str | None, long: str | None, bare: str | None) -> int:
    return int(long) if long else 2000 + int(short or bare or 0)


@dataclass(frozen=True, slots=True)
class YearSpan:
    """`'23~'30년`, `2023. 3.~2026. 12.`; offsets of the text."""

    start: int
    end: int
    first: int
    last: int
    first_month: int | None = None
    last_month: int | None = None

    @property
    def months(self) -> int:
        return (self.last - self.first) * 12 + (self.last_month or 12) - (self.first_month or 1) + 1


MONTHS = 12
_SPAN = re.compile(
    (_Y + _M).format("a")
    + r"\s?(?:년|학년|\.)?도?(?P<fresh>\s?\(?신규\)?)?\s?(?P<dash>[~\-])\s?"
    + (_Y + _M).format("b")
    + r"\s?(?:년|학년|\.(?!\s?\d))?도?(?!\d|,\d|[.]\d|\s?(?:%|개|명|건|억|백|천|만|원|종|호|대|회|일|월|시|분))"
)


_FROM_TO = re.compile(
    r"(?<!\d)(?P<a>(?:19|20)\d\d)년?(?:도)?부터 (?P<b>(?:19|20)\d\d)년?(?:도)?까지(?= ?(?:총|약|\d))"
)


def spans_in_words(text: str) -> Iterator[YearSpan]:
    """`2023년부터 2026년까지`, where a length may follow."""
    for match in _FROM_TO.finditer(text):
        yield YearSpan(match.start(), match.end(), int(match["a"]), int(match["b"]))


def year_spans(text: str) -> Iterator[YearSpan]:
    """Spans of years; bare two-digit years only in brackets or before 년 (`(23~28)`, `23~28년`)."""
    for match in _SPAN.finditer(text):
        if match["dash"] == "-" and match["bb"]:
            continue  # 2023-10호, 10-15
        bare = match["ab"] or match["bb"]
        marked = match["as"] or match["al"]
        if bare and not marked:
            left = text[: match.start()].rstrip()[-1:]
            if not (left == "(" or match.group().rstrip().endswith("년")) or match["bl"] or match["bs"]:
                continue
            if not 10 <= int(match["ab"]) <= 60:
                continue
        if match["bb"] and marked and not 0 <= int(match["bb"]) <= 60:
            continue
        if match["am"] and match["bb"] and not match["bm"] and int(match["bb"]) <= MONTHS:
            continue  # 2023. 5. ~ 11.: months of one year
        yield YearSpan(
            match.start(),
            match.end(),
            _full(match["as"], match["al"], match["ab"]),
            _full(match["bs"], match["bl"], match["bb"]),
            int(match["am"]) if match["am"] else None,
            int(match["bm"]) if match["bm"] else None,
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """A month, quarter or half of a year, or a day: `last` is its last day; `opens` a span, `closes` one (`~'23.3`)."""

    start: int
    end: int
    first: date
    last: date
    opens: bool
    closes: bool


_MOMENT = re.compile(
    r"(?P<till>~\s?)?"
    r"(?:'\s?(?P<s>\d{2})|(?P<l>(?:19|20)\d{2})|(?<=[(~,\s])(?P<b>\d{2}))\s?(?:년\s?|\.\s?)"
    r"(?:(?P<q>[1-4])\s?(?:분기|/4\s?분기)|(?P<h>상반기|하반기|상|하)(?![가-힣])|(?P<m>1[0-2]|"
    r"0?[1-9])(?!\d|,\d|%|\.\d{3}|억|만|명|건|개|%)"
    r"(?:\s?\.\s?(?P<d>3[01]|[12]\d|0?[1-9])(?!\d))?\s?(?P<tail>월|\.)?(?:\s?(?P<d2>3[01]|[12]\d|"
    r"0?[1-9])일)?)"
    r"(?P<open>\s?~)?"
)


def moments(text: str) -> Iterator[Moment]:
    """Months and days with a year; `('22.9)`, `'22.9.30~12.6`, `2023년 9월`, `'23.1분기`, `23.10`."""
    for match in _MOMENT.finditer(text):
        year = _full(match["s"], match["l"], match["b"])
        if not 1990 <= year <= 2060:
            continue
        if match["b"] and not (match["tail"] or re.match(r"\s*[),~]", text[match.end() :])):
            continue
        if match["q"]:
            months = (int(match["q"]) * 3 - 2, int(match["q"]) * 3)
        elif match["h"]:
            months = (1, 6) if match["h"].startswith("상") else (7, 12)
        else:
            months = (int(match["m"]), int(match["m"]))
        day = int(match["d"] or match["d2"] or 0)
        length = monthrange(year, months[1])[1]
        first = date(year, months[0], min(day, length) or 1)
        last = date(year, months[1], min(day, length) or length)
        yield Moment(match.start(), match.end(), first, last, bool(match["open"]), bool(match["till"]))
