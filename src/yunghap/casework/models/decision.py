"""Decisions: the public register, with their conditions and validity."""

from django.db import models
from django.db.models import F, Q

from yunghap.casework.enums import Outcome
from yunghap.core.models import Entity

from .case import Case


class Decided(Entity):
    """What a decision says and what became of it: of the one that holds, and of each that it replaced."""

    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=26)
    body = models.CharField(max_length=120, blank=True)
    reasons = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    summary_original = models.TextField(blank=True)
    articles = models.JSONField(default=list)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    revoked_reason = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=26, blank=True)
    certificate = models.CharField(max_length=26, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def said(cls) -> list[str]:
        """The names of these fields."""
        own = {field.name for field in Entity._meta.local_fields}
        return [field.name for field in Decided._meta.local_fields if field.name not in own]


class Decision(Decided):
    """What was decided in a case, by whom on which ground, and for how long it holds.

    `kind` is what was asked for within the procedure ("demonstration-exemption"). `facets` hold the texts by
    which later cases are compared (`Facet`), `articles` the regulation articles in the way. The public
    register shows a decision from `published_at` on, in the words of `summary` (redacted by whoever publishes
    it; `summary_original` keeps the words before for the office). `certificate` is the id of the signed
    statement. `ends_on` moves with extensions; `revoked_on` ends
    it early.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=60)
    facets = models.JSONField(default=dict)

    class Meta:
        ordering = ["-decided_on", "-id"]
        indexes = [
            models.Index(fields=["kind", "outcome", "decided_on"], name="decision_counted"),
            models.Index(fields=["ends_on"], name="decision_expiry"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="decision_validity",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_reason="")
                | (Q(revoked_on__isnull=False) & ~Q(revoked_reason="")),
                name="decision_revoked_paired",
            ),
            models.CheckConstraint(
                condition=(Q(published_at__isnull=False) & ~Q(published_by="") & ~Q(summary=""))
                | Q(published_at__isnull=True, published_by=""),
                name="decision_published_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class EarlierDecision(Decided):
    """A decision as it stood before the office changed it in a case (`because`): an objection to it, or the case itself
    where objecting is a part of its procedure.

    `conditions` are its attached conditions as a list of `text`, `due_on`, `met_at` (days and times in ISO 8601, or
    null), `met_by` and `note`; those of before 0003 have the first two.
    `published_at` is empty where it never stood in the public register.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="earlier_decisions")
    because = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    conditions = models.JSONField(default=list)
    replaced_on = models.DateField()
    replaced_by = models.CharField(max_length=26)

    class Meta:
        ordering = ["replaced_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="earlier_decision_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class ExpiryNotice(models.Model):
    """That holder and handler were told of the end of a term, once for each stage.

    `stage` is the days before the end ("90"), or "extension" for the last day to apply for more; `ends_on` the end
    that was told: an extended term is told of anew.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="expiry_notices")
    stage = models.CharField(max_length=10)
    ends_on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "stage", "ends_on"], name="expiry_notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.stage}"


class Condition(Entity):
    """One attached condition (부가조건) of a decision, when it is due, and whether it has been met."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)
    met_by = models.CharField(max_length=26, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="condition_position"),
            models.CheckConstraint(condition=~Q(text=""), name="condition_text"),
            models.CheckConstraint(
                condition=(Q(met_at__isnull=False) & ~Q(met_by="")) | Q(met_at__isnull=True, met_by=""),
                name="condition_met_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]
