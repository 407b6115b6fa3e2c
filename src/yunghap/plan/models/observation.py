"""Observations: what a document claims, one row per span and edition."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.plan.contracts import Comparison, YearBasis
from yunghap.plan.enums import ObservationRole, ObservationStatus, ObservationSubject
from yunghap.plan.models.document import DocumentSection, Span
from yunghap.plan.models.edition import Edition, Node
from yunghap.plan.models.indicator import Indicator

S = ObservationSubject


def _bound(to: str = "") -> Q:
    """Only the foreign key called `to` is set."""
    names = ("node", "budget_line", "indicator")
    return Q(**{f"{name}__isnull": name != to for name in names})


class Observation(Entity):
    """One number of one edition, as printed at `span`.

    `value` is the printed number in `unit` (`value_to` the upper bound of a range), `precision` its printed
    step, `krw` the integer won of plain money. `year` and the period say what it is about, `year_basis` how
    that is known. `ministry` holds canonical short names joined by "·" in printed order. `programme_text` is
    the subject phrase of the extractor, empty in shipped editions. `qualifiers` and `rules` are those of
    `contracts.Quantity`. `original` keeps the extracted fields that a person corrected.

    `subject` says what the number is about; the matching foreign key is set, the others are not.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="observations")
    span = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="observations")
    section = models.ForeignKey(DocumentSection, on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=10, choices=ObservationRole.choices)
    comparison = models.CharField(max_length=8, default=Comparison.EQUAL.value)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    value_to = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=30)
    precision = models.DecimalField(max_digits=24, decimal_places=6)
    krw = models.BigIntegerField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    period_start_on = models.DateField(null=True)
    period_end_on = models.DateField(null=True)
    year_basis = models.CharField(max_length=10, default=YearBasis.NONE.value)
    ministry = models.CharField(max_length=200, blank=True)
    programme_text = models.CharField(max_length=300, blank=True)
    cell = models.JSONField(null=True)
    qualifiers = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    uncertain = models.BooleanField(default=False)
    status = models.CharField(
        max_length=10, choices=ObservationStatus.choices, default=ObservationStatus.EXTRACTED
    )
    original = models.JSONField(default=dict)
    subject = models.CharField(max_length=12, choices=ObservationSubject.choices, default=S.UNBOUND)
    node = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    budget_line = models.ForeignKey(
        "programmes.BudgetLine", on_delete=models.PROTECT, null=True, related_name="+"
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="observations")

    class Meta:
        ordering = ["span__line", "span__start", "id"]
        indexes = [
            models.Index(fields=["edition", "subject", "role"], name="observation_by_subject"),
            models.Index(fields=["edition", "status", "uncertain"], name="observation_queue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "span"], name="observation_once"),
            models.CheckConstraint(condition=Q(role__in=ObservationRole.values), name="observation_role"),
            models.CheckConstraint(
                condition=Q(status__in=ObservationStatus.values), name="observation_status"
            ),
            models.CheckConstraint(
                condition=Q(comparison__in=[item.value for item in Comparison]), name="observation_comparison"
            ),
            models.CheckConstraint(
                condition=Q(year_basis__in=[item.value for item in YearBasis]), name="observation_year_basis"
            ),
            models.CheckConstraint(
                condition=Q(comparison=Comparison.RANGE.value, value_to__gte=F("value"))
                | (~Q(comparison=Comparison.RANGE.value) & Q(value_to__isnull=True)),
                name="observation_range",
            ),
            models.CheckConstraint(
                condition=Q(value__gt=-(10**15), value__lt=10**15), name="observation_value_bounds"
            ),
            models.CheckConstraint(
                condition=Q(krw__isnull=True) | Q(krw__gt=-(10**18), krw__lt=10**18),
                name="observation_krw_bounds",
            ),
            models.CheckConstraint(condition=Q(precision__gt=0), name="observation_precision"),
            models.CheckConstraint(
                condition=Q(period_start_on__isnull=True)
                | Q(period_end_on__isnull=True)
                | Q(period_end_on__gte=F("period_start_on")),
                name="observation_period",
            ),
            models.CheckConstraint(
                condition=(_bound() & Q(subject__in=[S.UNBOUND, S.TOTAL]))
                | (_bound() & Q(subject=S.MINISTRY) & ~Q(ministry=""))
                | (_bound("node") & Q(subject=S.NODE))
                | (_bound("budget_line") & Q(subject=S.BUDGET_LINE))
                | (_bound("indicator") & Q(subject=S.INDICATOR)),
                name="observation_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.value} {self.unit}"


class ObservationChange(Entity):
    """What a person did to an observation: enough to undo it.

    `before` and `after` hold the changed fields as JSON values; `lessons` the ids of the words that were learnt
    from it. `undone_at` is set once it has been undone; changes are undone last first.
    """

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    lessons = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=26)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "number"], name="observation_change_once"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="observation_change_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.observation_id}"
