"""What negotiations and transfers do alike: find, note, keep what came in, queue what goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import connection
from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.rows import insert_rows
from yunghap.exchange import rules
from yunghap.exchange.enums import DeliveryState, Direction, Side
from yunghap.exchange.models import Agreement, Message, Negotiation, Participant, TransferProcess
from yunghap.exchange.models.connector import Process
from yunghap.identity.service import require

from . import messages
from .origins import same_origin
from .waking import wake_after_commit

# Stands for the other side's id of a process while we do not know it; filled in when the message is sent.
PEER = "{peerPid}"
Kind = TypeVar("Kind", Negotiation, TransferProcess, Agreement)
_COLUMNS = (
    "participant_id", "process", "counterparty", "direction", "kind", "body", "digest", "at", "entry", "address",
    "optional", "state", "attempts", "next_attempt_at", "lease_until", "owner", "fence", "settled_at", "last_error",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Received:
    """A message that reached one of our participants: from whom, its bytes, when."""

    own: Participant
    peer: Participant
    data: bytes
    at: datetime

    @property
    def organisation(self) -> str:
        """The organisation that our participant is."""
        return str(self.own.organisation_id)

    @property
    def digest(self) -> str:
        """What tells it from every other message."""
        return messages.digest(self.data)


def find_process(model: type[Kind], received: Received, pid: str, *, lock: bool = True) -> Kind:
    """The process of our participant with that peer; raises NotFound, also for what is another's."""
    rows = model._default_manager.filter(
        pk=pid, participant=received.organisation, counterparty=received.peer.key
    )
    if lock and connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    row = rows.first()
    if row is None:
        raise NotFound(_("There is no such process."))
    return row


def fresh(model: type[Kind], row: Kind) -> Kind:
    """The row as it is now, locked, for a verb of a person; raises NotFound."""
    rows = model._default_manager.filter(pk=row.pk)
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    found = rows.first()
    if found is None:
        raise NotFound(_("This no longer exists."))
    return found


def check_pids(process: Process, message: messages.Body) -> dict[str, str]:
    """The ids in a message are those of the process; returns what has to be learnt from it (our peer's id)."""
    ours, theirs = (
        ("providerPid", "consumerPid") if process.side == Side.PROVIDER else ("consumerPid", "providerPid")
    )
    said = getattr(message, theirs, "")
    if getattr(message, ours, process.pk) != process.pk:
        raise InvalidInput(_("The ids of the message are not those of this process."))
    if not process.peer_pid and isinstance(said, str) and said:
        return {"peer_pid": checked_pid(said)}
    if said != process.peer_pid:
        raise InvalidInput(_("The ids of the message are not those of this process."))
    return {}


def checked_pid(pid: str) -> str:
    """A peer's id of a process, which becomes part of addresses: one segment, nothing that could lead elsewhere."""
    if not 0 < len(pid) <= 200 or set(pid) & set("/?#\\{} \t\r\n"):
        raise InvalidInput(_("The ids of the message cannot be part of an address."))
    return pid


def pids(process: Process) -> dict[str, str]:
    """The two ids as messages of ours name them."""
    peer = process.peer_pid or PEER
    if process.side == Side.PROVIDER:
        return {"providerPid": process.pk, "consumerPid": peer}
    return {"providerPid": peer, "consumerPid": process.pk}


def check_callback(received: Received, address: object) -> str:
    """Where a peer wants its messages: at the place that the roster has for it, and nowhere else."""
    if not isinstance(address, str) or not same_origin(address, received.peer.address):
        raise InvalidInput(_("The callback address is not at the address of this participant in the roster."))
    return address.rstrip("/")[:500]


def was_had(process: str, received: Received) -> bool:
    """Whether the very message was taken before."""
    return Message.objects.filter(process=process, digest=received.digest, direction=Direction.IN).exists()


def keep_received(process: Process | Agreement, received: Received, *, kind: str, entry: str) -> None:
    """Keep a message that was taken."""
    _insert(
        process.pk, process.participant_id, received.peer.key, kind, received.data, received.at, entry,
        direction=Direction.IN, state=DeliveryState.DELIVERED, settled_at=received.at,
    )  # fmt: skip


def queue_message(
    process: Process | Agreement,
    message: messages.Body,
    *,
    address: str,
    at: datetime,
    entry: str = "",
    optional: bool = False,
) -> None:
    """Queue a message in the transaction of the step it tells of; `delivery` sends it after the commit."""
    _insert(
        process.pk, process.participant_id, process.counterparty, type(message).__name__, messages.write(message), at,
        entry, direction=Direction.OUT, state=DeliveryState.PENDING, next_attempt_at=at, address=address,
        optional=optional,
    )  # fmt: skip
    wake_after_commit()


def _insert(  # noqa: PLR0917 - the columns every message has
    process: str,
    participant: str,
    peer: str,
    kind: str,
    data: bytes,
    at: datetime,
    entry: str,
    **more: object,
) -> None:
    row: dict[str, object] = {
        "participant_id": participant, "process": process, "counterparty": peer, "kind": kind,
        "body": data.decode(), "digest": messages.digest(data), "at": at, "entry": entry, "address": "",
        "optional": False, "attempts": 0, "next_attempt_at": None, "lease_until": None, "owner": "", "fence": 0,
        "settled_at": None, "last_error": "", **more,
    }  # fmt: skip
    insert_rows(Message, _COLUMNS, [row])


def may_act(process: Process | Agreement, by: Actor) -> None:
    """People act for their own organisation: providers for its offers, consumers for its requests."""
    permission = rules.PROVIDE if process.side == Side.PROVIDER else rules.CONSUME
    require(by, permission, organisation=process.participant_id)


def own_participant(organisation: str) -> Participant:
    """The participant that an organisation here is; raises Conflict where it is none."""
    row = Participant.objects.filter(organisation=organisation).first()
    if row is None or row.state != "ADMITTED":
        raise Conflict(_("Your organisation does not take part in the exchange yet."))
    return row


def changes_of(state: str, at: datetime, *, over: bool) -> dict[str, object]:
    """What every change of state writes."""
    changes: dict[str, object] = {"state": state, "changed_at": at}
    if over:
        changes["ended_at"] = at
    return changes


def details_of(values: Mapping[str, object]) -> dict[str, object]:
    """Details of a ledger entry; what is empty is left out."""
    return {name: value for name, value in values.items() if value not in {None, ""}}
