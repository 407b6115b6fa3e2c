"""Programs that call the API for an organisation: only hashes of secrets and tokens are kept."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity

from .organisations import Organisation


class ApiClient(Entity):
    """A program acting for one organisation with the scopes (permission codes) it was given."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="identity_client_named"),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(revoked_at__isnull=True),
                name="identity_client_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiSecret(Entity):
    """A secret of a client; rotation adds one and lets the old one run out."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="secrets")
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class ApiToken(Entity):
    """A bearer token issued for a secret; short-lived."""

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="identity_token_lifetime"
            )
        ]
