"""Recording who saw whose personal data.

개인정보의 안전성 확보조치 기준 (standard of measures to keep personal information safe) art. 8:
identifier, time, place, whose data, and the task.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput
from yunghap.identity.models import PersonalAccess
from yunghap.ledger.service import record


@transaction.atomic
def record_access(
    *,
    subjects: Iterable[str],
    fields: Iterable[str],
    purpose: str,
    by: Actor,
    download: bool = False,
    at: datetime | None = None,
) -> int:
    """Note that the actor saw `fields` (as "email") of these people (ids) for a purpose; returns how many.

    Looking at one's own data is not noted. One ledger entry commits to all rows of a call. `download` says that
    the data left as a file.
    """
    people = sorted(set(subjects) - {by.id})
    seen = sorted(set(fields))
    if not purpose.strip():
        raise InvalidInput(_("Give a reason."))
    if not people:
        return 0
    at = at or clock.now()
    entry = record(
        action="identity.access.recorded",
        subject=f"{by.kind}:{by.id}",
        by=by,
        at=at,
        details={"people": people, "fields": seen, "purpose": purpose, "download": download},
    )
    PersonalAccess.objects.bulk_create(
        PersonalAccess(
            at=at,
            actor_kind=by.kind,
            actor_id=by.id,
            organisation=by.organisation,
            on_behalf_of=by.rights.lent_by,
            address=by.address or "",
            subject=person,
            fields=seen,
            purpose=purpose[:200],
            download=download,
            entry_id=entry.entry_id,
        )
        for person in people
    )
    return len(people)
