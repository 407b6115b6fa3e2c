"""Searching one collection."""

import json
from collections.abc import Iterable
from datetime import date

import tantivy
from tantivy import Occur, Query

from yunghap.search.contracts import PUBLIC, SITE, Found, Hit, Narrowing, Order, Values

from .excerpts import excerpt
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
    words = [ranking.rank(word) for word in understand(question, lexicon)]
    if question.strip() and not words:
        return NOTHING
    filters = _filters(lexicon.index.schema, access, narrowing)
    needed = [ranked for ranked in words if not ranked.word.generic]
    searching = _Searching(lexicon.searcher, filters, ranking, words)
    query, loose = searching.all_of(needed), False
    if needed and searching.titled(needed) < FEW:
        query, loose = searching.some_of(needed), True
    hits, total = searching.page(query, order, offset, limit)
    complete = searching.count(searching.all_of(needed)) if loose else total
    if not total:
        return NOTHING
    named = lexicon.searcher
    shown = tuple(_hit(named, address, score, words) for score, address in hits)
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

    def titled(self, words: list[Ranked]) -> int:
        """How many carry every word in their title."""
        return self.count(Query.boolean_query([*self._filters, *((Must, ranked.titled) for ranked in words)]))

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

    def count(self, query: Query) -> int:
        """How many fit."""
        return int(self._searcher.search(query, limit=1, count=True).count)

    def page(
        self, query: Query, order: Order, offset: int, limit: int
    ) -> tuple[list[tuple[float, tantivy.DocAddress]], int]:
        """The hits of one page with their scores, 0 where they are not sorted by it; and how many there are."""
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


def _hit(searcher: tantivy.Searcher, address: tantivy.DocAddress, score: float, words: list[Ranked]) -> Hit:
    stored = json.loads(searcher.doc(address)["stored"][0])
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
        score=score,
        why=reasons(stored, [ranked.word for ranked in words]),
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
