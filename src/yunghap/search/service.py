"""The access-filtered index of everything that can be found."""

from collections.abc import Iterable, Mapping

from .contracts import PUBLIC, Found, Hit, Item, Source
from .domain import index
from .domain.feed import note_change, rebuild, refresh, sources
from .domain.words import warm_up

__all__ = [
    "PUBLIC",
    "Found",
    "Hit",
    "Item",
    "Source",
    "note_change",
    "rebuild",
    "refresh",
    "search",
    "sources",
    "warm_up",
]


def search(
    question: str,
    *,
    access: Iterable[str] = (PUBLIC,),
    facets: Mapping[str, str] | None = None,
    page: int = 1,
    per_page: int = 20,
) -> Found:
    """Find what holders of the access tokens may see; see `Found`."""
    return index.search(question, access=access, facets=facets, page=page, per_page=per_page)
