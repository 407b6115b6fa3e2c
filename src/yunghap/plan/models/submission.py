"""A ministry's part of an edition, its rows, what two people typed into them, and the reviewer's remarks."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.plan.contracts import Comparison
from yunghap.plan.enums import ObservationRole, RowKind, SubmissionState
from yunghap.plan.models.document import Document
from yunghap.plan.models.edition import Edition


class Submission(Entity):
    """One ministry's part of one edition.

    `document` is the canonical text made of the rows when they were last submitted, `payload_sha256` its
    hash: every number of an accepted submission has its span there.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="submissions")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    round = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    payload_sha256 = models.CharField(max_length=64, blank=True)
    first_submitted_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=26, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "organisation"], name="submission_once"),
            models.CheckConstraint(condition=Q(state__in=SubmissionState.values), name="submission_state"),
            models.CheckConstraint(
                condition=(Q(submitted_at__isnull=False) & ~Q(submitted_by=""))
                | Q(submitted_at__isnull=True, submitted_by=""),
                name="submission_submitted_paired",
            ),
            models.CheckConstraint(
                condition=(Q(decided_at__isnull=False) & ~Q(decided_by=""))
                | Q(decided_at__isnull=True, decided_by=""),
                name="submission_decided_paired",
            ),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.DRAFT)
                | Q(submitted_at__isnull=False, document__isnull=False),
                name="submission_submitted_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.organisation_id} {self.state}"


class SubmissionRow(Entity):
    """One row: a budget, a target, an actual of last year, or a milestone.

    `row_key` is the normalised identity of what the row states; two rows of one submission cannot state the
    same thing. Budgets have `source`; indicator rows name the programme they belong to where there is one.
    A milestone has `due_on` and no value. `comparison` and `value_to` are those of an observation.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=RowKind.choices)
    programme_name = models.CharField(max_length=200, blank=True)
    indicator_name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, default="ALL")
    comparison = models.CharField(max_length=8, default=Comparison.EQUAL.value)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value_to = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=30, blank=True)
    year = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    task_code = models.CharField(max_length=20, blank=True)
    area_code = models.CharField(max_length=20, blank=True)
    joint_ministries = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    row_key = models.CharField(max_length=64)
    edited_by = models.CharField(max_length=26)
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "row_key"], name="submission_row_once"),
            models.CheckConstraint(condition=Q(year_to__gte=F("year")), name="submission_row_period"),
            models.CheckConstraint(
                condition=(Q(kind=RowKind.MILESTONE, value__isnull=True, due_on__isnull=False))
                | (
                    Q(kind__in=[RowKind.BUDGET, RowKind.TARGET, RowKind.ACTUAL], value__isnull=False)
                    & ~Q(unit="")
                ),
                name="submission_row_value",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RowKind.BUDGET) | Q(value__gte=0), name="submission_row_budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(comparison__in=[item.value for item in Comparison]),
                name="submission_row_comparison",
            ),
            models.CheckConstraint(
                condition=Q(comparison=Comparison.RANGE.value, value_to__gte=F("value"))
                | (~Q(comparison=Comparison.RANGE.value) & Q(value_to__isnull=True)),
                name="submission_row_range",
            ),
            models.CheckConstraint(
                condition=~Q(programme_name="") | ~Q(indicator_name=""), name="submission_row_named"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_kind_display(), self.programme_name, self.indicator_name)))


class RowDraft(Entity):
    """What a person typed into a row and has not saved: kept for each person and row, so nothing is lost.

    `base_version` is the version of the row the person saw; `row` is null for a row not yet added, told apart
    by `slot`.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="drafts")
    row = models.ForeignKey(SubmissionRow, on_delete=models.CASCADE, null=True, related_name="drafts")
    slot = models.CharField(max_length=40, default="row")
    typed_by = models.CharField(max_length=26)
    base_version = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["saved_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "typed_by"], condition=Q(row__isnull=False), name="row_draft_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "slot", "typed_by"],
                condition=Q(row__isnull=True),
                name="row_draft_new_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id or self.slot} {self.typed_by}"


class Remark(Entity):
    """What a reviewer asks for: about one row, or about the whole submission where `row` is null."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    row = models.ForeignKey(SubmissionRow, on_delete=models.SET_NULL, null=True, related_name="remarks")
    row_label = models.CharField(max_length=300, blank=True)
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    made_by = models.CharField(max_length=26)
    made_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_text")]

    def __str__(self) -> str:
        return self.text[:40]


class ActualReport(Entity):
    """An actual value reported within the year: the text that states it and the observation it became."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="actual_reports")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    observation = models.OneToOneField("plan.Observation", on_delete=models.PROTECT, related_name="report")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    role = models.CharField(max_length=10, default=ObservationRole.ACTUAL)
    as_of_on = models.DateField()
    note = models.TextField(blank=True)
    reported_by = models.CharField(max_length=26)
    reported_at = models.DateTimeField()

    class Meta:
        ordering = ["reported_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role=ObservationRole.ACTUAL), name="actual_report_role"),
        ]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.as_of_on}"
