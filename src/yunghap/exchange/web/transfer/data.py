"""Data through the site's own server: nginx sends the bytes where YUNGHAP_ACCEL says so, else a few at a time here."""

import threading
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yunghap.identity.service import public_page

from . import answers
from .answers import Answer, Request

# Each takes a thread of the server until its reader has everything: the others are for the pages.
MOST_AT_A_TIME = 2
# What the kernel takes in one piece; larger ones were slower (the data no longer fit the processor's cache).
_PIECE = 64 * 1024
_places = threading.BoundedSemaphore(MOST_AT_A_TIME)


@public_page
@require_safe
def data(request: HttpRequest, transfer: str) -> HttpResponseBase:
    """The data of a transfer; the token is the key."""
    if settings.ACCEL or request.method == "HEAD":
        return respond(answers.data(asked(request), transfer))
    if not _places.acquire(blocking=False):
        return HttpResponse(status=503, headers={"Retry-After": "1", "Cache-Control": "no-store"})
    response: HttpResponseBase | None = None
    try:
        response = respond(answers.data(asked(request), transfer))
        return response
    finally:
        if not isinstance(response, StreamingHttpResponse):
            _places.release()


@public_page
@csrf_exempt
@require_POST
def token(request: HttpRequest, transfer: str) -> HttpResponseBase:
    """New tokens for a refresh token."""
    return respond(answers.token(asked(request), transfer))


def asked(request: HttpRequest) -> Request:
    """The request as `answers` takes it."""
    return Request(
        method=str(request.method),
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.body if request.method == "POST" else b"",
    )


def respond(answer: Answer) -> HttpResponseBase:
    """The answer as Django gives it."""
    if answer.path is None:
        return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
    if settings.ACCEL:
        return HttpResponse(status=200, headers=_accelerated(answer))
    pieces = _Pieces(answer.path, answer.first, answer.last)
    return StreamingHttpResponse(pieces, status=answer.status, headers=dict(answer.headers))


def _accelerated(answer: Answer) -> dict[str, str]:
    """nginx reads the file and the request's Range by itself."""
    assert answer.path is not None  # noqa: S101 - the caller looked
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"Content-Length", "Content-Range"}
    }
    inside = answer.path.resolve().relative_to(Path(settings.DATA_DIR))
    return headers | {"X-Accel-Redirect": f"{settings.ACCEL}/{inside}"}


class _Pieces:
    """A part of a file; gives its place back when the server is done with it, however that comes."""

    def __init__(self, path: Path, first: int, last: int) -> None:
        self._file = path.open("rb", buffering=0)
        self._file.seek(first)
        self._left = last - first + 1
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0:
            piece = self._file.read(min(_PIECE, self._left))
            if not piece:
                break
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        """The server has sent everything, or its reader is gone."""
        if self._open:
            self._open = False
            self._file.close()
            _places.release()
