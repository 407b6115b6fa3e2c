"""Messages between applicant and office, and notes of the office to itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import CaseState
from yunghap.casework.models import Case, Message
from yunghap.casework.queries.access import standing_in
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.core.text import clean_text
from yunghap.identity import service as identity
from yunghap.ledger.service import record

LONGEST = 10_000


@transaction.atomic
def write_message(
    *, case: Case, text: str, internal: bool = False, by: Actor, at: datetime | None = None
) -> Message:
    """Write to the other side, which is told; an internal note stays with the office.

    Raises InvalidInput for an empty or overlong text, Conflict for a draft, NotAllowed for strangers and for
    an applicant's internal note.
    """
    at = at or clock.now()
    standing = standing_in(case, by)
    if not standing.handler and (internal or not standing.applicant) and by.kind != "system":
        raise NotAllowed(_("You may not do this."))
    if case.state == CaseState.DRAFT:
        raise Conflict(_("File the application first."), state=case.state)
    if case.erased_at is not None:
        raise Conflict(_("The contents of this case were erased."), state=case.state)
    clean = clean_text(text)
    if not clean or len(clean) > LONGEST:
        raise InvalidInput(
            _("Write between 1 and %(number)d characters.") % {"number": LONGEST}, field="text"
        )
    message = Message.objects.create(
        case=case,
        text=clean,
        internal=internal,
        written_by=by.id,
        written_for_id=by.organisation,
        written_at=at,
        created_at=at,
    )
    if not internal:
        to_office = standing.applicant and not standing.handler
        identity.notify(
            to=identity.people_with_permission(
                rules.HANDLE if to_office else rules.APPLY,
                organisation=case.handler_id if to_office else case.applicant_id,
            ),
            subject=_("There is a new message in a case"),
            text=f"{case.number} {case.title}",
            link=f"/cases/{case.pk}/",
            by=by,
            at=at,
        )
    record(
        action="casework.message.written",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"message": message.pk, "internal": internal},
    )
    return message
