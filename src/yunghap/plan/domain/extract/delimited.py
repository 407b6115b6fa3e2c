"""Rows of a table whose cells stand between commas or semicolons, as a spreadsheet saves them: 출연금,"24,180","25"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .view import View

_QUOTED = re.compile(r'"[^"]*"')
# Every comma, as where numbers with commas are quoted; commas before a space; semicolons.
_CUTS = (re.compile(","), re.compile(r",(?= )"), re.compile(";"))
_VALUE = re.compile(r"\s*[△▲▼+-]?\d[\d,]*(?:\.\d+)?\s?%?\s*")
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*")
_NOTHING = re.compile(r"\s*-?\s*")
_BULLET = re.compile(r"\s*(?:[□■○●◦ㅇ◇◆▪•·*※①-⑳-]|\d{1,2}[.)] |[가-하][.)] )")
_SENTENCE = re.compile(r"[다음임함]\.?\s*$")
_FEWEST = 3  # cells of a row, lines of a table
_VALUES = 2  # at least in a row
_LONGEST_CELL, _LONGEST = 40, 400

Cuts = tuple[int, ...]


def cells_apart(views: Sequence[View]) -> list[View]:
    """The views; in rows of such a table, header included, a tab for each separator and a space for each quote."""
    found = list(views)
    lines = [_is_line(view.text) for view in views]
    for separator in _CUTS:
        cuts = [_cuts(view.text, separator) if line else () for view, line in zip(views, lines, strict=True)]
        for rows in _tables(views, cuts):
            for row in rows:
                found[row] = _apart(views[row], cuts[row])
                lines[row] = False
    return found


def _is_line(text: str) -> bool:
    return (
        len(text) <= _LONGEST and "\t" not in text and not _BULLET.match(text) and not _SENTENCE.search(text)
    )


def _cuts(text: str, separator: re.Pattern[str]) -> Cuts:
    """Where the separators stand outside quotes."""
    if text.count('"') % 2:
        return ()
    bare = _QUOTED.sub(lambda match: "_" * len(match[0]), text)
    return tuple(match.start() for match in separator.finditer(bare))


def _tables(views: Sequence[View], cuts: Sequence[Cuts]) -> Iterator[range]:
    """Indexes of a header and the rows with values under it, all with equally many cells."""
    first = 0
    while first < len(views):
        last = first
        count = len(cuts[first])
        if count + 1 >= _FEWEST and _is_header(_cells(views[first].text, cuts[first])):
            while last + 1 < len(views) and len(cuts[last + 1]) == count:
                if not _is_row(_cells(views[last + 1].text, cuts[last + 1])):
                    break
                last += 1
        if last - first + 1 >= _FEWEST:
            yield range(first, last + 1)
        first = last + 1


def _cells(text: str, cuts: Cuts) -> list[str]:
    """The words of each cell, without quotes."""
    edges = [-1, *cuts, len(text)]
    return [text[start + 1 : end].replace('"', " ") for start, end in pairwise(edges)]


def _is_header(cells: Sequence[str]) -> bool:
    """Words and years, no values."""
    return not any(_VALUE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)


def _is_row(cells: Sequence[str]) -> bool:
    """A name, then values and perhaps short words (a unit, a ministry)."""
    values = sum(_VALUE.fullmatch(cell) is not None for cell in cells[1:])
    empty = sum(_NOTHING.fullmatch(cell) is not None for cell in cells[1:])
    return values > 0 and values + empty >= _VALUES and max(map(len, cells)) <= _LONGEST_CELL


def _apart(view: View, cuts: Cuts) -> View:
    letters = list(view.text.replace('"', " "))
    for at in cuts:
        letters[at] = "\t"
    return replace(view, text="".join(letters))
