"""Papers of a case: each a chain of versions, none overwritten."""

from django.db import models
from django.db.models import Q

from yunghap.casework.enums import Secrecy
from yunghap.core.models import Entity

from .case import Case


class Paper(Entity):
    """One version of a document in a case. `field` is the question of the form it answers, if any.

    `replaces` is the version before. The bytes lie with `documents` under `sha256`. A removed paper keeps its
    row: `removed_at` says since when it does not count.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    field = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    secrecy = models.CharField(max_length=10, choices=Secrecy.choices, default=Secrecy.CASE)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    added_by = models.CharField(max_length=26)
    added_for = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(secrecy__in=Secrecy.values), name="paper_secrecy"),
            models.CheckConstraint(
                condition=(Q(removed_at__isnull=False) & ~Q(removed_by=""))
                | Q(removed_at__isnull=True, removed_by=""),
                name="paper_removed_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.title
