"""What must hold before the site starts."""

from collections.abc import Iterable

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from .models import User


@register(Tags.database)
def demo_people(
    app_configs: Iterable[AppConfig] | None,  # noqa: ARG001
    databases: Iterable[str] | None = None,
    **kwargs: object,  # noqa: ARG001
) -> list[CheckMessage]:
    """Production refuses to start while demo people are in the database (`yunghap serve` runs this)."""
    if settings.PROFILE != "production" or not databases:
        return []
    try:
        present = User.objects.filter(is_demo=True).exists()
    except DatabaseError:  # not migrated yet
        return []
    if not present:
        return []
    return [
        Error(
            "There are demo people in this database; production does not start with them.",
            hint="Use another database, or delete them.",
            id="identity.E001",
        )
    ]
