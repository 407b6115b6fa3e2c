"""Lists of cases: mine, and the office's inbox."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from yunghap.casework import rules
from yunghap.casework.enums import CaseState, ConsultationState
from yunghap.casework.models import Case, Consultation
from yunghap.core.actors import Actor
from yunghap.core.text import nfc
from yunghap.identity import service as identity


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list: words in title, number or applicant, a state, a kind of case."""

    words: str = ""
    state: str = ""
    procedure: str = ""

    def apply(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """The cases that fit."""
        for word in nfc(self.words).split()[:6]:
            cases = cases.filter(
                Q(title__icontains=word)
                | Q(number__icontains=word)
                | Q(applicant__short_name__icontains=word)
            )
        if self.state in CaseState.values:
            cases = cases.filter(state=self.state)
        if self.procedure:
            cases = cases.filter(procedure=self.procedure)
        return cases


def consultations_waiting(by: Actor) -> QuerySet[Consultation]:
    """What the actor's organisations are asked and have not answered, the most urgent first."""
    where = identity.organisations_where(by, rules.ANSWER)
    rows = Consultation.objects.filter(state=ConsultationState.ASKED).select_related(
        "case", "case__applicant", "organisation"
    )
    if where is not None:
        rows = rows.filter(organisation__in=where)
    return rows.order_by(F("due_on").asc(nulls_last=True), "asked_at")


def days_left(due_on: date | None, today: date) -> int | None:
    """Days until the due day, negative after it; None without one."""
    return None if due_on is None else (due_on - today).days
