"""What goes into the index and what comes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

PUBLIC = "public"
"""The access token everybody holds; others are `organisation:<id>` and `person:<id>`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be found.

    `kind` names its source, `id` is unique within it. `url` has no language prefix. `access` are the tokens of
    which a reader needs one; an item without any is found by nobody.
    """

    kind: str
    id: str
    title: str
    url: str
    access: tuple[str, ...]
    title_en: str = ""
    text: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None


class Source(Protocol):
    """Where items of one kind come from; registered by the module that owns them."""

    def items(self, ids: Iterable[str] | None = None) -> Iterable[Item]:
        """All items, or those of the ids that still exist."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; `excerpt` is a list of (text, is_match) pieces, safe to show escaped."""

    kind: str
    id: str
    title: str
    title_en: str
    url: str
    excerpt: tuple[tuple[str, bool], ...]
    facets: Mapping[str, str]
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `facets`: facet -> value -> number of hits over *all* results, most first.

    `loose` says that not every word was found together and that some words sufficed.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    loose: bool = False
