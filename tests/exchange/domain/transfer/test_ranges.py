"""Ranges of bytes."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yunghap.exchange.domain.transfer.ranges import Unsatisfiable, add, content_range, length, wanted


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("", None),
        ("bytes=0-", (0, 9)),
        ("bytes=3-5", (3, 5)),
        ("bytes=3-99", (3, 9)),
        ("bytes=-4", (6, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes=9-9", (9, 9)),
        ("bytes=-", None),
        ("bytes=5-3", None),
        ("bytes=0-1,4-5", None),
        ("rows=0-1", None),
        ("bytes=a-b", None),
        ("bytes=--1", None),
        ("bytes=99999999999999999999-", None),
        ("bytes = 1-2 ", (1, 2)),
        ("bytes=٣-5", None),
    ],
)
def test_ranges_of_a_request(header: str | None, expected: tuple[int, int] | None) -> None:
    assert wanted(header, 10) == expected


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=10-", 10), ("bytes=10-12", 10), ("bytes=-0", 10), ("bytes=0-", 0)]
)
def test_ranges_behind_the_end(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, size)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes 0-9/10", (0, 9, 10)),
        ("bytes 5-9/10", (5, 9, 10)),
        (None, None),
        ("bytes 5-10/10", None),
        ("bytes */10", None),
        ("bytes 9-5/10", None),
        ("bytes 0-9/*", None),
    ],
)
def test_ranges_of_a_piece(header: str | None, expected: tuple[int, int, int] | None) -> None:
    assert content_range(header) == expected


@given(some.lists(some.tuples(some.integers(0, 60), some.integers(0, 20))))
def test_a_set_of_ranges_counts_each_byte_once(pairs: list[tuple[int, int]]) -> None:
    covered: list[tuple[int, int]] = []
    seen: set[int] = set()
    for first, more in pairs:
        new = set(range(first, first + more + 1))
        covered, fresh = add(covered, (first, first + more))
        assert fresh == len(new - seen)
        seen |= new
        assert length(covered) == len(seen)
        assert all(one[1] + 1 < other[0] for one, other in itertools.pairwise(covered))
