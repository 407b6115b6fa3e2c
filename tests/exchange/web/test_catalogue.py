"""The search page and the page of a data set."""

import json
import re

import pytest

from yunghap.exchange.queries.catalogue import COLLECTION
from yunghap.search import service as search


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_found_with_reasons_and_facets(catalogue, client):
    text = page(client, "/en/datasets/?q=주차장")
    assert "2 data sets" in text
    assert "in the title: “주차장”" in text
    assert "City of Boston" not in text
    assert text.index("공영 주차장 요금") < text.index("Why here")
    assert "?q=%EC%A3%BC%EC%B0%A8%EC%9E%A5&amp;organisation=B551234" in text


def test_facets_become_chips_that_lift(catalogue, client):
    text = page(client, "/en/datasets/?licence=CC_BY&licence=KOGL_1&order=name")
    assert "2 data sets" in text
    assert 'class="chip" href="?licence=KOGL_1&amp;order=name"' in text
    assert "Licence: CC BY 4.0" in text


def test_without_words_the_newest_come_first(catalogue, client):
    text = page(client, "/datasets/")
    assert text.index("압연 공정 센서") < text.index("서산시_약국현황") < text.index("Bike Lanes")


def test_slips_are_told(catalogue, client):
    assert "“주챠장” was read as “주차장”." in page(client, "/en/datasets/?q=주챠장")


def test_some_words_are_told(catalogue, client):
    assert "Nothing carries all your words." in page(client, "/en/datasets/?q=주차장+등대")


@pytest.mark.parametrize("query", ["q=등대", "organisation=nobody", "page=99999&q=x", "page=²&order=none"])
def test_odd_addresses_do_no_harm(catalogue, client, query):
    page(client, f"/datasets/?{query}")


def test_nothing_found_says_what_to_do(catalogue, client):
    assert "Nothing found" in page(client, "/en/datasets/?q=등대")


def test_nothing_there_says_so(db, client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    search.rebuild(COLLECTION)
    assert "No data sets yet" in page(client, "/en/datasets/")


def test_suggestions_complete_the_last_word(catalogue, client):
    assert '<option value="공영 주차장">' in page(client, "/datasets/suggestions/?q=공영+주ㅊ")
    assert "<option" not in page(client, "/datasets/suggestions/?q=")


def test_results_as_open_data(catalogue, client):
    told = json.loads(page(client, "/datasets/results.json?q=약국"))
    assert told["total"] == 1
    assert told["records"][0]["id"] == catalogue.ids[0]
    assert told["records"][0]["url"].endswith(f"/datasets/{catalogue.ids[0]}/")
    assert "서산시_약국현황" in page(client, "/datasets/results.csv")
    assert client.get("/datasets/results.xml").status_code == 404


def test_data_set_tells_what_it_is(catalogue, client):
    text = page(client, f"/en/datasets/{catalogue.ids[0]}/")
    assert "서산시 &lt;약국&gt;의 위치" in text
    assert "Free for everything, also commercially and changed, where the source is named." in text
    assert "시험 목록 (CKAN)" in text
    assert "https://example.org/a.csv" in text
    told = json.loads(re.search(r"ld\+json\">(.*?)</script>", text, re.DOTALL)[1])
    assert (told["@type"], told["description"]) == ("Dataset", "서산시 <약국>의 위치")


def test_own_data_set_shows_fields_rows_and_offers(catalogue, client):
    text = page(client, f"/en/datasets/{catalogue.product.pk}/")
    assert "Rolling sensors" in text
    assert "Its provider describes and offers it here." in text
    assert "Free of charge" in text


def test_missing_at_the_source_is_said(catalogue, client):
    from yunghap.exchange.models import HarvestRecord  # noqa: PLC0415 - one test

    HarvestRecord.objects.filter(id=catalogue.ids[0]).update(state="MISSING")
    assert "did not list it when it was read last" in page(client, f"/en/datasets/{catalogue.ids[0]}/")


def test_programs_are_led_to_rdf(catalogue, client):
    address = f"/datasets/{catalogue.ids[0]}/"
    response = client.get(address, headers={"accept": "text/turtle"})
    assert (response.status_code, response["Location"]) == (303, f"/datasets/{catalogue.ids[0]}.ttl")
    assert client.get(address, headers={"accept": "image/png"}).status_code == 200


def test_raw_record_as_it_came(catalogue, client):
    assert client.get(f"/datasets/{catalogue.ids[0]}/raw").content == b'{"raw": 1}'
    assert client.get("/datasets/nothing/raw").status_code == 404
    assert client.get("/datasets/nothing/").status_code == 404
