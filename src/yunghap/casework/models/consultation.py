"""Asking other bodies about a case, each with its own term."""

from django.db import models
from django.db.models import Q

from yunghap.casework.enums import ConsultationState, Opinion
from yunghap.core.language import said
from yunghap.core.models import Entity

from .case import Case


class Consultation(Entity):
    """One body asked once. `item` is the number of the work item that waits for the answer, if one does: its names
    in Korean and English are then the question.

    The state SILENT records that the term passed without an answer; what the law makes of that is the
    procedure's.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consultations")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    item = models.PositiveIntegerField(null=True)
    question = models.TextField()
    question_en = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=ConsultationState.choices, default=ConsultationState.ASKED
    )
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=26)
    due_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=14, choices=Opinion.choices, blank=True)
    reply = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="consultation_inbox")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ConsultationState.values), name="consultation_state"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ConsultationState.ANSWERED, answered_at__isnull=False)
                    & ~Q(answered_by="")
                    & ~Q(opinion="")
                )
                | (
                    ~Q(state=ConsultationState.ANSWERED)
                    & Q(answered_at__isnull=True, answered_by="", opinion="")
                ),
                name="consultation_answered_paired",
            ),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(state=ConsultationState.ASKED),
                name="consultation_open_once",
            ),
        ]

    @property
    def question_here(self) -> str:
        """The question in the active language, as far as there is one."""
        return said(self.question, self.question_en)

    def __str__(self) -> str:
        return f"{self.case_id} {self.organisation_id} {self.state}"
