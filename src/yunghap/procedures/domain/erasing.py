"""Erasing what an instance said, when its term of retention is over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, NotFound
from yunghap.ledger.service import record
from yunghap.procedures.engine.state import Status
from yunghap.procedures.models import Instance, JournalEntry

from .acting import subject_of


@transaction.atomic
def erase_instance(*, instance: str, reason: str, by: Actor, at: datetime | None = None) -> int:
    """Drop events, reasons and nonces of an instance that is over; gives the number of journal entries.

    Steps, days and actors stay for the figures. What the ledger commits to is then a random number. Raises NotFound,
    and Conflict while the instance runs.
    """
    row = Instance.objects.filter(code=instance).first()
    if row is None:
        raise NotFound(_("There is no such procedure."))
    if row.status == Status.RUNNING:
        raise Conflict(_("The procedure is still running."), status=row.status)
    number = (
        JournalEntry.objects.filter(instance=row).exclude(events=b"").update(events=b"", nonce=b"", reason="")
    )
    record(
        action="procedures.erased",
        subject=subject_of(instance),
        by=by,
        at=at or clock.now(),
        details={"entries": number, "reason": reason},
    )
    return number
