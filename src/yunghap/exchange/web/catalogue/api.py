"""The HTTP API of the catalogue: search, and what is said of a data set and made with it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from yunghap.core.errors import NotFound
from yunghap.exchange.contracts import Entry
from yunghap.exchange.queries import voices
from yunghap.exchange.queries.catalogue import COLLECTION, formats
from yunghap.exchange.queries.entries import get_entries, get_entry
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


class ReviewOut(Schema):
    """What an organisation says of a data set, and what its provider answers."""

    organisation: str
    stars: int
    text: str
    written_at: datetime
    answer: str


class ReviewsOut(Schema):
    """All reviews of a data set that are shown; `stars` is their mean, null where there is none."""

    number: int
    stars: Decimal | None
    items: list[ReviewOut]


class ShowcaseOut(Schema):
    """Something that was made with a data set."""

    id: str
    title: str
    text: str
    maker: str
    link: str
    picture: str
    url: str
    proposed_at: datetime


class ShowcasesOut(Schema):
    """Everything that is shown."""

    items: list[ShowcaseOut]


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


@router.get("/datasets/{id}/reviews", response=ReviewsOut, auth=None, summary="Reviews of a data set")
def reviews(request: HttpRequest, id: str) -> ReviewsOut:  # noqa: A002, ARG001
    """The newest first."""
    _check_there(id)
    rating = voices.rating_of(id)
    items = [
        ReviewOut(
            organisation=one.organisation.label(),
            stars=one.stars,
            text=one.text,
            written_at=one.written_at,
            answer=one.answer,
        )
        for one in voices.reviews_of(id)[:MOST]
    ]
    return ReviewsOut(number=rating.number, stars=rating.stars if rating.number else None, items=items)


@router.get(
    "/datasets/{id}/showcases", response=ShowcasesOut, auth=None, summary="What was made with a data set"
)
def showcases(request: HttpRequest, id: str) -> ShowcasesOut:  # noqa: A002, ARG001
    """The newest first; `picture` is an address, or empty."""
    _check_there(id)
    items = [
        ShowcaseOut(
            id=one.pk,
            title=one.title,
            text=one.text,
            maker=one.maker,
            link=one.link,
            picture=f"{settings.SITE_URL}/showcases/{one.pk}/picture" if one.picture else "",
            url=f"{settings.SITE_URL}/showcases/{one.pk}/",
            proposed_at=one.proposed_at,
        )
        for one in voices.showcases_of([id]).get(id, [])[:MOST]
    ]
    return ShowcasesOut(items=items)


def _check_there(id: str) -> None:  # noqa: A002
    if get_entry(id) is None:
        raise NotFound(_("There is no such data set."))
