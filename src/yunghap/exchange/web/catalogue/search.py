"""The search page of the catalogue: words, facets, reasons; results as open data."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.documents import service as documents
from yunghap.documents.blocks import Table
from yunghap.exchange.domain.catalogue import count_search
from yunghap.exchange.queries.catalogue import COLLECTION, FACETS
from yunghap.identity.service import public_page
from yunghap.search import service as search

from . import labels

PER_PAGE = 20
MOST_PAGES = 500  # farther down nobody reads; programs have the export and the APIs
MOST_WORDS = 200
MOST_VALUES = 12
MOST_EXPORTED = 10_000
ORDERS = (search.Order.RELEVANCE, search.Order.NEWEST, search.Order.NAME)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for."""

    words: str
    facets: dict[str, tuple[str, ...]]
    order: search.Order
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Wanted":
        """What the address says; what makes no sense is passed over."""
        given = request.GET
        order, page = given.get("order", ""), given.get("page", "1")
        facets = {name: tuple(value[:300] for value in given.getlist(name)[:20] if value) for name in FACETS}
        return cls(
            words=given.get("q", "").strip()[:MOST_WORDS],
            facets={name: values for name, values in facets.items() if values},
            order=search.Order(order) if order in ORDERS else search.Order.RELEVANCE,
            page=min(max(int(page), 1), MOST_PAGES)
            if page.isascii() and page.isdigit() and len(page) < 6
            else 1,
        )

    @property
    def sorted_by(self) -> search.Order:
        """Without words nothing is more relevant than anything else: the newest come first."""
        return search.Order.NEWEST if self.order is search.Order.RELEVANCE and not self.words else self.order

    def without(self, name: str, value: str) -> str:
        """The address of the same search without one value."""
        facets = {**self.facets, name: tuple(one for one in self.facets.get(name, ()) if one != value)}
        return "?" + self.query(facets)

    def with_(self, name: str, value: str) -> str:
        """The address of the same search with one more value."""
        return "?" + self.query({**self.facets, name: (*self.facets.get(name, ()), value)})

    def query(self, facets: dict[str, tuple[str, ...]] | None = None) -> str:
        """The search as a query string, on its first page."""
        pairs = [
            (name, value)
            for name, values in (self.facets if facets is None else facets).items()
            for value in values
        ]
        if self.words:
            pairs.insert(0, ("q", self.words))
        if self.order is not search.Order.RELEVANCE:
            pairs.append(("order", self.order.value))
        return urlencode(pairs)

    def found(self, *, count: tuple[str, ...] = FACETS) -> search.Found:
        """The page of results."""
        return search.search(
            self.words,
            facets=self.facets,
            count=count,
            order=self.sorted_by,
            page=self.page,
            per_page=PER_PAGE,
            collection=COLLECTION,
        )


@dataclass(frozen=True)
class Choice:
    """A value of a facet: what it is called, how many hits carry it, where choosing it leads."""

    label: object
    count: int
    url: str


@require_safe
@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """`?q=words`, facets by their names (several times for several values), `order`, `page`."""
    wanted = Wanted.of(request)
    found = wanted.found()
    if wanted.page == 1:
        count_search(wanted.words, found=bool(found.complete))
    page: Page[int] = Paginator(range(min(found.total, PER_PAGE * MOST_PAGES)), PER_PAGE).get_page(
        wanted.page
    )
    context = {
        "wanted": wanted,
        "found": found,
        "results": [_result(hit, wanted) for hit in found.hits],
        "chosen": _chosen(wanted),
        "facets": _facets(found, wanted),
        "orders": [
            (order.value, label, order is wanted.order)
            for order, label in zip(ORDERS, _order_labels(), strict=True)
        ],
        "page": page,
        "query": wanted.query(),
        "read_as": _read_as(found),
    }
    return render(request, "exchange/catalogue.html", context)


def _order_labels() -> tuple[str, ...]:
    return (_("Relevance"), _("Newest first"), _("Name"))


def _result(hit: search.Hit, wanted: Wanted) -> dict[str, object]:
    english = get_language() == "en"
    title = hit.title_en if english and hit.title_en else hit.title
    publisher, formats = hit.facets.get("organisation", ""), hit.facets.get("format", ())
    licence = str(hit.facets.get("licence", ""))
    return {
        "title": title,
        "url": ("/en" if english else "") + hit.url,
        "excerpt": hit.excerpt,
        "publisher": publisher,
        "formats": (formats,) if isinstance(formats, str) else formats[:4],
        "licence": labels.value_labels("licence", [licence])[licence] if licence else "",
        "own": hit.facets.get("kind") == "own",
        "why": search.say(hit.why) if wanted.words else "",
    }


def _chosen(wanted: Wanted) -> list[Choice]:
    """What narrows the list, each with the address that lifts it."""
    return [
        Choice(f"{labels.FACETS[name]}: {named[value]}", 0, wanted.without(name, value))
        for name, values in wanted.facets.items()
        for named in [labels.value_labels(name, values)]
        for value in values
    ]


def _facets(found: search.Found, wanted: Wanted) -> list[tuple[object, list[Choice], bool]]:
    """The facets to narrow by, without what is chosen already; one that would narrow nothing is left out."""
    shown: list[tuple[object, list[Choice], bool]] = []
    for name in FACETS:
        counts = found.facets.get(name, {})
        left = {value: number for value, number in counts.items() if value not in wanted.facets.get(name, ())}
        if len(counts) < 2 or not left:
            continue
        most = dict(list(left.items())[:MOST_VALUES])
        named = labels.value_labels(name, most)
        values = [Choice(named[value], number, wanted.with_(name, value)) for value, number in most.items()]
        shown.append((labels.FACETS[name], values, len(left) > MOST_VALUES))
    return shown


def _read_as(found: search.Found) -> list[tuple[str, str]]:
    """What was typed and what it was read as, each typed word once with all its readings."""
    readings: dict[str, list[str]] = {}
    for typed, used, _how in found.read_as:
        readings.setdefault(typed, []).append(used)
    return [(typed, ", ".join(used)) for typed, used in readings.items()]


@require_safe
@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Words that begin as the last one typed, as the choices of the search box (htmx)."""
    typed = request.GET.get("q", "")[:MOST_WORDS]
    before, _space, last = typed.rpartition(" ")
    words = search.suggest(last, collection=COLLECTION) if last else []
    context = {"words": [f"{before} {word}".strip() for word, _number in words]}
    return render(request, "exchange/suggestions.html", context)


@require_safe
@public_page
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The results as CSV or JSON, the first 10,000 of them."""
    if form not in {"csv", "json"}:
        raise Http404
    wanted = Wanted.of(request)
    found = search.search(
        wanted.words,
        facets=wanted.facets,
        count=(),
        order=wanted.sorted_by,
        per_page=MOST_EXPORTED,
        collection=COLLECTION,
    )
    base = request.build_absolute_uri("/").rstrip("/")
    head = ["id", "title", "title_en", "organisation", "licence", "formats", "themes", "region", "url"]
    rows = [_row(hit, base) for hit in found.hits]
    if form == "json":
        records = [dict(zip(head, row, strict=True)) for row in rows]
        return JsonResponse(
            {"total": found.total, "records": records}, json_dumps_params={"ensure_ascii": False}
        )
    response = HttpResponse(
        documents.write_csv(Table("", head, rows)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="data.csv"'
    return response


def _row(hit: search.Hit, base: str) -> list[str]:
    several = {name: (value,) if isinstance(value, str) else value for name, value in hit.facets.items()}
    told = [" ".join(several.get(name, ())) for name in ("organisation", "licence", "format")]
    return [
        hit.id,
        hit.title,
        hit.title_en,
        *told,
        "; ".join(several.get("theme", ())),
        *several.get("region", ("",)),
        base + hit.url,
    ]
