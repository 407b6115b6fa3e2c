"""The pages of sources, for whoever operates the exchange."""

from pathlib import Path

import pytest
from django.test import Client

from tests.exchange.harvest import samples
from tests.factories.identity import make_administrator, make_person, signed_in
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.harvest.duplicates import find_duplicates
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.harvest.sources import find_or_add_source
from yunghap.exchange.models import DuplicatePair, HarvestRecord, HarvestRun, HarvestSource

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    return signed_in(make_administrator())


def read(path: Path, packages: list[object]) -> HarvestSource:
    path.write_bytes(samples.dumps(packages))
    source = find_or_add_source(kind="ckan", address=str(path), by=SYSTEM)
    harvest(source=source)
    return source


def test_only_operators_see_sources() -> None:
    assert signed_in(make_person()).get("/sources/").status_code == 404


def test_a_source_is_added_scheduled_paused_and_asked_for(operator: Client) -> None:
    assert "아직 읽는 카탈로그가 없습니다" in operator.get("/sources/").text
    refused = operator.post("/sources/new/", {"name": "x", "kind": "ckan", "address": "/etc/passwd"})
    assert refused.status_code == 422
    values = {
        "name": "도시 포털",
        "kind": "ckan",
        "address": "https://data.example.org/",
        "every_hours": "24",
    }
    assert operator.post("/sources/new/", values).status_code == 302
    assert operator.post("/sources/new/", values).status_code == 422, "it is there already"
    source = HarvestSource.objects.get()
    assert source.every_hours == 24
    address = f"/sources/{source.pk}/"
    assert "아직 읽은 적이 없습니다" in operator.get(address).text
    for what, said in (("ask", "작업자"), ("pause", "중지됨"), ("ask", "중지"), ("resume", "지금 읽기")):
        assert said in operator.post(f"{address}change/", {"what": what}, follow=True).text
    operator.post(f"{address}change/", {"what": "schedule", "every_hours": ""})
    source.refresh_from_db()
    assert source.every_hours is None
    assert "도시 포털" in operator.get("/sources/?q=도시").text
    assert operator.get("/sources/nobody/").status_code == 404


def test_a_reading_shows_what_was_refused(operator: Client, tmp_path: Path) -> None:
    source = read(tmp_path / "a.json", [samples.package(1), {"notes": "<script>alert(1)</script>"}, None])
    assert "도시" not in operator.get("/sources/").text
    run = HarvestRun.objects.get()
    address = f"/sources/{source.pk}/runs/{run.pk}/"
    page = operator.get(address).text
    assert "식별자도 제목도 없습니다" in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "It has neither an identifier nor a title" in operator.get(f"/en{address}").text
    assert operator.get(f"/sources/{source.pk}/runs/nobody/").status_code == 404
    HarvestRun.objects.filter(pk=run.pk).update(
        state="RUNNING", ended_at=None, total=4, document="https://x/?page=2"
    )
    assert "https://x/?page=2" in operator.get(address).text


def test_what_was_held_back_is_confirmed(operator: Client, tmp_path: Path) -> None:
    read(tmp_path / "a.json", [samples.package(number) for number in range(30)])
    source = read(tmp_path / "a.json", [samples.package(1)])
    run = HarvestRun.objects.filter(held_back=29).get()
    address = f"/sources/{source.pk}/runs/{run.pk}/"
    assert "사라진 것으로 표시" in operator.get(address).text
    for _time in range(2):
        operator.post(f"{address}missing/")
    assert HarvestRecord.objects.filter(state="MISSING").count() == 29


def test_look_alikes_are_decided(operator: Client, tmp_path: Path) -> None:
    assert "비슷한 레코드가 없습니다" in operator.get("/sources/duplicates/").text
    title = "부산광역시 시내버스 노선 정보"
    read(tmp_path / "a.json", [samples.package(1, title=title)])
    read(tmp_path / "b.json", [samples.package(2, title=title)])
    assert find_duplicates() == 1
    assert "비슷한 레코드" in operator.get("/sources/").text
    page = operator.get("/sources/duplicates/").text
    assert page.count(title) >= 2
    pair = DuplicatePair.objects.get()
    address = f"/sources/duplicates/{pair.pk}/"
    assert operator.post(address, {"state": "x"}).status_code == 404
    assert operator.post(address, {"state": "SAME"}).status_code == 302
    pair.refresh_from_db()
    assert pair.state == "SAME"
    assert "이미" in operator.post(address, {"state": "DIFFERENT"}, follow=True).text
