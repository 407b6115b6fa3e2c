"""Judged sets: queries over records in the style of a public data portal, each judged against all records in grades.

Records and queries of a set are by an author who saw neither the search nor the other sets. They are asked twice:
alone, and among generated records. There only the judged records among the hits count, since generated ones may
answer as well and nobody judged them.
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

SETS = ("second", "third")
AMONG = 20_000
_FOLDER = Path(__file__).parent / "sets"


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the grades of the records that answer it; `apart` answer it in another language and do not count."""

    words: str
    grades: dict[str, int]
    apart: frozenset[str]


def judged(name: str) -> list[search.Item]:
    """The records of a set, as the catalogue would index them."""
    lines = (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
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


def questions(name: str) -> Iterator[Question]:
    """The queries of a set."""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words, grades, *apart = line.split("\t")
        pairs = (pair.split(":") for pair in grades.split(","))
        yield Question(
            words,
            {record: int(grade) for record, grade in pairs},
            frozenset(apart[0].split(",") if apart else ()),
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    """The records of a set as a source of the index, among so many generated ones."""

    collection: str
    name: str
    among: int

    def items(self, ids: Iterable[str] | None = None) -> Iterator[search.Item]:
        return chain(judged(self.name), records(self.among)) if ids is None else iter(())


def figures() -> Iterator[Figure]:
    """Each set asked alone and among generated records."""
    for name in SETS:
        own = {item.id for item in judged(name)}
        for among in (0, AMONG):
            collection = f"bench.{name}.{among}"
            search.sources.register(collection, _Judged(collection, name, among))
            search.rebuild(collection)
            scores = [_ndcg(question, own - question.apart, collection) for question in questions(name)]
            told = f"nDCG@10, {len(scores)} queries of the {name} set over {len(own)} records"
            yield Figure(
                f"{told} among {among:,}" if among else told, statistics.mean(scores), "", f"goal {LIMIT}"
            )


def _ndcg(question: Question, counted: set[str], collection: str) -> float:
    hits = search.search(question.words, collection=collection, count=(), per_page=1_000).hits
    found = [question.grades.get(hit.id, 0) for hit in hits if hit.id in counted][:10]
    return gained(found) / gained(sorted(question.grades.values(), reverse=True)[:10])
