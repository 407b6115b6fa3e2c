"""The HTTP API of the catalogue: search."""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yunghap.exchange.contracts import Entry
from yunghap.exchange.queries.catalogue import COLLECTION, formats
from yunghap.exchange.queries.entries import get_entries
from yunghap.search import service as search

router = Router(tags=["exchange"])
MOST = 100


class Question(Schema):
    """`q` in Korean or English, as on the search page."""

    q: Annotated[str, Field(max_length=200)] = ""
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 10


class HitOut(Schema):
    """A data set of the catalogue; `why` says in words why it was found."""

    id: str
    title: str
    title_en: str
    description: str
    publisher: str
    licence: str
    formats: list[str]
    modified: str
    url: str
    score: float
    why: str


class FoundOut(Schema):
    """A page of what was found, best first."""

    total: int
    items: list[HitOut]


@router.get("/search", response=FoundOut, auth=None, summary="Search the catalogue")
def find(request: HttpRequest, asked: Query[Question]) -> FoundOut:  # noqa: ARG001
    """Open to everybody, as the catalogue's page is."""
    found = search.browse(
        asked.q,
        narrowing=search.Narrowing(),
        order=search.Order.RELEVANCE if asked.q else search.Order.NEWEST,
        offset=asked.offset,
        limit=asked.limit,
        collection=COLLECTION,
    )
    entries = get_entries(hit.id for hit in found.hits)
    items = [_out(hit, entries[hit.id]) for hit in found.hits if hit.id in entries]
    return FoundOut(total=found.total, items=items)


def _out(hit: search.Hit, entry: Entry) -> HitOut:
    return HitOut(
        id=entry.id,
        title=entry.title or entry.title_en,
        title_en=entry.title_en,
        description=entry.description or entry.description_en,
        publisher=entry.publisher,
        licence=entry.licence,
        formats=list(formats(entry)),
        modified=entry.modified or entry.issued,
        url=f"{settings.SITE_URL}{hit.url}",
        score=round(hit.score, 4),
        why=search.say(hit.why),
    )
