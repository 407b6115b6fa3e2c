"""Pages of what one follows and keeps, and the usage diagnosis."""

import pytest

from tests.factories.identity import make_member, make_organisation, make_person, signed_in
from yunghap.exchange.models import Follow, SavedSearch
from yunghap.identity.enums import OrganisationKind, Role


@pytest.fixture
def reader(catalogue):
    return signed_in(make_person())


def test_follow_and_no_more(catalogue, reader):
    address = f"/en/datasets/{catalogue.ids[0]}/"
    done = reader.post(f"{address}follow/", follow=True)
    assert "You will be told when it changes." in done.content.decode()
    assert "서산시_약국현황" in reader.get("/en/datasets/kept/").content.decode()
    done = reader.post(f"{address}follow/", {"stop": "1"}, follow=True)
    assert "You are told of its changes no more." in done.content.decode()
    assert not Follow.objects.exists()
    assert reader.post("/datasets/nothing/follow/").status_code == 404


def test_keep_and_forget_a_search(reader):
    done = reader.post("/en/datasets/kept/add/", {"query": "q=약국&licence=KOGL_1&page=3"}, follow=True)
    assert "You will be told when something new fits." in done.content.decode()
    kept = SavedSearch.objects.get()
    assert kept.name == "약국, KOGL_1"
    assert reader.get(f"/datasets/?{kept.query}").status_code == 200
    assert reader.post("/en/datasets/kept/add/", {"query": ""}, follow=True).status_code == 200
    assert SavedSearch.objects.count() == 1
    assert reader.post(f"/datasets/kept/{kept.pk}/forget/").status_code == 302
    assert reader.post(f"/datasets/kept/{kept.pk}/forget/").status_code == 404


def test_diagnosis_is_for_operators(catalogue, reader, client):
    client.get("/datasets/?q=등대")
    client.get(f"/datasets/{catalogue.ids[0]}/")
    assert reader.get("/datasets/use/").status_code == 404
    agency = make_organisation(OrganisationKind.AGENCY)
    operator = signed_in(make_member(agency, Role.AGENCY_OFFICER))
    text = operator.get("/en/datasets/use/").content.decode()
    assert "등대" in text
    assert "서산시_약국현황" in text
