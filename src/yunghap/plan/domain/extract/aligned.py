"""Headers of a table set in columns of spaces: which header stands over which column, by where they stand."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

Place = tuple[int, int]  # from and to, in columns of the page


def places_of(text: str, cells: Sequence[tuple[int, int]]) -> list[Place]:
    """Where the cells of a row stand on the page; a Korean letter takes two columns."""
    at = [0]
    for letter in text:
        at.append(at[-1] + (2 if unicodedata.east_asian_width(letter) in "WF" else 1))
    return [(at[start], at[end]) for start, end in cells]


def headers_by_place(
    headers: Sequence[Sequence[tuple[Place, str]]], data: Sequence[Sequence[Place]]
) -> list[list[str]] | None:
    """Per column its header words, top first; None where the rows under the headers do not stand in even columns."""
    count = max(map(len, data), default=0)
    full = [row for row in data if len(row) == count]
    columns = [(min(row[c][0] for row in full), max(row[c][1] for row in full)) for c in range(count)]
    if any(before[1] > after[0] for before, after in pairwise(columns)):
        return None
    found: list[list[str]] = [[] for _ in columns]
    for number, row in enumerate(headers):
        last = number + 1 == len(headers)
        for column, words in zip(columns, found, strict=True):
            text = _over(row, column, below=not last)
            if text and (not words or words[-1] != text):
                words.append(text)
    return found


def _over(row: Sequence[tuple[Place, str]], column: Place, *, below: bool) -> str:
    """The header that stands over the column, or, with headers `below` it, begins before and reaches over it."""
    overlaps = [(min(place[1], column[1]) - max(place[0], column[0]), text) for place, text in row]
    most = max(overlaps, key=lambda overlap: overlap[0], default=(0, ""))
    if most[0] > 0:
        return most[1]
    before = [text for place, text in row if place[0] <= column[1]]
    return before[-1] if below and before else ""
