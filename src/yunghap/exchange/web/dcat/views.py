"""DCAT by address, a feed of what changed, a map for search engines."""

from datetime import UTC, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain.catalogue import count_use
from yunghap.exchange.queries.catalogue import COLLECTION, day_of
from yunghap.exchange.queries.entries import get_entries, get_entry
from yunghap.exchange.queries.voices import showcases_of
from yunghap.identity.service import public_page
from yunghap.search import service as search

from . import graph

PER_PAGE = 100
MAP_SIZE = 10_000
FEED_LENGTH = 50


def base_of(request: HttpRequest) -> str:
    """The address of this site, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def _number(request: HttpRequest) -> int:
    told = request.GET.get("page", "1")
    return max(int(told), 1) if told.isascii() and told.isdigit() and len(told) < 8 else 1


def _page(number: int, size: int, order: search.Order = search.Order.ID) -> tuple[list[Entry], int]:
    found = search.browse(
        narrowing=search.Narrowing(),
        order=order,
        offset=(number - 1) * size,
        limit=size,
        collection=COLLECTION,
    )
    return list(get_entries([hit.id for hit in found.hits]).values()), found.total


@require_safe
@public_page
def catalogue(request: HttpRequest, form: str) -> HttpResponse:
    """The whole catalogue, a page of it; `hydra:next` leads on."""
    if form not in graph.FORMATS:
        raise Http404
    number, base = _number(request), base_of(request)
    entries, total = _page(number, PER_PAGE)
    last = max((total - 1) // PER_PAGE + 1, 1)
    if number > last:
        raise Http404
    address = f"{base}/datasets/catalogue.{form}?page="
    triples = [
        *graph.catalogue_triples(
            base=base,
            page=f"{address}{number}",
            title=_("Catalogue of industrial data"),
            about=_("Data sets of the industrial data exchange and of the catalogues it gathers."),
            publisher="Yunghap",
        ),
        *graph.page_triples(
            page=f"{address}{number}",
            first=f"{address}1",
            following=f"{address}{number + 1}" if number < last else "",
            last=f"{address}{last}",
            total=total,
            base=base,
        ),
    ]
    made = _made_with([entry.id for entry in entries], base)
    for entry in entries:
        triples.extend(graph.entry_triples(entry, base, made=made.get(entry.id, ())))
    return _answer(graph.write(triples, form), form)


@require_safe
@public_page
def dataset(request: HttpRequest, id: str, form: str) -> HttpResponse:  # noqa: A002
    """One record."""
    entry = get_entry(id)
    if entry is None or form not in graph.FORMATS:
        raise Http404
    count_use(entry.id, program=True)
    base = base_of(request)
    made = _made_with([entry.id], base).get(entry.id, ())
    return _answer(graph.write(graph.entry_triples(entry, base, listed=False, made=made), form), form)


def _made_with(entries: list[str], base: str) -> dict[str, list[str]]:
    """The addresses of what was made with each of these records."""
    return {
        entry: [f"{base}/showcases/{one.pk}/" for one in found]
        for entry, found in showcases_of(entries).items()
    }


def _answer(content: bytes, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{graph.FORMATS[form][1]}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The records changed last, as an Atom feed."""
    base = base_of(request)
    entries, _total = _page(1, FEED_LENGTH, search.Order.NEWEST)
    atom = Atom1Feed(
        title=_("Changes of the catalogue"),
        link=f"{base}/datasets/",
        description="",
        feed_url=f"{base}/datasets/changes.atom",
    )
    for entry in entries:
        day = day_of(entry)
        at = datetime.combine(day, time(), UTC) if day else None
        atom.add_item(
            title=entry.title or entry.title_en,
            link=f"{base}/datasets/{entry.id}/",
            description=entry.description or entry.description_en,
            unique_id=f"urn:yunghap:data:{entry.id}",
            author_name=entry.publisher or None,
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages of data sets for search engines; without a page, the list of its parts."""
    base = base_of(request)
    if "page" not in request.GET:
        _none, total = _page(1, 1)
        parts = range(1, max((total - 1) // MAP_SIZE + 2, 2))
        context: dict[str, object] = {
            "parts": [f"{base}/datasets/sitemap.xml?page={number}" for number in parts]
        }
    else:
        found = search.browse(
            narrowing=search.Narrowing(),
            offset=(_number(request) - 1) * MAP_SIZE,
            limit=MAP_SIZE,
            collection=COLLECTION,
        )
        context = {"pages": [f"{base}{hit.url}" for hit in found.hits]}
    return render(request, "exchange/sitemap.xml", context, content_type="application/xml")
