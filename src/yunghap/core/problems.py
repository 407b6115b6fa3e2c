"""Errors of the API as problem documents (RFC 9457, `application/problem+json`).

Members: `type` (urn:yunghap:problem:CODE), `title` and `detail` (both in the reader's language), `status`, `instance`
(the path), `code`, `request_id`, and what the error adds, such as `changes` of a conflict.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from .errors import DomainError, NotAllowed, NotFound
from .field_errors import translated

API = "/api/"
# Protocols of others under the same address, whose errors have a form of their own (CKAN's Action API).
OTHERS = ("/api/3/", "/api/action/")
CONTENT_TYPE = "application/problem+json"
_CODES = {
    400: "invalid-input",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    415: "media-type",
    422: "invalid-input",
    429: "too-many-requests",
}

_TITLES = {
    400: _("Bad request"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Method not allowed"),
    409: _("Conflict"),
    413: _("Too large"),
    415: _("Unsupported media type"),
    422: _("Not acceptable as it is"),
    429: _("Too many requests"),
    500: _("Internal error"),
    502: _("Bad gateway"),
    503: _("Not available"),
}

log = structlog.get_logger(__name__)


class _Encoder(DjangoJSONEncoder):
    """Whatever an error carries comes out as text rather than failing."""

    def default(self, o: Any) -> Any:
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def problem(
    request: HttpRequest, *, status: int, code: str, detail: object = None, more: dict[str, Any] | None = None
) -> HttpResponse:
    """A problem document as response."""
    body = document(request.path, status=status, code=code, detail=detail, more=more)
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def document(
    path: str, *, status: int, code: str, detail: object = None, more: dict[str, Any] | None = None
) -> bytes:
    """A problem document as JSON; `path` is the address that was asked for."""
    members: dict[str, Any] = dict(more or {}) | {
        "type": f"urn:yunghap:problem:{code}",
        "title": str(_TITLES.get(status, HTTPStatus(status).phrase)),
        "status": status,
        "code": code,
        "instance": path,
    }
    if detail is not None:
        members["detail"] = str(detail)
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id is not None:
        members["request_id"] = request_id
    return json.dumps(members, cls=_Encoder, ensure_ascii=False).encode()


def problem_of(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The problem document of a domain error."""
    return problem(request, status=error.status, code=error.code, detail=error.message, more=error.details)


class ProblemMiddleware:
    """Every error under /api/ leaves as a problem document, whoever raised or made it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_ours(request) and isinstance(response, HttpResponse):
            return _as_problem(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Errors that leave a view of the API; others are for the pages' handlers."""
        if not _is_ours(request):
            return None
        if isinstance(exception, Http404):
            exception = NotFound(_("There is nothing at this address."))
        elif isinstance(exception, PermissionDenied):
            exception = NotAllowed(_("You may not do this."))
        if isinstance(exception, DomainError):
            return problem_of(request, exception)
        log.error("request failed", path=request.path, exc_info=exception)
        return problem(
            request, status=500, code="internal-error", detail=_("Something went wrong on our side.")
        )


def _is_ours(request: HttpRequest) -> bool:
    return request.path.startswith(API) and not request.path.startswith(OTHERS)


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response itself, or a problem document in place of an error that is none yet."""
    if response.status_code < 400 or response.headers.get("Content-Type") == CONTENT_TYPE:
        return response
    detail, more = None, {}
    if response.headers.get("Content-Type", "").startswith("application/json"):
        # django-ninja answers {"detail": sentence} or, where a field does not validate, {"detail": [errors]}
        content = json.loads(response.content)
        said = content.get("detail") if isinstance(content, dict) else None
        if isinstance(said, list):
            detail, more = _("Some fields cannot be accepted."), {"errors": translated(said)}
        elif said is not None:
            detail = said
    if detail is None and response.status_code == HTTPStatus.NOT_FOUND:
        detail = _("There is nothing at this address.")
    code = _CODES.get(response.status_code, "error")
    made = problem(request, status=response.status_code, code=code, detail=detail, more=more)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in response.headers:
            made.headers[name] = response.headers[name]
    return made
