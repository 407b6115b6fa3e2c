"""Filing an application, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import CaseState, ConsultationState
from yunghap.casework.models import Case
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.ledger.service import record

from .drafts import require_draft
from .kinds import kind_of
from .numbers import next_number
from .objecting import refuse_late_objection
from .running import refuse_incomplete, start_procedure, withdraw_procedure


@transaction.atomic
def file_case(*, case: Case, expected: int, by: Actor, at: datetime | None = None) -> Case:
    """File an application: it gets its number, and the terms of the law begin to run.

    Raises InvalidInput with `fields` (field id -> sentence) where required answers or documents are missing,
    Conflict where it was filed before, NotFound where no version of the procedure is in force today.
    """
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=case.applicant_id)
    require_draft(case)
    kind = kind_of(case)
    refuse_late_objection(case, at)
    refuse_incomplete(case)
    instance = start_procedure(case=case, by=by, at=at)
    update_versioned(
        case,
        expected=expected,
        changes={
            "state": CaseState.OPEN.value,
            "number": next_number(kind.series, at),
            "instance": instance,
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
    withdraw_procedure(case=case, reason=reason.strip() or "withdrawn", by=by, at=at)
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
        details={},
        personal={"reason": reason.strip()} if reason.strip() else None,
    )
    return case


def _end(case: Case, state: CaseState, expected: int, at: datetime) -> None:
    update_versioned(case, expected=expected, changes={"state": state.value, "ended_at": at})
