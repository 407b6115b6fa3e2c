"""Duties while they run: done, no longer due, near, late. Whoever owes them is told; so is who is owed, once late."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict
from yunghap.core.text import without_invisible
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.enums import ObligationState, Side
from yunghap.exchange.models import Agreement, Obligation
from yunghap.identity.service import notify, people_with_permission
from yunghap.ledger.service import record

from . import events
from .processes import may_act

NEAR = timedelta(days=7)
AGAIN = timedelta(days=7)  # between two alarms about the same duty


@transaction.atomic
def fulfil_obligation(
    *, obligation: Obligation, note: str, by: Actor, at: datetime | None = None
) -> Obligation:
    """Note that a duty was done; `note` says how. Raises Conflict for one that is settled."""
    at = at or clock.now()
    may_act(obligation.agreement, by)
    if obligation.state != ObligationState.OPEN:
        raise Conflict(_("This duty is settled."))
    update_versioned(
        obligation,
        expected=obligation.version,
        changes={
            "state": ObligationState.DONE,
            "settled_at": at,
            "settled_by": by.id[:26],
            "note": without_invisible(note).strip()[:2000],
        },
    )
    details = {
        "obligation": obligation.pk,
        "agreement": obligation.agreement_id,
        "action": obligation.action,
        "note": obligation.note,
    }
    record(
        action=events.OBLIGATION_DONE,
        subject=f"agreement:{obligation.agreement_id}",
        by=by,
        at=at,
        details=details,
    )
    return obligation


def alarm_obligations(*, at: datetime) -> int:
    """Tell about every open duty that is near or late and of which nobody was told this week; returns how many."""
    due = Obligation.objects.filter(state=ObligationState.OPEN, due_at__lte=at + NEAR).filter(
        Q(alarmed_at=None) | Q(alarmed_at__lte=at - AGAIN) | Q(due_at__lte=at, alarmed_at__lt=F("due_at"))
    )
    number = 0
    for row in due.select_related("agreement__participant").order_by("due_at"):
        number += _alarm(row, at)
    return number


@transaction.atomic
def _alarm(row: Obligation, at: datetime) -> int:
    seen = Obligation.objects.filter(pk=row.pk, version=row.version, state=ObligationState.OPEN)
    if not seen.update(alarmed_at=at, alarms=row.alarms + 1, version=row.version + 1):
        return 0
    late = row.due_at is not None and row.due_at <= at
    agreement = row.agreement
    if row.owed_by != agreement.side and not late:
        return 0  # theirs, and they still have time
    notify(
        to=people_of(agreement),
        subject=_("A duty of a data contract is late") if late else _("A duty of a data contract is near"),
        text=_Text(row.text_ko, row.text_en),
        link=f"/contracts/{agreement.pk}/",
        due_on=clock.local_date(row.due_at) if row.due_at else None,
        by=SYSTEM,
        at=at,
    )
    return 1


class _Text:
    """A duty's sentence in both languages."""

    def __init__(self, ko: str, en: str) -> None:
        self.ko, self.en = ko, en


def people_of(agreement: Agreement) -> set[str]:
    """Those who look after an agreement on our side."""
    permission = rules.PROVIDE if agreement.side == Side.PROVIDER else rules.CONSUME
    return set(people_with_permission(permission, organisation=agreement.participant_id))
