"""How good the search is: nDCG@10 over labelled queries, and what a query costs.

A record is relevant where its title fits the query's pattern (the rule of the published evaluation this is compared
with). Odd lines of `queries.txt` were looked at while the ranking was made, even ones judge it. Those of `fresh.txt`
were written later, with two grades, and measured as they were.
"""

import math
import re
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yunghap.config.bench.measure import Figure, median_milliseconds, resident_megabytes
from yunghap.search import service as search

from .records import records

FACETS = ("organisation", "theme", "format", "licence", "region", "kind")
LIMIT = 0.91
SLOWEST = 5.0  # ms, of 95 in 100 queries at 200,000 records
PUBLISHED = "0.9052 published for a catalogue of 96,056 records"
COLLECTION = "bench"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query with the pattern of titles that answer it."""

    words: str
    pattern: re.Pattern[str]
    kind: str
    tuned: bool


def queries() -> list[Labelled]:
    """The labelled queries."""
    lines = (Path(__file__).parent / "queries.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for at, line in enumerate(line for line in lines if not line.startswith("#")):
        words, *patterns, kind = line.split("|")
        found.append(Labelled(words, re.compile("|".join(patterns), re.IGNORECASE), kind, tuned=at % 2 == 0))
    return found


@dataclass(frozen=True, slots=True)
class Graded:
    """A query with the patterns of titles that answer it fully and partly."""

    words: str
    fully: re.Pattern[str]
    partly: re.Pattern[str] | None

    def grade(self, title: str) -> int:
        """2, 1 or 0."""
        if self.fully.search(title):
            return 2
        return int(self.partly is not None and self.partly.search(title) is not None)


def fresh_queries() -> list[Graded]:
    """The queries that nobody tuned on."""
    lines = (Path(__file__).parent / "fresh.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [
        Graded(words, re.compile(fully, re.IGNORECASE), re.compile(partly, re.IGNORECASE) if partly else None)
        for words, fully, partly, _kind in rows
    ]


class _Records:
    """The generated catalogue as a source of the index."""

    collection = COLLECTION

    def __init__(self, size: int) -> None:
        self._size = size

    def items(self, ids: Iterable[str] | None = None) -> Iterator[search.Item]:
        return records(self._size) if ids is None else iter(())


def figures(size: int) -> Iterator[Figure]:
    """An index of so many records: built, asked, judged. Needs a database and a data folder of its own."""
    search.sources.register(COLLECTION, _Records(size))
    start = time.process_time()
    search.rebuild(COLLECTION)
    yield Figure(f"index {size:,} records", time.process_time() - start, "s")
    titles = [item.title for item in records(size)]
    asked = queries()
    for tuned, name in ((True, "queries looked at"), (False, "queries not looked at")):
        scores = [
            score for query in asked if query.tuned is tuned if (score := _ndcg(query, titles)) is not None
        ]
        yield Figure(
            f"nDCG@10, {len(scores)} {name}", statistics.mean(scores), "", f"goal {LIMIT}; {PUBLISHED}"
        )
    graded = [score for query in fresh_queries() if (score := _graded_ndcg(query, titles)) is not None]
    yield Figure(
        f"nDCG@10, {len(graded)} fresh queries, graded", statistics.mean(graded), "", f"goal {LIMIT}"
    )
    limit = f"limit {SLOWEST:.0f} ms at 200,000"
    yield from times_of("search", asked, limit, COLLECTION)
    yield from times_of("search with six facets", asked, limit, COLLECTION, count=FACETS)
    yield Figure("browse all with six facets", _milliseconds("", COLLECTION, FACETS), "ms")
    yield Figure("peak memory", resident_megabytes(), "MB")


def times_of(
    name: str, asked: Sequence[Labelled], limit: str, collection: str, *, count: Sequence[str] = ()
) -> Iterator[Figure]:
    """Processor time of searches in a collection, with these facets."""
    times = sorted(_milliseconds(query.words, collection, count) for query in asked)
    yield Figure(f"{name}, median", statistics.median(times), "ms", limit)
    yield Figure(f"{name}, 95 of 100", times[int(len(times) * 0.95)], "ms", limit)


def _milliseconds(words: str, collection: str, count: Sequence[str]) -> float:
    return median_milliseconds(
        lambda: search.search(words, collection=collection, count=count, per_page=10), runs=3
    )


def _ndcg(query: Labelled, titles: Sequence[str]) -> float | None:
    """None where no title answers the query."""
    relevant = sum(query.pattern.search(title) is not None for title in titles)
    if not relevant:
        return None
    hits = search.search(query.words, collection=COLLECTION, count=(), per_page=10).hits
    gained = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(hits) if query.pattern.search(hit.title))
    return gained / sum(1 / math.log2(rank + 2) for rank in range(min(relevant, 10)))


def _graded_ndcg(query: Graded, titles: Sequence[str]) -> float | None:
    """The same with two grades, a gain of 3 and 1."""
    ideal = sorted((grade for title in titles if (grade := query.grade(title))), reverse=True)[:10]
    if not ideal:
        return None
    hits = search.search(query.words, collection=COLLECTION, count=(), per_page=10).hits
    return gained(map(query.grade, (hit.title for hit in hits))) / gained(ideal)


def gained(grades: Iterable[int]) -> float:
    """What the grades of hits gain, in their order."""
    return math.fsum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))
