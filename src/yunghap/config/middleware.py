"""Turns errors of the domain into pages; the API makes problem documents of them itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from yunghap.core.errors import DomainError

# Statuses with a page of their own; any other is shown as bytes or values that cannot be accepted.
PAGES = (403, 404, 409)


def _previous(request: HttpRequest) -> str:
    """The page of this site that the person came from; empty where there is none."""
    address = request.headers.get("Referer", "")
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else ""


class DomainErrorMiddleware:
    """A `DomainError` that leaves a view becomes the page of its status, with the sentence for the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page, a notice alone for htmx, or None where the API answers."""
        if not isinstance(exception, DomainError) or request.path.startswith("/api/"):
            return None
        context = {
            "message": exception.message,
            "changes": exception.details.get("changes"),
            # Somebody else was first, rather than a step that is not to be taken now.
            "overtaken": bool({"version", "changes"} & exception.details.keys()),
            "back": _previous(request),
            "status": exception.status,
        }
        if request.headers.get("HX-Request") == "true":
            return render(request, "components/notice.html", context, status=exception.status)
        page = exception.status if exception.status in PAGES else 400
        return render(request, f"errors/{page}.html", context, status=exception.status)
