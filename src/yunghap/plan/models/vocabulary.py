"""What the site has learnt: units and names that officers added or corrected."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.plan.enums import AliasKind


class VocabularyUnit(Entity):
    """A unit as printed (`spelling`), the unit it means, and how many of `base` one of it is.

    Units of different `dimension` never add.
    """

    spelling = models.CharField(max_length=30, unique=True)
    unit = models.CharField(max_length=30)
    dimension = models.CharField(max_length=30)
    factor = models.DecimalField(max_digits=24, decimal_places=6, default=1)
    learnt_by = models.CharField(max_length=26)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["spelling"]
        constraints = [
            models.CheckConstraint(condition=~Q(spelling="") & ~Q(unit=""), name="vocabulary_unit_named"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="vocabulary_unit_factor"),
        ]

    def __str__(self) -> str:
        return self.spelling


class VocabularyAlias(Entity):
    """A name as printed (`alias`) and the canonical name it means."""

    kind = models.CharField(max_length=10, choices=AliasKind.choices)
    alias = models.CharField(max_length=200)
    alias_key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    learnt_by = models.CharField(max_length=26)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "alias_key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "alias_key"], name="vocabulary_alias_once"),
            models.CheckConstraint(condition=~Q(alias="") & ~Q(name=""), name="vocabulary_alias_named"),
        ]

    def __str__(self) -> str:
        return f"{self.alias} = {self.name}"
