"""The consumer's side of a push: where providers send data.

HEAD /data/TRANSFER/arrival   how much is there (`Upload-Offset`)
PUT  /data/TRANSFER/arrival   the next piece (`Content-Range`), or the whole; `Repr-Digest` says its SHA-256
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yunghap.core.errors import DomainError, InvalidInput
from yunghap.core.problems import problem_of
from yunghap.exchange.domain.transfer.arrivals import Part, arrival_of, digest_of, progress_of, take
from yunghap.exchange.domain.transfer.ranges import content_range
from yunghap.identity.service import public_page

_PIECE = 64 * 1024


@public_page
@csrf_exempt
@require_http_methods(["HEAD", "PUT", "POST"])
def arrival(request: HttpRequest, transfer: str) -> HttpResponse:
    """Take what a provider pushes; the token is the key."""
    try:
        return _arrival(request, transfer)
    except DomainError as error:
        response = problem_of(request, error)
        if "offset" in error.details:
            response["Upload-Offset"] = str(error.details["offset"])
        return response


def _arrival(request: HttpRequest, transfer: str) -> HttpResponse:
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    token = given.strip() if scheme.lower() == "bearer" else request.headers.get("Authorization", "")
    row = arrival_of(token=token, transfer=transfer)
    if request.method == "HEAD":
        offset = progress_of(arrival=row)
        return HttpResponse(status=204, headers={"Upload-Offset": str(offset), "Cache-Control": "no-store"})
    row = take(arrival=row, part=_part(request), pieces=_pieces(request))
    status = 201 if row.done_at else 204
    return HttpResponse(
        status=status, headers={"Upload-Offset": str(row.received), "Cache-Control": "no-store"}
    )


def _part(request: HttpRequest) -> Part:
    text = request.headers.get("Content-Length", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise InvalidInput(_("State the length of what you send."))
    length, header = int(text), request.headers.get("Content-Range")
    first, last, size = content_range(header) or (0, length - 1, length)
    if header is not None and (content_range(header) is None or last - first + 1 != length):
        raise InvalidInput(_("Range and length do not fit each other."))
    digest = digest_of(request.headers.get("Repr-Digest"))
    return Part(first, length, size, digest, request.headers.get("Content-Type", ""))


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    while piece := request.read(_PIECE):
        yield piece
