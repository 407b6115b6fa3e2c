"""Working time, distributions, arrivals and settings."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.procedures.bpmn.diagrams import flow, process
from yunghap.core.clock import SEOUL
from yunghap.core.errors import InvalidInput
from yunghap.procedures.bpmn import BpmnError, read_bpmn
from yunghap.procedures.deadlines import KoreanCalendar
from yunghap.procedures.simulation import poisson, read_settings, recorded
from yunghap.procedures.simulation.measures import histogram, quantile, spread
from yunghap.procedures.simulation.spread import read_spread
from yunghap.procedures.simulation.worktime import WorkingTime

CALENDAR = KoreanCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


def working() -> WorkingTime:
    return WorkingTime(CALENDAR, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-01-05T09:00", 1, "2026-01-05T18:00"),
        ("2026-01-05T09:00", 0.5, "2026-01-05T13:30"),
        ("2026-01-05T13:30", 1, "2026-01-06T13:30"),
        ("2026-01-09T13:30", 1, "2026-01-12T13:30"),  # over a weekend
        ("2026-01-10T12:00", 0, "2026-01-12T09:00"),
        ("2026-01-05T20:00", 0, "2026-01-06T09:00"),
        ("2026-01-05T07:00", 0, "2026-01-05T09:00"),
        ("2026-02-13T09:00", 3, "2026-02-20T18:00"),  # over the days of the lunar new year
    ],
)
def test_work_is_done_on_working_days(start: str, days: float, end: str) -> None:
    assert working().after(at(start), days) == at(end)


# No length so small that a sum with it is rounded away: nine in the morning follows six in the evening at once.
LENGTHS = st.floats(0, 60).map(lambda days: round(days, 6))


@given(st.integers(0, 500_000), LENGTHS, LENGTHS)
def test_working_time_adds_up(minutes: int, one: float, two: float) -> None:
    clock, start = working(), at("2026-01-02T00:00") + timedelta(minutes=minutes)
    step_by_step = clock.after(clock.after(start, one), two)
    assert abs(step_by_step - clock.after(start, one + two)) < timedelta(hours=16) or one == 0 or two == 0
    assert clock.after(start, one) >= start or start.astimezone(SEOUL).hour >= 18
    assert CALENDAR.day_off(clock.after(start, one).astimezone(SEOUL).date()) is None
    assert clock.after(start, one + two) >= clock.after(start, one)


@pytest.mark.parametrize(
    ("attributes", "low", "high", "mean"),
    [
        ({"mean": "P3D"}, 3, 3, 3),
        ({"distribution": "uniform", "low": "P2D", "high": "P4D"}, 2, 4, 3),
        ({"distribution": "triangular", "low": "PT12H", "mode": "P1D", "high": "P3D"}, 0.5, 3, 1.5),
        ({"distribution": "exponential", "mean": "P5D"}, 0, 200, 5),
        ({"distribution": "lognormal", "median": "P10D", "p90": "P20D"}, 0, 500, 11.58),
        ({"distribution": "session", "every": "P1M"}, 30.4, 30.5, 30.44),
    ],
)
def test_draws_keep_to_their_distribution(
    attributes: dict[str, str], low: float, high: float, mean: float
) -> None:
    chance, given_ = random.Random(1), read_spread(attributes)  # noqa: S311
    draws = [given_.draw(chance) for _ in range(4000)]
    assert low <= min(draws)
    assert max(draws) <= high
    assert abs(sum(draws) / len(draws) - mean) < mean * 0.06


@pytest.mark.parametrize(
    "attributes",
    [
        {"distribution": "normal"},
        {"distribution": "uniform", "low": "P2D"},
        {"distribution": "uniform", "low": "P4D", "high": "P2D"},
        {"mean": "soon"},
        {"distribution": "exponential", "mean": "P0D"},
    ],
)
def test_distributions_that_are_none(attributes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        read_spread(attributes)


def test_arrivals_are_drawn_from_the_seed() -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC)
    first = poisson(number=2000, every=2.0, seed=7, start=start)
    assert first == poisson(number=2000, every=2.0, seed=7, start=start)
    assert first != poisson(number=2000, every=2.0, seed=8, start=start)
    mean = (first[-1].at - start) / timedelta(days=2000)
    assert 1.85 < mean < 2.15


def test_recorded_arrivals() -> None:
    read = recorded("arrived,complete,agency\n2026-01-06T10:00,false,환경부\n2026-01-05,,\n".encode())
    assert [arrival.at.astimezone(SEOUL).isoformat() for arrival in read] == [
        "2026-01-05T00:00:00+09:00",
        "2026-01-06T10:00:00+09:00",
    ]
    assert [dict(arrival.values) for arrival in read] == [{}, {"complete": False, "agency": "환경부"}]
    for data in (b"when\n2026-01-05\n", b"arrived\nyesterday\n"):
        with pytest.raises(InvalidInput):
            recorded(data)


def test_settings_of_a_diagram() -> None:
    body = (
        '<extensionElements><yh:arrivals every="P4D"/><yh:deadline id="r" counting="civil-act" term="P30D" article="a">'
        '<yh:stop reason="supplement" article="b"/></yh:deadline></extensionElements><laneSet id="ls">'
        '<lane id="l" name="담당관" yh:capacity="2"><flowNodeRef>sub</flowNodeRef></lane></laneSet><subProcess id="sub">'
        '<userTask id="a"><extensionElements><yh:duration mean="P1D"/><yh:outcome variable="ok" value="true" weight="3"/>'
        '<yh:outcome variable="ok" value="false"/></extensionElements></userTask></subProcess>'
    )
    settings = read_settings(read_bpmn(process(body)))
    assert (settings.every, settings.capacity, settings.lane_of["a"], settings.lane_names["l"]) == (
        4,
        {"l": 2},
        "l",
        "담당관",
    )
    assert [(one.value, one.weight) for one in settings.outcomes["a"]["ok"]] == [(True, 3), (False, 1)]
    assert settings.deadlines[0]["stops"] == [{"reason": "supplement", "article": "b"}]


def test_every_wrong_setting_is_told_with_its_element() -> None:
    body = (
        '<extensionElements><yh:arrivals every="often"/></extensionElements>'
        '<laneSet id="ls"><lane id="l" yh:capacity="many"/></laneSet>'
        '<userTask id="a"><extensionElements><yh:duration distribution="normal"/></extensionElements></userTask>'
        '<userTask id="b"><extensionElements><yh:outcome variable="x" weight="heavy"/></extensionElements></userTask>'
    ) + flow("f", "a", "b")
    with pytest.raises(BpmnError) as refusal:
        read_settings(read_bpmn(process(body)))
    assert {problem.element for problem in refusal.value.problems} == {"p", "l", "a", "b"}


def test_quantiles_and_counts() -> None:
    assert quantile([1, 2, 3, 4], 0.5) == 2.5
    assert spread([5]).p90 == 5
    assert histogram([0, 1, 9.9, 10], [0, 10, 20]) == [3, 1]
