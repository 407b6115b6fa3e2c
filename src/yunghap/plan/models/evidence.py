"""What a target or an actual rests on: a named measure over live records, or a file."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.plan.models.observation import Observation


class Evidence(Entity):
    """One piece of evidence of one target or actual: a measure (its code) or a file (`file_sha256`).

    A number may have several; a target without any is shown as unbound.
    """

    target = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="evidence")
    measure = models.CharField(max_length=80, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    bound_at = models.DateTimeField()
    bound_by = models.CharField(max_length=26)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["bound_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(measure="") & Q(file_sha256="")) | (Q(measure="") & ~Q(file_sha256="")),
                name="evidence_measure_or_file",
            ),
            models.UniqueConstraint(
                fields=["target", "measure", "file_sha256"],
                condition=Q(released_at__isnull=True),
                name="evidence_once",
            ),
        ]

    def __str__(self) -> str:
        return self.measure or self.file_name


class EvidenceReading(Entity):
    """What a measure answered at one moment; `result_sha256` is the hash of the answer's canonical form.

    `generated` of what was counted was made for demonstration.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="readings")
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=30)
    generated = models.PositiveIntegerField(default=0)
    as_of = models.DateTimeField()
    result_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["as_of", "id"]
        constraints = [models.UniqueConstraint(fields=["evidence", "as_of"], name="evidence_reading_once")]

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"
