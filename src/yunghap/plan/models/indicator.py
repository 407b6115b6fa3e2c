"""Indicators, flagship projects and milestones."""

from django.db import models
from django.db.models import F, Q

from yunghap.core.models import Entity
from yunghap.plan.enums import Aggregation, Better, FlagshipLevel, Stage
from yunghap.plan.models.document import Span
from yunghap.plan.models.edition import Edition, Node


class Indicator(Entity):
    """What is counted, across editions. A cumulative count and an annual one are two indicators.

    `ministry` holds canonical short names joined by "·"; two ministries may count things of the same name.
    """

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    ministry = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=30)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, related_name="+"
    )
    better = models.CharField(max_length=10, choices=Better.choices, default=Better.UP)
    aggregation = models.CharField(max_length=10, choices=Aggregation.choices, default=Aggregation.NONE)
    cumulative = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.OUTPUT)
    definition = models.TextField(blank=True)

    class Meta:
        ordering = ["name_key", "ministry", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_key", "ministry", "unit", "cumulative"], name="indicator_once"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="indicator_named"),
            models.CheckConstraint(
                condition=~Q(cumulative=True, aggregation=Aggregation.SUM),
                name="indicator_not_summed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorAlias(Entity):
    """Another name of an indicator: a spelling, or its name in another edition (`year`)."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=200)
    alias_key = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["alias_key"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "alias_key"], name="indicator_alias_once")
        ]

    def __str__(self) -> str:
        return self.alias


class FlagshipItem(Entity):
    """An investment area, a mission under it, or a project under that, as far as the edition names them."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="flagship_items")
    level = models.CharField(max_length=16, choices=FlagshipLevel.choices)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "level", "name"], name="flagship_once"),
            models.CheckConstraint(
                condition=Q(level=FlagshipLevel.INVESTMENT_AREA, parent__isnull=True)
                | Q(level__in=[FlagshipLevel.MISSION, FlagshipLevel.PROJECT]),
                name="flagship_area_on_top",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(Entity):
    """Something due by a date that the text prints; no milestone without a span."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="milestones")
    span = models.ForeignKey(Span, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    ministry = models.CharField(max_length=200, blank=True)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, related_name="+"
    )
    node = models.ForeignKey(Node, on_delete=models.PROTECT, null=True, related_name="+")
    due_start_on = models.DateField()
    due_end_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_end_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "name", "due_end_on"], name="milestone_once"),
            models.CheckConstraint(condition=Q(due_end_on__gte=F("due_start_on")), name="milestone_period"),
        ]

    def __str__(self) -> str:
        return self.name
