"""Rows of a table whose columns a converter set apart by one space each: 디지털 융합 15,210 15,980 5.1."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .view import View

_VALUE = r"(?:[△▲▼+-]?\d[\d,]*(?:\.\d+)?%?|-)"
_ROW = re.compile(rf"\s*[가-힣A-Za-z][가-힣A-Za-z·&/() ]{{0,30}}(?P<values>(?: {_VALUE}){{2,12}})\s*")
_FEWEST = 3  # rows under the header


def with_tabs(views: Sequence[View]) -> list[View]:
    """The views; in rows of such a table, header included, a tab for each space between columns."""
    found = list(views)
    for rows, columns in _runs(views):
        header = rows.start - 1
        words = views[header].text.split(" ") if header >= 0 else []
        if len(words) != columns + 1 or words[-1].endswith(("다", ".")):
            continue
        for row in (header, *rows):
            cells = views[row].text.rstrip().rsplit(" ", columns)
            text = "\t".join(cells)
            found[row] = replace(views[row], text=text + views[row].text[len(text) :])
    return found


def _runs(views: Sequence[View]) -> Iterator[tuple[range, int]]:
    """Indexes of rows with equally many numbers, and how many."""
    first, columns = 0, 0
    for index in range(len(views) + 1):
        match = _ROW.fullmatch(views[index].text) if index < len(views) else None
        count = match["values"].count(" ") if match else 0
        if count != columns:
            if columns and index - first >= _FEWEST:
                yield range(first, index), columns
            first, columns = index, count
