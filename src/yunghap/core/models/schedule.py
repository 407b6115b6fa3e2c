"""Jobs that come round."""

from django.db import models
from django.db.models import Q


class Schedule(models.Model):
    """When a scheduled job is due next; the worker's tick enqueues it and moves `next_at` on."""

    name = models.CharField(primary_key=True, max_length=120)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(every_seconds__gte=1), name="core_schedule_interval")
        ]
