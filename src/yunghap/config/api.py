"""The HTTP API: every route asks for a token or a session unless it says `auth=None`; errors are problem+json."""

import json
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yunghap import __version__
from yunghap.core.errors import DomainError
from yunghap.identity.web.api import API_AUTH
from yunghap.identity.web.api import router as identity
from yunghap.plan.web.api import router as plan

api = NinjaAPI(
    title="Yunghap",
    version=__version__,
    description="The industrial-convergence action plan, its money and indicators.",
    auth=API_AUTH,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", identity)
api.add_router("/plan", plan)


def problem(status: int, code: str, title: object, **more: object) -> HttpResponse:
    """A problem document (RFC 9457); `code` is stable, `title` a sentence in the reader's language."""
    body = {"type": f"urn:yunghap:problem:{code}", "title": str(title), "status": status, **more}
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False, "default": str},
    )


@api.exception_handler(DomainError)
def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:  # noqa: ARG001
    """A rule of the domain was not met."""
    details: Mapping[str, object] = error.details
    return problem(error.status, error.code, error.message, **{"details": details} if details else {})


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    """The request does not have the form of the description."""
    found = [{"at": list(map(str, one["loc"])), "message": one["msg"]} for one in error.errors]
    return problem(422, "invalid-request", _("The request is not of the form described."), errors=found)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """No token, or one that is not valid."""
    response = problem(401, "not-signed-in", _("A valid token is needed."))
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
    """Nothing here, or nothing the reader may know of."""
    return problem(404, "not-found", _("There is nothing here."))


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    """What a route refused by number."""
    return problem(error.status_code, "refused", error.message)


def description() -> str:
    """The OpenAPI description, as committed in docs/reference/openapi.json."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True, default=str) + "\n"
