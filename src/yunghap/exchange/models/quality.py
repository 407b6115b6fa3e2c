"""What the rules said about a version, and the certificate that rests on it."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity


class QualityReport(Entity):
    """The assessment of one version under one set of rules; made once and never changed.

    `rules` is the SHA-256 of the canonical schema it was measured by, `report` the outcomes and scores as in
    `domain.quality.assessing` with the SHA-256 of what was measured, `score` in parts of ten thousand.
    """

    of = models.ForeignKey("ProductVersion", on_delete=models.PROTECT, related_name="reports")
    rules = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    rows = models.BigIntegerField()
    score = models.PositiveIntegerField()
    report = models.JSONField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["of", "rules"], name="quality_report_once"),
            models.CheckConstraint(condition=Q(score__lte=10_000), name="quality_report_score"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.score}"

    @property
    def sha256(self) -> str:
        """Of the data that were measured; older reports know only that of a file."""
        return str(self.report.get("sha256") or self.of.sha256)


class QualityCertificate(Entity):
    """A signed statement that a version had this quality; `statement` is its id with the ledger.

    It ends on `expires_on` (that day included) or when it is revoked, and says nothing about later versions.
    """

    report = models.OneToOneField(QualityReport, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=24, unique=True)
    statement = models.CharField(max_length=26, unique=True)
    issued_on = models.DateField()
    expires_on = models.DateField()
    issued_by = models.CharField(max_length=26)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("issued_on")), name="quality_certificate_term"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_because="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_because="")),
                name="quality_certificate_revoked_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.number
