"""The catalogue of a connector (Dataspace Protocol 2025-1), from a file, by GET, or asked for as the protocol does.

A single data set may stand alone, catalogues may hold catalogues, names may have prefixes or be whole addresses.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.exchange.contracts import Distribution, Entry
from yunghap.exchange.domain.harvest import values
from yunghap.exchange.domain.harvest.documents import Document, Documents, opened
from yunghap.exchange.domain.harvest.reading_json import Member, NotJson, What, is_in_list, items
from yunghap.exchange.domain.harvest.records import Found, WrongKind

from .data_json import entry_of as entry_of_dataset
from .json_records import Value, as_list, first, record, without_prefixes

_CONTEXT = ["https://w3id.org/dspace/2025/1/context.jsonld"]
REQUEST = json.dumps({"@context": _CONTEXT, "@type": "CatalogRequestMessage"}).encode()
_DSPACE, ENOUGH = "/dspace/", 20
_CATALOGUE = re.compile(r'"(?:[^"\\]*[:/#])?(?:Catalog|CatalogError|dataset|participantId|service)"')


def read(documents: Documents) -> Iterator[Found]:
    """The data sets of every page."""
    document: Document | None = documents.first()
    page = 1
    while document is not None:
        with opened(document):
            yield from _page(document, page)
            following = document.next_link()
        page += 1
        document = documents.follow(following, body=_body(following)) if following else None


def _body(address: str) -> bytes | None:
    """A request is repeated for the next page; an address that is read by GET is read so again."""
    return REQUEST if address.split("?", maxsplit=1)[0].rstrip("/").endswith("/catalog/request") else None


def _page(document: Document, page: int) -> Iterator[Found]:
    number, catalogue, speaks = 0, False, False
    try:
        providers = _providers(document)
        for item in items(document.file, _choose):
            if isinstance(item, Member):
                name = _bare(item.path[-1]) if item.path else ""
                catalogue = catalogue or name in {"participantId", "dataset", "service", "catalog"}
                if name == "@type" and any("CatalogError" in str(kind) for kind in as_list(item.value)):
                    raise InvalidInput(_("The connector answers with an error instead of its catalogue."))
                if name == "@type":
                    catalogue = catalogue or any("Catalog" in str(kind) for kind in as_list(item.value))
                speaks = (
                    speaks or name == "participantId" or (name == "@context" and _DSPACE in str(item.value))
                )
                continue
            number += 1
            place = item.place or f"value {number}"
            if isinstance(item.value, dict):
                item.value = without_prefixes(item.value)
                speaks = speaks or "hasPolicy" in item.value
            if number == ENOUGH and not speaks and page == 1:
                raise _wrong()
            who = next((providers[at] for at in _upwards(item.path) if at in providers), "")
            yield record(
                item,
                f"page {page}, {place}" if page > 1 else place,
                key_of,
                lambda value, who=who: replace(entry_of(value), provider=who),  # type: ignore[misc]
            )
    except NotJson:
        raise _wrong() from None
    if page == 1 and not speaks and (number > 0 or not catalogue):
        raise _wrong()


def _providers(document: Document) -> dict[tuple[str, ...], str]:
    """Who offers in each catalogue of the document, by its place; mostly that stands behind the data sets."""
    found: dict[tuple[str, ...], str] = {}
    for item in items(document.file, _choose):
        said = isinstance(item, Member) and item.path and _bare(item.path[-1]) == "participantId"
        if said and (who := values.line(_id(item.value))):
            found[item.path[:-1]] = who
    document.file.seek(0)
    return found


def _upwards(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A place, and the catalogues around it."""
    yield from (path[:end] for end in range(len(path), -1, -1))


def _wrong() -> WrongKind:
    return WrongKind(_("This is not a catalogue of the Dataspace Protocol."))


def _bare(name: str) -> str:
    return re.split(r"[:/#]", name)[-1] if not name.startswith("@") else name


def _choose(path: tuple[str, ...], bracket: str, peek: str) -> What:
    name = _bare(path[-1]) if path else ""
    if name == "dataset":
        return "items" if bracket == "[" else "item"
    if name in {"", "catalog"} or is_in_list(name):
        if bracket == "[":
            return "each"
        if not path or is_in_list(name):
            is_dataset = bool(re.search(r'"(?:[^"\\]*[:/#])?hasPolicy"', peek)) and not _CATALOGUE.search(
                peek
            )
            return "item" if is_dataset else "inside"
        return "inside"
    return "value"


def key_of(value: Value) -> str:
    """The data set's `@id`."""
    return values.line(value.get("@id") or value.get("id") or _id(value.get("identifier")), longest=2_000)


def _id(value: Any) -> Any:
    value = next(iter(as_list(value)), None)
    return first(value, "@id", "@value") if isinstance(value, Mapping) else value


def entry_of(value: Value) -> Entry:
    """The entry: what is described as in DCAT, and what offers there are."""
    members = dict(value)
    if not members.get("title"):
        members["title"] = first(value, "name", "label", "prefLabel")
    entry = entry_of_dataset(members)
    policies = [one for one in as_list(value.get("hasPolicy")) if isinstance(one, Mapping)]
    offers = [values.line(_id(one.get("@id"))) for one in policies]
    distributions = tuple(
        _distribution(one) for one in as_list(value.get("distribution")) if isinstance(one, Mapping)
    )
    extra = {"offers": " ".join(offer for offer in offers if offer)[:2_000], "protocol": "dataspace-protocol"}
    return replace(
        entry,
        licence=entry.licence or ("CONTRACT" if policies else ""),
        distributions=distributions or entry.distributions,
        extra={name: said for name, said in extra.items() if said},
    )


def _distribution(value: Value) -> Distribution:
    service = next(iter(as_list(value.get("accessService"))), None)
    endpoint = first(service, "endpointURL", "endpointUrl") if isinstance(service, Mapping) else None
    return Distribution(
        title=values.line(_id(value.get("title")), longest=300),
        format=values.line(_id(value.get("format")), longest=80),
        media_type=values.media_type(_id(value.get("mediaType"))),
        access_url=values.address(_id(endpoint)),
    )
