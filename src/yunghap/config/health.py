"""The health page, for monitors: no sign-in, no language, no secrets."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@cache
def commit() -> str | None:
    """The commit this runs from: given by the installation, else read from the checkout, else unknown."""
    if given := os.environ.get("YUNGHAP_COMMIT"):
        return given
    folder = Path(__file__).resolve().parents[3] / ".git"
    try:
        head = (folder / "HEAD").read_text(encoding="ascii").strip()
        if head.startswith("ref: "):
            head = (folder / head[5:]).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return head


def database_answers() -> bool:
    """Whether the database takes a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """200 with `status: ok`, or 503 with `status: failing`."""
    database = database_answers()
    return JsonResponse(
        {
            "status": "ok" if database else "failing",
            "version": settings.VERSION,
            "commit": commit(),
            "pid": os.getpid(),
            "database": database,
        },
        status=200 if database else 503,
    )
