"""A labelled text as a page breaks it: every long line that is no row of a table is broken, the labels go along."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

Record = dict[str, Any]
_ROW = re.compile(r"\t|\||│|\S {2,}\S.* {2,}\S")
_MARK = re.compile(r"\s*(?:(?:[□○●◦ㅇ▪•·*※-]|\d+[.)]|[가-하][.)]|[①-⑳])\s+)?")
_SHORTEST = 5  # letters of a piece


def wrapped(
    lines: Sequence[str], records: Sequence[Record], columns: int, *, hang: bool = True
) -> tuple[list[str], list[Record]]:
    """The broken lines and their labels; with `hang` the pieces are set in to the words of their bullet."""
    broken: list[str] = []
    moved: list[Record] = []
    for number, line in enumerate(lines, 1):
        own = [record for record in records if record["line"] == number]
        mark = _MARK.match(line)
        margin = " " * _width(mark[0]) if hang and mark else ""
        for start, end in _pieces(line, own, columns, len(margin)):
            before = margin if start else ""
            broken.append(before + line[start:end])
            for record in own:
                if start <= record["start"] < end:
                    shift = len(before) - start
                    moved.append(
                        record
                        | {
                            "line": len(broken),
                            "start": record["start"] + shift,
                            "end": record["end"] + shift,
                        }
                    )
    return broken, moved


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pieces(line: str, records: Sequence[Record], columns: int, margin: int) -> Iterator[tuple[int, int]]:
    """From and to of each piece: broken at spaces, but within no quantity."""
    start = 0
    while start < len(line) or not line:
        room = columns - (margin if start else 0)
        if _ROW.search(line) or _width(line[start:]) <= room:
            yield start, len(line)
            return
        spaces = [
            at
            for at in range(start + _SHORTEST + (margin if not start else 0), len(line))
            if line[at] == " " and not any(record["start"] <= at < record["end"] for record in records)
        ]
        fitting = [at for at in spaces if _width(line[start:at]) <= room]
        end = fitting[-1] if fitting else next(iter(spaces), len(line))
        yield start, end
        start = end + 1
