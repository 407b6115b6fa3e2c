"""Moves of the other side in negotiations.

Each message is one transaction, whole or not at all: the state, the ledger's entry, the message kept, and whatever
follows at once by rule. The same message again changes nothing and gets the same answer.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from yunghap.core.actors import SYSTEM
from yunghap.core.errors import InvalidInput, NotFound
from yunghap.core.rows import find_row, has_row, insert_object
from yunghap.core.text import without_invisible
from yunghap.exchange.domain.policies.odrl import target_of
from yunghap.exchange.enums import NegotiationState as State
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Agreement, Negotiation, Offer, Product

from . import agreements, decisions, messages
from .machine import NEGOTIATION_OVER, IllegalMove, Move, negotiated
from .negotiations import note, terms_of
from .processes import (
    Received,
    changes_of,
    check_callback,
    check_pids,
    checked_pid,
    find_process,
    keep_received,
    was_had,
    write_changes,
)

CONSUMER, PROVIDER = Side.CONSUMER, Side.PROVIDER


@transaction.atomic
def receive_request(received: Received) -> tuple[Negotiation, str]:
    """A first request: the negotiation, and the state the answer tells."""
    message = messages.read(received.data, messages.ContractRequestMessage)
    if message.providerPid is not UNSET:
        raise InvalidInput(_("A first request has a callback address and no id of the provider."))
    pid = checked_pid(message.consumerPid)
    known = _known(received, PROVIDER, pid)
    if known is not None:
        return known, State.REQUESTED
    asset = target_of(message.offer)
    offer = _offer(received, message.offer, asset)
    terms = terms_of(message.offer, asset, strict=False)
    row = _open(
        received, PROVIDER, pid, Move.REQUEST, terms, check_callback(received, message.callbackAddress)
    )
    row.requested, row.offer = terms, offer
    row.replaces = _replaced(received, message.replaces)
    _begin(row, received, Move.REQUEST)
    return row, State.REQUESTED


@transaction.atomic
def receive_offer(received: Received) -> tuple[Negotiation, str]:
    """A first offer that nobody here asked for."""
    message = messages.read(received.data, messages.ContractOfferMessage)
    if message.consumerPid is not UNSET:
        raise InvalidInput(_("A first offer has a callback address and no id of the consumer."))
    pid = checked_pid(message.providerPid)
    known = _known(received, CONSUMER, pid)
    if known is not None:
        return known, State.OFFERED
    terms = terms_of(message.offer, target_of(message.offer), strict=False)
    row = _open(received, CONSUMER, pid, Move.OFFER, terms, check_callback(received, message.callbackAddress))
    _begin(row, received, Move.OFFER)
    return row, State.OFFERED


@transaction.atomic
def receive_move(received: Received, pid: str, kind: type[messages.Body]) -> tuple[Negotiation, str]:
    """Any later message of a negotiation. Raises NotFound, IllegalMove, InvalidInput."""
    message = messages.read(received.data, kind)
    move = _move_of(message)
    row = find_process(Negotiation, received, pid)
    learnt = check_pids(row, message)
    if was_had(row.pk, received):
        return row, row.state
    side = PROVIDER if row.side == CONSUMER else CONSUMER
    if move is Move.TERMINATE and row.state == State.TERMINATED:
        return row, row.state  # both broke it off at once
    state = negotiated(row.state, move, side)
    changes = changes_of(state, received.at, over=state in NEGOTIATION_OVER) | {"waiting": False} | learnt
    if state is State.FINALIZED:
        changes["agreement"] = agreements.conclude(row, by=SYSTEM, at=received.at)
    write_changes(row, changes | _told(row, message, move, side))
    terms = row.terms if move in {Move.REQUEST, Move.OFFER, Move.AGREE} else None
    entry = note(row, move, side, SYSTEM, received.at, terms=terms, message=received.digest)
    keep_received(row, received, kind=kind.__name__, entry=entry.entry_id)
    decisions.answer_move(row, move, at=received.at)
    return row, state


def _move_of(message: messages.Body) -> Move:
    match message:
        case messages.ContractRequestMessage():
            return Move.REQUEST
        case messages.ContractOfferMessage():
            return Move.OFFER
        case messages.ContractAgreementMessage():
            return Move.AGREE
        case messages.ContractAgreementVerificationMessage():
            return Move.VERIFY
        case messages.ContractNegotiationTerminationMessage():
            return Move.TERMINATE
        case messages.ContractNegotiationEventMessage(eventType=event) if event in {"ACCEPTED", "FINALIZED"}:
            return Move.ACCEPT if event == "ACCEPTED" else Move.FINALIZE
    raise InvalidInput(_("There is no such event of a negotiation."))


def _told(row: Negotiation, message: messages.Body, move: Move, side: Side) -> dict[str, object]:
    """What a message says beyond its move."""
    match message:
        case messages.ContractRequestMessage() | messages.ContractOfferMessage():
            if target_of(message.offer) not in {"", row.asset}:
                raise IllegalMove(_("An offer made in between is about the same data set."))
            terms = terms_of(message.offer, row.asset, strict=False)
            more = {"requested": terms} if move is Move.REQUEST else {}
            return {"terms": terms, "offer_key": terms["@id"][:200], "rounds": row.rounds + 1, **more}
        case messages.ContractAgreementMessage():
            return {"terms": _agreement(message.agreement)}
        case messages.ContractNegotiationTerminationMessage():
            return {"reason": without_invisible(message.why()), "ended_by": side}
    return {"requested": row.terms} if move is Move.ACCEPT else {}


def _agreement(value: messages.Policy) -> dict[str, Any]:
    """An agreement in our way of writing, with the members that an agreement must have."""
    members = {}
    for name in ("@id", "assigner", "assignee"):
        text = value.get(name)
        if not isinstance(text, str) or not 0 < len(text) <= 200:
            raise InvalidInput(_("An agreement names its id, its assigner and its assignee."))
        members[name] = text
    rules = terms_of(value, target_of(value), strict=False)
    stamp = value.get("timestamp")
    return {
        **rules,
        "@type": "Agreement",
        **members,
        **({"timestamp": stamp[:40]} if isinstance(stamp, str) else {}),
    }


def _known(received: Received, side: Side, pid: str) -> Negotiation | None:
    """The negotiation that a repeated first message began; another message with its id is refused."""
    row = find_row(
        Negotiation,
        participant_id=received.organisation,
        side=side,
        counterparty=received.peer.key,
        peer_pid=pid,
    )
    if row is not None and not was_had(row.pk, received):
        raise IllegalMove(_("There is a negotiation with this id already."))
    return row


def _open(  # noqa: PLR0917 - the parts of a first message
    received: Received, side: Side, pid: str, move: Move, terms: dict[str, Any], address: str
) -> Negotiation:
    other = PROVIDER if side == CONSUMER else CONSUMER
    return Negotiation(
        side=side,
        participant_id=received.organisation,
        counterparty=received.peer.key,
        counterparty_address=address,
        peer_pid=pid,
        asset=terms["target"][:200],
        offer_key=terms["@id"][:200],
        terms=terms,
        state=negotiated(None, move, other),
        opened_at=received.at,
        changed_at=received.at,
        created_at=received.at,
    )


def _begin(row: Negotiation, received: Received, move: Move) -> None:
    insert_object(row)
    side = PROVIDER if row.side == CONSUMER else CONSUMER
    entry = note(row, move, side, SYSTEM, received.at, terms=row.terms, message=received.digest)
    kind = "ContractRequestMessage" if move is Move.REQUEST else "ContractOfferMessage"
    keep_received(row, received, kind=kind, entry=entry.entry_id)
    decisions.answer_move(row, move, at=received.at)


def _offer(received: Received, policy: messages.Policy, asset: str) -> Offer | None:
    """The offer of ours that a request is about. Raises NotFound for a data set that is not ours to give.

    A request may name an offer of its own making: then people decide.
    """
    product = find_row(Product, id=asset, provider_id=received.organisation, state="PUBLISHED")
    if product is None or not has_row(Offer, product_id=product.pk):
        raise NotFound(_("There is no such data set."))
    found = find_row(Offer, id=str(policy.get("@id", "")), product_id=product.pk)
    return found if found is not None and found.ended_at is None else None


def _replaced(received: Received, key: object) -> Agreement | None:
    """The agreement that is to be replaced, if it is one between the two."""
    if not isinstance(key, str):
        return None
    return Agreement.objects.filter(
        key=key, side=PROVIDER, participant=received.organisation, counterparty=received.peer.key
    ).first()
