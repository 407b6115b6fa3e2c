"""Check runs and their findings: waived with a reason, never deleted."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.plan.enums import CheckOutcome
from yunghap.plan.models.edition import Edition


class CheckRun(Entity):
    """One run of every registered check on one edition; the last run of an edition is the one shown.

    `facts_sha256` is the hash of the facts it looked at: a run is stale once they have changed.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="check_runs")
    number = models.PositiveIntegerField()
    run_at = models.DateTimeField()
    run_by = models.CharField(max_length=26)
    facts_sha256 = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="check_run_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} #{self.number}"


class Finding(Entity):
    """One result of one check on one subject.

    `fingerprint` names check, version, outcome, figures and places, so that a waiver carries over to the next
    run as long as exactly the same is found. `spans` are [line, start, end, id of the document].
    """

    run = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="findings")
    check_id = models.CharField(max_length=60)
    check_version = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=14, choices=CheckOutcome.choices)
    position = models.PositiveIntegerField()
    spans = models.JSONField(default=list)
    message_ko = models.TextField()
    message_en = models.TextField()
    values = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.CharField(max_length=26, blank=True)
    waiver_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["run", "outcome"], name="finding_by_outcome")]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="finding_once"),
            models.CheckConstraint(condition=Q(outcome__in=CheckOutcome.values), name="finding_outcome"),
            models.CheckConstraint(
                condition=(
                    Q(waived_at__isnull=False, outcome=CheckOutcome.FAIL)
                    & ~Q(waived_by="")
                    & ~Q(waiver_reason="")
                )
                | Q(waived_at__isnull=True, waived_by="", waiver_reason=""),
                name="finding_waiver_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} {self.outcome}"
