"""Organisations, what they were called when, and what became of them."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import translation

from yunghap.core import clock
from yunghap.core.language import said
from yunghap.core.models import Entity
from yunghap.identity.enums import OrganisationKind, ReorganisationKind


class Organisation(Entity):
    """A ministry, executing agency, province, company, committee or platform.

    `key` is the id in the shipped directory ("motie"), null for others. `short_name` is the canonical short
    name ("산업부"), which stays when the organisation is renamed. `plan_order` is the ministry's place in the
    2023 plan. It exists on the days one of its dated names covers.
    """

    Kind = OrganisationKind

    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    key = models.SlugField(max_length=40, null=True, unique=True)
    short_name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    plan_order = models.PositiveSmallIntegerField(null=True, unique=True)
    registration_number = models.CharField(max_length=10, blank=True, default="")
    homepage = models.URLField(blank=True, default="")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="identity_organisation_kind"
            ),
            models.CheckConstraint(condition=~Q(short_name=""), name="identity_organisation_named"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="identity_organisation_parent"
            ),
            models.UniqueConstraint(
                fields=["registration_number"],
                condition=~Q(registration_number=""),
                name="identity_organisation_registration",
            ),
        ]

    def __str__(self) -> str:
        return self.label()

    def name_on(self, day: date | None = None) -> "OrganisationName | None":
        """The name in force on the day (today by default), or None where it did not exist then."""
        day = day or clock.today()
        return next((name for name in self._names() if name.covers(day)), None)

    def label(self, day: date | None = None) -> str:
        """The long name on the day in the language of the page, or the last one it had."""
        names = self._names()
        name = self.name_on(day) or (names[-1] if names else None)
        if name is None:
            return self.short_name
        return said(name.long, name.english)

    @property
    def name_here(self) -> str:
        """What a page calls it: the canonical short name, in English the English name where it has one."""
        if translation.get_language() != "en":
            return self.short_name
        name = self.name_on()
        return name.english if name is not None and name.english else self.short_name

    def exists_on(self, day: date | None = None) -> bool:
        """Whether one of its names covers the day."""
        return self.name_on(day) is not None

    def _names(self) -> "list[OrganisationName]":
        return sorted(self.names.all(), key=lambda name: name.starts_on or date.min)


class OrganisationName(Entity):
    """What an organisation is called from one day to another, both inclusive; null is open."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    long = models.CharField(max_length=120)
    short = models.CharField(max_length=60)
    english = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="identity_name_days",
            ),
            models.CheckConstraint(condition=~Q(long="") & ~Q(short=""), name="identity_name_filled"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ends_on__isnull=True), name="identity_name_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.long

    def covers(self, day: date) -> bool:
        """Whether the name is in force on the day."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


class OrganisationAlias(models.Model):
    """Another word for an organisation; `key` is the form in which words are compared."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)
    key = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="identity_alias_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Reorganisation(Entity):
    """A rename, split, merger or transfer of tasks on a day; `basis` names the act or decision."""

    Kind = ReorganisationKind

    kind = models.CharField(max_length=8, choices=ReorganisationKind.choices)
    effective_on = models.DateField()
    basis = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["effective_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReorganisationKind.values), name="identity_reorganisation_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on} {self.kind}"


class Succession(models.Model):
    """What went from one organisation to another (the same one for a rename)."""

    id = models.BigAutoField(primary_key=True)
    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.CASCADE, related_name="successions")
    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessors")
    scope_ko = models.CharField(max_length=200, blank=True, default="")
    scope_en = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "predecessor", "successor"], name="identity_succession_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
