"""Pages for errors. The one for a failure of ours asks neither database nor session, which may be broken."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """400: bytes or values that cannot be accepted."""
    return render(request, "errors/400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """403: not this person."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404: nothing here, or nothing this person may know of."""
    return render(request, "errors/404.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """500: our fault. Without the request: neither session nor user is asked for."""
    page = render_to_string("errors/500.html", {"version": settings.VERSION, "profile": settings.PROFILE})
    return HttpResponse(page, status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 of the form protection: usually a page left open too long."""
    return render(request, "errors/csrf.html", status=403)
