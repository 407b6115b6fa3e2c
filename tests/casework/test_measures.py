"""Measures count what happened in the period, without what was generated for show."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework import service as casework
from yunghap.casework.jobs import remind
from yunghap.casework.measures import granted_measure
from yunghap.casework.models import Case, Consultation
from yunghap.core import clock
from yunghap.identity.enums import OrganisationKind
from yunghap.measures.service import read_measure

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 31, tzinfo=UTC)
YEAR = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}


def read(code: str) -> tuple[str, dict[str, str]]:
    reading, digest = read_measure(code, at=AT, **YEAR)
    assert len(digest) == 64
    return str(reading.value), reading.detail


def granted(on: date, **values: object) -> Case:
    parties = make.granted(decided_on=on, **values)
    Case.objects.filter(pk=parties.case.pk).update(filed_at=clock.start_of(on) - timedelta(days=10))
    return parties.case


def test_grants_and_lead_times_of_the_year() -> None:
    granted(date(2026, 3, 2))
    granted(date(2026, 3, 3))
    granted(date(2025, 3, 3))
    shown = granted(date(2026, 4, 1))
    Case.objects.filter(pk=shown.pk).update(origin="GENERATED")
    assert read("casework.decision.granted_by_kind") == ("2", {"permit": "2"})
    assert read("casework.decision.granted_by_scheme") == ("2", {"industrial": "2"})
    assert read("casework.decision.lead_time") == ("10.0", {"decisions": "2", "days:test.permit": "20"})
    assert read("casework.case.filed")[1] == {"test.permit": "2"}


def test_lead_time_of_nothing_is_zero() -> None:
    assert read("casework.decision.lead_time") == ("0.0", {"decisions": "0"})


def test_one_kind_or_scheme_is_measured_alone() -> None:
    granted(date(2026, 3, 2))
    for narrowed, value in (
        ({"kinds": ("permit",)}, 1),
        ({"variant": "ict"}, 0),
        ({"variant": "industrial"}, 1),
    ):
        measure = granted_measure(code="test.grants.some", name="x", **narrowed)
        assert measure.read(YEAR["start"], YEAR["end"], AT).value == value


def test_late_opinions_are_counted_by_body() -> None:
    parties = make.filed()
    bodies = [people.make_organisation(OrganisationKind.MINISTRY) for _ in range(3)]
    rows = casework.ask_bodies(
        case=parties.case, bodies=bodies, question="?", due_on=date(2026, 2, 1), by=parties.officer
    )
    first = Consultation.objects.get(pk=rows[0].pk)
    Consultation.objects.filter(pk=first.pk).update(
        state="ANSWERED",
        opinion="AGREE",
        answered_by="x",
        answered_at=datetime(2026, 1, 31, 1, tzinfo=UTC),
    )
    value, detail = read("casework.consultation.late")
    assert value == "2"
    assert set(detail) == {row.organisation.short_name for row in rows[1:]}


def test_the_hourly_job_reminds() -> None:
    parties = make.filed()
    body = people.make_organisation(OrganisationKind.MINISTRY)
    (row,) = casework.ask_bodies(
        case=parties.case,
        bodies=[body],
        question="?",
        due_on=clock.today() + timedelta(days=1),
        by=parties.officer,
    )
    remind.func()
    row.refresh_from_db()
    assert row.reminded_at is not None
