"""Asking other participants: their catalogue, one data set, the state of a process."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, NotFound
from yunghap.core.fetch import Answer, Unreachable, fetch
from yunghap.core.gate import safe_json
from yunghap.exchange.enums import ParticipantState
from yunghap.exchange.models import Participant

from .messages import CONTEXT
from .origins import same_origin
from .tokens import scheme

LARGEST_PAGE = 20 * 1024 * 1024
MOST_PAGES = 10_000
SECONDS = 20.0


def fetch_catalogue(own: Participant, peer: Participant) -> Iterator[dict[str, Any]]:
    """Every data set of a peer's catalogue, page by page; a page is all that is ever held.

    Raises Unreachable, and InvalidInput for an answer that is none or is larger than a page may be.
    """
    url, seen = f"{peer.address}/catalog/request", set[str]()
    body = msgspec.json.encode({"@context": CONTEXT, "@type": "CatalogRequestMessage", "filter": []})
    for _page in range(MOST_PAGES):
        seen.add(url)
        answer = _call(own, peer, url, "POST", body)
        value = _object(answer)
        found = value.get("dataset", [])
        yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict))
        url = _next(answer)
        if not url or url in seen or not same_origin(url, peer.address):
            return


def fetch_dataset(own: Participant, peer: Participant, key: str) -> dict[str, Any]:
    """One data set of a peer with its offers. Raises NotFound, Unreachable, InvalidInput."""
    if not key or set(key) & set("/?#\\ "):
        raise InvalidInput(_("This is no id of a data set."))
    return _object(_call(own, peer, f"{peer.address}/catalog/datasets/{key}", "GET", None))


def authorization_for(url: str, body: bytes) -> dict[str, str]:
    """Who we are to the participant whose catalogue is at an address: headers, none where nobody here takes part.

    The first participant of this installation asks for all.
    """
    address = url.split("?", maxsplit=1)[0].rstrip("/").removesuffix("/catalog/request")
    peer = Participant.objects.filter(address=address, state=ParticipantState.ADMITTED).first()
    own = Participant.objects.filter(organisation__isnull=False, state=ParticipantState.ADMITTED)
    asks = own.exclude(address=address).order_by("admitted_at", "pk").first()
    if peer is None or asks is None:
        return {}
    return {"Authorization": scheme().header(own=asks, peer=peer.key, body=body)}


def offers_of(dataset: dict[str, Any]) -> list[dict[str, Any]]:
    """The offers of a data set."""
    found = dataset.get("hasPolicy", [])
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def _call(own: Participant, peer: Participant, url: str, method: str, body: bytes | None) -> Answer:
    headers = {
        "Authorization": scheme().header(own=own, peer=peer.key, body=body or b""),
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    answer = fetch(url, method=method, body=body, headers=headers, seconds=SECONDS, largest=LARGEST_PAGE)
    if answer.status == 404:
        raise NotFound(_("The other participant has no such data set, or none for us."))
    if answer.status != 200:
        raise Unreachable(_("The other participant refused the question."))
    return answer


def _object(answer: Answer) -> dict[str, Any]:
    value = safe_json(answer.body, largest=LARGEST_PAGE)
    if not isinstance(value, dict):
        raise InvalidInput(_("The answer of the other participant is no JSON object."))
    return value


def _next(answer: Answer) -> str:
    """The address of the next page from the Link header; "" for the last."""
    for part in answer.headers.get("link", "").split(","):
        address, _semicolon, parameters = part.partition(";")
        if 'rel="next"' in parameters.replace(" ", "") or "rel=next" in parameters:
            return address.strip().strip("<>")
    return ""
