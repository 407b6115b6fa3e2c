"""What the formats in JSON share: items of a document become records."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_noop

from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain.harvest.digests import digest_of_json
from yunghap.exchange.domain.harvest.reading_json import ENDS, ENDS_BEFORE, Item
from yunghap.exchange.domain.harvest.records import Read, Refused, Unusable
from yunghap.exchange.domain.harvest.values import line

Value = Mapping[str, Any]
ENDINGS = frozenset({ENDS, ENDS_BEFORE})
NO_OBJECT = gettext_noop("This is no record: a list, a text, a number or nothing stands there.")
NAMELESS = gettext_noop("It has neither an identifier nor a title.")


def record(
    item: Item, place: str, key_of: Callable[[Value], str], entry_of: Callable[[Value], Entry]
) -> Read | Refused:
    """The record an item holds, or why it holds none."""
    if item.fault:
        return Refused(
            place, item.fault, {"why": item.why} if item.why else {}, raw=item.raw, cut=item.fault in ENDINGS
        )
    if not isinstance(item.value, dict):
        return Refused(place, NO_OBJECT, raw=item.raw)
    key = key_of(item.value)
    if not key:
        return Refused(place, NAMELESS, raw=item.raw)
    value = item.value
    return Read(key, place, item.raw, digest_of_json(value), lambda: titled(entry_of(value), key))


def titled(entry: Entry, key: str) -> Entry:
    """An entry always has a title: of another language, the first words of the description, or its identifier."""
    if entry.title:
        return entry
    title = entry.title_en or first_words(entry.description) or line(key, longest=300)
    if not title:
        raise Unusable(NAMELESS)
    return replace(entry, title=title)


def first_words(text: str, *, longest: int = 80) -> str:
    """The beginning of a text, cut between words."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    cut = words[:longest].rsplit(" ", 1)[0]
    return f"{cut}…"


def first(value: Value, *names: str) -> Any:
    """The first of these members that holds something."""
    for name in names:
        found = value.get(name)
        if found not in (None, "", [], {}):
            return found
    return None


def as_list(value: Any) -> list[Any]:
    """A list, where one thing may stand alone."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def without_prefixes(value: Any, depth: int = 0) -> Any:
    """The same with `dcat:title` and `https://…#title` as `title`: documents with a context write either."""
    if depth > 40:
        return None
    if isinstance(value, dict):
        return {_bare(name): without_prefixes(member, depth + 1) for name, member in value.items()}
    if isinstance(value, list):
        return [without_prefixes(member, depth + 1) for member in value]
    return value


def _bare(name: str) -> str:
    if name.startswith("@") or (":" not in name):
        return name
    if "://" in name:
        return name.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    return name.rsplit(":", 1)[-1]
