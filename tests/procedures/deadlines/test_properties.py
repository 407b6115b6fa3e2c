"""What holds of every deadline, and the same dates found by another method (oracle.py)."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.procedures.deadlines import oracle
from tests.procedures.deadlines.days_off import is_off
from yunghap.core.clock import SEOUL
from yunghap.core.periods import Period
from yunghap.procedures.deadlines import RULES, Deadline, KoreanCalendar, Term, count_deadline, parse_term
from yunghap.procedures.deadlines.calendar import TEMPORARY
from yunghap.procedures.deadlines.counting import ONE_DAY

CALENDAR = KoreanCalendar()
CALENDAR.day_off(date(2023, 1, 1))  # the first question loads the holidays
FROM, TO = date(2023, 1, 1), date(2027, 12, 31)

starts = st.dates(FROM, date(2027, 3, 31))
moments = st.datetimes(datetime(2023, 1, 1), datetime(2027, 9, 30), timezones=st.just(SEOUL)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)
days = st.integers(1, 120)
calendar_terms = st.fixed_dictionaries(
    {}, optional={"years": st.integers(1, 2), "months": st.integers(1, 11), "weeks": st.integers(1, 8)}
).filter(bool)
rules = st.sampled_from(sorted(RULES))


@st.composite
def stop_lists(draw, around: date, *, reach: int = 150) -> list[Period]:
    first = st.dates(around - timedelta(days=10), around + timedelta(days=reach))
    return [
        Period(start, start + timedelta(days=length))
        for start, length in draw(st.lists(st.tuples(first, st.integers(0, 20)), max_size=3))
    ]


def stopped_days(stops: list[Period]) -> set[date]:
    return set().union(*(oracle.span(stop.start, stop.end) for stop in stops))


def counted(
    rule: str, start: date | datetime, term: str | Term, stops=(), *, before: bool = False
) -> Deadline:
    return count_deadline(rule=rule, start=start, term=term, stops=stops, before=before, calendar=CALENDAR)


# The same by another method.


@given(st.data(), starts, days)
def test_civil_days_agree_with_the_oracle(data, start, n):
    stops = data.draw(stop_lists(start))
    expected = oracle.civil(start, stopped_days(stops), days=n)
    assert counted("civil-act", start, f"P{n}D", stops).due == expected


@given(st.data(), st.dates(FROM, date(2024, 12, 31)), calendar_terms)
def test_calendar_terms_agree_with_the_oracle(data, start, units):
    stops = data.draw(stop_lists(start, reach=1000))
    stopped, term = stopped_days(stops), Term(**units)
    assert counted("civil-act", start, term, stops).due == oracle.civil(start, stopped, **units)
    assert counted("admin-basic-act-6-2", start, term, stops).due == oracle.restriction(
        start, stopped, **units
    )
    assert counted("petitions-act-19", start, term, stops).due == oracle.petition_calendar(
        start, stopped, **units
    )


@given(st.data(), starts, days)
def test_restricting_days_agree_with_the_oracle(data, start, n):
    stops = data.draw(stop_lists(start))
    expected = oracle.restriction(start, stopped_days(stops), days=n)
    assert counted("admin-basic-act-6-2", start, f"P{n}D", stops).due == expected


@given(st.data(), starts, st.integers(6, 90))
def test_petition_days_agree_with_the_oracle(data, start, n):
    stops = data.draw(stop_lists(start))
    expected = oracle.petition_days(start, stopped_days(stops), n)
    assert counted("petitions-act-19", start, f"P{n}D", stops).due == expected


@given(st.data(), moments, st.integers(1, 5))
def test_petition_hours_agree_with_the_oracle(data, received, n):
    stops = data.draw(stop_lists(received.date(), reach=15))
    expected = oracle.petition_hours(received.replace(tzinfo=None), stopped_days(stops), 8 * n)
    found = counted("petitions-act-19", received, f"P{n}D", stops)
    assert found.moment is not None
    assert (found.moment.replace(tzinfo=None), found.due) == (expected, expected.date())


@given(st.data(), starts, st.integers(1, 60))
def test_days_before_agree_with_the_oracle(data, end, n):
    assume(end > date(2023, 6, 1))
    stops = data.draw(stop_lists(end - timedelta(days=60), reach=60))
    stopped = stopped_days(stops)
    assert counted("civil-act", end, f"P{n}D", stops, before=True).due == oracle.civil_days_before(
        end, stopped, n
    )
    assert counted(
        "admin-basic-act-6-2", end, f"P{n}D", stops, before=True
    ).due == oracle.restriction_days_before(end, stopped, n)


@given(st.dates(date(2025, 12, 1), TO), calendar_terms)
def test_a_period_before_is_the_longest_that_runs_out_in_time(end, units):
    assume(sum(unit in units for unit in ("months", "years", "weeks")) == 1)
    assert counted("civil-act", end, Term(**units), before=True).due == oracle.civil_before(end, **units)


@given(moments, st.integers(1, 500))
def test_hours_run_at_once(start, n):
    end = start + timedelta(hours=n)
    for rule in ("civil-act", "admin-basic-act-6-2"):
        assert counted(rule, start, f"PT{n}H").moment == end
        assert counted(rule, end, f"PT{n}H", before=True).moment == start


# What holds whatever the date.


@given(st.data(), rules, starts, days)
def test_a_longer_term_never_ends_earlier(data, rule, start, n):
    stops = data.draw(stop_lists(start))
    assert counted(rule, start, f"P{n}D", stops).due <= counted(rule, start, f"P{n + 1}D", stops).due


@given(st.data(), st.sampled_from(["civil-act", "petitions-act-19"]), starts, days)
def test_where_the_rule_rolls_nothing_is_due_on_a_day_off_or_stopped(data, rule, start, n):
    stops = data.draw(stop_lists(start))
    due = counted(rule, start, f"P{n}D", stops).due
    assert not is_off(due)
    assert due not in stopped_days(stops)


@given(st.data(), rules, starts, days, st.booleans())
def test_as_many_days_are_counted_as_the_term_has(data, rule, start, n, before):
    assume(rule != "petitions-act-19" or n > 5)
    assume(not before or start > date(2024, 6, 1))
    assert counted(rule, start, f"P{n}D", data.draw(stop_lists(start)), before=before).counted == n


@given(st.data(), starts, days)
def test_stops_push_by_the_counted_days_they_cover(data, start, n):
    stops = data.draw(stop_lists(start))
    plain = counted("admin-basic-act-6-2", start, f"P{n}D")
    late = counted("admin-basic-act-6-2", start, f"P{n}D", stops)
    covered = sum(day.date in stopped_days(stops) for day in late.days)
    assert late.due - plain.due == timedelta(days=covered)


@given(st.data(), rules, starts, days, st.booleans())
def test_the_explanation_leads_to_the_day(data, rule, start, n, before):
    assume(not before or start > date(2024, 6, 1))
    found = counted(rule, start, f"P{n}D", data.draw(stop_lists(start)), before=before)
    step = -ONE_DAY if before else ONE_DAY
    dates = [day.date for day in found.days]
    assert dates == [start + k * step for k in range(len(dates))]
    assert dates[-1] == found.due
    assert all(day.counted == (day.number > 0) for day in found.days)
    assert all(day.reason.ko and day.reason.en for day in found.days)


@given(rules, starts, days)
def test_a_day_without_a_time_is_the_day_of_any_time_but_midnight(rule, start, n):
    assume(rule != "petitions-act-19" or n > 5)
    afternoon = datetime.combine(start, time(15), SEOUL)
    assert counted(rule, start, f"P{n}D").due == counted(rule, afternoon, f"P{n}D").due


@given(starts, st.integers(1, 40), st.integers(1, 40))
def test_an_extension_lengthens_the_term(start, n, more):
    extended = count_deadline(
        rule="civil-act", start=start, term=f"P{n}D", extensions=[Term(days=more)], calendar=CALENDAR
    )
    assert extended.due == counted("civil-act", start, f"P{n + more}D").due


@given(
    st.data(),
    starts,
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(["civil-act", "admin-basic-act-6-2"]),
)
def test_an_extension_from_the_expiry_is_a_term_of_its_own(data, start, n, more, rule):
    stops = data.draw(stop_lists(start))
    first = counted(rule, start, f"P{n}D", stops)
    extended = count_deadline(
        rule=rule,
        start=start,
        term=f"P{n}D",
        stops=stops,
        extensions=[Term(days=more)],
        after_expiry=True,
        calendar=CALENDAR,
    )
    begins = (
        first.due if rule == "civil-act" else first.due + ONE_DAY
    )  # which leaves the first day out, or not
    assert extended.due == counted(rule, begins, f"P{more}D", stops).due
    assert [day.number for day in extended.days if day.counted] == list(range(1, n + more + 1))
    assert [day.date for day in extended.days] == [
        start + k * ONE_DAY for k in range((extended.due - start).days + 1)
    ]


@given(
    st.builds(Term, *[st.integers(0, 50)] * 4) | st.builds(Term, *[st.just(0)] * 4, *[st.integers(0, 99)] * 3)
)
def test_terms_are_read_as_they_are_written(term):
    assume(term != Term())
    assert parse_term(str(term)) == term


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_holiday_declared_later_moves_the_date_and_one_withdrawn_moves_it_back(rule):
    monday = date(2026, 9, 28)
    term = {"civil-act": "P15D", "petitions-act-19": "P10D", "admin-basic-act-6-2": "P18D"}[rule]
    declared = KoreanCalendar(added={monday: TEMPORARY})
    withdrawn = KoreanCalendar(added={monday: TEMPORARY}, removed=frozenset({date(2026, 9, 24)}))
    found = [
        count_deadline(rule=rule, start=date(2026, 9, 11), term=term, calendar=c).due
        for c in (CALENDAR, declared, withdrawn)
    ]
    expected = {
        "civil-act": [monday, monday + ONE_DAY, monday + ONE_DAY],
        "petitions-act-19": [monday, monday + ONE_DAY, date(2026, 9, 24)],
        "admin-basic-act-6-2": [monday] * 3,
    }
    assert found == expected[rule]
