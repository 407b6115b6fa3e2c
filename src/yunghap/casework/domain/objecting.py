"""Objecting to a decision whose procedure has no objection of its own (행정기본법 art. 36)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yunghap.casework.enums import CaseOrigin, CaseState
from yunghap.casework.models import Case, Decision
from yunghap.casework.registry import objection_kind
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.days import written_day
from yunghap.core.errors import Conflict, NotFound
from yunghap.procedures import service as procedures

from .drafts import open_case
from .kinds import kind_of
from .letters import NOTICE_BY_HAND

COUNTING, TERM = "civil-act", "P30D"  # art. 36 (1), art. 6 (1)


@dataclass(frozen=True, slots=True)
class ObjectionTerm:
    """The term for an objection to a decision: None as its last day while the notice of the decision is not served."""

    last_day: date | None

    def is_over(self, day: date) -> bool:
        """Whether it is too late on that day."""
        return self.last_day is not None and day > self.last_day


def objection_term(case: Case) -> ObjectionTerm | None:
    """The term for an objection to the decision in a case; None where there is none to object to.

    It begins with the service of the notice of the decision; other letters do not count.
    """
    decision = Decision.objects.filter(case=case).first()
    kind = kind_of(case)
    if (
        decision is None
        or case.origin != CaseOrigin.FILED
        or kind.own_objection
        or kind.to_decisions
        or objection_kind() is None
    ):
        return None
    notices = [id_ for id_, letter in kind.letters.items() if letter.tells_decision]
    told = case.letters.filter(kind__in=[*notices, NOTICE_BY_HAND], served_at__gte=decision.created_at)
    served = told.order_by("served_at").values_list("served_at", flat=True).first()
    if served is None:
        return ObjectionTerm(None)
    counted = procedures.count_deadline(
        rule=COUNTING, start=clock.local_date(served), term=TERM, calendar=procedures.calendar()
    )
    return ObjectionTerm(counted.due)


def objection_of(case: Case) -> Case | None:
    """The objection to the decision in a case that was begun or filed, if any."""
    return case.objections.exclude(state=CaseState.WITHDRAWN).first()


@transaction.atomic
def open_objection(*, case: Case, by: Actor, at: datetime | None = None) -> Case:
    """Begin an objection to the decision in a case, filed as any application and handled by the same office.

    Raises NotFound where there is nothing to object to, Conflict after the last day or where there is one already,
    NotAllowed where the actor does not apply for the organisation.
    """
    at = at or clock.now()
    kind, term = objection_kind(), objection_term(case)
    if kind is None or term is None:
        raise NotFound(_("There is no decision to object to."))
    _refuse_late(term, at)
    if objection_of(case) is not None:
        raise Conflict(_("There is an objection to this decision already."))
    title = f"{case.number} {case.title}"[:200]
    made = open_case(
        kind=kind.id,
        title=title,
        applicant=case.applicant,
        objects_to=case,
        by=by,
        at=at,
    )
    made.answers = {"title": title}
    made.save(update_fields=["answers"])
    return made


def refuse_late_objection(case: Case, at: datetime) -> None:
    """Raise Conflict where an objection is filed after its last day."""
    if case.objects_to is not None and (term := objection_term(case.objects_to)) is not None:
        _refuse_late(term, at)


def _refuse_late(term: ObjectionTerm, at: datetime) -> None:
    if term.last_day is not None and term.is_over(clock.local_date(at)):
        raise Conflict(_("The last day for an objection was %(day)s.") % {"day": written_day(term.last_day)})
