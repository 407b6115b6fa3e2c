"""Merged header cells set as text: each column's header words, however the merged cells were flattened."""

import re
from collections.abc import Sequence

from .headings import years_in

# Tops that usually stand over several columns: 실적 over '21 | '22 | '23.
_COVERS = re.compile(
    r"실\s?적|목\s?표|계\s?획|예\s?산|투\s?자|사\s?업\s?비|연\s?도|재\s?원|\d년|규\s?모|현\s?황"
)


def stack_headers(rows: Sequence[Sequence[str]], width: int, year: int | None) -> list[list[str]]:
    """Per column of `width` its header words, top first; `year` tells years reported from years planned."""
    placed = _placed([list(row) for row in rows], width, year)
    headers = []
    for column in range(width):
        words: list[str] = []
        for row in placed:
            if row[column] and (not words or words[-1] != row[column]):
                words.append(row[column])
        headers.append(words)
    return headers


def _placed(rows: list[list[str]], width: int, year: int | None) -> list[list[str]]:
    """Every row over its columns."""
    found: list[list[str]] = []
    for number, row in enumerate(rows):
        last = number + 1 == len(rows)
        if len(rows) == 2 and not last:
            joined = _joined(row, rows[1], width, year)
            if joined:
                return joined
        below = _covered(found[-1], row) if found and found[-1] else None
        if below is None:
            below = row if "" in row else _spread(row, width)
            below = below + [""] * (width - len(below))
        if not last:
            for column in range(1, width):
                below[column] = below[column] or below[column - 1]
        found.append(below)
    return found


def _covered(above: Sequence[str], row: Sequence[str]) -> list[str] | None:
    """계획 | 실적 | 계획 | 실적 without empty cells under 부처 | 과제 | (과제) | 투자 | (투자)."""
    if len(row) >= len(above) or "" in row:
        return None
    merged = [
        c
        for c, text in enumerate(above)
        if text and text in {*above[max(0, c - 1) : c], *above[c + 1 : c + 2]}
    ]
    if len(merged) != len(row):
        return None
    words = dict(zip(merged, row, strict=True))
    return [words.get(c, "") for c in range(len(above))]


def _spread(row: list[str], width: int) -> list[str]:
    """구분 | 2023 | 2024 over five columns: each of the two years covers two."""
    covered = len(row) - 1
    if covered < 1 or len(row) >= width or (width - 1) % covered:
        return row
    each = (width - 1) // covered
    return [row[0], *(text for text in row[1:] for _ in range(each))]


def _joined(top: list[str], sub: list[str], width: int, year: int | None) -> list[list[str]] | None:
    """지표 | 실적 | 목표 | 산식 over '21 | '22 | '23 | '24: two rows, neither with a cell for what the other covers."""
    merged = len(top) + len(sub) - width
    if "" in top or "" in sub or max(len(top), len(sub)) >= width or not 1 <= merged < len(top):
        return None
    starts = range(1, len(top) - merged + 1)
    first = next((at for at in starts if all(map(_COVERS.search, top[at : at + merged]))), 1)
    over: list[str] = []
    for text, share in zip(top[first : first + merged], _shares(sub, merged, year), strict=True):
        over += [text] * share
    rest = width - first - len(sub)
    return [
        [*top[:first], *over, *top[first + merged :]],
        [*[""] * first, *sub, *[""] * rest],
    ]


def _shares(sub: Sequence[str], merged: int, year: int | None) -> list[int]:
    """How many columns each of the merged tops covers."""
    years = [years_in(text)[0] for text in sub if years_in(text)]
    if merged == 2 and year is not None and len(years) == len(sub) == len(set(years)):
        past = sum(each < year for each in years)
        if 0 < past < len(sub):
            return [past, len(sub) - past]
    if len(sub) % merged == 0:
        return [len(sub) // merged] * merged
    return [len(sub) - merged + 1, *[1] * (merged - 1)]
