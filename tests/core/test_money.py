"""Amounts of money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.money import EOK, LIMIT, UNITS, check_range, format_money, in_column, in_eok, parse_money

amounts = st.integers(-LIMIT, LIMIT)


@pytest.mark.parametrize(
    ("text", "krw", "unit", "precision"),
    [
        ("34.5억원", 3_450_000_000, "억원", 10_000_000),
        ("3조 4,561억원", 3_456_100_000_000, "억원", 100_000_000),
        ("3조4561억", 3_456_100_000_000, "억원", 100_000_000),
        ("1조 2,345억 6,700만원", 1_234_567_000_000, "만원", 10_000),
        ("1억 2천만원", 120_000_000, "천만원", 10_000_000),
        ("2천5백만원", 25_000_000, "백만원", 1_000_000),
        ("5억 천만원", 510_000_000, "천만원", 10_000_000),
        ("△1,234백만원", -1_234_000_000, "백만원", 1_000_000),
        ("▲3억", -300_000_000, "억원", 100_000_000),
        ("−3억", -300_000_000, "억원", 100_000_000),
        ("+3억", 300_000_000, "억원", 100_000_000),
        ("500천원", 500_000, "천원", 1_000),
        ("１２３．５억원", 12_350_000_000, "억원", 10_000_000),
        ("1,234", 1_234, "원", 1),
        ("₩1,234원", 1_234, "원", 1),
        ("3억 5,000원", 300_005_000, "원", 1),
        ("0원", 0, "원", 1),
        ("1000조", LIMIT, "조원", 10**12),
    ],
)
def test_parse_money_reads_what_officials_write(text: str, krw: int, unit: str, precision: int) -> None:
    money = parse_money(text)
    assert (money.krw, money.unit, money.precision_krw, money.printed) == (krw, unit, precision, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "원",
        "억원",
        "천만원",
        "3억 5",
        "1.5억 2천만원",
        "2백3천만",
        "2천3.5백만",
        "1,23억",
        "10²억",
        "①억",
        "٣억",
        "1.5원",
        "0.000000001억원",
        "1e5원",
        "NaN",
        "Infinity",
        "1조1조",
        "1억 2조",
        "12 34억",
        "1000조 1원",
        "9" * 31 + "원",
        "1" * 61,
        "약 3억",
        "3억원 이상",
        "--3억",
        "3억\u200b원",
        "3.억",
        ".5억",
        "천.5억",
        "억 3만",
    ],
)
def test_parse_money_refuses_what_is_not_one_whole_amount(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_money(text)


@given(amounts, st.sampled_from(sorted(UNITS)))
def test_format_money_without_places_reads_back_exactly(krw: int, unit: str) -> None:
    assert parse_money(format_money(krw, unit)).krw == krw


@given(amounts, st.sampled_from(sorted(UNITS)), st.integers(0, 4))
def test_format_money_with_places_is_within_half_a_step(krw: int, unit: str, places: int) -> None:
    printed = Decimal(format_money(krw, unit, places).removesuffix(unit).replace(",", ""))
    exact = Decimal(krw) / UNITS[unit]
    assert abs(printed - exact) <= Decimal("0.5").scaleb(-places)


@given(amounts)
def test_in_eok_is_exact(krw: int) -> None:
    assert in_eok(krw) * EOK == krw


@given(st.text(max_size=70))
def test_parse_money_gives_an_amount_in_range_or_a_clear_error(text: str) -> None:
    try:
        money = parse_money(text)
    except InvalidInput:
        return
    assert -LIMIT <= money.krw <= LIMIT
    assert money.precision_krw >= 1


@pytest.mark.parametrize(
    ("krw", "arguments", "printed"),
    [
        (3_456_100_000_000, {}, "34,561억원"),
        (3_450_000_000, {}, "34.5억원"),
        (-150_000_000, {"places": 0}, "-2억원"),
        (-150_000_000, {"places": 0, "minus": "△"}, "△2억원"),
        (-1, {"places": 1}, "0.0억원"),
        (12_345, {"unit": "천원"}, "12.345천원"),
        (3_456_100_000_000, {"language": "en"}, "KRW 3,456.1 billion"),
        (3_456_100_000_000, {"language": "en", "unit": "trillion", "places": 2}, "KRW 3.46 trillion"),
        (-12_345, {"language": "en", "unit": "천원"}, "-KRW 12,345"),
        (12_345_000, {"language": "en", "unit": "백만원"}, "KRW 12.345 million"),
    ],
)
def test_format_money_prints_both_languages(krw: int, arguments: dict[str, object], printed: str) -> None:
    assert format_money(krw, **arguments) == printed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("krw", "language", "shown"),
    [
        (3_268_270_000_000, "ko", "32682.70"),
        (3_268_270_000_000, "en", "3268.270"),
        (-500_000, "ko", "-0.01"),
        (-500_000, "en", "-0.001"),
    ],
)
def test_columns_are_in_the_unit_of_their_readers(krw: int, language: str, shown: str) -> None:
    assert str(in_column(krw, language)) == shown


def test_format_money_refuses_an_unknown_unit() -> None:
    with pytest.raises(KeyError):
        format_money(1, "냥")


@pytest.mark.parametrize("krw", [LIMIT + 1, -LIMIT - 1, 10**30])
def test_check_range_refuses_what_no_budget_reaches(krw: int) -> None:
    with pytest.raises(InvalidInput):
        check_range(krw)
