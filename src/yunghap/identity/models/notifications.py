"""What people are told, and how they want to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.identity.enums import Delivery


class Notification(Entity):
    """A message to one person; `text` is plain, `link` an address on this site without language prefix.

    Subject and text are stored in both languages and shown in the reader's. `e-mail` is sent once:
    `emailed_at` says when.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject_ko = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=200)
    text_ko = models.TextField(blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    link = models.CharField(max_length=300, blank=True, default="")
    due_on = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="identity_notification_person"),
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True), name="identity_notification_unread"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="/") & ~Q(link__startswith="//"),
                name="identity_notification_link",
            )
        ]

    def __str__(self) -> str:
        return self.subject_ko


class NotificationPreference(models.Model):
    """How a person wants notifications by e-mail, and the secret of their calendar address (hashed)."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="preference"
    )
    delivery = models.CharField(max_length=9, choices=Delivery.choices, default=Delivery.IMMEDIATE)
    calendar_hash = models.CharField(max_length=64, null=True, unique=True)
    last_digest_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery__in=Delivery.values), name="identity_preference_delivery"
            )
        ]
