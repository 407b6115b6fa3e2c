"""What cannot be counted is refused with a sentence that names it; what can be extended is."""

from datetime import date

import pytest
from django.utils import translation

from yunghap.core.errors import InvalidInput
from yunghap.core.periods import Period
from yunghap.procedures.deadlines import KoreanCalendar, count_deadline, parse_term
from yunghap.procedures.deadlines.inputs import parse_start, parse_stop

CALENDAR = KoreanCalendar()


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "30D",
        "P0D",
        "P1.5D",
        "-P1D",
        "P1DT",
        "P1DT2H",
        "P99999Y",
        "P1D2W",
        "P١D",
        "P1D\n2",
    ],
)
def test_terms_that_are_none(text):
    with pytest.raises(InvalidInput) as refusal:
        parse_term(text)
    assert str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "26-09-01",
        "2026-9-1",
        "2026-09-01T25:00",
        "2026-09-01T10",
        "today",
        "0001-01-01T00:00+23:00",
    ],
)
def test_starts_that_are_none(text):
    with pytest.raises(InvalidInput, match="2026-09-01"):
        parse_start(text)


@pytest.mark.parametrize("text", ["2026-09-10", "2026-09-10/", "2026-09-21/2026-09-10", "/2026-09-10"])
def test_stops_that_are_none(text):
    with pytest.raises(InvalidInput):
        parse_stop(text)


def test_a_moment_elsewhere_is_taken_in_korean_time():
    assert parse_start("2026-08-31T15:00Z") == parse_start("2026-09-01T00:00")
    found = count_deadline(
        rule="civil-act", start=parse_start("2026-08-31T15:00Z"), term="P30D", calendar=CALENDAR
    )
    assert found.iso == "2026-09-30"


@pytest.mark.parametrize(
    ("rule", "start", "term", "says"),
    [
        ("roman-law", "2026-09-01", "P1D", "civil-act, petitions-act-19, admin-basic-act-6-2"),
        ("civil-act", "2026-09-01", "PT4H", "give the time as well"),
        ("petitions-act-19", "2026-09-01", "P1M10D", "mixes them"),
        ("civil-act", "1989-09-01", "P1D", "between 1990 and 2100"),
        ("civil-act", "2100-12-25", "P1Y", "not for 2101"),
    ],
)
def test_what_no_rule_counts(rule, start, term, says):
    with pytest.raises(InvalidInput, match=says):
        count_deadline(rule=rule, start=parse_start(start), term=term, calendar=CALENDAR)


def test_a_period_stopped_for_centuries_is_refused():
    with pytest.raises(InvalidInput, match="reasonable"):
        count_deadline(
            rule="civil-act",
            start=date(2026, 9, 1),
            term="P30D",
            stops=[Period(date(2026, 9, 2), date(9999, 12, 30))],
            calendar=CALENDAR,
        )


def extended(rule: str, term: str, *more: str) -> str:
    return count_deadline(
        rule=rule,
        start=date(2026, 9, 1),
        term=term,
        extensions=[parse_term(e) for e in more],
        calendar=CALENDAR,
    ).iso


def test_extensions():
    assert extended("petitions-act-19", "P10D", "P10D") == "2026-09-30"  # 20 working days
    assert extended("petitions-act-19", "P10D", "P10D", "P2D") == "2026-10-02"  # the second by consent
    assert extended("petitions-act-19", "P3D", "P3D") == "2026-09-08T18:00"  # stays a term in hours
    assert extended("civil-act", "P6M", "P30D") == "2027-03-31"  # half a year to 1 March, 30 days on


@pytest.mark.parametrize(
    ("term", "more", "says"),
    [
        ("P10D", ["P11D"], "longer than the term"),
        ("P1M", ["P10D"], "longer than the term"),
        ("P10D", ["P1D", "P1D", "P1D"], "2 times at most"),
    ],
)
def test_extensions_beyond_the_decree(term, more, says):
    with pytest.raises(InvalidInput, match=says):
        extended("petitions-act-19", term, *more)


def test_a_deadline_expires_with_its_day_or_at_its_moment():
    day = count_deadline(rule="civil-act", start=date(2026, 9, 1), term="P30D", calendar=CALENDAR)
    assert day.expires_at == parse_start("2026-10-02T00:00")
    moment = count_deadline(
        rule="petitions-act-19", start=parse_start("2026-09-01T10:00"), term="P3D", calendar=CALENDAR
    )
    assert moment.expires_at == parse_start("2026-09-04T10:00")
