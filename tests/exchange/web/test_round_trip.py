"""What we hand out is read by our own harvest as it was."""

import dataclasses
import json
from pathlib import Path

import pytest

from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest.documents import FileDocuments
from yunghap.exchange.domain.harvest.formats import adapters
from yunghap.exchange.domain.harvest.records import Read
from yunghap.exchange.enums import Licence
from yunghap.exchange.web.ckan.records import package
from yunghap.exchange.web.dcat import graph

BASE = "https://data.example.kr"
ID = "01J0000000000000000000000"


def entry(number: int, **changes: object) -> Entry:
    made = Entry(
        id=f"{ID}{number}",
        title="전력 사용량",
        title_en="Use of electricity",
        description="공장별 전력 사용량",
        description_en="By factory",
        publisher="산업통상자원부",
        contact="산업정책과 044-203-4216",
        keywords=("전력", "사용량"),
        themes=("산업고용",),
        licence="KOGL_1",
        languages=("ko",),
        landing_page="https://www.data.go.kr/data/15000000/fileData.do",
        issued="2020-01-01",
        modified="2024-05-01T09:00:00Z",
        frequency="ANNUAL",
        spatial="경기도",
        temporal="2020-01-01/2023-12-31",
        distributions=(
            Distribution("표", "CSV", "text/csv", "https://x.kr/a", "https://x.kr/a.csv", 12, ""),
            Distribution("", "JSON", "application/json", "https://x.kr/b"),
        ),
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


ENTRIES = [
    *(entry(number, licence=str(code)) for number, code in enumerate(Licence)),
    entry(100, title="Stromverbrauch", description="Je Werk", languages=("de",), frequency="alle Jubeljahre"),
    entry(101, title="Énergie", title_en="", description="Par usine", description_en="", languages=("fr",)),
    entry(102, title="Use", title_en="", description="By factory", description_en="", languages=("en",)),
]
SAME = [
    "title",
    "title_en",
    "description",
    "description_en",
    "publisher",
    "licence",
    "languages",
    "landing_page",
    "issued",
    "modified",
    "frequency",
    "spatial",
    "temporal",
    "themes",
    "contact",
]


def harvested(kind: str, data: bytes, folder: Path) -> list[Entry]:
    path = folder / "catalogue"
    path.write_bytes(data)
    found = list(adapters.get(kind)(FileDocuments(path)))
    assert all(isinstance(item, Read) for item in found)
    return [item.make() for item in found if isinstance(item, Read)]


def told(one: Entry) -> dict[str, object]:
    return {name: getattr(one, name) for name in SAME} | {
        "keywords": set(one.keywords),
        "distributions": {
            (part.title or part.format, part.format, part.media_type, part.access_url or part.download_url)
            for part in one.distributions
        },
    }


@pytest.mark.parametrize("form", sorted(graph.FORMATS))
def test_dcat(form: str, tmp_path: Path) -> None:
    for one in ENTRIES:
        [again] = harvested("dcat", graph.write(graph.entry_triples(one, BASE), form), tmp_path)
        assert told(again) | {"distributions": 0} == told(one) | {"distributions": 0}
        assert {(part.format, part.access_url, part.download_url) for part in again.distributions} == {
            (part.format, part.access_url, part.download_url) for part in one.distributions
        }


def test_ckan(tmp_path: Path) -> None:
    data = json.dumps([package(one, f"{BASE}/datasets/{one.id}/") for one in ENTRIES]).encode()
    for one, again in zip(ENTRIES, harvested("ckan", data, tmp_path), strict=True):
        assert told(again) | {"distributions": 0} == told(one) | {"distributions": 0}
        assert [(part.format, part.media_type, part.access_url) for part in again.distributions] == [
            (part.format, part.media_type, part.download_url or part.access_url) for part in one.distributions
        ]
