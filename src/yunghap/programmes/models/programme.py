"""Programmes live across editions; their names and partners may differ from one edition to the next."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.programmes.enums import Part


class Programme(Entity):
    """A programme (사업): what a ministry pays for, year after year.

    `name_key` is `core.text.name_key(name)`: two spellings of one name cannot become two programmes.
    """

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name_key"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="programme_named")]

    def __str__(self) -> str:
        return self.name


class ProgrammeAlias(Entity):
    """Another name of a programme: a spelling, or the name in an earlier or later edition (`year`)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=200)
    alias_key = models.CharField(max_length=200, unique=True)
    year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["alias_key"]

    def __str__(self) -> str:
        return self.alias


class Participation(Entity):
    """An organisation's part in a programme, as one edition states it.

    `stated_in` is the ULID of that edition. `share` is the organisation's part of the money, in (0, 1];
    null means that nobody stated it: it is never divided equally. `position` is the printed order.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    stated_in = models.CharField(max_length=26, db_index=True)
    role = models.CharField(max_length=10, choices=Part.choices)
    position = models.PositiveSmallIntegerField(default=0)
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "stated_in"], name="participation_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "stated_in"], condition=Q(role=Part.LEAD), name="participation_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | (Q(share__gt=0) & Q(share__lte=1)),
                name="participation_share_range",
            ),
            models.CheckConstraint(condition=Q(role__in=Part.values), name="participation_role"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.organisation_id}"
