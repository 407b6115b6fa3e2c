"""The page of a data set."""

import json
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.core import clock
from yunghap.core.errors import DomainError
from yunghap.exchange import rules
from yunghap.exchange.contracts import Entry
from yunghap.exchange.domain.asking import provider_of
from yunghap.exchange.domain.catalogue import count_use
from yunghap.exchange.domain.quality import is_table
from yunghap.exchange.enums import Licence
from yunghap.exchange.models import Follow, FulfilledRequest, HarvestRecord, HarvestSource, Product
from yunghap.exchange.queries.catalogue import COLLECTION, formats
from yunghap.exchange.queries.entries import get_entry, get_raw
from yunghap.exchange.queries.use import use_of
from yunghap.exchange.queries.voices import Rating
from yunghap.exchange.web.dcat import graph
from yunghap.exchange.web.publishing.looks import table_context
from yunghap.identity.service import actor_of, can, public_page
from yunghap.search import service as search

from . import labels
from .reviews import reviews_context

RELATED = 5
MOST_VERSIONS = 20
_ACCEPTED = {media: form for form, (_format, media) in graph.FORMATS.items()}


@require_safe
@public_page
def dataset(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A record for people; for programs that ask for RDF, its address as RDF."""
    entry = get_entry(id)
    if entry is None:
        raise Http404
    if form := _asked_for(request):
        return HttpResponseRedirect(f"/datasets/{entry.id}.{form}", status=303)
    count_use(entry.id)
    english = get_language() == "en"
    title = entry.title_en if english and entry.title_en else entry.title or entry.title_en
    address = f"{request.build_absolute_uri('/')}datasets/{entry.id}/"
    product = None if entry.source else Product.objects.filter(id=entry.id).first()
    voices, origin = reviews_context(request, entry), _origin(entry)
    context = {
        **(table_context(product) if product else {}),
        "entry": entry,
        "title": title,
        "about": entry.description_en
        if english and entry.description_en
        else entry.description or entry.description_en,
        "licence": Licence(entry.licence).label if entry.licence in Licence.values else "",
        "terms": labels.TERMS.get(Licence(entry.licence)) if entry.licence in Licence.values else "",
        "formats": formats(entry),
        "product": product,
        "offers": product.offers.filter(ended_at__isnull=True) if product else (),
        "ask_url": _ask_url(request, entry),
        "origin": origin,
        "related": _related(entry),
        "citation": _citation(entry, title, address, origin),
        **_versions(product, entry, title, address),
        "address": address,
        "json_ld": _schema_org(entry, title, address, voices["rating"]),
        "requests": FulfilledRequest.objects.filter(entry=entry.id)[:20],
        "use": use_of(entry.id),
        **voices,
        "follows": request.user.is_authenticated
        and Follow.objects.filter(person=str(request.user.pk), entry=entry.id).exists(),
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    response = render(request, "exchange/dataset.html", context)
    response["Vary"] = "Accept, Accept-Language, Cookie"
    return response


def _asked_for(request: HttpRequest) -> str:
    """The RDF format that is preferred to a page; "" where a page will do."""
    if "text/html" in request.headers.get("Accept", "text/html"):
        return ""
    preferred = request.get_preferred_type(list(_ACCEPTED))
    return _ACCEPTED.get(preferred or "", "")


def _ask_url(request: HttpRequest, entry: Entry) -> str:
    """Where a contract is asked for; "" where its provider takes no part, or the reader may not ask."""
    if request.user.is_authenticated and not can(actor_of(request), rules.CONSUME):
        return ""
    try:
        provider, asset = provider_of(entry.id)
    except DomainError:
        return ""
    return f"{reverse('exchange:ask')}?{urlencode({'peer': provider.key, 'dataset': asset})}"


def _origin(entry: Entry) -> dict[str, Any] | None:
    """Where a record was harvested from, and when it was seen last."""
    if not entry.source:
        return None
    source = HarvestSource.objects.filter(id=entry.source).first()
    record = HarvestRecord.objects.filter(id=entry.id).first()
    return {"source": source, "kind": labels.kind_of_source(source.kind) if source else "", "record": record}


def _related(entry: Entry) -> list[search.Hit]:
    """Other records that say much the same: by the words of the title and the keywords."""
    found = search.search(
        " ".join([entry.title, *entry.keywords[:3]])[:120],
        count=(),
        per_page=RELATED + 1,
        collection=COLLECTION,
    )
    return [hit for hit in found.hits if hit.id != entry.id][:RELATED]


def _citation(entry: Entry, title: str, address: str, origin: dict[str, Any] | None) -> str:
    """How it is cited; a record that names no publisher by the catalogue that it came from."""
    source = origin["source"] if origin else None
    told = [
        entry.publisher or (source.name if source else ""),
        f"({(entry.modified or entry.issued)[:4]})" if entry.modified or entry.issued else "",
    ]
    return " ".join(filter(None, [*told, f"{title}.", _("Data set"), f"{entry.id}.", address]))


def _versions(product: Product | None, entry: Entry, title: str, address: str) -> dict[str, object]:
    """The versions of a product of ours, each with its citation, and whether two can be compared."""
    rows = list(product.versions.all()[:MOST_VERSIONS]) if product else []
    days = [clock.local_date(one.made_at) for one in rows]
    cited = [
        " ".join(
            [
                f"{entry.publisher} ({day.year})",
                f"{title}.",
                _("Version %(number)s") % {"number": one.number},
                f"({day}).",
                address,
            ]
        )
        for one, day in zip(rows, days, strict=True)
    ]
    return {
        "versions": list(zip(rows, cited, strict=True)),
        "comparable": len(rows) > 1 and all(is_table(one) for one in rows[:2]),
    }


def _schema_org(entry: Entry, title: str, address: str, rating: Rating) -> SafeString:
    """schema.org Dataset for search engines, safe inside a script element."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "name": title,
        "description": entry.description or entry.description_en or title,
        "identifier": entry.id,
        "keywords": list(entry.keywords),
        "license": graph.LICENCES.get(Licence(entry.licence), "") if entry.licence in Licence.values else "",
        "creator": {"@type": "Organization", "name": entry.publisher} if entry.publisher else None,
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(rating.stars),
            "reviewCount": rating.number,
        }
        if rating.number
        else None,
        "datePublished": entry.issued,
        "dateModified": entry.modified,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": one.media_type or one.format,
                "contentUrl": one.download_url or one.access_url,
            }
            for one in entry.distributions
            if one.download_url or one.access_url
        ],
    }
    written = json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(written)  # noqa: S308 - escaped just before


@require_safe
@public_page
def raw(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002, ARG001
    """The harvested record as it came, byte for byte."""
    content = get_raw(id)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{id}.raw"'
    return response
