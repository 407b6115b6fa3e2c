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
    PERSON = "PERSON", _("Private person")


# A private person is nobody's organisation: it stands in no directory and holds no office.
PUBLIC_KINDS = frozenset(OrganisationKind) - {OrganisationKind.PERSON}


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


class Role(models.TextChoices):
    """What a person does in an organisation; what each may do stands in `roles.py`."""

    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    COMPILING_OFFICER = "COMPILING_OFFICER", _("Compiling officer")
    AUDITOR = "AUDITOR", _("Auditor")
    ORGANISATION_MANAGER = "ORGANISATION_MANAGER", _("Organisation manager")
    MINISTRY_OFFICER = "MINISTRY_OFFICER", _("Ministry officer")
    MINISTRY_APPROVER = "MINISTRY_APPROVER", _("Ministry approver")
    AGENCY_OFFICER = "AGENCY_OFFICER", _("Executing-agency officer")
    COMPANY_MEMBER = "COMPANY_MEMBER", _("Company member")
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", _("Committee member")
    DATA_PROVIDER = "DATA_PROVIDER", _("Data provider")
    DATA_CONSUMER = "DATA_CONSUMER", _("Data consumer")
    ANALYST = "ANALYST", _("Analyst")
    OUTPUT_CHECKER = "OUTPUT_CHECKER", _("Output checker")
    CITIZEN = "CITIZEN", _("Citizen")


class InvitationStatus(models.TextChoices):
    """How far an invitation has come; one past its time stays PENDING and cannot be accepted."""

    PENDING = "PENDING", _("Waiting")
    ACCEPTED = "ACCEPTED", _("Joined")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Delivery(models.TextChoices):
    """How a person wants e-mail."""

    IMMEDIATE = "IMMEDIATE", _("At once")
    DAILY = "DAILY", _("Once a day")
    NONE = "NONE", _("No e-mail")
