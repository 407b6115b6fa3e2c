"""Prices: terms, totals, VAT, shares, periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.exchange.domain.trade import pricing
from yunghap.exchange.models import Quote


def terms(**values: object) -> Quote:
    return Quote(**{"price_form": "LUMP_SUM", "unit_krw": 1_000, **values})


@pytest.mark.parametrize(
    ("values", "supply"),
    [
        ({}, 1_000),
        ({"price_form": "FIXED", "period": "P1M", "quantity": 12}, 12_000),
        ({"price_form": "METERED", "metered_unit": "ROW", "quantity": 7}, 7_000),
        ({"price_form": "METERED", "metered_unit": "MB"}, None),
        ({"price_form": "REVENUE_SHARE", "unit_krw": None, "share": 300}, None),
    ],
)
def test_what_an_order_comes_to(values: dict[str, object], supply: int | None) -> None:
    pricing.check_terms(terms(**values))
    assert pricing.supply_of(terms(**values)) == supply


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"price_form": "FREE"}, "price_form"),
        ({"price_form": "BARTER"}, "price_form"),
        ({"unit_krw": None}, "unit_krw"),
        ({"unit_krw": 0}, "unit_krw"),
        ({"price_form": "FIXED", "period": "P2W", "quantity": 1}, "period"),
        ({"price_form": "FIXED", "period": "P1M"}, "quantity"),
        ({"price_form": "METERED", "metered_unit": "KM"}, "metered_unit"),
        ({"price_form": "METERED", "metered_unit": "ROW", "quantity": -1}, "quantity"),
        ({"price_form": "METERED", "metered_unit": "ROW", "quantity": 10**14}, "quantity"),
        ({"price_form": "REVENUE_SHARE", "share": 10_001}, "share"),
        ({"price_form": "REVENUE_SHARE"}, "share"),
    ],
)
def test_terms_that_are_none(values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        pricing.check_terms(terms(**values))
    assert error.value.details["field"] == field


@pytest.mark.parametrize(
    ("supply", "vat", "krw"),
    [
        (1_000, "TAXABLE", 100),
        (1_009, "TAXABLE", 100),
        (9, "TAXABLE", 0),
        (1_000, "EXEMPT", 0),
        (1_000, "ZERO_RATED", 0),
    ],
)
def test_vat_drops_the_part_of_a_won(supply: int, vat: str, krw: int) -> None:
    assert pricing.vat_of(supply, vat) == krw


@given(st.integers(1, 10**15), st.integers(0, 9_999))
def test_support_and_own_share_make_the_whole(supply: int, own: int) -> None:
    support = pricing.support_of(supply, own)
    assert 0 <= support <= supply
    assert (supply - support) * 10_000 >= supply * own  # the company never bears less than its share


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.sampled_from(sorted(pricing.MONTHS)))
def test_periods_follow_each_other_without_gap(start: date, period: str) -> None:
    for number in range(6):
        first, last = pricing.period_from(start, period, number)
        following, _last = pricing.period_from(start, period, number + 1)
        assert first <= last
        assert following == last + timedelta(days=1)


def test_a_line_of_revenue_share_is_the_share_of_the_revenue() -> None:
    line = pricing.line_of(
        terms(price_form="REVENUE_SHARE", unit_krw=None, share=250), quantity=999_999, text="x"
    )
    assert (line.unit_krw, line.krw) == (999_999, 24_999)
