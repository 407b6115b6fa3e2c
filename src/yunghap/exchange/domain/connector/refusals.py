"""What follows an answer to a message of ours: learning the other side's id, or giving the process up."""

from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput
from yunghap.core.gate import safe_json
from yunghap.core.rows import find_row, update_rows
from yunghap.exchange.enums import NegotiationState, Side
from yunghap.exchange.models import Negotiation, TransferProcess

from . import messages, negotiations, transfers
from .machine import NEGOTIATION_OVER, TRANSFER_OVER, Move
from .processes import changes_of, checked_pid, fresh, write_changes

FIRST = frozenset({"ContractRequestMessage", "ContractOfferMessage", "TransferRequestMessage"})


def peer_pid(process: str) -> str:
    """The other side's id of a process; "" where it is not known yet."""
    found = find_row(Negotiation, id=process) or find_row(TransferProcess, id=process)
    return found.peer_pid if found is not None else ""


def learn(process: str, kind: str, body: bytes) -> None:
    """Take the other side's id from its answer to a first message; an answer without one is passed over."""
    try:
        value = safe_json(body, largest=messages.LARGEST)
    except InvalidInput:
        return
    if not isinstance(value, dict):
        return
    model: type[Negotiation | TransferProcess]
    model = TransferProcess if kind == "TransferRequestMessage" else Negotiation
    row = find_row(model, lock=True, id=process, peer_pid="")
    if row is None:
        return
    name = "providerPid" if row.side == Side.CONSUMER else "consumerPid"
    try:
        pid = checked_pid(str(value.get(name) or ""))
    except InvalidInput:
        return
    update_rows(model, ("peer_pid",), ("id",), [{"peer_pid": pid, "id": process}])


def follow(process: str, why: str, *, optional: bool) -> None:
    """A refused message ends its process here: both sides must not believe different things for long.

    What was over stays as it was; extensions that a peer does not know change nothing.
    """
    if optional:
        return
    reason = str(_("The other side refused our message: %(why)s")) % {"why": why}
    at = clock.now()
    negotiation = Negotiation.objects.filter(pk=process).first()
    if negotiation is not None and negotiation.state not in NEGOTIATION_OVER:
        row = fresh(Negotiation, negotiation)
        changes = changes_of(NegotiationState.TERMINATED, at, over=True)
        other = Side.PROVIDER if row.side == Side.CONSUMER else Side.CONSUMER
        write_changes(row, {**changes, "reason": reason[:2000], "ended_by": other, "waiting": False})
        negotiations.note(row, Move.TERMINATE, other, SYSTEM, at)
    transfer = TransferProcess.objects.filter(pk=process).first()
    if transfer is not None and transfer.state not in TRANSFER_OVER:
        transfers.give_up(fresh(TransferProcess, transfer), reason, at)
