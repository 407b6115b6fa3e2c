"""Who speaks for the applicant in a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import ENDED
from yunghap.casework.models import Case
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.ledger.service import record


def representatives_for(case: Case) -> dict[str, str]:
    """Names by id of the people who may speak for the applicant: those who apply for the organisation."""
    return identity.names_of_people(
        set(identity.people_with_permission(rules.APPLY, organisation=case.applicant_id))
    )


@transaction.atomic
def name_representative(*, case: Case, person: str, by: Actor, at: datetime | None = None) -> Case:
    """Let somebody of the applicant's organisation speak for it in a case; they are told.

    Raises InvalidInput for who does not apply for the organisation, Conflict where the case is over, NotAllowed where
    the actor does not apply for it.
    """
    at = at or clock.now()
    identity.require(by, rules.APPLY, organisation=case.applicant_id)
    if case.state in ENDED:
        raise Conflict(_("The case is over."), state=case.state)
    if person not in representatives_for(case):
        raise InvalidInput(_("Please choose one of the list."), field="person")
    update_versioned(case, expected=case.version, changes={"representative": person})
    identity.notify(
        to=person,
        subject=_("You speak for the applicant in a case"),
        text=f"{case.number or ''} {case.title}".strip(),
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.case.represented",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"person": person},
    )
    return case
