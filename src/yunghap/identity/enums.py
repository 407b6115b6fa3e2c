"""Fixed words of the module, stored as they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    MINISTRY = "MINISTRY", _("Ministry or central agency")
    AGENCY = "AGENCY", _("Executing agency")
    PROVINCE = "PROVINCE", _("Province or metropolitan city")
    COMPANY = "COMPANY", _("Company")
    COMMITTEE = "COMMITTEE", _("Committee")
    PLATFORM = "PLATFORM", _("Platform")


class ReorganisationKind(models.TextChoices):
    """What happened to organisations on a day."""

    RENAME = "RENAME", _("Rename")
    SPLIT = "SPLIT", _("Split")
    MERGE = "MERGE", _("Merger")
    TRANSFER = "TRANSFER", _("Transfer of tasks")


class Language(models.TextChoices):
    """Languages of the site."""

    KO = "ko", "한국어"
    EN = "en", "English"
