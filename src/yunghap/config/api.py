"""The HTTP API: every route asks for a token or a session unless it says `auth=None`; errors are problem+json."""

import json

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from yunghap import __version__
from yunghap.core.problems import problem
from yunghap.exchange.web.authenticity.api import router as authenticity
from yunghap.exchange.web.catalogue.api import router as catalogue
from yunghap.exchange.web.contracts.api import router as contracts
from yunghap.exchange.web.transfer.api import router as transfers
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
api.add_router("/authenticity", authenticity)
for router in (catalogue, contracts, transfers):
    api.add_router("/exchange", router)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """No token, or one that is not valid. Every other error becomes a problem document in core.problems."""
    response = problem(request, status=401, code="not-signed-in", detail=_("A valid token is needed."))
    response["WWW-Authenticate"] = "Bearer"
    return response


def description() -> str:
    """The OpenAPI description, as committed in docs/reference/openapi.json."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True, default=str) + "\n"
