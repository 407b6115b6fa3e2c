"""What every template may use."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from yunghap.identity import service as identity

DISPLAYS = ("standard", "clear")


def _unread(request: HttpRequest) -> int:
    """Notifications the reader has not opened."""
    if not request.user.is_authenticated:
        return 0
    return identity.Notification.objects.filter(person_id=request.user.pk, read_at__isnull=True).count()


def site(request: HttpRequest) -> dict[str, object]:
    """Version and profile, for the footer and the demo strip; how the reader wants the page shown."""
    display = request.COOKIES.get("display", "")
    return {
        "software": settings.VERSION,
        "profile": settings.PROFILE,
        "sign_up": settings.SIGN_UP,
        "unread_notifications": partial(_unread, request),  # counted only where a page shows it
        "display": display if display in DISPLAYS else "standard",
    }
