"""Events to deliver, and for every receiver the one row that says whether it had them."""

from django.db import models
from django.db.models import Q

from yunghap.core import clock, ids


class OutboxEvent(models.Model):
    """Written in the transaction of the change it tells of; never changed afterwards.

    `position` gives the order; of one subject it is the order of the changes as long as the verbs lock the
    subject's row (as `update_versioned` does) before they publish.
    """

    position = models.BigAutoField(primary_key=True)
    event_id = models.CharField(max_length=26, unique=True, default=ids.new_id, editable=False)
    topic = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    payload = models.JSONField()
    created_at = models.DateTimeField(default=clock.now, editable=False)


class InboxMessage(models.Model):
    """One event for one receiver: pending, done (in the transaction of the effect) or dead.

    `lease_until` keeps others away while a worker is at it; `fence` counts claims, so that a worker that
    slept through its lease can no longer finish. `subject` repeats the event's, for first-in-first-out per
    subject.
    """

    class State(models.TextChoices):
        PENDING = "PENDING"
        DONE = "DONE"
        DEAD = "DEAD"

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")
    revived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receiver", "event"], name="core_inbox_once"),
            models.CheckConstraint(
                condition=Q(state="PENDING", settled_at__isnull=True)
                | Q(state__in=["DONE", "DEAD"], settled_at__isnull=False),
                name="core_inbox_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["receiver", "subject", "event"], name="core_inbox_queue", condition=Q(state="PENDING")
            ),
            models.Index(fields=["next_attempt_at"], name="core_inbox_due", condition=Q(state="PENDING")),
        ]
