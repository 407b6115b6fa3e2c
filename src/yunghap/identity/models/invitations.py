"""Invitations by e-mail link and one-time sign-ins of the demo: only hashes of their tokens are kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from yunghap.core.models import Entity
from yunghap.identity.enums import InvitationStatus

from .organisations import Organisation


class Invitation(Entity):
    """An offer to join an organisation with roles; used once, within its time."""

    Status = InvitationStatus

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=80)
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300)
    status = models.CharField(
        max_length=10, choices=InvitationStatus.choices, default=InvitationStatus.PENDING
    )
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="identity_invitation_email"),
            models.CheckConstraint(
                condition=Q(status="PENDING", settled_at__isnull=True, person__isnull=True)
                | Q(status="ACCEPTED", settled_at__isnull=False, person__isnull=False)
                | Q(status="WITHDRAWN", settled_at__isnull=False, person__isnull=True),
                name="identity_invitation_status",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(status="PENDING"),
                name="identity_invitation_one_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} @ {self.organisation_id}"


class DemoSignInToken(Entity):
    """A one-time sign-in of a demo person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
