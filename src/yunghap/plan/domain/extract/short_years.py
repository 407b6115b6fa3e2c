"""Years of two digits without an apostrophe: (23, 12억원), (~23), (23~28), 23년."""

import re

from .when import Found, finish_year
from .words import any_of

_LIST_AFTER = re.compile(
    r"\d\d(?=\s?(?:,(?!\d{3}(?!\d))|~(?!\s?\d+\s?(?:세|살|대|%|[명개건회]))|/)|\s?-\s?'?\d\d(?:년|\)|,)|년|\))"
)
_CLOSING = re.compile(r"\d\d(?=\)|년|,(?!\d))")
_DURATIONS = any_of(
    "간 이내 이상 이하 미만 초과 만에 동안 째 주기 차 경과 넘 전 후 짜리 여 씩 단위 계약 과정 의_ 제 생 납 형 물"
)
_DURATION = rf"(?! ?{_DURATIONS})"
_WORD = re.compile(rf"\d\d ?년(?:도)?{_DURATION}")
_YEAR_WORD = re.compile(r" ?(?:년도|년)")
_ITEM = re.compile(r"[가-힣A-Za-z]\((\d+)\)")
_OPEN = re.compile(r"[(\[<]\s?$")
_TILDE = re.compile(r"~\s?$")


def read_short_year(text: str, at: int, edition: int | None) -> Found | None:
    """A two-digit year at `at`: in a parenthesis, behind a tilde, or before 년 where a duration is unlikely."""
    if text[at - 1 : at].isdigit() or re.search(r"[\d.,]$", text[max(0, at - 1) : at]):
        return None
    year = _year(text, at)
    if year is None or not _near(year, edition):
        return None
    before = text[max(0, at - 3) : at]
    tilde, opened = _TILDE.search(before), _OPEN.search(before)
    match = _WORD.match(text, at)
    if match is None and tilde and not re.search(r"\d\s?~\s?$", before):
        match = _CLOSING.match(text, at)
    if match is None and opened:
        match = _LIST_AFTER.match(text, at)
        if match and text[at + 2 : at + 3] == ")" and not _stands_alone(text, at, year, edition):
            return None
    if match is None:
        return None
    word = _YEAR_WORD.match(text, at + 2)
    found = finish_year(text, at, word.end() if word else at + 2, year)
    return Found(found.start, found.end, found.when, found.kind, f"{found.rule}-short")


def _year(text: str, at: int) -> int | None:
    digits = re.match(r"\d\d(?!\d)", text[at : at + 3])
    return 2000 + int(digits[0]) if digits and int(digits[0]) >= 5 else None


def _near(year: int, edition: int | None) -> bool:
    return edition is None or -12 <= year - edition <= 15


def _stands_alone(text: str, at: int, year: int, edition: int | None) -> bool:
    """(23) by itself is a year where it can be the edition's or one beside it, and no breakdown like 행정(4)."""
    if edition is None or abs(year - edition) > 1:
        return False
    others = {match[1] for match in _ITEM.finditer(text, max(0, at - 60), at + 60)}
    return others <= {text[at : at + 2]}
