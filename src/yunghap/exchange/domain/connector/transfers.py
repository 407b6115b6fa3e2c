"""Transfers: our own moves, those of the other side, and what follows by itself.

As negotiations: each move is one transaction of state, ledger entry, message, and the data plane's part.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec import UNSET

from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, DomainError, InvalidInput, NotFound
from yunghap.core.rows import find_row, insert_object
from yunghap.core.text import without_invisible
from yunghap.exchange.enums import AgreementState, Side
from yunghap.exchange.enums import TransferState as State
from yunghap.exchange.models import Agreement, TransferProcess
from yunghap.ledger.service import Entry, record

from . import events, messages
from .machine import TRANSFER_OVER, IllegalMove, Move, transferred
from .planes import DataAddress, DataPlane, data_planes
from .processes import (
    PEER,
    Received,
    changes_of,
    check_callback,
    check_pids,
    checked_pid,
    details_of,
    find_process,
    fresh,
    keep_received,
    may_act,
    own_participant,
    pids,
    queue_message,
    was_had,
    write_changes,
)
from .use import may_use

CONSUMER, PROVIDER = Side.CONSUMER, Side.PROVIDER
_TOPICS = {
    State.REQUESTED: events.TRANSFER_REQUESTED,
    State.STARTED: events.TRANSFER_STARTED,
    State.SUSPENDED: events.TRANSFER_SUSPENDED,
    State.COMPLETED: events.TRANSFER_COMPLETED,
    State.TERMINATED: events.TRANSFER_TERMINATED,
}


@transaction.atomic
def request_transfer(
    *,
    agreement: Agreement,
    format: str,  # noqa: A002 - the protocol's word
    data_address: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime | None = None,
) -> TransferProcess:
    """Ask for the data of an agreement (consumer); `data_address` says where a push goes, to us where it is absent.

    Raises Conflict for an agreement that is not in force.
    """
    at = at or clock.now()
    own = own_participant(agreement.participant_id)
    if agreement.side != CONSUMER or agreement.state != AgreementState.ACTIVE:
        raise Conflict(_("The agreement is not in force."), state=agreement.state)
    row = TransferProcess(
        side=CONSUMER,
        participant_id=agreement.participant_id,
        counterparty=agreement.counterparty,
        counterparty_address=agreement.counterparty_address,
        agreement=agreement,
        format=format,
        data_address=dict(data_address or {}),
        state=transferred(None, Move.REQUEST, CONSUMER),
        opened_at=at,
        changed_at=at,
        created_at=at,
    )
    may_act(row, by)
    insert_object(row)
    target = data_address or _expected(row, at)
    message = messages.TransferRequestMessage(
        consumerPid=row.pk,
        agreementId=agreement.key,
        format=format,
        callbackAddress=own.address,
        **({"dataAddress": dict(target)} if target else {}),
    )
    entry = _note(row, CONSUMER, by, at)
    queue_message(
        row,
        message,
        address=f"{row.counterparty_address}/transfers/request",
        at=at,
        entry=entry.entry_id,
    )
    return row


@transaction.atomic
def make_transfer_move(
    *,
    transfer: TransferProcess,
    move: Move,
    reason: str = "",
    by: Actor = SYSTEM,
    at: datetime | None = None,
) -> TransferProcess:
    """Start, suspend, complete or terminate a transfer of ours. Raises IllegalMove, NotAllowed."""
    row = fresh(TransferProcess, transfer)
    may_act(row, by)
    return take_transfer_step(row, move, reason=reason, by=by, at=at or clock.now())


def take_transfer_step(
    row: TransferProcess, move: Move, *, reason: str = "", by: Actor, at: datetime
) -> TransferProcess:
    """The move itself, in the caller's transaction, with the row locked."""
    side = Side(row.side)
    _may_resume(row, move, side)
    state = transferred(row.state, move, side)
    changes = changes_of(state, at, over=state in TRANSFER_OVER) | _changes(move, side, reason, at)
    address = None
    if side == PROVIDER:
        address = _plane(row).start(row, at) if move is Move.START else None
        if move is not Move.START:
            _stop(row, at)
        elif address is not None:
            changes["data_address"] = dict(address)
    write_changes(row, changes)
    entry = _note(row, side, by, at)
    message, path = _message(row, move, address)
    to = f"{row.counterparty_address}/transfers/{row.peer_pid or PEER}/{path}"
    queue_message(row, message, address=to, at=at, entry=entry.entry_id)
    return row


@transaction.atomic
def receive_transfer_request(received: Received) -> tuple[TransferProcess, str]:
    """A first request: the transfer, and the state the answer tells."""
    message = messages.read(received.data, messages.TransferRequestMessage)
    pid = checked_pid(message.consumerPid)
    known = find_row(
        TransferProcess,
        participant_id=received.organisation,
        side=PROVIDER,
        counterparty=received.peer.key,
        peer_pid=pid,
    )
    if known is not None:
        if not was_had(known.pk, received):
            raise IllegalMove(_("There is a transfer with this id already."))
        return known, State.REQUESTED
    agreement = find_row(
        Agreement,
        key=message.agreementId,
        side=PROVIDER,
        participant_id=received.organisation,
        counterparty=received.peer.key,
    )
    if agreement is None:
        raise NotFound(_("There is no such agreement."))
    if not 0 < len(message.format) <= 60:
        raise InvalidInput(_("There is no such format."))
    row = TransferProcess(
        side=PROVIDER,
        participant_id=received.organisation,
        counterparty=received.peer.key,
        counterparty_address=check_callback(received, message.callbackAddress),
        peer_pid=pid,
        agreement=agreement,
        format=message.format,
        data_address={} if message.dataAddress is UNSET else message.dataAddress,
        state=transferred(None, Move.REQUEST, CONSUMER),
        opened_at=received.at,
        changed_at=received.at,
        created_at=received.at,
    )
    insert_object(row)
    entry = _note(row, CONSUMER, SYSTEM, received.at, message=received.digest)
    keep_received(row, received, kind="TransferRequestMessage", entry=entry.entry_id)
    _answer(row, Move.REQUEST, received.at)
    return row, State.REQUESTED


@transaction.atomic
def receive_transfer_move(
    received: Received, pid: str, kind: type[messages.Body]
) -> tuple[TransferProcess, str]:
    """Any later message of a transfer. Raises NotFound, IllegalMove, InvalidInput."""
    message = messages.read(received.data, kind)
    move = _MOVES[kind]
    row = find_process(TransferProcess, received, pid)
    learnt = check_pids(row, message)
    # A transfer may be suspended and started again by the same words: only in the state they led to are they old.
    if was_had(row.pk, received) and row.state == _LED_TO[move]:
        return row, row.state
    if move is Move.TERMINATE and row.state == State.TERMINATED:
        return row, row.state  # both broke it off at once
    side = PROVIDER if row.side == CONSUMER else CONSUMER
    _may_resume(row, move, side)
    state = transferred(row.state, move, side)
    why = message.why() if isinstance(message, messages.Ending) else ""
    changes = changes_of(state, received.at, over=state in TRANSFER_OVER) | learnt
    changes |= _changes(move, side, why, received.at)
    if isinstance(message, messages.TransferStartMessage) and message.dataAddress is not UNSET:
        changes["data_address"] = message.dataAddress
    if row.side == PROVIDER:
        if move is Move.START:
            _plane(row).start(row, received.at)
        else:
            _stop(row, received.at)
    write_changes(row, changes)
    entry = _note(row, side, SYSTEM, received.at, message=received.digest)
    keep_received(row, received, kind=kind.__name__, entry=entry.entry_id)
    _answer(row, move, received.at)
    return row, state


def give_up(row: TransferProcess, reason: str, at: datetime) -> None:
    """End a transfer here, because the other side refused a message of it; the row is locked."""
    other = PROVIDER if row.side == CONSUMER else CONSUMER
    _stop(row, at)
    write_changes(
        row, changes_of(State.TERMINATED, at, over=True) | _changes(Move.TERMINATE, other, reason, at)
    )
    _note(row, other, SYSTEM, at)


def start_if_permitted(row: TransferProcess, move: Move, at: datetime) -> None:
    """What follows a request at the provider: start, or break off with the reason."""
    if row.side != PROVIDER or move is not Move.REQUEST:
        return
    verdict = may_use(row.agreement, format=row.format, at=at, more=1)
    if not verdict.permitted:
        take_transfer_step(row, Move.TERMINATE, reason=str(verdict.sentence), by=SYSTEM, at=at)
        return
    try:
        with transaction.atomic():
            take_transfer_step(row, Move.START, by=SYSTEM, at=at)
    except DomainError as error:
        row = fresh(TransferProcess, row)
        take_transfer_step(row, Move.TERMINATE, reason=str(error), by=SYSTEM, at=at)


_answer: Callable[[TransferProcess, Move, datetime], None] = start_if_permitted


def use_transfer_answer(other: Callable[[TransferProcess, Move, datetime], None] | None) -> None:
    """Put another way to answer in force (the conformity suite does); None for the default."""
    global _answer  # noqa: PLW0603 - one for the process
    _answer = other or start_if_permitted


_MOVES: dict[type[messages.Body], Move] = {
    messages.TransferStartMessage: Move.START,
    messages.TransferCompletionMessage: Move.COMPLETE,
    messages.TransferSuspensionMessage: Move.SUSPEND,
    messages.TransferTerminationMessage: Move.TERMINATE,
}
_LED_TO = {
    Move.START: State.STARTED,
    Move.COMPLETE: State.COMPLETED,
    Move.SUSPEND: State.SUSPENDED,
    Move.TERMINATE: State.TERMINATED,
}


def _may_resume(row: TransferProcess, move: Move, side: Side) -> None:
    """Who suspended a transfer takes it up again."""
    if move is Move.START and row.state == State.SUSPENDED and row.suspended_by not in {"", side}:
        raise IllegalMove(_("Only the side that suspended the transfer can take it up again."))


def _changes(move: Move, side: Side, reason: str, at: datetime) -> dict[str, object]:
    why = without_invisible(reason)[:2000]
    match move:
        case Move.START:
            return {"started_at": at, "suspended_by": "", "reason": ""}
        case Move.SUSPEND:
            return {"suspended_by": side, "reason": why}
    return {"reason": why, "ended_by": side, "data_address": {}}


def _expected(row: TransferProcess, at: datetime) -> DataAddress | None:
    """Where we want to be sent what we ask for; its token stands in the message only."""
    expect = data_planes.get(row.format).expect if row.format in data_planes else None
    return expect(row, at) if expect else None


def _plane(row: TransferProcess) -> DataPlane:
    if row.format not in data_planes:
        raise InvalidInput(_("This format is not offered."))
    return data_planes.get(row.format)


def _stop(row: TransferProcess, at: datetime) -> None:
    if row.format in data_planes:
        data_planes.get(row.format).stop(row, at)


def _note(row: TransferProcess, side: Side, by: Actor, at: datetime, *, message: str = "") -> Entry:
    details = {
        "transfer": row.pk,
        "agreement": row.agreement_id,
        "side": row.side,
        "organisation": row.participant_id,
        "counterparty": row.counterparty,
        "counterparty_pid": row.peer_pid,
        "format": row.format,
        "by": "us" if side == row.side else "them",
        "because": row.reason,
        "message": message,
    }
    topic = _TOPICS[State(row.state)]
    return record(action=topic, subject=f"transfer:{row.pk}", by=by, at=at, details=details_of(details))


def _message(
    row: TransferProcess, move: Move, address: Mapping[str, Any] | None
) -> tuple[messages.Body, str]:
    both = pids(row)
    reason = [row.reason] if row.reason else UNSET
    match move:
        case Move.START:
            given = dict(address) if address else UNSET
            return messages.TransferStartMessage(dataAddress=given, **both), "start"
        case Move.COMPLETE:
            return messages.TransferCompletionMessage(**both), "completion"
        case Move.SUSPEND:
            return messages.TransferSuspensionMessage(reason=reason, **both), "suspension"
    return messages.TransferTerminationMessage(reason=reason, **both), "termination"
