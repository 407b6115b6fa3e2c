"""A catalogue as people use it: harvested, harvested again, indexed, its pages asked for. CPU seconds and memory."""

import csv
import math
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections
from django.test import Client

from yunghap.config.bench.measure import Figure, resident_megabytes
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.harvest.sources import add_source
from yunghap.exchange.models import HarvestSource
from yunghap.exchange.queries.catalogue import COLLECTION, FACETS
from yunghap.search import service as search
from yunghap.search.contracts import Item

from .records import records
from .relevance import queries

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
    yield Figure("stored", _bytes() / size, "bytes a record", "database, without the index")
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
        yield Figure(name, _cpu_of(lambda address=address: _get(client, address)), "ms")  # type: ignore[misc]
    asked = [query.words for query in queries()]
    for name, facets in (("search", ()), ("search with six facets", FACETS)):
        times = sorted(_cpu_of(lambda: _search(words, facets), runs=3) for words in asked)  # noqa: B023 - called at once
        yield Figure(f"{name}, median", statistics.median(times), "ms")
        yield Figure(
            f"{name}, 95 of 100", times[int(len(times) * 0.95)], "ms", "goal 5 at 200,000, 10 at 1,000,000"
        )
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


def _bytes() -> int:
    """What the files of the database hold."""
    total = 0
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA page_count")
                pages = cursor.fetchone()[0]
                cursor.execute("PRAGMA page_size")
                total += pages * cursor.fetchone()[0]
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_database_size(current_database())")
                total += cursor.fetchone()[0]
    return total


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")


def _search(words: str, facets: tuple[str, ...]) -> None:
    search.search(words, collection=COLLECTION, count=facets, per_page=10)


def _cpu_of(action: Callable[[], object], *, runs: int = 7) -> float:
    """CPU milliseconds of this thread, the best of several runs after one that does not count."""
    action()
    best = math.inf
    for _ in range(runs):
        start = time.thread_time()
        action()
        best = min(best, time.thread_time() - start)
    return best * 1000
