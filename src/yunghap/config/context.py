"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

DISPLAYS = ("standard", "clear")


def site(request: HttpRequest) -> dict[str, object]:
    """Version and profile, for the footer and the demo strip; how the reader wants the page shown."""
    display = request.COOKIES.get("display", "")
    return {
        "version": settings.VERSION,
        "profile": settings.PROFILE,
        "display": display if display in DISPLAYS else "standard",
    }
