"""The further fresh set: 80 queries over 400 records in the style of the public data portal, three grades.

Records and queries are by an author who saw neither the search nor the other sets; each query was judged against all
400 records. They are asked twice: alone, and among generated records. There only the judged records among the hits
count, since generated ones may answer as well and nobody judged them.
"""

import json
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from yunghap.config.bench.measure import Figure
from yunghap.search import service as search

from .records import records
from .relevance import LIMIT, gained

AMONG = 20_000


def judged() -> list[search.Item]:
    """The records, as the catalogue would index them."""
    lines = (Path(__file__).parent / "further.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        search.Item(
            kind="exchange.entry",
            id=record["id"],
            title=record["title"],
            url=f"/datasets/{record['id']}/",
            access=(search.PUBLIC,),
            text=record["description"],
            also=record["organisation"],
            keywords=tuple(record["keywords"]),
        )
        for record in map(json.loads, lines)
    ]


def queries() -> list[tuple[str, dict[str, int]]]:
    """The queries, each with the grades of the records that answer it."""
    lines = (Path(__file__).parent / "further.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [
        (words, {name: int(grade) for name, grade in (pair.split(":") for pair in grades.split(","))})
        for words, grades in rows
    ]


@dataclass(frozen=True, slots=True)
class _Judged:
    """The judged records as a source of the index, among so many generated ones."""

    collection: str
    among: int

    def items(self, ids: Iterable[str] | None = None) -> Iterator[search.Item]:
        return chain(judged(), records(self.among)) if ids is None else iter(())


def figures() -> Iterator[Figure]:
    """The set asked alone and among generated records."""
    own = {item.id for item in judged()}
    for collection, among in (("bench.further", 0), ("bench.among", AMONG)):
        search.sources.register(collection, _Judged(collection, among))
        search.rebuild(collection)
        scores = [_ndcg(words, grades, own, collection) for words, grades in queries()]
        name = f"nDCG@10, {len(scores)} further queries over {len(own)} records"
        yield Figure(
            f"{name} among {among:,}" if among else name, statistics.mean(scores), "", f"goal {LIMIT}"
        )


def _ndcg(words: str, grades: dict[str, int], own: set[str], collection: str) -> float:
    hits = search.search(words, collection=collection, count=(), per_page=len(own)).hits
    found = [grades.get(hit.id, 0) for hit in hits if hit.id in own][:10]
    return gained(found) / gained(sorted(grades.values(), reverse=True)[:10])
