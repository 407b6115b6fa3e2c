"""Originals, kept by content."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity


class File(Entity):
    """An original as it was received. The bytes lie in the store under their hash; equal bytes are one file.

    `name` is the one it first came with, `kept_by` who brought it ("person:ULID", "system:system").
    """

    sha256 = models.CharField(max_length=64, unique=True, validators=[RegexValidator(r"^[0-9a-f]{64}$")])
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    kept_by = models.CharField(max_length=40)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="documents_file_sha256"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="documents_file_size"),
            models.CheckConstraint(condition=~Q(media_type="") & ~Q(kept_by=""), name="documents_file_told"),
        ]

    def __str__(self) -> str:
        return self.name or self.sha256[:12]
