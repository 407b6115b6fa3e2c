"""Searching one collection."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import tantivy
from tantivy import Occur, Query

from yunghap.search.contracts import PUBLIC, SITE, Found, Hit, Narrowing, Order, Place, Reason, Values

from .excerpts import excerpt
from .known import known
from .lexicon import ShelfLexicon
from .question import How, understand
from .ranking import Must, Ranked, Ranking, Should
from .why import reasons

FEW = 10  # where fewer titles carry every word, some words suffice
RARE = 0.5  # a word suffices that is so rare beside the rarest
MOST_VALUES = 100  # values of a facet that are counted
_FIELDS = {
    Order.NEWEST: ("on", tantivy.Order.Desc),
    Order.NAME: ("name", tantivy.Order.Asc),
    Order.ID: ("key", tantivy.Order.Asc),
}
EVERYTHING = Narrowing()
NOTHING = Found(hits=(), total=0, facets={})


def search(
    question: str,
    *,
    access: Iterable[str],
    narrowing: Narrowing = EVERYTHING,
    count: Iterable[str] | None = None,
    order: Order = Order.RELEVANCE,
    offset: int = 0,
    limit: int = 20,
    collection: str = SITE,
) -> Found:
    """The items a holder of the access tokens may find; an empty question lists everything."""
    lexicon = ShelfLexicon(collection)
    ranking = Ranking(lexicon)
    asked = understand(question, lexicon)
    ranking.narrow_to(asked)
    words = [ranking.rank(word) for word in asked]
    if question.strip() and not words:
        return NOTHING
    filters = _filters(lexicon.index.schema, access, narrowing)
    needed = [ranked for ranked in words if not ranked.word.generic]
    searching = _Searching(lexicon.searcher, filters, ranking, words)
    named = lexicon.searcher
    query = searching.all_of(needed)
    records, total = searching.page(query, order, offset, limit)
    complete = total
    if needed and not searching.has_titled(needed, records, total, limit):
        ranking.widen()
        words = [ranking.rank(word) for word in asked]
        searching = _Searching(lexicon.searcher, filters, ranking, words)
        query = searching.some_of([ranked for ranked in words if not ranked.word.generic])
        records, total = searching.page(query, order, offset, limit)
    if not total:
        return NOTHING
    shown = tuple(_hit(record, words) for record in records)
    return Found(
        hits=shown,
        total=total,
        facets=_count_facets(named, query, count) if count is None or count else {},
        loose=complete < total,
        complete=complete,
        read_as=tuple(
            (ranked.word.typed, form.text, form.how.value)
            for ranked in words
            for form in ranked.word.forms
            if form.how in {How.SPELLING, How.INITIALS, How.KEYBOARD}
        ),
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """A hit as it is stored, with its score and the reasons for it."""

    stored: dict[str, Any]
    score: float
    why: tuple[Reason, ...]


class _Searching:
    """The queries of one question."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        filters: list[tuple[Occur, Query]],
        ranking: Ranking,
        words: list[Ranked],
    ) -> None:
        self._searcher = searcher
        self._words = words
        self._filters = filters
        self._scores = [(Should, ranked.score) for ranked in words]
        self._scores += [(Should, query) for query in ranking.together(words)]
        self._aside = [(Should, ranked.aside) for ranked in words]
        if words:
            self._scores.append((Should, ranking.ties(words)))

    def all_of(self, words: list[Ranked]) -> Query:
        """Every word somewhere."""
        wanted = [(Must, Query.const_score_query(query, 0.0)) for ranked in words for query in ranked.needs]
        return Query.boolean_query([*self._filters, *wanted, *self._scores])

    def has_titled(self, words: list[Ranked], page: list[_Record], total: int, limit: int) -> bool:
        """Whether enough titles carry every word; counted only where the page does not show it."""
        if total < FEW:
            return False
        generic = known().generic
        titled = all(
            reason.place is Place.TITLE or reason.used in generic for record in page for reason in record.why
        )
        return (titled and len(page) >= min(FEW, limit)) or self._titled(words) >= FEW

    def _titled(self, words: list[Ranked]) -> int:
        query = Query.boolean_query([*self._filters, *((Must, ranked.titled) for ranked in words)])
        return int(self._searcher.search(query, limit=1, count=True).count)

    def some_of(self, words: list[Ranked]) -> Query:
        """One of the rarer words, or of the rarer parts of a compound; the score puts those with more first."""
        parts = [part for ranked in words for part in ranked.parts]
        rare = max((weight for _, weight in parts), default=0.0) * RARE
        some = [(Should, Query.const_score_query(query, 0.0)) for query, weight in parts if weight >= rare]
        if not some:
            return Query.empty_query()
        return Query.boolean_query(
            [*self._filters, (Must, Query.boolean_query(some)), *self._scores, *self._aside]
        )

    def page(self, query: Query, order: Order, offset: int, limit: int) -> tuple[list[_Record], int]:
        """The hits of one page with their scores, 0 where they are not sorted by it; and how many there are."""
        found, total = self._page(query, order, offset, limit)
        asked = [ranked.word for ranked in self._words]
        stored = ((score, json.loads(self._searcher.doc(address)["stored"][0])) for score, address in found)
        return [_Record(record, score, reasons(record, asked)) for score, record in stored], total

    def _page(
        self, query: Query, order: Order, offset: int, limit: int
    ) -> tuple[list[tuple[float, tantivy.DocAddress]], int]:
        if order is Order.RELEVANCE:
            found = self._searcher.search(query, limit=limit, offset=offset, count=True)
            return list(found.hits), int(found.count)
        field, way = _FIELDS[order]
        found = self._searcher.search(
            query, limit=limit, offset=offset, count=True, order_by_field=field, order=way
        )
        return [(0.0, address) for _, address in found.hits], int(found.count)


def _filters(
    schema: tantivy.Schema, access: Iterable[str], narrowing: Narrowing
) -> list[tuple[Occur, Query]]:
    wanted = [Query.term_set_query(schema, "access", sorted(set(access)))]
    wanted += [_with(schema, name, values) for name, values in sorted(narrowing.facets.items())]
    if narrowing.since or narrowing.until:
        bounds = [_number(day) if day else None for day in (narrowing.since, narrowing.until)]
        wanted.append(Query.range_query(schema, "on", tantivy.FieldType.Integer, *bounds))
    if narrowing.items is not None:
        wanted.append(
            Query.term_set_query(schema, "key", [f"{kind}/{item}" for kind, item in narrowing.items])
        )
    return [
        *((Must, Query.const_score_query(query, 0.0)) for query in wanted),
        *((Occur.MustNot, _with(schema, name, values)) for name, values in sorted(narrowing.without.items())),
    ]


def _with(schema: tantivy.Schema, facet: str, values: Values) -> Query:
    return Query.term_set_query(
        schema, f"facets.{facet}", [values] if isinstance(values, str) else list(values)
    )


def _number(day: date) -> int:
    return int(day.strftime("%Y%m%d"))


def _hit(record: _Record, words: list[Ranked]) -> Hit:
    stored = record.stored
    return Hit(
        kind=stored["kind"],
        id=stored["id"],
        title=stored["title"],
        title_en=stored["title_en"],
        url=stored["url"],
        excerpt=excerpt(stored["text"], [form.text for ranked in words for form in ranked.word.forms]),
        facets={
            name: values if isinstance(values, str) else tuple(values)
            for name, values in stored["facets"].items()
        },
        score=record.score,
        why=record.why,
    )


def _count_facets(
    searcher: tantivy.Searcher, query: Query, names: Iterable[str] | None
) -> dict[str, dict[str, int]]:
    wanted = sorted(
        names if names is not None else (name for name, _ in searcher.terms_with_prefix("named", ""))
    )
    if not wanted:
        return {}
    asked = {name: {"terms": {"field": f"facets.{name}", "size": MOST_VALUES}} for name in wanted}
    answer = searcher.aggregate(query, asked)
    counted = {
        name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
        for name in wanted
    }
    return {
        name: dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
        for name, values in counted.items()
        if values
    }


def values_of(facet: str, *, collection: str) -> dict[str, int]:
    """Every value of a facet among what everybody may see, with the number of items."""
    lexicon = ShelfLexicon(collection)
    query = Query.term_query(lexicon.index.schema, "access", PUBLIC)
    asked = {facet: {"terms": {"field": f"facets.{facet}", "size": 1_000_000}}}
    buckets = lexicon.searcher.aggregate(query, asked)[facet]["buckets"]
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
