"""Ranges of bytes as HTTP writes them (RFC 9110, section 14), and sets of them."""

import re
from collections.abc import Iterable

# First and last byte, both included.
Range = tuple[int, int]

_RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,18})-([0-9]{0,18})\s*")
_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")


class Unsatisfiable(Exception):  # noqa: N818
    """The range begins behind the last byte (416)."""


def wanted(header: str | None, size: int) -> Range | None:
    """The range that a `Range` header asks for; None for the whole.

    Several ranges, other units and what cannot be understood count as no range, as RFC 9110 allows. Raises
    Unsatisfiable.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # the last so many bytes
        length = min(int(last), size)
        if not length:
            raise Unsatisfiable
        return size - length, size - 1
    begin, end = int(first), int(last) if last else size - 1
    if end < begin and last:
        return None
    if begin >= size:
        raise Unsatisfiable
    return begin, min(end, size - 1)


def content_range(header: str | None) -> tuple[int, int, int] | None:
    """First and last byte and whole size of a `Content-Range` header; None for anything else."""
    found = _CONTENT_RANGE.fullmatch(header.strip()) if header else None
    if found is None:
        return None
    first, last, size = map(int, found.groups())
    return (first, last, size) if first <= last < size else None


def add(covered: Iterable[Iterable[int]], new: Range) -> tuple[list[Range], int]:
    """A set of ranges with one more: apart, in order; and how many bytes it brought."""
    merged: list[Range] = []
    begin, end = new
    before = 0
    for item in covered:
        first, last = item
        before += last - first + 1
        if last + 1 < begin or end + 1 < first:
            merged.append((first, last))
        else:
            begin, end = min(begin, first), max(end, last)
    merged.append((begin, end))
    merged.sort()
    return merged, length(merged) - before


def length(covered: Iterable[Range]) -> int:
    """How many bytes are in a set of ranges."""
    return sum(last - first + 1 for first, last in covered)
