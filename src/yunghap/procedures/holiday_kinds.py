"""What can be said about a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HolidayKind(models.TextChoices):
    ADD = "ADD", _("declared")
    REMOVE = "REMOVE", _("withdrawn")
