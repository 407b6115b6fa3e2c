"""One index on disk per collection: derived from the database, written by one process at a time, rebuilt in doubt.

Two tantivy indexes lie side by side: the items, and the words in use among them (for slips, initials and
suggestions).
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from yunghap.search.contracts import PUBLIC, Item

from . import hangul
from .known import bare
from .words import bigrams, compact, normalise, runs_of, spellings, terms_of, tight_terms

LAYOUT = 5  # raised when the fields change: an index of another layout is built anew
HEAP = 128_000_000
EXCERPT = 1000  # characters of the text kept for excerpts
LONGEST_WORD = 16
NOT_PUBLIC = "~"  # an access token that nobody holds, beside those of what not everybody may see


def folder(collection: str, *, data: Path | None = None) -> Path:
    """Where the index of a collection lies; `data` is the data folder, the installation's where it is None."""
    return (data or Path(settings.DATA_DIR)) / "search" / f"layout-{LAYOUT}" / collection


def _items_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("access", tokenizer_name="raw", index_option="basic")
    builder.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("named", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("on", fast=True)
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("tight", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("runs", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("subjects", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("keywords", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("lines", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _words_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("word", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("letters", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("initials", tokenizer_name="raw", index_option="basic")
    return builder.build()


@lru_cache(maxsize=8)
def _open(path: Path) -> tantivy.Index:
    path.mkdir(parents=True, exist_ok=True)
    schema = _items_schema() if path.name == "items" else _words_schema()
    return tantivy.Index(schema, path=str(path))


_seen: dict[Path, int] = {}


@lru_cache(maxsize=32)
def _place(data: str, collection: str, part: str) -> Path:
    return folder(collection, data=Path(data)) / part


def _as_committed(data: str, collection: str, part: str) -> tantivy.Index:
    """The index at its last commit: read again only where the list of its segments was written since."""
    path = _place(data, collection, part)
    index = _open(path)
    written = os.stat(f"{path}/meta.json").st_mtime_ns  # noqa: PTH116 - asked twice for each question
    if _seen.get(path) != written:
        index.reload()
        _seen[path] = written
    return index


def items_index(collection: str) -> tantivy.Index:
    """The items of a collection, as last committed."""
    return _as_committed(str(settings.DATA_DIR), collection, "items")


def words_index(collection: str) -> tantivy.Index:
    """Its words."""
    return _as_committed(str(settings.DATA_DIR), collection, "words")


@contextmanager
def _sole_writer(collection: str) -> Iterator[None]:
    """One process writes at a time: tantivy orphans segments otherwise."""
    folder(collection).mkdir(parents=True, exist_ok=True)
    with (folder(collection) / "writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_built(collection: str) -> bool:
    """Whether there is an index of this layout."""
    return (folder(collection) / "marks.json").exists()


def marks(collection: str) -> dict[str, str]:
    """How far the index has followed its sources, by kind."""
    path = folder(collection) / "marks.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def keep_marks(collection: str, marks: Mapping[str, str]) -> None:
    """Say how far the index has followed; replaced in one step."""
    path = folder(collection) / "marks.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(marks), encoding="utf-8")
    fresh.replace(path)


def _key(kind: str, item: str) -> str:
    return f"{kind}/{item}"


def write(
    collection: str, items: Iterable[Item], *, gone: Iterable[tuple[str, str]] = (), anew: bool = False
) -> int:
    """Put the items into the index, replacing what had their keys; drop those that are gone or that nobody may see.

    `anew` replaces the whole content in one commit: readers see the old index until the new one is complete.
    """
    count = 0
    words: set[str] = set()
    with _sole_writer(collection):
        index = items_index(collection)
        writer = index.writer(heap_size=HEAP, num_threads=1)
        if anew:
            writer.delete_all_documents()
        for kind, item_id in gone:
            writer.delete_documents_by_term("key", _key(kind, item_id))
        for item in items:
            if not anew:
                writer.delete_documents_by_term("key", _key(item.kind, item.id))
            count += 1
            if not item.access:
                continue
            document, used = _document(item)
            writer.add_document(document)
            words |= used
        writer.commit()
        writer.wait_merging_threads()
        _write_words(collection, words, anew=anew)
    return count


def _write_words(collection: str, words: set[str], *, anew: bool) -> None:
    index = words_index(collection)
    if not anew:
        searcher = index.searcher()
        words = {word for word in words if not searcher.doc_freq("word", word)}
        if not words:
            return
    writer = index.writer(heap_size=HEAP // 4, num_threads=1)
    if anew:
        writer.delete_all_documents()
    for word in sorted(words):
        writer.add_document(
            tantivy.Document(word=word, letters=hangul.letters(word), initials=hangul.initials(word))
        )
    writer.commit()
    writer.wait_merging_threads()


def _document(item: Item) -> tuple[tantivy.Document, set[str]]:
    """The item as it is indexed, and the words it uses in title and keywords."""
    titles = [normalise(one) for title in (item.title, item.title_en) if title for one in spellings(title)]
    keywords = [normalise(one) for word in item.keywords for one in spellings(word)]
    body = normalise(f"{item.text}\n{item.also}")
    in_titles = [run for title in titles for run in _words_in(title)]
    words = {*in_titles, *(run for word in keywords for run in _words_in(word))}
    stored: dict[str, Any] = {
        "kind": item.kind,
        "id": item.id,
        "title": item.title,
        "title_en": item.title_en,
        "url": item.url,
        "text": item.text[:EXCERPT],
        "also": item.also[:EXCERPT],
        "keywords": list(item.keywords),
        "facets": {name: values for name, values in sorted(item.facets.items()) if values},
    }
    # Pairs over the spaces of a title too: 댐 수위 is found by 댐수위.
    said = [
        *(term for part in (*titles, *keywords, body) for term in terms_of(part)),
        *(term for part in (*titles, *keywords) for term in tight_terms(part)),
    ]
    document = tantivy.Document(
        key=_key(item.kind, item.id),
        kind=item.kind,
        access=[*item.access, *([] if PUBLIC in item.access else [NOT_PUBLIC])],
        facets={
            name: [values] if isinstance(values, str) else list(values)
            for name, values in item.facets.items()
            if values
        },
        named=[name for name, values in item.facets.items() if values],
        on=int(item.on.strftime("%Y%m%d")) if item.on else 0,
        title=" ".join(term for title in titles for term in _title_terms(title)),
        tight=[" ".join(tight_terms(title)) for title in titles],
        runs=" ".join(in_titles),
        subjects=keywords,
        keywords=" ".join(term for word in keywords for term in terms_of(word)),
        text=" ".join(dict.fromkeys(said)),
        lines=[compact(line) for line in item.also.splitlines()],
        name=titles[0][:100] if titles else "",
        stored=json.dumps(stored, ensure_ascii=False),
    )
    return document, {word for word in words if 1 < len(word) <= LONGEST_WORD}


START = "^"  # marks the first pair of a stretch: 수원 begins 수원시 and not 상수원


def _title_terms(title: str) -> list[str]:
    starts = [START + bigrams(run)[0] for run, korean, _ in runs_of(title) if korean]
    return [*terms_of(title), *starts]


def _words_in(plain: str) -> list[str]:
    """Stretches as they stand, and without generic words at their end."""
    found: list[str] = []
    for run, korean, _ in runs_of(plain):
        found.append(run)
        if korean and (short := bare(run)) != run:
            found.append(short)
    return found
