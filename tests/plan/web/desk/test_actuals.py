from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import plan as factory
from yunghap.measures import service as measures
from yunghap.plan.contracts import Role
from yunghap.plan.edition_data import FactData, IndicatorData
from yunghap.plan.models import ActualReport, Evidence

pytestmark = pytest.mark.django_db
measures.register(
    measures.Measure(
        "tests.desk.granted", "승인", "", "건", lambda _start, _end, at: measures.Reading(Decimal(4), at, {})
    )
)


@pytest.fixture
def published(desk):
    """The edition of 2023 with one target of the ministry's indicator."""
    target = factory.quantity(
        text="10건", value=10, unit="건", role=Role.TARGET, krw=None, programme="특례 건수"
    )
    indicator = IndicatorData(key="i", name="특례 건수", unit="건", ministry="산업부", programme="")
    return factory.edition([FactData(target, "INDICATOR:i")], indicators=(indicator,))


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_open_for_the_own_ministry(desk, published, language):
    here = f"{language}/desk/actuals/"
    assert desk.officer.get(here).status_code == 200
    assert desk.nobody.get(here).status_code == 404
    assert desk.officer.get(f"{here}2023-1/{desk.ministry.pk}/").status_code == 200
    assert desk.stranger.get(f"{here}2023-1/{desk.ministry.pk}/").status_code == 404
    assert desk.officer.get(f"{here}2027-1/{desk.ministry.pk}/").status_code == 404
    assert desk.officer.get(f"{language}/desk/editions/2023-1/targets/").status_code == 200


def test_actual_is_reported(desk, published):
    indicator = published.observations.get().indicator
    here = f"/desk/actuals/2023-1/{desk.ministry.pk}/"
    data = {"about": f"indicator:{indicator.pk}", "value": "7", "as_of": "2023-06-30", "note": "상반기"}
    assert desk.officer.post(here, {**data, "as_of": "2024-01-01"}).status_code == 422
    assert desk.officer.post(here, data).status_code == 302
    report = ActualReport.objects.get()
    assert report.observation.value == 7
    assert "상반기" in desk.officer.get("/desk/actuals/").content.decode()
    bounded = {**data, "comparison": "range", "value_to": "6"}
    assert desk.officer.post(here, bounded).status_code == 422
    assert desk.officer.post(here, {**bounded, "value_to": "9"}).status_code == 302
    assert "7–9" in desk.officer.get("/desk/actuals/").content.decode()


def test_target_is_bound_to_a_file_and_released(desk, published):
    target = published.observations.get()
    here = f"/desk/editions/2023-1/targets/{target.pk}/bind/"
    assert desk.stranger.get(here).status_code == 404
    assert desk.officer.get(here).status_code == 200
    assert desk.officer.post(here).status_code == 422
    file = SimpleUploadedFile("proof.txt", b"proof")
    assert desk.officer.post(here, {"file": file}).status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.file_name == "proof.txt"
    assert "proof.txt" in desk.officer.get("/desk/editions/2023-1/targets/").content.decode()
    release = f"/desk/editions/2023-1/evidence/{evidence.pk}/release/"
    assert desk.stranger.post(release).status_code == 404
    assert desk.officer.post(release).status_code == 302
    evidence.refresh_from_db()
    assert evidence.released_at is not None


@pytest.mark.parametrize("language", ["", "/en"])
def test_live_actual_stands_beside_the_plan(desk, published, language):
    target = published.observations.get()
    page = f"{language}/plans/2023/indicators/{target.indicator_id}/"
    unbound = "unbound" if language else "연결 안 됨"
    assert unbound in desk.nobody.get(page).content.decode()
    here = f"/desk/editions/2023-1/targets/{target.pk}/bind/"
    assert "tests.desk.granted" in desk.officer.get(here).content.decode()
    assert desk.officer.post(here, {"measure": "tests.desk.granted"}).status_code == 302
    reading = Evidence.objects.get().readings.get()
    text = desk.nobody.get(page).content.decode()
    assert unbound not in text
    days = ("1 Jan 2023", "31 Dec 2023") if language else ("2023. 1. 1.", "2023. 12. 31.")
    text = text.replace("\u00a0", " ")
    for shown in ("tests.desk.granted", reading.result_sha256, *days, "40"):
        assert shown in text


def test_unit_without_measure_says_so(desk, published):
    target = published.observations.get()
    type(target).objects.update(unit="대")
    here = f"/desk/editions/2023-1/targets/{target.pk}/bind/"
    assert "‘대’" in desk.officer.get(here).content.decode()
