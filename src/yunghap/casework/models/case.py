"""A case: one run of a procedure for an applicant."""

from django.db import models
from django.db.models import Q

from yunghap.casework.enums import CaseOrigin, CaseState
from yunghap.core.models import Entity


class Case(Entity):
    """What an applicant asks for, from the first word written to its end.

    `procedure` is the registered id of the procedure, `variant` the scheme or kind within its family.
    `instance` is the id of the running procedure, empty for a draft and for cases taken over from records.
    `answers` hold the form's answers by field id in their stored form (`casework.forms.clean_answer`).
    `handler` is the organisation in charge. `taken_over` is the import of records it came with; its `number` is
    then the one it had there. `objects_to` is the case whose decision an
    objection is about. From `erased_at` on, its contents are gone: the term of retention was over.
    """

    number = models.CharField(max_length=24, null=True, unique=True)
    procedure = models.CharField(max_length=80)
    variant = models.CharField(max_length=40, blank=True)
    instance = models.CharField(max_length=26, null=True, unique=True)
    title = models.CharField(max_length=200)
    applicant = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    representative = models.CharField(max_length=26, blank=True)
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.DRAFT)
    origin = models.CharField(max_length=10, choices=CaseOrigin.choices, default=CaseOrigin.FILED)
    answers = models.JSONField(default=dict)
    opened_by = models.CharField(max_length=26)
    filed_at = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=26, blank=True)
    ended_at = models.DateTimeField(null=True)
    objects_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="objections")
    erased_at = models.DateTimeField(null=True)
    erased_by = models.CharField(max_length=26, blank=True)
    taken_over = models.ForeignKey("TakeOver", on_delete=models.PROTECT, null=True, related_name="cases")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["handler", "state"], name="case_handler_state"),
            models.Index(fields=["applicant", "state"], name="case_applicant_state"),
            models.Index(fields=["procedure", "variant", "filed_at"], name="case_counted"),
            models.Index(fields=["handler", "filed_at"], name="case_handler_filed"),
            models.Index(
                fields=["procedure", "ended_at"],
                name="case_retention",
                condition=Q(ended_at__isnull=False, erased_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state"),
            models.CheckConstraint(condition=Q(origin__in=CaseOrigin.values), name="case_origin"),
            models.CheckConstraint(condition=~Q(title=""), name="case_titled"),
            models.CheckConstraint(
                condition=(Q(filed_at__isnull=False) & ~Q(filed_by=""))
                | Q(filed_at__isnull=True, filed_by=""),
                name="case_filed_paired",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.DRAFT, number__isnull=True, filed_at__isnull=True)
                | (~Q(state=CaseState.DRAFT) & Q(number__isnull=False, filed_at__isnull=False)),
                name="case_numbered_when_filed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CaseState.CLOSED, CaseState.WITHDRAWN], ended_at__isnull=False)
                | (~Q(state__in=[CaseState.CLOSED, CaseState.WITHDRAWN]) & Q(ended_at__isnull=True)),
                name="case_ended_when_over",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_by="")
                | (Q(erased_at__isnull=False, ended_at__isnull=False) & ~Q(erased_by="")),
                name="case_erased_paired",
            ),
            models.UniqueConstraint(
                fields=["objects_to"],
                condition=~Q(state=CaseState.WITHDRAWN),
                name="case_one_objection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or 'draft'} {self.title}"


class CaseNumber(models.Model):
    """The last number given in a series of a year: SB 2026 → 17. Its row is locked while a number is taken."""

    series = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="case_number_series")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last:05d}"


class TakeOver(Entity):
    """One file of closed cases taken over from records: the original lies with `documents` under `sha256`.

    `rows` is how many cases it held, `taken_for` the organisation whose officer did it. Undone, its cases are gone
    and the row says when, by whom and why.
    """

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=26)
    taken_for = models.ForeignKey(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=26, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-taken_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="", undone_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="") & ~Q(undone_reason="")),
                name="take_over_undone_paired",
            )
        ]

    def __str__(self) -> str:
        return self.name


class WorkNotice(models.Model):
    """That people were told of a work item of a case, so that they are told once of each stage.

    `stage` is empty for new work, the days left ("7") for a reminder, "late" for work that is overdue.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="work_notices")
    item = models.PositiveIntegerField()
    stage = models.CharField(max_length=10, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "item", "stage"], name="work_notice_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.item}"
