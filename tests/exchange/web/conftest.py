"""A catalogue of a few records, harvested and our own, with its index."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.factories.exchange import make_product
from yunghap.core import clock
from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest.records import Read
from yunghap.exchange.domain.harvest.writing import in_transaction, write_batch
from yunghap.exchange.models import HarvestSource, Product
from yunghap.exchange.queries.catalogue import COLLECTION
from yunghap.exchange.queries.entries import entry_id
from yunghap.search import service as search

ENTRIES = (
    Entry(
        "",
        "충청남도 서산시_약국현황",
        description="서산시 <약국>의 위치",
        publisher="충청남도 서산시",
        keywords=("약국", "의약품", "A&B"),
        themes=("보건의료",),
        licence="KOGL_1",
        languages=("ko",),
        landing_page="https://example.org/data/1",
        issued="2020",
        modified="2024-05-01T09:30:00+09:00",
        frequency="ANNUAL",
        spatial="충청남도",
        temporal="2020-01-01/2020-12-31",
        contact="보건소",
        distributions=(
            Distribution("파일", "CSV", "text/csv", "https://example.org/a", "https://example.org/a.csv", 12),
            Distribution(format="", access_url="not an address"),
        ),
    ),
    Entry(
        "",
        "경기도 성남시_공영주차장 현황",
        publisher="경기도 성남시",
        themes=("교통",),
        licence="CC_BY",
        modified="2023",
    ),
    Entry(
        "",
        "Bike Lanes",
        publisher="City of Boston",
        themes=("Transport",),
        licence_text="free",
        modified="bad",
    ),
    Entry("", "공영 주차장 요금", publisher="B551234", modified="2022-03"),
)


@dataclass(frozen=True)
class Catalogue:
    """What is in it."""

    source: HarvestSource
    ids: list[str]
    product: Product


@pytest.fixture
def catalogue(db, settings, tmp_path) -> Catalogue:
    """Four harvested records and one product of our own."""
    settings.DATA_DIR = tmp_path
    source = HarvestSource.objects.create(name="시험 목록", kind="ckan", address="https://example.org")
    with transaction.atomic():
        product, _offer, _by = make_product(title="압연 공정 센서", title_en="Rolling sensors")
    found = [
        Read(str(number), f"line {number}", b'{"raw": 1}', str(number).encode(), lambda entry=entry: entry)
        for number, entry in enumerate(ENTRIES)
    ]
    with in_transaction():
        write_batch(source=source.pk, run=1, found=found, at=clock.now())
    search.rebuild(COLLECTION)
    return Catalogue(source, [entry_id(source.pk, str(number)) for number in range(len(ENTRIES))], product)
