"""The queue of numbers a person should look at, uncertain ones first, and the words the site has learnt."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import NotFound
from yunghap.core.text import name_key
from yunghap.plan.enums import ObservationStatus, ObservationSubject
from yunghap.plan.models import (
    Edition,
    Observation,
    ObservationChange,
    VocabularyAlias,
    VocabularyUnit,
)
from yunghap.plan.queries.common import Printed, printed


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One number of the queue. `doubtful` names the fields that a default rule set, with that rule."""

    number: Printed
    version: int
    subject: str
    ministry: str
    programme_text: str
    section: tuple[str, ...]
    doubtful: dict[str, str]
    can_undo: bool


@dataclass(frozen=True, slots=True)
class NotUnderstoodRow:
    """A number that no rule explains, at its place in the document."""

    line: int
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Queue:
    """Numbers to look at and how far that has come."""

    rows: tuple[QueueRow, ...]
    total: int
    found: int
    uncertain: int
    looked_at: int
    rejected: int
    not_understood: tuple[NotUnderstoodRow, ...]


def review_queue(edition: Edition, *, text: str = "", offset: int = 0, limit: int = 100) -> Queue:
    """Uncertain numbers first, then unassigned ones, then the rest nobody looked at, then those looked at.

    With `text`, only numbers printed so, or of a programme, indicator or ministry with these words in its name;
    `found` counts them, the other counts are of the whole edition.
    """
    rows = Observation.objects.filter(edition=edition)
    wanted = rows.filter(_about(text)) if text else rows
    rank = Case(
        When(status__in=[ObservationStatus.CONFIRMED, ObservationStatus.CORRECTED], then=Value(3)),
        When(status=ObservationStatus.REJECTED, then=Value(4)),
        When(uncertain=True, then=Value(0)),
        When(subject=ObservationSubject.UNBOUND, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ordered = wanted.annotate(rank=rank).select_related("span", "section")
    page = list(ordered.order_by("rank", "span__line", "span__start", "id")[offset : offset + limit])
    changed = set(
        ObservationChange.objects.filter(observation__in=page, undone_at__isnull=True).values_list(
            "observation_id", flat=True
        )
    )
    seen = rows.filter(status__in=[ObservationStatus.CONFIRMED, ObservationStatus.CORRECTED])
    document = edition.document
    return Queue(
        rows=tuple(_row(row, changed) for row in page),
        total=rows.count(),
        found=wanted.count(),
        uncertain=rows.filter(uncertain=True, status=ObservationStatus.EXTRACTED).count(),
        looked_at=seen.count(),
        rejected=rows.filter(status=ObservationStatus.REJECTED).count(),
        not_understood=tuple(NotUnderstoodRow(*item) for item in document.not_understood) if document else (),
    )


def _about(text: str) -> Q:
    key = name_key(text)
    return (
        Q(span__text__icontains=text)
        | Q(programme_text__icontains=text)
        | Q(ministry__icontains=text)
        | Q(indicator__name_key__contains=key)
        | Q(budget_line__programme__name_key__contains=key)
    )


def _row(row: Observation, changed: set[str]) -> QueueRow:
    return QueueRow(
        number=printed(row),
        version=row.version,
        subject=row.subject,
        ministry=row.ministry,
        programme_text=row.programme_text,
        section=tuple(row.section.path) if row.section else (),
        doubtful={name: rule for name, rule in row.rules.items() if rule.startswith("default")},
        can_undo=row.pk in changed,
    )


def get_observation(observation_id: str) -> Observation:
    """The observation itself, for the verbs; raises NotFound."""
    rows = Observation.objects.select_related("span", "edition")
    row = rows.filter(pk=observation_id).first()
    if row is None:
        raise NotFound(_("There is no such number."))
    return row


def changes_of(observation: Observation) -> tuple[ObservationChange, ...]:
    """What people did to a number, oldest first, undone changes included."""
    return tuple(observation.changes.order_by("number"))


def learnt_words() -> tuple[tuple[VocabularyUnit, ...], tuple[VocabularyAlias, ...]]:
    """Units and names the site has learnt and uses."""
    units = VocabularyUnit.objects.filter(retired_at__isnull=True).order_by("spelling")
    aliases = VocabularyAlias.objects.filter(retired_at__isnull=True).order_by("kind", "alias_key")
    return tuple(units), tuple(aliases)
