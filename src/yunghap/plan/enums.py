"""Fixed lists of the plan module. Stored values are UPPER_SNAKE."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditionStatus(TextChoices):
    """Where an edition stands between drafting and publication by notice (Decree art. 5)."""

    DRAFT = "DRAFT", _("draft")
    COLLECTING = "COLLECTING", _("collecting submissions")
    REVIEW = "REVIEW", _("under review")
    FINAL = "FINAL", _("final")
    PUBLISHED = "PUBLISHED", _("published")


class EditionOrigin(TextChoices):
    """Where the facts of an edition come from. GENERATED editions are invented and marked on every page."""

    COMPILED = "COMPILED", _("compiled here")
    IMPORTED = "IMPORTED", _("imported from a document")
    SHIPPED = "SHIPPED", _("shipped with the software")
    GENERATED = "GENERATED", _("generated example")


class AmendmentKind(TextChoices):
    """What a change of an amendment does."""

    CHANGED = "CHANGED", _("changed")
    ADDED = "ADDED", _("added")
    DROPPED = "DROPPED", _("dropped")


class DocumentKind(TextChoices):
    """How a text came in. Every number needs a span of one of these."""

    DOCUMENT = "DOCUMENT", _("plan document")
    SUBMISSION = "SUBMISSION", _("submission")
    REPORT = "REPORT", _("report of actuals")
    AMENDMENT = "AMENDMENT", _("amendment")


class ObservationRole(TextChoices):
    """What a number claims to be (`contracts.Role` in upper case)."""

    BUDGET = "BUDGET", _("budget")
    TARGET = "TARGET", _("target")
    ACTUAL = "ACTUAL", _("actual")
    BASELINE = "BASELINE", _("baseline")


class ObservationStatus(TextChoices):
    """Whether a person has looked at it."""

    EXTRACTED = "EXTRACTED", _("extracted")
    CONFIRMED = "CONFIRMED", _("confirmed")
    CORRECTED = "CORRECTED", _("corrected")
    REJECTED = "REJECTED", _("rejected")


class ObservationSubject(TextChoices):
    """What a number is about."""

    UNBOUND = "UNBOUND", _("not assigned")
    TOTAL = "TOTAL", _("the whole plan")
    NODE = "NODE", _("area, direction or task")
    MINISTRY = "MINISTRY", _("ministry")
    BUDGET_LINE = "BUDGET_LINE", _("budget line")
    INDICATOR = "INDICATOR", _("indicator")


class SchemeCode(TextChoices):
    """The two classification schemes of a plan."""

    DIRECTIONS = "DIRECTIONS", _("directions and tasks")
    AREAS = "AREAS", _("areas")


class Better(TextChoices):
    """Which way an indicator improves."""

    UP = "UP", _("higher is better")
    DOWN = "DOWN", _("lower is better")
    RANGE = "RANGE", _("within a range")
    NONE = "NONE", _("neither")


class Aggregation(TextChoices):
    """How values of an indicator add up over time."""

    SUM = "SUM", _("sum")
    LAST = "LAST", _("last value")
    MAX = "MAX", _("maximum")
    NONE = "NONE", _("never added")


class Stage(TextChoices):
    """Where an indicator stands in the chain of effects."""

    INPUT = "INPUT", _("input")
    OUTPUT = "OUTPUT", _("output")
    OUTCOME = "OUTCOME", _("outcome")


class FlagshipLevel(TextChoices):
    """Levels of the flagship projects (초격차 프로젝트)."""

    INVESTMENT_AREA = "INVESTMENT_AREA", _("investment area")
    MISSION = "MISSION", _("mission")
    PROJECT = "PROJECT", _("project")


class SubmissionState(TextChoices):
    """Where a ministry's part of the plan stands."""

    DRAFT = "DRAFT", _("draft")
    SUBMITTED = "SUBMITTED", _("submitted")
    RETURNED = "RETURNED", _("returned with remarks")
    ACCEPTED = "ACCEPTED", _("accepted")


class RowKind(TextChoices):
    """What one row of a submission states."""

    BUDGET = "BUDGET", _("budget")
    TARGET = "TARGET", _("target")
    ACTUAL = "ACTUAL", _("actual")
    MILESTONE = "MILESTONE", _("milestone")


class CheckOutcome(TextChoices):
    """Result of a check (`contracts.Result` in upper case)."""

    PASS = "PASS", _("pass")
    FAIL = "FAIL", _("fail")
    NOT_APPLICABLE = "NOT_APPLICABLE", _("not applicable")


class AliasKind(TextChoices):
    """What a learnt alias names."""

    MINISTRY = "MINISTRY", _("ministry")
    PROGRAMME = "PROGRAMME", _("programme")
    INDICATOR = "INDICATOR", _("indicator")
    NAME = "NAME", _("name that begins with a digit")
