"""What negotiations and transfers do alike: find, note, keep what came in, queue what goes out."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from yunghap.core import clock, ids
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.rows import find_row, has_row, insert_row, insert_rows, update_object
from yunghap.exchange import rules
from yunghap.exchange.enums import DeliveryState, Direction, Side
from yunghap.exchange.models import Agreement, Message, Negotiation, Participant, TransferProcess
from yunghap.exchange.models.connector import Process
from yunghap.identity.service import require

from . import messages
from .origins import same_origin
from .waking import Claimed, hand_over_after_commit, takes_messages, wake_after_commit

# Stands for the other side's id of a process while we do not know it; filled in when the message is sent.
PEER = "{peerPid}"
Kind = TypeVar("Kind", Negotiation, TransferProcess, Agreement)
LEASE = timedelta(seconds=30)


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
    row = find_row(
        model, lock=lock, id=pid, participant_id=received.organisation, counterparty=received.peer.key
    )
    if row is None:
        raise NotFound(_("There is no such process."))
    return row


def fresh(model: type[Kind], row: Kind) -> Kind:
    """The row as it is now, locked, for a verb of a person; raises NotFound."""
    found = find_row(model, lock=True, id=row.pk)
    if found is None:
        raise NotFound(_("This no longer exists."))
    return found


def write_changes(row: Process | Agreement, changes: Mapping[str, object]) -> None:
    """Write changes to a locked row."""
    update_object(row, {**changes, "version": row.version + 1})


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
    return has_row(Message, process=process, digest=received.digest, direction=Direction.IN)


def keep_received(process: Process | Agreement, received: Received, *, kind: str, entry: str) -> None:
    """Keep a message that was taken."""
    row = _message(
        process, received.peer.key, kind, received.data, received.at, entry,
        direction=Direction.IN, state=DeliveryState.DELIVERED, settled_at=received.at,
    )  # fmt: skip
    insert_rows(Message, tuple(row), [row])


def queue_message(
    process: Process | Agreement,
    message: messages.Body,
    *,
    address: str,
    at: datetime,
    entry: str = "",
    optional: bool = False,
) -> None:
    """Queue a message in the transaction of the step it tells of; `delivery` sends it after the commit.

    Messages of a process leave in their order: one that others of it wait before is found when they are gone.
    """
    row = _message(
        process, process.counterparty, type(message).__name__, messages.write(message), at, entry,
        direction=Direction.OUT, state=DeliveryState.PENDING, next_attempt_at=at, address=address, optional=optional,
    )  # fmt: skip
    if not takes_messages() or has_row(Message, process=process.pk, state=DeliveryState.PENDING):
        insert_rows(Message, tuple(row), [row])
        wake_after_commit()
        return
    until = clock.now() + LEASE
    number = insert_row(Message, {**row, "lease_until": until, "owner": owner(), "fence": 1, "attempts": 1})
    claimed = Claimed(
        number, process.pk, process.participant_id, process.counterparty, str(row["kind"]), str(row["body"]), address,
        optional, 0, 0, at, until,
    )  # fmt: skip
    hand_over_after_commit(claimed)


def owner() -> str:
    """Who sends, as leases name it: machine, life of the process, number of the process."""
    return _owner(os.getpid())


@cache
def _owner(pid: int) -> str:
    """Asked by number, since a server forks after this module was loaded; numbers come back, lives do not."""
    return f"{socket.gethostname()[:60]}:{ids.new_id()}:{pid}"


def _message(  # noqa: PLR0917 - the columns every message has
    process: Process | Agreement,
    peer: str,
    kind: str,
    data: bytes,
    at: datetime,
    entry: str,
    **more: object,
) -> dict[str, object]:
    return {
        "participant_id": process.participant_id, "process": process.pk, "counterparty": peer, "kind": kind,
        "body": data.decode(), "digest": messages.digest(data), "at": at, "entry": entry, "address": "",
        "optional": False, "attempts": 0, "next_attempt_at": None, "lease_until": None, "owner": "", "fence": 0,
        "settled_at": None, "last_error": "", **more,
    }  # fmt: skip


def may_act(process: Process | Agreement, by: Actor) -> None:
    """People act for their own organisation: providers for its offers, consumers for its requests."""
    permission = rules.PROVIDE if process.side == Side.PROVIDER else rules.CONSUME
    require(by, permission, organisation=process.participant_id)


def own_participant(organisation: str) -> Participant:
    """The participant that an organisation here is; raises Conflict where it is none."""
    row = find_row(Participant, organisation_id=organisation)
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
