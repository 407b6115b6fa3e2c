from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.numbers import shortest, written


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=6))
def test_the_shortest_is_equal_and_has_neither_zeros_behind_nor_an_exponent(value: Decimal):
    text = str(shortest(value))
    assert Decimal(text) == value
    assert "E" not in text
    assert not ("." in text and text.endswith("0"))
    assert written(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("59.200000", "59.2"),
        ("1E+3", "1000"),
        ("-0.00", "0"),
        ("0.000001", "0.000001"),
        ("1234.500", "1234.5"),
    ],
)
def test_numbers_are_written_without_grouping(value: str, text: str):
    assert written(Decimal(value)) == text


def test_nothing_stays_nothing():
    assert shortest(None) is None
