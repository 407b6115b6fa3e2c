"""Agreements after their conclusion: suspended, taken up again, ended; told to the other side.

The protocol knows no such thing. Running transfers are suspended or broken off by the protocol's own messages, which
every peer understands; beside that goes a notice, an extension of ours. A peer that does not know it answers 404 or
so, which changes nothing: our side of the agreement has ended all the same, and nothing more is given under it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.canonical import moment
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.text import without_invisible
from yunghap.exchange.enums import AgreementState as State
from yunghap.exchange.enums import ObligationState, Side
from yunghap.exchange.models import Agreement, Negotiation, Obligation, TransferProcess
from yunghap.ledger.service import record

from . import events, messages
from .agreements import facts_of
from .machine import TRANSFER_OVER, Move, moves_of
from .processes import (
    Received,
    details_of,
    fresh,
    keep_received,
    may_act,
    pids,
    queue_message,
    was_had,
    write_changes,
)
from .transfers import take_transfer_step

_EVENTS = {
    "SUSPENDED": (State.SUSPENDED, (State.ACTIVE,), events.AGREEMENT_SUSPENDED),
    "RESUMED": (State.ACTIVE, (State.SUSPENDED,), events.AGREEMENT_RESUMED),
    "RETIRED": (State.RETIRED, (State.ACTIVE, State.SUSPENDED), events.AGREEMENT_RETIRED),
}


@transaction.atomic
def retire_agreement(
    *, agreement: Agreement, reason: str, by: Actor, at: datetime | None = None
) -> Agreement:
    """End an agreement before its time, for a reason that the other side is told. Raises InvalidInput, Conflict."""
    return _by_us(agreement, "RETIRED", reason, by, at)


@transaction.atomic
def suspend_agreement(
    *, agreement: Agreement, reason: str, by: Actor, at: datetime | None = None
) -> Agreement:
    """Give and take nothing under an agreement for now."""
    return _by_us(agreement, "SUSPENDED", reason, by, at)


@transaction.atomic
def resume_agreement(*, agreement: Agreement, by: Actor, at: datetime | None = None) -> Agreement:
    """Take a suspended agreement up again; its transfers are started again one by one."""
    return _by_us(agreement, "RESUMED", "", by, at)


def expire_agreements(*, at: datetime) -> int:
    """End every agreement whose time is over; returns how many."""
    due = Agreement.objects.filter(state__in=[State.ACTIVE, State.SUSPENDED], ends_at__lte=at)
    rows = list(due.order_by("ends_at")[:1_000])
    for row in rows:
        expire_agreement(agreement=row, at=at)
    return len(rows)


@transaction.atomic
def expire_agreement(*, agreement: Agreement, at: datetime) -> None:
    """End an agreement whose time is over; both sides know by themselves, so that nobody is told."""
    row = fresh(Agreement, agreement)
    if row.state not in {State.ACTIVE, State.SUSPENDED} or row.ends_at is None or row.ends_at > at:
        return
    _write(row, State.EXPIRED, "", at)
    _stop_transfers(row, Move.TERMINATE, str(_("The agreement has expired.")), SYSTEM, at)
    _note(row, events.AGREEMENT_EXPIRED, "us", "", SYSTEM, at)


@transaction.atomic
def receive_notice(received: Received) -> Agreement:
    """The other side tells what became of an agreement. Raises NotFound, Conflict, InvalidInput."""
    message = messages.read(received.data, messages.AgreementNotice)
    row = Agreement.objects.filter(
        key=message.agreementId, participant=received.organisation, counterparty=received.peer.key
    ).first()
    if row is None:
        raise NotFound(_("There is no such agreement."))
    if message.event not in _EVENTS:
        raise InvalidInput(_("There is no such event of an agreement."))
    row = fresh(Agreement, row)
    state, before, topic = _EVENTS[message.event]
    if was_had(row.pk, received) or row.state == state:
        return row
    if row.state not in before:
        raise Conflict(_("The agreement is not in a state for this."), state=row.state)
    why = without_invisible(message.why())
    _write(row, state, why, received.at)
    if state == State.RETIRED:
        _drop_obligations(row, received.at)
    entry = _note(row, topic, "them", why, SYSTEM, received.at)
    _keep(row, received, entry)
    return row


def _by_us(agreement: Agreement, event: str, reason: str, by: Actor, at: datetime | None) -> Agreement:
    at = at or clock.now()
    may_act(agreement, by)
    row = fresh(Agreement, agreement)
    state, before, topic = _EVENTS[event]
    if row.state not in before:
        raise Conflict(_("The agreement is not in a state for this."), state=row.state)
    why = without_invisible(reason).strip()[:2000]
    if event != "RESUMED" and not why:
        raise InvalidInput(_("Please give the reason."), field="reason")
    _write(row, state, why, at)
    if event == "SUSPENDED":
        _stop_transfers(row, Move.SUSPEND, why, by, at)
    if event == "RETIRED":
        _stop_transfers(row, Move.TERMINATE, why, by, at)
        _drop_obligations(row, at)
    entry = _note(row, topic, "us", why, by, at)
    _tell(row, event, why, at, entry)
    return row


def _tell(row: Agreement, event: str, why: str, at: datetime, entry: str) -> None:
    negotiation = Negotiation.objects.filter(pk=row.negotiation).first()
    both = pids(negotiation) if negotiation else {"providerPid": "", "consumerPid": ""}
    notice = messages.AgreementNotice(
        agreementId=row.key,
        event=event,
        at=moment(at),
        reason=[why] if why else UNSET,
        **both,
    )
    address = f"{row.counterparty_address}/agreements/notices"
    queue_message(row, notice, address=address, at=at, entry=entry, optional=True)


def _write(row: Agreement, state: State, why: str, at: datetime) -> None:
    changes: dict[str, object] = {"state": state}
    if state in {State.RETIRED, State.EXPIRED}:
        changes |= {"ended_at": at, "ended_because": why}
    write_changes(row, changes)


def _stop_transfers(row: Agreement, move: Move, why: str, by: Actor, at: datetime) -> None:
    """By the protocol's own messages; for transfers in a state that cannot pause, there is nothing to pause."""
    running = TransferProcess.objects.filter(agreement=row).exclude(
        state__in=[str(one) for one in TRANSFER_OVER]
    )
    for transfer in running:
        locked = fresh(TransferProcess, transfer)
        if move in moves_of(locked.state, Side(row.side), transfer=True):
            take_transfer_step(locked, move, reason=why, by=by, at=at)


def _drop_obligations(row: Agreement, at: datetime) -> None:
    """Duties that only made sense while the agreement ran; deleting the data and paying remain."""
    Obligation.objects.filter(agreement=row, state=ObligationState.OPEN).exclude(
        action__in=["delete", "compensate"]
    ).update(state=ObligationState.DROPPED, settled_at=at, settled_by="system")


def _note(  # noqa: PLR0917 - the parts of an entry
    row: Agreement, topic: str, whom: str, why: str, by: Actor, at: datetime
) -> str:
    details = {**facts_of(row), "by": whom, "because": why}
    entry = record(action=topic, subject=f"agreement:{row.pk}", by=by, at=at, details=details_of(details))
    return entry.entry_id


def _keep(row: Agreement, received: Received, entry: str) -> None:
    keep_received(row, received, kind="AgreementNotice", entry=entry)
