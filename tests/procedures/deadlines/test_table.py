"""Counted dates against a table worked out on paper, and the calendar against one written down from the decree."""

from datetime import date, timedelta

import pytest

from tests.procedures.deadlines.days_off import HOLIDAYS, is_off
from tests.procedures.deadlines.table import BEFORE, FORWARD, STOPPED
from yunghap.procedures.deadlines import KoreanCalendar, count_deadline
from yunghap.procedures.deadlines.inputs import parse_start, parse_stop

CALENDAR = KoreanCalendar()


def due(rule: str, start: str, term: str, stops: list[str], *, before: bool = False) -> str:
    return count_deadline(
        rule=rule,
        start=parse_start(start),
        term=term,
        stops=map(parse_stop, stops),
        before=before,
        calendar=CALENDAR,
    ).iso


@pytest.mark.parametrize(("rule", "start", "term", "expected", "why"), FORWARD)
def test_forward(rule, start, term, expected, why):
    assert due(rule, start, term, []) == expected, why


@pytest.mark.parametrize("row", STOPPED)
def test_stopped(row):
    rule, start, term, stops, expected, why = row
    assert due(rule, start, term, stops) == expected, why


@pytest.mark.parametrize("row", BEFORE)
def test_before(row):
    rule, start, term, stops, expected, why = row
    assert due(rule, start, term, stops, before=True) == expected, why


@pytest.mark.parametrize("year", range(2023, 2029))
def test_the_calendar_has_the_holidays_of_the_decree(year):
    days = [date(year, 1, 1) + timedelta(days=k) for k in range(366)]
    days = [day for day in days if day.year == year]
    assert [day for day in days if CALENDAR.holiday(day)] == sorted(
        day for day in HOLIDAYS if day.year == year
    )
    assert [day for day in days if CALENDAR.day_off(day)] == [day for day in days if is_off(day)]
