"""Holidays that the published calendar does not know, or has and should not."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.procedures.holiday_kinds import HolidayKind


class HolidayOverride(Entity):
    """What was said about a day: declared a holiday (`ADD`) or withdrawn as one (`REMOVE`).

    The latest word on a day is in force; `replaced_at` marks the earlier ones, which stay on record.
    """

    day = models.DateField()
    kind = models.CharField(max_length=6, choices=HolidayKind.choices)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    legal_basis = models.CharField(max_length=300)
    said_by = models.CharField(max_length=26)
    said_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-day", "-said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(replaced_at__isnull=True), name="holiday_one_word_a_day"
            ),
            models.CheckConstraint(condition=Q(kind__in=HolidayKind.values), name="holiday_kind"),
            models.CheckConstraint(
                condition=~Q(name_ko="") & ~Q(name_en="") & ~Q(legal_basis=""), name="holiday_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
