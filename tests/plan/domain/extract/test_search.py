"""Searches from left to right find what fresh searches find; a line full of numbers keeps every one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.extract.search import Searches

PATTERNS = [re.compile(pattern) for pattern in ("ab", "b+", "(?<=a)b", "abc|c")]


@given(
    text=st.text("abc", max_size=30),
    places=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(PATTERNS)), max_size=30
    ),
)
def test_first_finds_what_a_fresh_search_finds(
    text: str, places: list[tuple[int, int, re.Pattern[str]]]
) -> None:
    searches = Searches(text)
    for start, length, pattern in places:
        found, fresh = (
            searches.first(pattern, start, start + length),
            pattern.search(text, start, start + length),
        )
        assert (found and found.span()) == (fresh and fresh.span())


@pytest.mark.parametrize(
    ("piece", "values"),
    [("·5억원", {5}), ("(5억원", {5}), ("5억", {5}), ("목표 5개/", {5}), ("5억원을 지원했다. ", {5})],
)
def test_line_full_of_numbers_keeps_every_one(piece: str, values: set[int]) -> None:
    count = 20_000 // len(piece)
    found = extract_plan(["2023년 계획", "- " + piece * count]).quantities
    assert len(found) == count
    assert {quantity.value for quantity in found} == values


@pytest.mark.parametrize("piece", ["1,111", "1-", "1·", "1~", "1 "])
def test_line_of_bare_numbers_is_understood_or_reported(piece: str) -> None:
    text = "- " + piece * (20_000 // len(piece))
    found = extract_plan(["2023년 계획", text])
    spans = [
        row
        for row in (*found.quantities, *(other.span for other in (*found.others, *found.not_understood)))
        if row.line == 2
    ]
    held = {at for row in spans for at in range(row.start, row.end)}
    assert all(at in held for at, letter in enumerate(text) if letter.isdigit())
