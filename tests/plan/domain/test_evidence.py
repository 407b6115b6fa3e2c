"""Targets rest on measures or files; unbound ones are shown as unbound."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories import plan as make
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.measures import service as measures
from yunghap.measures.service import Measure, Reading
from yunghap.plan import service as plan
from yunghap.plan.contracts import Role
from yunghap.plan.domain.evidence import refresh_evidence
from yunghap.plan.edition_data import FactData, IndicatorData
from yunghap.plan.models import Edition, Evidence, Observation

pytestmark = pytest.mark.django_db
AT = datetime(2023, 10, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def counting(value: str) -> Measure:
    def read(start: date, end: date, at: datetime) -> Reading:
        return Reading(Decimal(value), at, {"from": start.isoformat(), "to": end.isoformat()})

    return Measure(
        code=f"tests.evidence.v{value.replace('.', '_')}", name="", description="", unit="건", read=read
    )


GRANTED = measures.register(Measure("tests.evidence.granted", "", "", "건", counting("7").read))
ABSURD = measures.register(Measure("tests.evidence.absurd", "", "", "건", counting("1e20").read))


def by_days(start: date, end: date, at: datetime) -> Reading:
    return Reading(Decimal((at - AT).days), at, {})


GROWING = measures.register(Measure("tests.evidence.growing", "", "", "건", by_days))


@pytest.fixture
def target() -> Observation:
    goal = make.quantity(line=7, value=40, unit="건", text="40건", role=Role.TARGET)
    edition = make.edition(
        [FactData(goal, "INDICATOR:i"), FactData(make.quantity(line=8), "")],
        indicators=(IndicatorData("i", "상담", "건", ministry="산업부"),),
    )
    return edition.observations.get(role="TARGET")


def glance(target: Observation) -> tuple[int, int]:
    return plan.count_targets(Edition.objects.get(pk=target.edition_id))


def test_unbound_target_is_shown_as_unbound(target: Observation) -> None:
    assert glance(target) == (1, 1)


def test_bound_target_names_its_evidence(target: Observation) -> None:
    measure = plan.bind_evidence(target=target, measure="tests.evidence.granted", by=SYSTEM)
    file = plan.bind_evidence(target=target, file_sha256="a" * 64, file_name=" 증빙.pdf ", by=SYSTEM)
    assert [(row.measure, row.file_name) for row in plan.evidence_of([target.pk])[target.pk]] == [
        ("tests.evidence.granted", ""),
        ("", "증빙.pdf"),
    ]
    assert glance(target) == (1, 0)
    assert (str(measure), str(file)) == ("tests.evidence.granted", "증빙.pdf")
    with pytest.raises(Conflict):
        plan.bind_evidence(target=target, measure="tests.evidence.granted", by=SYSTEM)
    for evidence in (measure, file):
        plan.release_evidence(evidence=evidence, by=SYSTEM)
    assert glance(target) == (1, 1)
    with pytest.raises(Conflict):
        plan.release_evidence(evidence=measure, by=SYSTEM)


def test_measure_is_read_for_the_period_of_the_target(target: Observation) -> None:
    evidence = plan.bind_evidence(target=target, measure="tests.evidence.granted", by=SYSTEM)
    reading = plan.read_evidence(evidence=evidence, by=SYSTEM, at=AT)
    assert (reading.value, reading.unit, str(reading)) == (7, "건", "7 건")
    again = plan.read_evidence(evidence=evidence, by=SYSTEM, at=AT)
    assert (again.pk, again.result_sha256) == (reading.pk, reading.result_sha256)


def test_file_and_absurd_answers_are_refused(target: Observation) -> None:
    file = plan.bind_evidence(target=target, file_sha256="a" * 64, file_name="x", by=SYSTEM)
    with pytest.raises(InvalidInput):
        plan.read_evidence(evidence=file, by=SYSTEM, at=AT)
    with pytest.raises(InvalidInput):
        plan.bind_evidence(target=target, measure="tests.evidence.absurd", by=SYSTEM)
    assert [row.pk for row in plan.evidence_of([target.pk])[target.pk]] == [file.pk]


def test_measure_is_read_when_bound_and_again_when_it_changes_or_after_a_day(target: Observation) -> None:
    evidence = plan.bind_evidence(target=target, measure="tests.evidence.growing", by=SYSTEM, at=AT)

    def kept() -> list[tuple[int, int]]:
        return [(int(row.value), (row.as_of - AT) // HOUR) for row in evidence.readings.all()]

    assert kept() == [(0, 0)]
    for hours in (1, 23, 24, 30):
        refresh_evidence(by=SYSTEM, at=AT + hours * HOUR)
    assert kept() == [(0, 0), (1, 24)]
    plan.release_evidence(evidence=evidence, by=SYSTEM)
    assert refresh_evidence(by=SYSTEM, at=AT + 100 * HOUR) == 0


def test_measure_that_is_gone_or_absurd_leaves_its_last_answer(target: Observation) -> None:
    evidence = plan.bind_evidence(target=target, measure="tests.evidence.granted", by=SYSTEM, at=AT)
    for code in ("tests.evidence.gone", "tests.evidence.absurd"):
        Evidence.objects.update(measure=code)
        assert refresh_evidence(by=SYSTEM, at=AT + 48 * HOUR) == 0
    assert [row.value for row in evidence.readings.all()] == [7]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"measure": "tests.evidence.granted", "file_sha256": "a" * 64},
        {"measure": "tests.evidence.nothing"},
        {"file_sha256": "a"},
        {"file_sha256": "a" * 64},
    ],
)
def test_impossible_evidence_is_refused(target: Observation, values: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        plan.bind_evidence(target=target, by=SYSTEM, **values)


def test_only_targets_in_the_measures_unit_are_bound(target: Observation) -> None:
    budget = target.edition.observations.get(role="BUDGET")
    with pytest.raises(InvalidInput):
        plan.bind_evidence(target=budget, measure="tests.evidence.granted", by=SYSTEM)
    target.unit = "개"
    with pytest.raises(InvalidInput):
        plan.bind_evidence(target=target, measure="tests.evidence.granted", by=SYSTEM)
