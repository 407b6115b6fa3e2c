"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001
    """Version and profile, for the footer and the demo banner."""
    return {"version": settings.VERSION, "profile": settings.PROFILE}
