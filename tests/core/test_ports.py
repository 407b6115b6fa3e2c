"""Time, randomness and ids as ports."""

import random
from datetime import UTC, date, datetime

from yunghap.core import chance, clock, errors, ids


def test_clock_answers_from_the_source_in_use() -> None:
    moment = datetime(2023, 12, 31, 15, 0, tzinfo=UTC)
    with clock.use(lambda: moment):
        assert clock.now() == moment
        assert clock.today() == date(2024, 1, 1)
    assert clock.now().tzinfo is UTC
    assert clock.now() > moment


def test_chance_repeats_with_the_same_generator() -> None:
    draws = []
    for _run in range(2):
        with chance.use(random.Random(7)):  # noqa: S311
            draws.append(chance.source().random())
    assert draws[0] == draws[1] != chance.source().random()


def test_new_id_is_a_ulid() -> None:
    assert len({ids.new_id() for _number in range(100)}) == 100
    assert len(ids.new_id()) == 26
    assert ids.is_id(ids.new_id())
    assert not any(map(ids.is_id, ("", "bench:1", "8" + "0" * 25, "0" * 27, "0" * 25 + "U")))


def test_domain_error_reads_as_its_sentence() -> None:
    error = errors.Conflict("문장", version=2)
    assert (str(error), error.details, error.status, error.code) == ("문장", {"version": 2}, 409, "conflict")


def test_days_are_counted_in_korea() -> None:
    late = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
    assert clock.local_date(late) == date(2027, 1, 1)
    assert clock.local(late).hour == 0
    assert clock.start_of(date(2027, 1, 1)) == datetime(2026, 12, 31, 15, tzinfo=UTC)


def test_the_first_and_the_last_day_have_their_moments() -> None:
    for day in (date.min, date(2026, 12, 31), date.max):
        start, end = clock.start_of(day), clock.end_of(day)
        assert start.astimezone(UTC) <= end.astimezone(UTC)
    assert clock.end_of(date(2026, 12, 31)) == clock.start_of(date(2027, 1, 1))
    assert clock.end_of(date.max) == clock.start_of(date.max)
