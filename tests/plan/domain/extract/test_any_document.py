"""Whatever a document is made of, extraction ends, and every digit of it is understood or reported."""

import re
from collections.abc import Sequence
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plan.truth.markup import read_marked
from tests.plan.truth.measure import FRESH, TUNE
from yunghap.plan.domain.extract import extract_plan

_PIECE = re.compile(r"\s+|\d[\d,.]*|[가-힣A-Za-z]+|.")


@cache
def _lines() -> list[str]:
    """Lines of all labelled documents, each once."""
    texts = (read_marked(path).text.splitlines() for path in (*TUNE, *FRESH))
    return sorted({line for text in texts for line in text})


@cache
def _pieces() -> list[str]:
    """Words, numbers and marks of these lines, each once."""
    return sorted({piece for line in _lines() for piece in _PIECE.findall(line)})


def _documents() -> st.SearchStrategy[list[str]]:
    """Lines as they are, and lines put together of pieces of others, in any order."""
    whole = st.deferred(lambda: st.sampled_from(_lines()))
    mixed = st.deferred(lambda: st.lists(st.sampled_from(_pieces()), max_size=25)).map("".join)
    return st.lists(whole | mixed, max_size=30)


@given(lines=_documents())
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_every_digit_is_understood_or_reported(lines: Sequence[str]) -> None:
    found = extract_plan(list(lines))
    spans = [
        *found.quantities,
        *(other.span for other in (*found.others, *found.not_understood)),
    ]
    held = {(row.line, at) for row in spans for at in range(row.start, row.end)}
    missing = [
        (line, text)
        for line, text in enumerate(lines, 1)
        if any(letter in "0123456789" and (line, at) not in held for at, letter in enumerate(text))
    ]
    assert not missing
    for row in found.quantities:
        assert lines[row.line - 1][row.start : row.end] == row.text
