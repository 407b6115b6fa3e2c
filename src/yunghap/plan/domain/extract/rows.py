"""Rows of tables set as text: lines in columns by runs of spaces, between tabs, or between pipes."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from .view import View

_WIDE = re.compile(r" {2,}")
# 구    분, 합    계: one word set wide, no two cells.
_SET_WIDE = re.compile(r"(?<!\S)(?<![가-힣] )[가-힣]( {2,8})[가-힣](?:\1[가-힣])*(?=\s|$)")
_RULE = re.compile(r"[\s|:+=-]*[|+][\s|:+=-]*|\s*[-=]{5,}(?:\s+[-=]{5,})*\s*")
_GROUP = re.compile(r"\s*[^\t\d.:|]{1,20}\s*")
_NO_HEADER = re.compile(r"[^가-힣A-Za-z'\d(]|\(\s?단\s?위|\d+[.)]|[가-하][.)]|.*:")
_NUMBERS = re.compile(r"(?<=  )[△▲▼+-]?[\d,]+(?:\.\d+)?%?(?=  |$)")
_LONGEST = 400
_HEADERS = 3  # rows at most
_LEAST = 3  # columns of a table without lines around it

Cells = list[tuple[int, int]]


def is_rule(text: str) -> bool:
    """A line that only draws the table: |---|---|, +----+."""
    return _RULE.fullmatch(text) is not None


def closed_by_pipes(text: str) -> bool:
    """The row stands between pipes: | 구분 | 2023 |."""
    bare = text.strip()
    return len(bare) > 1 and bare[0] == bare[-1] == "|"


def plain_rows(views: Sequence[View]) -> frozenset[int]:
    """Numbers of lines that stand in columns without a line around them: several with equally many columns."""
    wide = _runs(views, _wide_count)
    uneven = _uneven(views, wide)
    wide |= uneven
    return wide | frozenset(_heads(views, wide, uneven)) | _runs(views, _pipe_count) | _groups(views)


def _uneven(views: Sequence[View], wide: frozenset[int]) -> frozenset[int]:
    """Numbers of lines in columns that end in numbers, some without their last cell (비고)."""
    found: set[int] = set()
    run: list[int] = []
    for number, view in enumerate([*views, View("", [], [])], 1):
        text = view.text.strip()
        if _wide_count(text) >= _LEAST and len(_NUMBERS.findall(text)) >= _LEAST - 1:
            run.append(number)
            continue
        counts = [_wide_count(views[row - 1].text.strip()) for row in run]
        known = any(row in wide for row in run)  # rows of a table go on
        if (known or len(run) >= _LEAST) and run and max(counts) - min(counts) <= 1:
            found.update(run)
        run = []
    return frozenset(found) - wide


def _groups(views: Sequence[View]) -> frozenset[int]:
    """Numbers of lines that head a group of rows between tabs: 수입 alone over 자체수입 | 412,600 | …."""
    texts = [view.text for view in views]
    return frozenset(
        number
        for number, (before, text, after) in enumerate(zip(texts, texts[1:], texts[2:], strict=False), 2)
        if before.count("\t") == after.count("\t") >= 2 and _GROUP.fullmatch(text)
    )


def _heads(views: Sequence[View], rows: frozenset[int], uneven: frozenset[int]) -> Iterator[int]:
    """Numbers of lines right over such rows whose headers are fewer, as one may stand over several columns."""
    for first in rows:
        for number in range(first - 1, max(first - 1 - _HEADERS, 0), -1):
            text = views[number - 1].text.strip()
            cells = _wide_count(text)
            if (
                number in rows
                or _NO_HEADER.match(text)
                or not 2 <= cells <= _wide_count(views[first - 1].text.strip()) + (first in uneven)
            ):
                break
            yield number


def _wide_count(text: str) -> int:
    if not text or "\t" in text or len(text) >= _LONGEST:
        return 0
    return len(_wide_gaps(text)) + 1


def _pipe_count(text: str) -> int:
    return text.count("|") + 1 if "|" in text and len(text) < _LONGEST else 0


def _runs(views: Sequence[View], columns_of: Callable[[str], int]) -> frozenset[int]:
    found: set[int] = set()
    run: list[int] = []
    columns = 0
    for number, view in enumerate([*views, View("", [], [])], 1):
        if run and view.text and is_rule(view.text):
            continue
        count = columns_of(view.text.strip())
        if count >= _LEAST and (count == columns or not run):
            run.append(number)
        else:
            if len(run) >= 2:
                found.update(run)
            run = [number] if count >= _LEAST else []
        columns = count
    return frozenset(found)


def _wide_gaps(text: str) -> list[re.Match[str]]:
    """Gaps between columns; those inside a word set wide are none."""
    words = [match.span() for match in _SET_WIDE.finditer(text)] if "  " in text else []
    return [
        gap
        for gap in _WIDE.finditer(text)
        if not any(start < gap.start() and gap.end() < end for start, end in words)
    ]


def split_row(text: str, *, ruled: bool, closed: bool = True) -> Cells:
    """Where the cells of a row stand: between tabs, pipes or wide gaps.

    `closed`: rows of this table may begin and end with a pipe; else a pipe at an end has an empty cell beyond it.
    """
    if ruled:
        cuts = [match.start() for match in re.finditer(r"\|", text)]
        if not (closed and closed_by_pipes(text)):
            cuts = [len(text) - len(text.lstrip()) - 1, *cuts, len(text)]
        return [(left + 1, right) for left, right in pairwise(cuts)]
    tabbed = "\t" in text
    start = len(text) - len(text.lstrip(" "))
    end = len(text) if tabbed else len(text.rstrip(" "))
    gaps = re.finditer(r"\t", text[:end]) if tabbed else _wide_gaps(text[:end])
    cells = []
    for match in gaps:
        if match.start() >= start:
            cells.append((start, match.start()))
            start = match.end()
    return [*cells, (start, end)]
