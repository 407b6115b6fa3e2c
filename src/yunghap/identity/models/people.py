"""Who belongs where, does what, and stands in for whom: all dated, both days inclusive, null is open."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.identity.enums import Role

from .organisations import Organisation

_DAYS_IN_ORDER = Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))


class Membership(Entity):
    """A person belongs to an organisation from one day to another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    unit = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=80, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_DAYS_IN_ORDER, name="identity_membership_days"),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ends_on__isnull=True),
                name="identity_membership_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.organisation_id}"


class RoleGrant(Entity):
    """A role given to a person in an organisation.

    `granted_by` is null where the system gave it (demo, first administrator). Taking it back sets `revoked_at`
    and `revoked_by`; a grant is never deleted.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=26, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_DAYS_IN_ORDER, name="identity_grant_days"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="identity_grant_role"),
            models.CheckConstraint(condition=~Q(reason=""), name="identity_grant_reason"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="identity_grant_revoked",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ends_on__isnull=True, revoked_at__isnull=True),
                name="identity_grant_one_open",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="identity_grant_organisation")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} @ {self.organisation_id}"


class Deputy(Entity):
    """`deputy` acts for `principal` in an organisation in a period (대리)."""

    principal = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputises")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=26, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="identity_deputy_days"),
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="identity_deputy_other"),
            models.CheckConstraint(condition=~Q(reason=""), name="identity_deputy_reason"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="identity_deputy_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} → {self.principal_id}"
