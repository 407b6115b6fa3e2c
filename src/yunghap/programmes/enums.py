"""Fixed lists of the programmes module. Stored values are UPPER_SNAKE."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """Who pays. ALL is a total, or money whose source nobody stated."""

    ALL = "ALL", _("all sources")
    NATIONAL = "NATIONAL", _("national")
    LOCAL = "LOCAL", _("local")
    PRIVATE = "PRIVATE", _("private")


class Phase(TextChoices):
    """Planned (budget) or executed (spent) money."""

    PLANNED = "PLANNED", _("planned")
    EXECUTED = "EXECUTED", _("executed")


class Span(TextChoices):
    """Money of one calendar year, or a total over several years that never enters an annual sum."""

    ANNUAL = "ANNUAL", _("one year")
    MULTI_YEAR = "MULTI_YEAR", _("several years")


class Part(TextChoices):
    """How an organisation takes part in a programme."""

    LEAD = "LEAD", _("lead ministry")
    JOINT = "JOINT", _("joint ministry")
    AGENCY = "AGENCY", _("executing agency")
