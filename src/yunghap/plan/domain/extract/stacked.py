"""Tables that a word processor gave out cell by cell, each cell a line of its own."""

import re
from collections.abc import Callable, Iterator, Sequence

from .view import View

_VALUE = re.compile(r"\s*(?:[△▲▼+-]?\s?\d[\d,]*(?:\.\d+)?\s?%?(?:\s?\([\d,.]+%?\))?|-)\s*")
_PERIOD = re.compile(r"\s*(?:'\d\d|(?:19|20)\d\d)\s*년?도?\s*")
_SENTENCE = re.compile(r"(?:[다요음함임]\.?|[:,;.])\s*$")
_LONGEST = 30  # letters of a cell
_WIDEST = 10  # columns
_FEWEST = 2  # columns, and rows under the header
_LEAST = 6  # lines
_CAPTIONS = 2  # lines


def stacked_rows(views: Sequence[View], is_plain: Callable[[int], bool]) -> Iterator[range]:
    """The lines (indexes) of each row; `is_plain` tells of a line that it begins with no mark and is no row already."""
    run: list[int] = []
    for index in range(len(views) + 1):
        if index < len(views) and _is_cell(views[index].text) and is_plain(index):
            run.append(index)
        elif run:
            if len(run) >= _LEAST:
                yield from _rows([views[cell].text for cell in run], run[0])
            run = []


def _is_cell(text: str) -> bool:
    return 0 < len(text.strip()) <= _LONGEST and (
        _VALUE.fullmatch(text) is not None or not _SENTENCE.search(text)
    )


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text) is not None and _PERIOD.fullmatch(text) is None


def _rows(texts: Sequence[str], first: int) -> Iterator[range]:
    """Of the narrowest table that the lines make, beginning at most two lines (its caption) late."""
    values = [_is_value(text) for text in texts]
    if sum(values) * 4 < len(values):
        return
    for skip in range(_CAPTIONS + 1):
        for width in range(_FEWEST, _WIDEST + 1):
            rows, rest = divmod(len(texts) - skip, width)
            if rows > _FEWEST and not rest and _fits(values[skip:], texts[skip:], width):
                yield from (range(at, at + width) for at in range(first + skip, first + len(texts), width))
                return


def _fits(values: Sequence[bool], texts: Sequence[str], width: int) -> bool:
    """Words over columns that each hold values or words only; the first holds words."""
    columns = [values[width + column :: width] for column in range(width)]
    even = all(all(column) or not any(column) for column in columns)
    named = any(re.search(r"[가-힣A-Za-z]", text) for text in texts[width::width])
    return (
        even
        and named
        and not any(values[:width])
        and not any(columns[0])
        and any(column[0] for column in columns)
    )
