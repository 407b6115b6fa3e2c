"""Records of the catalogue as the index holds them."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories.exchange import make_product
from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.queries.catalogue import COLLECTION, EntrySource, entry_item
from yunghap.search import service as search

ENTRY = Entry(
    id="01J00000000000000000000001",
    title="충청남도 서산시_약국현황",
    publisher="충청남도 서산시",
    keywords=("약국",),
    themes=("보건",),
    licence="KOGL_1",
    modified="2024-05-01T00:00:00+09:00",
    distributions=(Distribution(format="csv"), Distribution(media_type="text/csv"), Distribution()),
    source="01J0000000000000000000000S",
)


def test_record_becomes_an_item():
    item = entry_item(ENTRY)
    assert item.facets == {
        "organisation": "충청남도 서산시",
        "theme": ("보건",),
        "format": ("CSV",),
        "licence": "KOGL_1",
        "region": "충청남도",
        "source": "01J0000000000000000000000S",
        "kind": "harvested",
    }
    assert item.on == date(2024, 5, 1)
    assert item.access == (search.PUBLIC,)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2024", date(2024, 1, 1)),
        ("2024-07", date(2024, 7, 1)),
        ("2024-02-31", None),
        ("May 2024", None),
        ("", None),
    ],
)
def test_dates_as_far_as_they_are_known(told, day):
    assert entry_item(replace(ENTRY, modified="", issued=told)).on == day


@pytest.mark.parametrize(
    ("publisher", "region"),
    [
        ("전라남도 해남군", "전라남도"),
        ("경북 포항시", "경상북도"),
        ("서울교통공사", ""),
        ("경기장관리공단", ""),
    ],
)
def test_region_is_a_province_by_name(publisher, region):
    assert entry_item(replace(ENTRY, publisher=publisher, title="")).facets["region"] == region


def test_retired_records_are_seen_by_nobody():
    assert entry_item(replace(ENTRY, state="RETIRED")).access == ()


@pytest.mark.django_db
def test_index_follows_the_catalogue(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    source = EntrySource()
    product, _offer, _by = make_product()
    search.refresh(COLLECTION)
    assert [hit.id for hit in search.search(product.title, collection=COLLECTION).hits] == [product.id]
    assert [item.id for item in source.items([product.id, "nothing"])] == [product.id]
    assert [item.id for item in source.changed("", source.mark())] == [product.id]
