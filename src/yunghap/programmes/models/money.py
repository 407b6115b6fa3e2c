"""Money of programmes: budget lines by year and source, and what has been committed against them."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.programmes.enums import Phase, Source, Span
from yunghap.programmes.models.programme import Programme


class BudgetLine(Entity):
    """One amount of a programme: planned or executed, of one period, from one source.

    A line exists once per (edition, programme, phase, period, source), so a commitment printed in several
    places of one document is one line with several observations. A total (`ALL`) contains the lines of the
    named sources of the same period: the two are never added. `precision_krw` is the step of the printed
    amount. Fiscal years are calendar years: `year` is the first, `year_to` the last; `span` is
    MULTI_YEAR where they differ. `part_of` is the line, of any programme, that already contains this.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="budget_lines")
    stated_in = models.CharField(max_length=26, db_index=True)
    phase = models.CharField(max_length=10, choices=Phase.choices)
    span = models.CharField(max_length=10, choices=Span.choices)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.ALL)
    year = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    amount_krw = models.BigIntegerField()
    precision_krw = models.BigIntegerField(default=1)
    unit = models.CharField(max_length=20, default="억원")
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")

    class Meta:
        ordering = ["year", "year_to", "source", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stated_in", "programme", "phase", "year", "year_to", "source"],
                name="budget_line_once",
            ),
            models.CheckConstraint(
                condition=Q(amount_krw__gte=0) & Q(amount_krw__lt=10**18), name="budget_line_amount"
            ),
            models.CheckConstraint(condition=Q(precision_krw__gt=0), name="budget_line_precision"),
            models.CheckConstraint(
                condition=Q(span=Span.ANNUAL, year_to=F("year"))
                | Q(span=Span.MULTI_YEAR, year_to__gt=F("year")),
                name="budget_line_span",
            ),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="budget_line_not_in_itself"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="budget_line_phase"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="budget_line_source"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.year} {self.phase} {self.source} {self.amount_krw}"


class Commitment(Entity):
    """Money of a planned line that something has promised to spend, e.g. a support agreement or a voucher.

    `subject` names that thing ("casework.case:01J…"), `label` is what people know it by; it may commit against one
    line only once. `spent_krw` of it has been paid and not returned. Once it is settled, the amount is what was spent
    in the end; a released commitment no longer counts.
    """

    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="commitments")
    subject = models.CharField(max_length=120)
    label = models.CharField(max_length=120, blank=True)
    amount_krw = models.BigIntegerField()
    spent_krw = models.BigIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["subject"], name="commitment_subject")]
        constraints = [
            models.UniqueConstraint(fields=["budget_line", "subject"], name="commitment_once"),
            models.CheckConstraint(
                condition=Q(amount_krw__gt=0) & Q(amount_krw__lt=10**18), name="commitment_amount"
            ),
            models.CheckConstraint(
                condition=Q(spent_krw__gte=0) & Q(spent_krw__lte=F("amount_krw")), name="commitment_spent"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(spent_krw=0), name="commitment_released_unspent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.amount_krw}"
