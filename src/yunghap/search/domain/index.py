"""Searching one collection."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import tantivy
from tantivy import Occur, Query

from yunghap.search.contracts import PUBLIC, SITE, Found, Hit, Narrowing, Order, Values

from . import shelf
from .excerpts import excerpt, pattern_of
from .known import known
from .lexicon import ShelfLexicon
from .question import How, Word, understand
from .ranking import Must, Ranked, Ranking, Should
from .why import reasons

FEW = 10  # where fewer titles carry every word, some words suffice
COMPLETE = 0.15  # more, for every word somewhere, where too few titles carry them
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
    words = [ranking.rank(word) for word in asked]
    if question.strip() and not words:
        return NOTHING
    filters = _filters(lexicon.searcher, lexicon.index.schema, access, narrowing)
    # The index makes room for as many hits as are asked for before it looks for any.
    most = max(lexicon.searcher.num_docs, 1)
    searching = _Searching(lexicon.searcher, filters, ranking, words, question)
    page = searching.page(order, min(offset, most), min(limit, most))
    total, facets = _counted(lexicon.searcher, page.query, _names(lexicon.searcher, count))
    if not total:
        return NOTHING
    complete = total if page.complete is None else page.complete
    shown = pattern_of({form.text for word in asked for form in word.forms})
    return Found(
        hits=tuple(
            _hit(json.loads(lexicon.searcher.doc(address)["stored"][0]), score, asked, shown)
            for score, address in page.hits
        ),
        total=total,
        facets=facets,
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
class _Page:
    """Where the hits of a page lie with their scores, 0 where they are not sorted by it; `query` finds all hits.

    `complete` is how many carry every word, None where all do.
    """

    hits: Sequence[tuple[float, tantivy.DocAddress]]
    query: Query
    complete: int | None = None


class _Searching:
    """The queries of one question."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        filters: list[tuple[Occur, Query]],
        ranking: Ranking,
        words: list[Ranked],
        question: str,
    ) -> None:
        self._searcher = searcher
        self._filters = filters
        self._ranking = ranking
        self._words = words
        self._needed = [ranked for ranked in words if not ranked.word.generic]
        self._every = sum(ranked.weight for ranked in self._needed)  # more, for every word in the title
        self._beside = [score for ranked in words if ranked.word.generic for score in ranked.anywhere()]
        self._beside += [
            *ranking.together(words),
            *ranking.as_line(question, self._every),
            *ranking.ties(words),
        ]

    def page(self, order: Order, offset: int, limit: int) -> _Page:
        """Titles that carry every word come first; where they fill the page, nothing else is scored.

        Where there are too few of them, some words suffice.
        """
        everything = self._everything()
        if not self._needed:
            return _Page(self._found(self._scored(everything), order, offset, limit)[0], everything)
        titled = Query.boolean_query(
            [*self._filters, *((Must, ranked.in_title()) for ranked in self._needed)]
        )
        if order is Order.RELEVANCE:
            hits, many = self._found(self._scored_titles(titled), order, offset, limit)
        else:
            hits, many = [], _counted(self._searcher, titled)[0]
        if many < FEW:
            some = self._some(everything)
            hits, _ = self._found(self._scored_some(some, titled, everything), order, offset, limit)
            return _Page(hits, some, _counted(self._searcher, everything)[0])
        if len(hits) < limit:
            hits, _ = self._found(self._scored(everything, titled), order, offset, limit)
        return _Page(hits, everything)

    def _everything(self) -> Query:
        """Every word somewhere; all there is where none is needed."""
        wanted = [(Must, query) for ranked in self._needed for query in ranked.needs] or [
            (Must, Query.all_query())
        ]
        return Query.boolean_query([*self._filters, *wanted])

    def _scored(self, everything: Query, *titled: Query) -> Query:
        scores = [score for ranked in self._needed for score in ranked.anywhere()]
        scores += [Query.const_score_query(query, self._every) for query in titled]
        most = min((ranked.in_records for ranked in self._needed), default=self._searcher.num_docs)
        return self._ranking.sum_of(Query.const_score_query(everything, 0.0), [*scores, *self._beside], most)

    def _scored_titles(self, titled: Query) -> Query:
        scores = [score for ranked in self._needed for score in ranked.beside_title()]
        most = min(ranked.in_titles for ranked in self._needed)
        return self._ranking.sum_of(titled, [*scores, *self._beside], most)

    def _some(self, everything: Query) -> Query:
        """Besides records with every word those with a rarer one, or with a rarer part of a compound.

        Where they are few as well, those with any word that says something.
        """
        generic = known().generic
        words = [ranked.word for ranked in self._words if ranked.word.typed not in generic]
        parts = [part for word in words if not word.generic for part in self._ranking.parts(word)]
        rare = max((weight for _, weight in parts), default=0.0) * RARE
        some = self._any_of(everything, (query for query, weight in parts if weight >= rare))
        if _counted(self._searcher, some)[0] >= FEW:
            return some
        return self._any_of(everything, (query for word in words for query, _ in self._ranking.parts(word)))

    def _any_of(self, everything: Query, some: Iterable[Query]) -> Query:
        queries = [(Should, query) for query in (everything, *some)]
        return Query.boolean_query([*self._filters, (Must, Query.boolean_query(queries))])

    def _scored_some(self, some: Query, titled: Query, everything: Query) -> Query:
        """Those with every word in the title first, then those with every word, then those with more."""
        scores = [score for ranked in self._needed for score in ranked.anywhere()]
        scores += [score for ranked in self._words for score in self._ranking.aside(ranked.word)]
        scores += [Query.const_score_query(titled, self._every)]
        scores += [Query.const_score_query(everything, COMPLETE * self._every)]
        most = self._searcher.num_docs
        return self._ranking.sum_of(Query.const_score_query(some, 0.0), [*scores, *self._beside], most)

    def _found(
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
    searcher: tantivy.Searcher, schema: tantivy.Schema, access: Iterable[str], narrowing: Narrowing
) -> list[tuple[Occur, Query]]:
    """What a record must have and must not, besides the words."""
    wanted = [
        _with(schema, f"facets.{name}", _several(values)) for name, values in sorted(narrowing.facets.items())
    ]
    tokens = sorted(set(access))
    if PUBLIC not in tokens:
        wanted.append(_with(schema, "access", tokens))
    if narrowing.since or narrowing.until:
        bounds = [_number(day) if day else None for day in (narrowing.since, narrowing.until)]
        wanted.append(Query.range_query(schema, "on", tantivy.FieldType.Integer, *bounds))
    if narrowing.items is not None:
        wanted.append(_with(schema, "key", [f"{kind}/{item}" for kind, item in narrowing.items]))
    unwanted = [
        _with(schema, f"facets.{name}", _several(values))
        for name, values in sorted(narrowing.without.items())
    ]
    if PUBLIC in tokens and searcher.doc_freq("access", shelf.NOT_PUBLIC):
        # Most is public: what is not and is not open to these tokens is left out, instead of reading all that is.
        hidden = Query.term_query(schema, "access", shelf.NOT_PUBLIC, "basic")
        open_to = [(Occur.MustNot, Query.term_query(schema, "access", token, "basic")) for token in tokens]
        unwanted.append(Query.boolean_query([(Must, hidden), *open_to]))
    return [
        *((Must, Query.const_score_query(query, 0.0)) for query in wanted),
        *((Occur.MustNot, query) for query in unwanted),
    ]


def _several(values: Values) -> Sequence[str]:
    return [values] if isinstance(values, str) else values


def _with(schema: tantivy.Schema, field: str, values: Sequence[str]) -> Query:
    """One of the values; looked up one by one where they are few, since a set is read whole."""
    if not 0 < len(values) <= FEW:
        return Query.term_set_query(schema, field, list(values))
    terms = [Query.term_query(schema, field, value, "basic") for value in values]
    return terms[0] if len(terms) == 1 else Query.boolean_query([(Should, term) for term in terms])


def _number(day: date) -> int:
    return int(day.strftime("%Y%m%d"))


def _hit(stored: dict[str, Any], score: float, asked: Iterable[Word], shown: re.Pattern[str]) -> Hit:
    return Hit(
        kind=stored["kind"],
        id=stored["id"],
        title=stored["title"],
        title_en=stored["title_en"],
        url=stored["url"],
        excerpt=excerpt(stored["text"], shown),
        facets={
            name: values if isinstance(values, str) else tuple(values)
            for name, values in stored["facets"].items()
        },
        score=score,
        why=reasons(stored, asked),
    )


def _names(searcher: tantivy.Searcher, count: Iterable[str] | None) -> list[str]:
    """The facets to count, all there are where it is None."""
    return sorted((name for name, _ in searcher.terms_with_prefix("named", "")) if count is None else count)


def _counted(
    searcher: tantivy.Searcher, query: Query, names: Iterable[str] = ()
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many records there are, and how many with each value of these facets, most first; nothing is scored."""
    asked: dict[str, Any] = {
        f"facets.{name}": {"terms": {"field": f"facets.{name}", "size": MOST_VALUES}} for name in names
    }
    answer = searcher.aggregate(query, {**asked, "all": {"value_count": {"field": "on"}}})
    counted = {
        name: {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer[f"facets.{name}"]["buckets"]}
        for name in names
    }
    return int(answer["all"]["value"]), {
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
