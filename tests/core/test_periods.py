"""Periods of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.periods import Period

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
periods = st.tuples(days, st.integers(0, 2_000)).map(lambda p: Period(p[0], p[0] + timedelta(p[1])))


def test_year_is_the_calendar_year() -> None:
    assert Period.year(2024) == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert Period.year(2024).is_one_year


def test_years_runs_over_all_of_them() -> None:
    assert Period.years(2019, 2023) == Period(date(2019, 1, 1), date(2023, 12, 31))
    assert not Period.years(2019, 2023).is_one_year


def test_period_refuses_an_end_before_its_start() -> None:
    with pytest.raises(ValueError, match="after"):
        Period(date(2023, 1, 2), date(2023, 1, 1))


@given(periods, periods)
def test_overlaps_is_mutual_and_says_that_a_day_is_shared(one: Period, other: Period) -> None:
    shared = max(one.start, other.start) <= min(one.end, other.end)
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(periods, days)
def test_contains_is_overlap_with_one_day(period: Period, day: date) -> None:
    assert period.contains(day) == period.overlaps(Period(day, day))
