"""Endpoints of the Dataspace Protocol 2025-1 (HTTPS binding): plain views, JSON in and out, no sessions.

What is not there and what is not the caller's are both 404; a step that the state does not allow is 400 with the
error message of its kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from yunghap.core import clock
from yunghap.core.errors import DomainError, NotFound
from yunghap.core.rows import find_row
from yunghap.exchange.domain.connector import catalogue, messages, notices, receiving, tokens, transfers
from yunghap.exchange.domain.connector.processes import Received, find_process, pids
from yunghap.exchange.models import Negotiation, Participant, TransferProcess
from yunghap.identity.service import public_page

log = structlog.get_logger(__name__)

View = Callable[..., HttpResponse]
CATALOGUE, NEGOTIATION, TRANSFER = "CatalogError", "ContractNegotiationError", "TransferError"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of another participant to one of ours."""

    request: HttpRequest
    received: Received


def endpoint(error: str, method: str = "POST") -> Callable[[Callable[..., HttpResponse]], View]:
    """A view of one method: who is called and who calls are found, and errors become those of the protocol."""

    def decorate(function: Callable[..., HttpResponse]) -> View:
        def view(request: HttpRequest, slug: str, **ids: str) -> HttpResponse:
            if request.method != method:
                return _answer(b"", 405)
            try:
                with translation.override("en"):
                    return function(Call(request, _received(request, slug)), **ids)
            except DomainError as problem:
                status = 400 if problem.status == 422 else problem.status
                known = {"providerPid": ids.get("pid", ""), "consumerPid": ids.get("pid", "")}
                body = messages.error(
                    error, {} if error == CATALOGUE else known, problem.code, problem.message
                )
                return _answer(body, status)

        view.__name__ = function.__name__
        view.__doc__ = function.__doc__
        return csrf_exempt(public_page(view))

    return decorate


def _received(request: HttpRequest, slug: str) -> Received:
    """Who is called, who calls, and what was said. Raises NotFound, Unknown."""
    own = find_row(Participant, slug=slug, state="ADMITTED")
    if own is None or own.organisation_id is None:
        raise NotFound("There is no such participant.")
    header = request.headers.get("Authorization", "")
    caller = tokens.scheme().caller(own=own, header=header, body=request.body)
    return Received(own, tokens.admitted(caller), request.body, clock.now())


def _answer(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


@require_safe
@public_page
def versions(_request: HttpRequest) -> JsonResponse:
    """Every participant of this installation with the version that it speaks."""
    rows = Participant.objects.filter(state="ADMITTED", organisation__isnull=False).order_by("slug")[:1_000]
    return JsonResponse(
        {"protocolVersions": [_version(f"/dsp/{row.slug}/{messages.VERSION}", row) for row in rows]}
    )


@require_safe
@public_page
def versions_of(_request: HttpRequest, slug: str) -> HttpResponse:
    """The version that one participant speaks; the path stands behind /dsp/SLUG."""
    row = Participant.objects.filter(slug=slug, state="ADMITTED", organisation__isnull=False).first()
    if row is None:
        return _answer(b"", 404)
    return JsonResponse({"protocolVersions": [_version(f"/{messages.VERSION}", row)]})


def _version(path: str, row: Participant) -> dict[str, Any]:
    return {
        "version": messages.VERSION,
        "path": path,
        "binding": "HTTPS",
        "serviceId": f"{row.key}#connector",
        "identifierType": "urn",
        "auth": {"protocol": "JWT", "version": "1", "profile": ["Ed25519"]},
    }


@endpoint(CATALOGUE)
def request_catalogue(call: Call) -> HttpResponse:
    """POST catalog/request: a page of the catalogue, with links to its neighbours and a mark."""
    message = messages.read(call.received.data, messages.CatalogRequestMessage)
    after = call.request.GET.get("after", "")[:26]
    question = catalogue.read_filter(message.filter, after)
    mark = f'"{catalogue.mark_of(call.received.own, call.received.peer, question)}"'
    if call.request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    page = catalogue.catalogue_page(call.received.own, call.received.peer, question)
    links = []
    if page.next:
        links.append(f'<{call.received.own.address}/catalog/request?after={page.next}>; rel="next"')
    if after:
        links.append(f'<{call.received.own.address}/catalog/request>; rel="first"')
    headers = {"ETag": mark, "Cache-Control": "private, max-age=0"} | (
        {"Link": ", ".join(links)} if links else {}
    )
    return _answer(page.body, headers=headers)


@endpoint(CATALOGUE, "GET")
def get_dataset(call: Call, key: str) -> HttpResponse:
    """GET catalog/datasets/{id}."""
    return _answer(catalogue.dataset_bytes(call.received.own, call.received.peer, key))


def _negotiation(row: Negotiation, state: str, status: int = 200) -> HttpResponse:
    return _answer(messages.write(messages.ContractNegotiation(state=str(state), **pids(row))), status)


@endpoint(NEGOTIATION)
def request_negotiation(call: Call) -> HttpResponse:
    """POST negotiations/request: a consumer asks for a contract."""
    return _negotiation(*receiving.receive_request(call.received), status=201)


@endpoint(NEGOTIATION)
def offer_negotiation(call: Call) -> HttpResponse:
    """POST negotiations/offers: a provider offers a contract."""
    return _negotiation(*receiving.receive_offer(call.received), status=201)


@endpoint(NEGOTIATION, "GET")
def get_negotiation(call: Call, pid: str) -> HttpResponse:
    """GET negotiations/{pid}."""
    row = find_process(Negotiation, call.received, pid, lock=False)
    return _negotiation(row, row.state)


def negotiation_move(kind: type[messages.Body]) -> View:
    """POST negotiations/{pid}/…: a later message."""

    @endpoint(NEGOTIATION)
    def view(call: Call, pid: str) -> HttpResponse:
        return _negotiation(*receiving.receive_move(call.received, pid, kind))

    return view


def _transfer(row: TransferProcess, state: str, status: int = 200) -> HttpResponse:
    return _answer(messages.write(messages.TransferProcess(state=str(state), **pids(row))), status)


@endpoint(TRANSFER)
def request_transfer(call: Call) -> HttpResponse:
    """POST transfers/request: a consumer asks for the data of an agreement."""
    return _transfer(*transfers.receive_transfer_request(call.received), status=201)


@endpoint(TRANSFER, "GET")
def get_transfer(call: Call, pid: str) -> HttpResponse:
    """GET transfers/{pid}."""
    row = find_process(TransferProcess, call.received, pid, lock=False)
    return _transfer(row, row.state)


def transfer_move(kind: type[messages.Body]) -> View:
    """POST transfers/{pid}/…: a later message."""

    @endpoint(TRANSFER)
    def view(call: Call, pid: str) -> HttpResponse:
        return _transfer(*transfers.receive_transfer_move(call.received, pid, kind))

    return view


@endpoint(NEGOTIATION)
def agreement_notice(call: Call) -> HttpResponse:
    """POST agreements/notices: our extension, an agreement is suspended, taken up again or ended."""
    notices.receive_notice(call.received)
    return _answer(b"{}")
