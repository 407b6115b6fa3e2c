"""Pages for errors. The one for a failure of ours asks neither database nor session, which may be broken."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: bytes or values that cannot be accepted; 413 where they are too many, with what the site takes."""
    if not isinstance(exception, RequestDataTooBig):
        return render(request, "errors/400.html", status=400)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
    message = _("What was sent is larger than %(limit)d MB. Send large content as a file.") % {"limit": limit}
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"said": [message]}, status=413)
    return render(request, "errors/400.html", {"message": message, "status": 413}, status=413)


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
