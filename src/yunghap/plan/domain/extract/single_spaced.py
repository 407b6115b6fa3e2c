"""Tables whose columns a converter set apart by one space each: 디지털 융합 15,210 15,980 5.1.

A row is a name, perhaps a unit or ministry, and numbers; the line above the rows, or the two lines, are the headers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .view import View
from .words import any_of

Gaps = Sequence[int]  # offsets of the spaces between columns, in order

_VALUE = r"(?:[△▲▼+-]?\d[\d,]*(?:\.\d+)?%?|-)"
_ROW = re.compile(
    rf"\s*(?P<name>[가-힣A-Za-z'\"(][^\t|:]{{0,40}}?)(?P<values>(?: {_VALUE}){{2,12}})(?P<tail> [가-힣]{{2,10}})?\s*"
)
_NO_NAME = re.compile(r"\d ?(?:[%개건명억]|[가-힣]* [은는이가을를] )|[가-힣][,.] ")
_YEARS = re.compile(r"^\S+(?: \S)?(?: (?:(?:19|20)\d\d|'\d\d)){2,}\s*$")
_WORD = re.compile(r"\S+")
# 구 분, 사 업 명: one header set wide; 계 may be one of its own behind it.
_SET_WIDE = re.compile(r"(?<!\S)[가-힣](?: [가-힣]){1,3}(?!\S)")
_IN_PARENTHESES = re.compile(r" (?=\()")
_OF_YEAR = re.compile(
    r"(?<=\d)(?:년도?)?(?P<gap> )"
    + any_of("실적 목표 계획 예산 예산액 본예산 예산안 정부안 집행 집행액 결산 추정 전망 실적치 목표치 잠정")
    + r"(?=[\s(]|$)|(?:목표|실적|기준|현재)(?:치|값)?(?P<aside> )\("
)
_NAMES_ROW = re.compile(
    any_of("단위 소관 소관부처 부처 부처명 주관 주관부처 담당 담당부처 재원 성격 유형 구분 기관 수행기관")
)
_TOTAL = re.compile(r"[합총소]? ?계")
_SENTENCE = ("다", ".")
_FEWEST = 3  # rows under the header
_NAMES = 3  # columns of words before the numbers, at most


@dataclass(frozen=True, slots=True)
class _Shape:
    """Columns of words, of numbers, and whether a column of words follows."""

    names: int
    values: int
    tail: bool


def with_tabs(views: Sequence[View]) -> list[View]:
    """The views; in rows of such a table, headers included, a tab for each space between columns."""
    found = list(views)
    for rows in _runs(views):
        headers = _headers(views, rows)
        gaps = {row: _row_gaps(views[row].text, headers[1]) for row in rows} if headers else {}
        if headers is None or not all(gaps.values()):
            continue
        for row, at in {**headers[0], **gaps}.items():
            found[row] = _parted(views[row], at)
    return found


def _parted(view: View, gaps: Gaps) -> View:
    """The view with tabs for its gaps; an offset that occurs twice has an empty cell behind it."""
    text, starts, ends = list(view.text), list(view.starts), list(view.ends)
    for before, gap in zip((-1, *gaps), gaps, strict=False):
        if gap != before:
            text[gap] = "\t"
    for gap in reversed([gap for before, gap in pairwise(gaps) if before == gap]):
        text.insert(gap, "\t")
        starts.insert(gap, starts[gap])
        ends.insert(gap, starts[gap])
    return View("".join(text), starts, ends)


def _runs(views: Sequence[View]) -> Iterator[range]:
    """Indexes of rows with equally many numbers."""
    first, shape = 0, (0, False)
    for index in range(len(views) + 1):
        match = _row(views[index].text) if index < len(views) else None
        now = (match["values"].count(" "), bool(match["tail"])) if match else (0, False)
        if now != shape:
            if shape[0] and index - first >= _FEWEST:
                years = _YEARS.search(views[first].text)  # 구분 2023 2024 2025, itself shaped like a row
                yield range(first + 1 if years else first, index)
            first, shape = index, now


def _row(text: str) -> re.Match[str] | None:
    match = _ROW.fullmatch(text)
    return match if match and not _NO_NAME.search(match["name"]) else None


def _headers(views: Sequence[View], rows: range) -> tuple[dict[int, Gaps], _Shape] | None:
    """Where the columns of the header lines part, and the shape of the table; None where they do not fit the rows."""
    match = _row(views[rows.start].text)
    at = rows.start - 1
    if match is None or at < 0:
        return None
    values, tail = match["values"].count(" "), bool(match["tail"])
    for gaps, words in _readings(views[at].text):
        names = len(words) - values - tail
        if words[-1].endswith(_SENTENCE) or re.search(r"[:|\t]", views[at].text):
            continue
        if names == 1 or (1 < names <= _NAMES and all(map(_NAMES_ROW.fullmatch, words[1:names]))):
            return {at: gaps}, _Shape(names, values, tail)
        if names == 0 and not tail and at:
            top = _tops(views[at - 1].text, values)
            if top:
                return {at - 1: top, at: gaps}, _Shape(1, values, tail)
    return None


def _tops(text: str, values: int) -> Gaps | None:
    """구분 2023년 2024년 over 예산 집행 예산 집행: each top covers as many columns as the others."""
    for gaps, words in _readings(text):
        covering = len(words) - 1
        if covering > 1 and values > covering and not values % covering and not words[-1].endswith(_SENTENCE):
            return gaps
    return None


def _readings(text: str) -> Iterator[tuple[Gaps, list[str]]]:
    """The gaps and words of a header line: as printed, then with what is set wide, dated or in parentheses as one."""
    bare = text.rstrip()
    every = [match.start() for match in re.finditer(r"(?<=\S) ", bare)]
    sets = list(_SET_WIDE.finditer(bare))
    wide = {at for match in sets for at in every if match.start() < at < match.end()}
    total = {match.end() - 2 for match in sets if match[0].endswith(" 계") and len(match[0]) > len("합 계")}
    aside = {match.start() for match in _IN_PARENTHESES.finditer(bare)}
    dated = {at for match in _OF_YEAR.finditer(bare) for at in match.span("gap") + match.span("aside")}
    for one in (set(), wide, wide - total, aside, wide | aside, dated, wide | dated, wide | aside | dated):
        gaps = [at for at in every if at not in one]
        cuts = [-1, *gaps, len(bare)]
        words = [bare[left + 1 : right].replace(" ", "") for left, right in pairwise(cuts)]
        if words and words[0]:
            yield gaps, words


def _row_gaps(text: str, shape: _Shape) -> Gaps:
    """Where the columns of a row part; none where it has too few words. A total has one name for several columns."""
    match = _row(text)
    assert match is not None  # noqa: S101  (one of a run of rows)
    inner, values = (
        [at for at in range(*match.span(part)) if text[at] == " "] for part in ("name", "values")
    )
    tail = [match.start("tail")] if shape.tail else []
    more = shape.names - 1
    if _TOTAL.fullmatch(match["name"].strip()):
        names = [values[0]] * more
    elif len(inner) < more:
        return ()
    else:
        names = inner[len(inner) - more :]
    return [*names, *values, *tail]
