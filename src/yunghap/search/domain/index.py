"""The tantivy index on disk: derived from the database, written by one process at a time, rebuilt when in doubt."""

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import tantivy
from django.conf import settings

from yunghap.search.contracts import Found, Hit, Item

from .excerpts import excerpt
from .words import index_terms, query_groups

TITLE_BOOST = 3.0
MOST_HITS = 10_000
LAYOUT = 1  # raised when the fields change: an index of another layout is built anew


def folder() -> Path:
    """Where the index lies."""
    path = Path(settings.DATA_DIR) / "search" / f"layout-{LAYOUT}"
    path.mkdir(parents=True, exist_ok=True)
    return path


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("access", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("facet", tokenizer_name="raw", index_option="basic", fast=True)
    for field in ("title_grams", "title_words", "grams", "words"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


@lru_cache(maxsize=4)
def _open(path: Path) -> tantivy.Index:
    return tantivy.Index(_schema(), path=str(path))


def _index() -> tantivy.Index:
    return _open(folder())


@contextmanager
def _sole_writer() -> Iterator[None]:
    """One process writes at a time: tantivy orphans segments otherwise."""
    with (folder().parent / "writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key(kind: str, item: str) -> str:
    return f"{kind}/{item}"


def _facet_terms(item: Item) -> list[str]:
    return [f"{name}={value}" for name, value in sorted(item.facets.items()) if value]


def _document(item: Item) -> tantivy.Document:
    title_grams, title_words = index_terms(f"{item.title} {item.title_en}")
    grams, words = index_terms(f"{item.title} {item.title_en} {item.text}")
    stored = {
        "kind": item.kind,
        "id": item.id,
        "title": item.title,
        "title_en": item.title_en,
        "url": item.url,
        "text": item.text,
        "facets": dict(sorted(item.facets.items())),
    }
    return tantivy.Document(
        key=_key(item.kind, item.id),
        kind=item.kind,
        access=list(item.access),
        facet=_facet_terms(item),
        title_grams=title_grams,
        title_words=title_words,
        grams=grams,
        words=words,
        stored=json.dumps(stored, ensure_ascii=False),
    )


def write(items: Iterable[Item], *, gone: Iterable[tuple[str, str]] = (), anew: bool = False) -> int:
    """Put the items into the index, replacing what had their keys, and drop those that are gone.

    `anew` replaces the whole content in one commit: readers see the old index until the new one is complete.
    """
    count = 0
    with _sole_writer():
        writer = _index().writer(heap_size=50_000_000, num_threads=1)
        if anew:
            writer.delete_all_documents()
        for kind, item_id in gone:
            writer.delete_documents_by_term("key", _key(kind, item_id))
        for item in items:
            writer.delete_documents_by_term("key", _key(item.kind, item.id))
            writer.add_document(_document(item))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
    return count


def search(
    question: str,
    *,
    access: Iterable[str],
    facets: Mapping[str, str] | None = None,
    page: int = 1,
    per_page: int = 20,
) -> Found:
    """The items a holder of the access tokens may find.

    Every word must be there; where nothing has them all, three in four suffice (`Found.loose`). An empty question
    lists everything.
    """
    index = _index()
    index.reload()
    searcher = index.searcher()
    schema = index.schema
    allowed = tantivy.Query.const_score_query(
        tantivy.Query.term_set_query(schema, "access", sorted(set(access))), 0.0
    )
    narrowed = [
        tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "facet", f"{name}={value}"), 0.0)
        for name, value in sorted((facets or {}).items())
    ]
    words = [_word_query(schema, group) for group in query_groups(question)]
    if question.strip() and not words:
        return Found(hits=(), total=0, facets={})
    filters = [(tantivy.Occur.Must, query) for query in (allowed, *narrowed)]
    query = tantivy.Query.boolean_query([*filters, *((tantivy.Occur.Must, word) for word in words)])
    total = _count(searcher, query)
    loose = False
    if total == 0 and len(words) > 1:
        loose = True
        some = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, word) for word in words],
            minimum_number_should_match=max(1, len(words) * 3 // 4),
        )
        query = tantivy.Query.boolean_query([*filters, (tantivy.Occur.Must, some)])
        total = _count(searcher, query)
    if total == 0:
        return Found(hits=(), total=0, facets={})
    offset = min(max(page - 1, 0) * per_page, MOST_HITS)
    result = searcher.search(query, limit=per_page, offset=offset, count=False)
    hits = tuple(_hit(searcher, address, score, question) for score, address in result.hits)
    return Found(hits=hits, total=total, facets=_count_facets(searcher, query), loose=loose)


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return int(searcher.search(query, limit=1, count=True).count)


def _word_query(schema: tantivy.Schema, group: list[tuple[str, str]]) -> tantivy.Query:
    """All terms of one word, better when they stand in the title."""
    body = _all_terms(schema, group, "")
    title = tantivy.Query.boost_query(_all_terms(schema, group, "title_"), TITLE_BOOST)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, body), (tantivy.Occur.Should, title)])


def _all_terms(schema: tantivy.Schema, group: list[tuple[str, str]], prefix: str) -> tantivy.Query:
    terms = [tantivy.Query.term_query(schema, prefix + field, term, "freq") for field, term in group]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])


def _hit(searcher: tantivy.Searcher, address: tantivy.DocAddress, score: float, question: str) -> Hit:
    stored = json.loads(searcher.doc(address)["stored"][0])
    return Hit(
        kind=stored["kind"],
        id=stored["id"],
        title=stored["title"],
        title_en=stored["title_en"],
        url=stored["url"],
        excerpt=excerpt(stored["text"], question),
        facets=stored["facets"],
        score=score,
    )


def _count_facets(searcher: tantivy.Searcher, query: tantivy.Query) -> dict[str, dict[str, int]]:
    answer = searcher.aggregate(query, {"facets": {"terms": {"field": "facet", "size": 500}}})
    facets: dict[str, dict[str, int]] = {}
    for bucket in answer["facets"]["buckets"]:
        name, _, value = bucket["key"].partition("=")
        facets.setdefault(name, {})[value] = int(bucket["doc_count"])
    return {
        name: dict(sorted(values.items(), key=lambda pair: (-pair[1], pair[0])))
        for name, values in sorted(facets.items())
    }
