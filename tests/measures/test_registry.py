"""Measures are registered once, answer with a hash, and the same answer has the same hash."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from yunghap.measures import service as measures
from yunghap.measures.service import Measure, Reading

AT = datetime(2026, 11, 23, tzinfo=UTC)


def measure(code: str, value: int = 5, unit: str = "건") -> Measure:
    def read(start: date, end: date, at: datetime) -> Reading:
        return Reading(Decimal(value), at, {"from": start.isoformat(), "to": end.isoformat()})

    return Measure(code=code, name="", description="", unit=unit, read=read)


def test_registered_measure_answers_with_a_stable_hash() -> None:
    measures.register(measure("tests.case.granted"))
    period = {"start": date(2023, 1, 1), "end": date(2023, 12, 31)}
    reading, digest = measures.read_measure("tests.case.granted", at=AT, **period)
    again, same = measures.read_measure("tests.case.granted", at=AT, **period)
    assert reading.value == Decimal(5)
    assert (reading, digest) == (again, same)
    assert measures.read_measure("tests.case.granted", start=AT.date(), end=AT.date(), at=AT)[1] != digest
    assert measures.get_measure("tests.case.granted") in measures.all_measures()


@pytest.mark.parametrize(("code", "unit"), [("Bad", "건"), ("one", "건"), ("tests.case.unit", "")])
def test_measure_without_code_or_unit_is_refused(code: str, unit: str) -> None:
    with pytest.raises(ValueError, match="measures"):
        measures.register(measure(code, unit=unit))


def test_unknown_measure_is_told() -> None:
    with pytest.raises(LookupError):
        measures.get_measure("tests.case.unknown")
