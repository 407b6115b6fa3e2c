"""Filing an application, withdrawing it, and the end of a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import CaseState, ConsultationState
from yunghap.casework.forms import missing_fields
from yunghap.casework.models import Case, Consultation
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.ledger.service import record

from .drafts import kind_of, require_editable
from .numbers import next_number
from .papers import current_papers


@transaction.atomic
def file_case(*, case: Case, expected: int, by: Actor, at: datetime | None = None) -> Case:
    """File an application: it gets its number, and the terms of the law begin to run.

    Raises InvalidInput with `fields` (field id -> sentence) where required answers or documents are missing,
    Conflict where it was filed before.
    """
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=case.applicant_id)
    require_editable(case)
    kind = kind_of(case)
    given = frozenset(paper.field for paper in current_papers(case) if paper.field)
    missing = missing_fields(kind.form, case.answers, given)
    if missing:
        raise InvalidInput(
            _("The application is not complete yet."),
            fields={field.id: str(_("An answer is needed.")) for field in missing},
        )
    update_versioned(
        case,
        expected=expected,
        changes={
            "state": CaseState.OPEN.value,
            "number": next_number(kind.series, at),
            "filed_at": at,
            "filed_by": by.id,
        },
    )
    identity.notify(
        to=identity.people_with_permission(rules.HANDLE, organisation=case.handler_id),
        subject=_("A new case was filed"),
        text=f"{case.number} {case.title}",
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.case.filed",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"number": case.number, "procedure": case.procedure, "variant": case.variant},
    )
    return case


@transaction.atomic
def withdraw_case(
    *, case: Case, reason: str = "", expected: int, by: Actor, at: datetime | None = None
) -> Case:
    """The applicant takes the application back before it is decided; open consultations end.

    Raises Conflict for a draft (throw it away instead) and for what is decided or over.
    """
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=case.applicant_id)
    if case.state != CaseState.OPEN:
        raise Conflict(_("Only a case under way can be withdrawn."), state=case.state)
    _end(case, CaseState.WITHDRAWN, expected, at)
    case.consultations.filter(state=ConsultationState.ASKED).update(state=ConsultationState.WITHDRAWN)
    identity.notify(
        to=identity.people_with_permission(rules.HANDLE, organisation=case.handler_id),
        subject=_("A case was withdrawn"),
        text=f"{case.number} {case.title}",
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.case.withdrawn",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"reason": reason.strip()},
    )
    return case


@transaction.atomic
def close_case(*, case: Case, expected: int, by: Actor, at: datetime | None = None) -> Case:
    """The procedure has come to its end. Raises Conflict while a consultation is open or the case is not
    decided.
    """
    at = at or clock.now()
    if by.kind != "system":
        identity.require(by, rules.HANDLE, organisation=case.handler_id)
    if case.state != CaseState.DECIDED:
        raise Conflict(_("Only a decided case can be closed."), state=case.state)
    if Consultation.objects.filter(case=case, state=ConsultationState.ASKED).exists():
        raise Conflict(_("A consultation is still open."))
    _end(case, CaseState.CLOSED, expected, at)
    record(action="casework.case.closed", subject=f"case:{case.pk}", by=by, at=at, details={})
    return case


def _end(case: Case, state: CaseState, expected: int, at: datetime) -> None:
    update_versioned(case, expected=expected, changes={"state": state.value, "ended_at": at})
