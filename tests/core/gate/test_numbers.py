"""Numbers from outside."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import ascii_digits, parse_decimal, parse_integer

LARGE = 10**15
FULL_WIDTH = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")


@given(st.integers(-LARGE, LARGE))
def test_parse_integer_reads_plain_grouped_and_full_width_digits(value: int) -> None:
    for printed in (
        str(value),
        f"{value:,}",
        f" {value:,} ".translate(FULL_WIDTH),
        f"{value}".replace("-", "△"),
    ):
        assert parse_integer(printed, low=-LARGE, high=LARGE) == value


@given(st.decimals(-LARGE, LARGE, places=3))
def test_parse_decimal_reads_plain_grouped_and_full_width_digits(value: Decimal) -> None:
    for printed in (f"{value:f}", f"{value:,f}", f"{value:f}".translate(FULL_WIDTH), f"+{abs(value):f}"):
        expected = abs(value) if printed.startswith("+") else value
        assert parse_decimal(printed, low=-LARGE, high=LARGE, places=3) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "1.0",
        "1e3",
        "NaN",
        "inf",
        "1_000",
        "1,00",
        "0x10",
        "①",
        "٣",
        "१",
        "10²",
        "Ⅷ",
        "1 2",
        "1\u200b2",
        "9" * 41,
        "--1",
        "(1)",
        "½",
        "1\n2",
    ],
)
def test_parse_integer_refuses_what_is_not_one_number(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_integer(text, low=-LARGE, high=LARGE)


@pytest.mark.parametrize(
    "text", ["", ".5", "1.", "1.2.3", "NaN", "1E+9999999", "1e-5", "1.2345", "Infinity", "1.٣"]
)
def test_parse_decimal_refuses_what_is_not_one_number(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_decimal(text, low=0, high=10, places=3)


@pytest.mark.parametrize("text", ["-1", "11", str(10**30), "9223372036854775808"])
def test_parse_integer_refuses_what_lies_outside_the_range(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_integer(text, low=0, high=10)


def test_ascii_digits_leaves_other_digits_alone() -> None:
    assert ascii_digits("１２３　①²½") == "123 ①²½"
