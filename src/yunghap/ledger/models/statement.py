"""Signed statements that were given out."""

from django.db import models
from django.db.models import Q

from yunghap.core import ids


class Statement(models.Model):
    """A statement as signed, and whether it was revoked since. `document` is the JSON that was given out."""

    id = models.CharField(primary_key=True, max_length=26, default=ids.new_id, editable=False)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    document = models.TextField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, reason="") | Q(revoked_at__isnull=False) & ~Q(reason=""),
                name="ledger_statement_revoked",
            )
        ]
        indexes = [models.Index(fields=["subject"], name="ledger_statement_subject")]
