"""Editions and their classifications."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.language import said
from yunghap.core.models import Entity
from yunghap.plan.contracts import english_title
from yunghap.plan.enums import AmendmentKind, EditionOrigin, EditionStatus, SchemeCode
from yunghap.plan.models.document import Document


class Edition(Entity):
    """One year's action plan. A changed edition is a new one (`seq` + 1) superseding the old, which stays.

    `revision` goes up with every change of what it says, so that readers know when to read it again.
    `due_on` is the statutory date of the ministries' submissions (Decree art. 5 para. 1: 30 November of the
    year before). `reason` says why an edition supersedes another (Decree art. 6).
    """

    year = models.PositiveSmallIntegerField()
    seq = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=EditionStatus.choices, default=EditionStatus.DRAFT)
    origin = models.CharField(max_length=12, choices=EditionOrigin.choices, default=EditionOrigin.COMPILED)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="editions")
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    reason = models.TextField(blank=True)
    due_on = models.DateField()
    issued_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=26, blank=True)

    class Meta:
        ordering = ["-year", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["year", "seq"], name="edition_once"),
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2200) & Q(seq__gte=1), name="edition_year"
            ),
            models.CheckConstraint(condition=Q(status__in=EditionStatus.values), name="edition_status"),
            models.CheckConstraint(
                condition=Q(seq=1, supersedes__isnull=True)
                | (Q(seq__gt=1, supersedes__isnull=False) & ~Q(reason="")),
                name="edition_amended_with_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=EditionStatus.PUBLISHED, published_at__isnull=False) & ~Q(published_by="")
                )
                | (~Q(status=EditionStatus.PUBLISHED) & Q(published_at__isnull=True, published_by="")),
                name="edition_published_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.seq}"

    @property
    def title_here(self) -> str:
        """The title in the reader's language."""
        return said(self.title, english_title(self.title_en, self.year))


class Approval(Entity):
    """A person's recorded approval of a final edition before it is published."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="approvals")
    approved_by = models.CharField(max_length=26)
    approved_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["approved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "approved_by"], name="approval_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.approved_by}"


class AmendmentItem(Entity):
    """One recorded change that an edition makes to the one it supersedes.

    `before` and `after` hold value and unit as text, of a move the task or area and its `code`; `spans_before` and
    `spans_after` the ids of the spans whose numbers leave the edition and come into it. `undoes` is the earlier change
    that this one takes back. Items touching two or more ministries go to the committee (Decree art. 6 para. 1), and so
    do those it named as weighty: `needs_committee`. `committee_on` is the day it deliberated, `committee_decision`
    what it decided.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="amendment_items")
    kind = models.CharField(max_length=8, choices=AmendmentKind.choices, default=AmendmentKind.CHANGED)
    subject = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    spans_before = models.JSONField(default=list)
    spans_after = models.JSONField(default=list)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    ministries = models.JSONField(default=list)
    reason = models.TextField()
    needs_committee = models.BooleanField(default=False)
    committee_on = models.DateField(null=True)
    committee_decision = models.CharField(max_length=500, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=26)

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_item_reason"),
            models.CheckConstraint(condition=Q(kind__in=AmendmentKind.values), name="amendment_item_kind"),
            models.CheckConstraint(
                condition=Q(committee_on__isnull=True, committee_decision="")
                | (Q(committee_on__isnull=False, needs_committee=True) & ~Q(committee_decision="")),
                name="amendment_item_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Scheme(Entity):
    """One classification of one edition; classifications change between editions."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="schemes")
    code = models.CharField(max_length=12, choices=SchemeCode.choices)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="scheme_once"),
            models.CheckConstraint(condition=Q(code__in=SchemeCode.values), name="scheme_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Node(Entity):
    """A direction, a task (child of a direction) or an area. `code` is unique in its scheme ("1", "1.2")."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    code = models.CharField(max_length=20)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="node_once"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="node_not_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_ko}"


class Placement(Entity):
    """A programme or an indicator stands under one node per scheme of an edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="placements")
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="placements")
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, related_name="+"
    )
    indicator = models.ForeignKey("plan.Indicator", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "programme"], name="placement_programme_once"),
            models.UniqueConstraint(fields=["scheme", "indicator"], name="placement_indicator_once"),
            models.CheckConstraint(
                condition=Q(programme__isnull=False, indicator__isnull=True)
                | Q(programme__isnull=True, indicator__isnull=False),
                name="placement_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id or self.indicator_id} in {self.node_id}"


class Crosswalk(Entity):
    """Somebody's statement that a part (`weight`) of a node belongs to one of another scheme or edition.

    `basis` says who stated it and where. The weights of one `src` into one destination scheme sum to 1 at
    most; what they leave is unplaced.
    """

    src = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="crosswalks_out")
    dst = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="crosswalks_in")
    weight = models.DecimalField(max_digits=9, decimal_places=8)
    basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["src", "dst"], name="crosswalk_once"),
            models.CheckConstraint(condition=Q(weight__gt=0) & Q(weight__lte=1), name="crosswalk_weight"),
            models.CheckConstraint(condition=~Q(src=F("dst")), name="crosswalk_two_nodes"),
            models.CheckConstraint(condition=~Q(basis=""), name="crosswalk_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.src_id} -> {self.dst_id} {self.weight}"
