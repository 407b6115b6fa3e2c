"""States and kinds of procedures and their versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Transition(models.TextChoices):
    """What a new version does to running instances (부칙 적용례·경과조치)."""

    PROSPECTIVE = "prospective", _("New cases only")
    PENDING_TOO = "pending-too", _("Pending cases too")
    GRANDFATHERED = "grandfathered", _("Pending cases stay under the old rules")
    DEEMED = "deemed", _("What was done before counts as done under the new rules")


class VersionState(models.TextChoices):
    """A version is written, submitted, approved by two people, and may be withdrawn before it takes effect."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
