"""Cases whose term of retention is over, and what erasing them would take."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from yunghap.casework import rules
from yunghap.casework.contracts import Kind, Retention
from yunghap.casework.models import Case
from yunghap.casework.registry import all_kinds
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.identity import service as identity


@dataclass(frozen=True, slots=True)
class Due:
    """A case to be erased: since when, by which rule, and how much of each sort would go."""

    case: Case
    kind: Kind
    retention: Retention
    since: date
    answers: int
    papers: int
    letters: int
    messages: int


def retained_until(ended_on: date, years: int) -> date:
    """The first day on which a case is kept no longer.

    The term runs from the first of January after the case ended (Public Records Management Decree art. 26 (2)).
    """
    return date(ended_on.year + 1 + years, 1, 1)


def due_cases(by: Actor, *, today: date | None = None) -> QuerySet[Case]:
    """The cases of the actor's offices whose term is over, the oldest first.

    Not those with a decision that still holds, nor those taken over from records, which have no contents.
    """
    today = today or clock.today()
    over = Q(pk__in=[])
    for kind in all_kinds():
        if kind.retention is not None:
            first_kept = clock.start_of(date(today.year - kind.retention.years, 1, 1))
            over |= Q(procedure=kind.id, ended_at__lt=first_kept)
    holds = Q(decision__ends_on__gte=today, decision__revoked_on__isnull=True)
    cases = Case.objects.filter(over, erased_at__isnull=True, taken_over__isnull=True).exclude(holds)
    where = identity.organisations_where(by, rules.ERASE)
    if where is not None:
        cases = cases.filter(handler__in=where)
    return cases.select_related("applicant").order_by("ended_at", "id")


def what_goes(cases: QuerySet[Case]) -> list[Due]:
    """Each of these cases with what erasing it would take; nothing is changed."""
    kinds = {kind.id: kind for kind in all_kinds()}
    counted = cases.annotate(
        papers_held=Count("papers", distinct=True),
        letters_held=Count("letters", distinct=True),
        messages_held=Count("messages", distinct=True),
    )
    found = []
    for case in counted:
        kind = kinds.get(case.procedure)
        if kind is None or kind.retention is None or case.ended_at is None:
            continue
        since = retained_until(clock.local_date(case.ended_at), kind.retention.years)
        held = (case.papers_held, case.letters_held, case.messages_held)
        found.append(Due(case, kind, kind.retention, since, len(case.answers), *held))
    return found
