"""Days as sentences and letters write them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from yunghap.core.days import written_day, written_moment


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("ko", "2026. 11. 28.", "2026. 11. 29. 08:05"), ("en", "28 Nov 2026", "29 Nov 2026 08:05")],
)
def test_days_are_written_as_offices_do(language: str, day: str, moment: str) -> None:
    with translation.override(language):
        assert written_day(date(2026, 11, 28)) == day
        assert written_moment(datetime(2026, 11, 28, 23, 5, tzinfo=UTC)) == moment
