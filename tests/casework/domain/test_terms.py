"""How long a grant holds, by days counted by hand."""

from datetime import date

import pytest

from yunghap.casework.queries.terms import earliest_end, last_day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ends_on", "lasts_to"),
    [
        (date(2028, 9, 29), date(2028, 9, 29)),  # a Friday
        # Saturday, Sunday, Chuseok 2 to 4, its substitute day the 5th
        (date(2028, 9, 30), date(2028, 10, 6)),
        # Saturday and Labour Day, Sunday, and its substitute day on Monday
        (date(2027, 5, 1), date(2027, 5, 4)),
        (date(2101, 1, 1), date(2101, 1, 1)),  # a Saturday of a year whose holidays nobody knows
    ],
)
def test_a_term_that_ends_on_a_day_off_lasts_to_the_next_working_day(ends_on: date, lasts_to: date) -> None:
    assert last_day(ends_on) == lasts_to


def test_what_may_have_ended_before_a_day_lasts_on_it() -> None:
    assert earliest_end(date(2028, 10, 6)) == date(2028, 9, 30)
    assert earliest_end(date(2028, 10, 10)) == date(2028, 10, 7)  # Saturday, Sunday, Hangeul Day
    assert earliest_end(date(2028, 9, 28)) == date(2028, 9, 28)
