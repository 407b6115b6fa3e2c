"""Fixed words of the module, stored as they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(models.TextChoices):
    """Where a case stands, whatever its procedure; the steps in between are the procedure's."""

    DRAFT = "DRAFT", _("Being written")
    OPEN = "OPEN", _("Under way")
    DECIDED = "DECIDED", _("Decided")
    CLOSED = "CLOSED", _("Closed")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class CaseOrigin(models.TextChoices):
    """How a case came into this system."""

    FILED = "FILED", _("Filed here")
    IMPORTED = "IMPORTED", _("Taken over from records")
    GENERATED = "GENERATED", _("Generated for demonstration")


class Secrecy(models.TextChoices):
    """Who needs to see something: everybody, those who handle the case, or fewer still."""

    OPEN = "OPEN", _("Open to everybody")
    CASE = "CASE", _("For those who handle the case")
    BUSINESS = "BUSINESS", _("Business secret")
    PERSONAL = "PERSONAL", _("Personal data")


class Personal(models.TextChoices):
    """What in a text may tell of a person."""

    RESIDENT_NUMBER = "resident", _("Resident registration number")
    PHONE = "phone", _("Phone number")
    E_MAIL = "e-mail", _("E-mail address")
    ACCOUNT = "account", _("Account number")
    NAME = "name", _("Name of somebody in the case")
    TITLED = "titled", _("Perhaps a name, beside a title")


class FieldKind(models.TextChoices):
    """What a field of an application form holds."""

    TEXT = "text", _("Line of text")
    LONG_TEXT = "long_text", _("Text")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")
    FILE = "file", _("File")
    ORGANISATION = "organisation", _("Public body")
    ORGANISATIONS = "organisations", _("Public bodies")


class Facet(models.TextChoices):
    """What two cases are compared by (Act art. 10-3 (8): content, method, form) and the articles in the way."""

    CONTENT = "content", _("Content")
    METHOD = "method", _("Method")
    FORM = "form", pgettext_lazy("facet", "Form")
    ARTICLES = "articles", _("Regulation articles")


class Outcome(models.TextChoices):
    """What was decided."""

    GRANTED = "GRANTED", _("Granted")
    GRANTED_WITH_CONDITIONS = "CONDITIONAL", _("Granted with conditions")
    REFUSED = "REFUSED", _("Refused")
    ANSWERED = "ANSWERED", _("Answered")
    DEEMED = "DEEMED", _("Deemed by silence")


# What was granted, with conditions or without.
GRANTED = frozenset({Outcome.GRANTED, Outcome.GRANTED_WITH_CONDITIONS})
# A case that is over.
ENDED = frozenset({CaseState.CLOSED, CaseState.WITHDRAWN})


class ConsultationState(models.TextChoices):
    """How far a ministry consultation has come."""

    ASKED = "ASKED", _("Waiting for the answer")
    ANSWERED = "ANSWERED", _("Answered")
    DONE = "DONE", _("Done")
    SILENT = "SILENT", _("Term over without an answer")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Opinion(models.TextChoices):
    """What a consulted ministry says."""

    AGREE = "AGREE", _("Agrees")
    AGREE_WITH_CONDITIONS = "CONDITIONS", _("Agrees with conditions")
    OBJECT = "OBJECT", _("Objects")
    NOT_CONCERNED = "NOT_CONCERNED", _("Not its business")


class MeetingState(models.TextChoices):
    """How far a meeting has come."""

    PLANNED = "PLANNED", _("Planned")
    CALLED = "CALLED", _("Called")
    OPEN = "OPEN", _("In session")
    CLOSED = "CLOSED", pgettext_lazy("meeting", "Closed")
    CANCELLED = "CANCELLED", _("Cancelled")


class ItemKind(models.TextChoices):
    """What a committee does with an agenda item."""

    DECISION = "DECISION", _("To decide")
    REPORT = "REPORT", _("To be told")


class Vote(models.TextChoices):
    """How a member voted."""

    FOR = "FOR", _("In favour")
    AGAINST = "AGAINST", pgettext_lazy("vote", "Against")
    ABSTAIN = "ABSTAIN", _("Abstention")


class ItemOutcome(models.TextChoices):
    """What came of an agenda item."""

    PASSED = "PASSED", _("Carried")
    REJECTED = "REJECTED", _("Rejected")
    DEFERRED = "DEFERRED", _("Deferred")
    TAKEN_NOTE = "TAKEN_NOTE", _("Taken note of")
