"""The access-filtered index of everything that can be found."""

from collections.abc import Iterable, Mapping

from .contracts import (
    PUBLIC,
    SITE,
    Beside,
    Follower,
    Found,
    Hit,
    Item,
    Narrowing,
    Order,
    Place,
    Reason,
    Source,
    Values,
)
from .domain import index
from .domain.feed import apart, kind_name, note_change, rebuild, refresh, shown_facets, sources
from .domain.index import values_of
from .domain.lexicon import ShelfLexicon
from .domain.why import say
from .domain.words import warm_up

__all__ = [
    "PUBLIC",
    "SITE",
    "Beside",
    "Follower",
    "Found",
    "Hit",
    "Item",
    "Narrowing",
    "Order",
    "Place",
    "Reason",
    "Source",
    "Values",
    "beside",
    "browse",
    "kind_name",
    "note_change",
    "rebuild",
    "refresh",
    "say",
    "search",
    "shown_facets",
    "sources",
    "suggest",
    "values_of",
    "warm_up",
]


def search(
    question: str,
    *,
    access: Iterable[str] = (PUBLIC,),
    facets: Mapping[str, Values] | None = None,
    count: Iterable[str] | None = None,
    order: Order = Order.RELEVANCE,
    page: int = 1,
    per_page: int = 20,
    collection: str = SITE,
) -> Found:
    """Find what holders of the access tokens may see; see `Found`.

    `facets` narrow: several values of one facet widen it. `count` names the facets to count, all where it is None.
    """
    return index.search(
        question,
        access=access,
        narrowing=Narrowing(facets=facets or {}),
        count=count,
        order=order,
        offset=max(page - 1, 0) * per_page,
        limit=per_page,
        collection=collection,
    )


def browse(
    question: str = "",
    *,
    narrowing: Narrowing,
    count: Iterable[str] = (),
    order: Order = Order.ID,
    offset: int = 0,
    limit: int = 100,
    collection: str = SITE,
) -> Found:
    """The same for programs that read far: what everybody may see, from an offset on."""
    return index.search(
        question,
        access=(PUBLIC,),
        narrowing=narrowing,
        count=count,
        order=order,
        offset=offset,
        limit=limit,
        collection=collection,
    )


def beside(
    question: str,
    *,
    access: Iterable[str] = (PUBLIC,),
    kind: str | None = None,
    page: int = 1,
    per_page: int = 3,
) -> list[Beside]:
    """What the indexes apart from the site's hold for holders of the access tokens, of one kind or of each."""
    return [
        Beside(
            name,
            search(question, access=access, count=(), page=page, per_page=per_page, collection=collection),
        )
        for name, collection in apart()
        if kind in (None, name)
    ]


def suggest(start: str, *, collection: str = SITE, limit: int = 8) -> list[tuple[str, int]]:
    """Words that begin as somebody types, half-typed syllables and initials included, with how many titles use them.

    Words of the whole collection, whatever the reader may see: for collections that are public.
    """
    return ShelfLexicon(collection).beginning_with(start, limit=limit) if start else []
