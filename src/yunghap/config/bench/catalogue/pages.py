"""A catalogue as people use it: harvested, harvested again, indexed, its pages asked for. CPU seconds and memory."""

import csv
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.test import Client

from yunghap.config.bench.measure import Figure, median_milliseconds, resident_megabytes, stored_bytes
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.harvest.sources import add_source
from yunghap.exchange.models import HarvestSource
from yunghap.exchange.queries.catalogue import COLLECTION, FACETS
from yunghap.search import service as search
from yunghap.search.contracts import Item

from .records import records
from .relevance import queries, times_of

FLOOR = 33_000  # records a CPU second: reading, hashing, comparing and writing them and nothing else, without an index
COLUMNS = [
    "목록키",
    "목록유형",
    "목록명",
    "분류체계",
    "제공기관",
    "업데이트주기",
    "확장자",
    "키워드",
    "등록일",
    "수정일",
    "설명",
    "이용허락범위",
    "목록URL",
]
_LICENCES = {"KOGL_0": "이용허락범위 제한 없음", "KOGL_1": "출처표시", "KOGL_2": "출처표시-상업적이용금지"}


def figures(size: int) -> Iterator[Figure]:
    """A list of the portal with so many rows, through harvest, index, pages and API. Needs a database of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        _write(path, size)
        source = add_source(name="bench", kind="data-go-kr", address=str(path), by=SYSTEM)
        yield _harvested(f"harvest of {size:,} new records", source, size)
        yield _harvested(f"harvest of {size:,} unchanged records", source, size)
    start = time.process_time()
    search.rebuild(COLLECTION)
    yield Figure("index", size / (time.process_time() - start), "records/CPU s")
    yield Figure("stored", stored_bytes() / size, "bytes a record", "database, without the index")
    client = Client()
    key = search.search("", collection=COLLECTION, count=(), per_page=1).hits[0].id
    pages = {
        "catalogue page": "/datasets/",
        "query, page": "/datasets/?q=주차장",
        "query with a filter, page": "/datasets/?q=주차장&format=CSV",
        "page 100 of the newest": "/datasets/?page=100",
        "data set, page": f"/datasets/{key}/",
        "package_search": "/api/3/action/package_search?q=주차장&rows=20",
        "package_show": f"/api/3/action/package_show?id={key}",
    }
    for name, address in pages.items():
        yield Figure(name, median_milliseconds(partial(_get, client, address), runs=8), "ms")
    limit = "goal 5 at 200,000, 10 at 1,000,000"
    yield from times_of("search", queries(), limit, COLLECTION)
    yield from times_of("search with six facets", queries(), limit, COLLECTION, count=FACETS)
    yield Figure("peak memory", resident_megabytes(), "MB")


def _write(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(map(_row, records(size)))


def _row(item: Item) -> list[str]:
    facets = {name: str(value) for name, value in item.facets.items()}
    day = f"{2015 + int(item.id) % 10}-{1 + int(item.id) % 12:02}-01"
    return [
        item.id, "FILE", item.title, facets["theme"], facets["organisation"], "연간", facets["format"],
        ",".join(item.keywords), day, day, item.text, _LICENCES.get(facets["licence"], "출처표시"),
        f"https://www.data.go.kr/data/{item.id}/fileData.do",
    ]  # fmt: skip


def _harvested(name: str, source: HarvestSource, size: int) -> Figure:
    start = time.process_time()
    run = harvest(source=source)
    if run.read != size or run.refused:
        raise RuntimeError(f"{run.read} of {size} records were read, {run.refused} refused")
    return Figure(name, size / (time.process_time() - start), "records/CPU s", f"floor {FLOOR:,}")


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
