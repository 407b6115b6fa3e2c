"""What goes into the index and what comes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, runtime_checkable

PUBLIC = "public"
"""The access token everybody holds; others are `organisation:<id>` and `person:<id>`."""

SITE = "site"
"""The collection of everything that is not told otherwise."""

Values = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be found.

    `kind` names its source, `id` is unique within it. `url` has no language prefix. `access` are the tokens of
    which a reader needs one; an item without any is found by nobody. `keywords` weigh more than `text` and less than
    the titles; `also` is searched like `text` but never shown as an excerpt. A facet has one value or several.
    """

    kind: str
    id: str
    title: str
    url: str
    access: tuple[str, ...]
    title_en: str = ""
    text: str = ""
    also: str = ""
    facets: Mapping[str, Values] = field(default_factory=dict)
    on: date | None = None
    keywords: tuple[str, ...] = ()


class Source(Protocol):
    """Where items of one kind come from; registered by the module that owns them.

    A source with an attribute `collection` has its items in an index of that name, apart from `SITE`; `label` is what
    pages call its kind. One apart that also has `on_site` is found beside the site's own items: the names of the facets
    that are shown with them there.
    """

    def items(self, ids: Iterable[str] | None = None) -> Iterable[Item]:
        """All items, or those of the ids that still exist."""


@runtime_checkable
class Follower(Source, Protocol):
    """A source that numbers its changes itself, so that nothing is noted for it with `note_change`."""

    def mark(self) -> str:
        """How far its changes have come."""

    def changed(self, since: str, until: str) -> Iterable[Item]:
        """What is new or changed between two marks; what is gone, without any access."""


class Place(StrEnum):
    """Where a word stands."""

    TITLE = "title"
    KEYWORDS = "keywords"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Reason:
    """That a word of the question stands in a hit. `used` is what stands there, `typed` what was asked.

    `how` is "typed", or why another word was looked for: "spelling", "initials", "keyboard", "equal". `place` is None
    where the word is missing.
    """

    typed: str
    used: str
    how: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; `excerpt` is a list of (text, is_match) pieces, safe to show escaped."""

    kind: str
    id: str
    title: str
    title_en: str
    url: str
    excerpt: tuple[tuple[str, bool], ...]
    facets: Mapping[str, Values]
    score: float
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `facets`: facet -> value -> number of hits over *all* results, most first.

    `loose` says that too little carried every word and that some words sufficed; `complete` is how many carry all.
    `read_as` are words that stood in for what was typed: (typed, read as, how).
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    loose: bool = False
    complete: int = 0
    read_as: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What a kind with an index of its own holds for a question: the best of it, and how much there is.

    Scores of two indexes cannot be compared, so these stand beside the others and never among them.
    """

    kind: str
    found: Found


class Order(StrEnum):
    """How results are sorted."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    NAME = "name"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What hits must carry, and must not: facets with one value or several, of which one suffices; days.

    `items` are the only ones to be looked at, as (kind, id).
    """

    facets: Mapping[str, Values] = field(default_factory=dict)
    without: Mapping[str, Values] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    items: tuple[tuple[str, str], ...] | None = None
