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


@register(Tags.security)
def identity_providers(
    app_configs: Iterable[AppConfig] | None,  # noqa: ARG001
    **kwargs: object,  # noqa: ARG001
) -> list[CheckMessage]:
    """In production identity providers answer by https: what they say is trusted for coming from their address."""
    if settings.PROFILE != "production":
        return []
    return [
        Error(
            f"The identity provider {provider['id']} is not reached by https.",
            hint="Give its address in YUNGHAP_OIDC with https://.",
            id="identity.E002",
        )
        for provider in settings.OIDC
        if not provider["server"].startswith("https://")
    ]
