"""Lines of two sections that are equal but for their numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from yunghap.plan.checks.clauses import Commitment, commitments, letters, read_clause
from yunghap.plan.checks.reading import Item, Reading
from yunghap.plan.checks.words import squeeze

_LEAST = 12  # letters


@dataclass(frozen=True)
class Twin:
    """Two such lines with their quantities side by side."""

    one: Item
    other: Item
    pairs: tuple[tuple[Commitment, Commitment], ...]


def masked(text: str) -> str:
    """The text squeezed, each number one mark."""
    return squeeze(re.sub(r"\d[\d,.]*", " 0 ", text))


def twins(reading: Reading) -> Iterator[Twin]:
    """Pairs of such lines in different sections, first against each later one."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in reading.items:
        if reading.on(item.line):
            key = masked(item.text[item.begin :] if item.tag_start < 0 else item.body)
            if letters(key.replace("0", "")) >= _LEAST:
                groups[key].append(item)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            if reading.path(first.line) == reading.path(other.line):
                continue
            mine = list(commitments(read_clause(reading, first.line)))
            theirs = list(commitments(read_clause(reading, other.line)))
            kinds = [c.placed.figure.dimension for c in mine], [c.placed.figure.dimension for c in theirs]
            if kinds[0] == kinds[1]:
                yield Twin(first, other, tuple(zip(mine, theirs, strict=True)))
