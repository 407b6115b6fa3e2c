"""The officers' pages of holidays."""

import pytest

from tests.factories.identity import make_administrator, signed_in
from yunghap.procedures.models import HolidayOverride

pytestmark = pytest.mark.django_db
NEW = {
    "day": "2026-09-28",
    "name_ko": "임시공휴일",
    "name_en": "Temporary holiday",
    "legal_basis": "제2조제11호",
}


@pytest.fixture
def client(db):
    return signed_in(make_administrator())


def test_the_year_is_listed(client):
    page = client.get("/en/desk/holidays/?year=2026").content.decode()
    assert "Holidays of 2026" in page
    assert "Chuseok" in page
    assert "published" in page
    assert client.get("/en/desk/holidays/?year=99999").status_code == 200
    assert "?year=1989" not in client.get("/en/desk/holidays/?year=1990").content.decode()


def test_declare_and_withdraw(client):
    assert client.get("/en/desk/holidays/declare/").status_code == 200
    response = client.post("/en/desk/holidays/declare/", NEW)
    assert response["Location"] == "/en/desk/holidays/?year=2026"
    page = client.get(response["Location"]).content.decode()
    assert "Temporary holiday" in page
    assert "declared" in page
    assert client.post("/en/desk/holidays/declare/", NEW).status_code == 422  # it is one already
    assert client.get("/en/desk/holidays/2026-09-28/withdraw/").status_code == 200
    assert client.post("/en/desk/holidays/2026-09-28/withdraw/", {"legal_basis": ""}).status_code == 422
    assert (
        client.post("/en/desk/holidays/2026-09-28/withdraw/", {"legal_basis": "국무회의"}).status_code == 302
    )
    assert (
        "Temporary holiday"
        not in client.get("/en/desk/holidays/?year=2026").content.decode().split("What was said")[0]
    )
    assert HolidayOverride.objects.count() == 2


@pytest.mark.parametrize("day", ["2026-09-29", "2026-02-30", "2150-01-01"])
def test_a_day_that_is_none_cannot_be_withdrawn(client, day):
    assert client.get(f"/en/desk/holidays/{day}/withdraw/").status_code == 404


def test_a_name_that_cannot_be_kept_is_refused_at_its_field(client):
    response = client.post("/en/desk/holidays/declare/", {**NEW, "name_ko": "임시\u200b공휴일"})
    assert response.status_code == 422
    assert HolidayOverride.objects.count() == 0
