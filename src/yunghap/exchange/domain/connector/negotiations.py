"""Our own moves in negotiations: each is one transaction of state, ledger entry and message."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET

from yunghap.core import canonical, clock, ids
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import InvalidInput
from yunghap.core.rows import insert_object
from yunghap.core.text import without_invisible
from yunghap.exchange.domain.policies.odrl import read_policy, write_rules
from yunghap.exchange.enums import NegotiationState as State
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Agreement, Negotiation, Offer, Participant
from yunghap.ledger.service import Entry, record

from . import agreements, events, messages
from .machine import NEGOTIATION_OVER, IllegalMove, Move, negotiated
from .processes import (
    PEER,
    changes_of,
    details_of,
    fresh,
    may_act,
    own_participant,
    pids,
    queue_message,
    write_changes,
)

CONSUMER, PROVIDER = Side.CONSUMER, Side.PROVIDER
PATIENCE = timedelta(days=1)


@transaction.atomic
def request_contract(
    *,
    peer: Participant,
    asset: str,
    offer: Mapping[str, Any],
    replaces: Agreement | None = None,
    address: str = "",
    by: Actor,
    organisation: str,
    at: datetime | None = None,
) -> Negotiation:
    """Ask the other participant for a contract on an offer of its catalogue (consumer; the first message).

    `offer` is the offer as its catalogue has it, or a change of it. Raises InvalidInput for a policy that cannot be
    read, Conflict where the organisation does not take part.
    """
    at = at or clock.now()
    own = own_participant(organisation)
    terms = terms_of(offer, asset)
    row = Negotiation(
        side=CONSUMER,
        participant_id=organisation,
        counterparty=peer.key,
        counterparty_address=address or peer.address,
        asset=asset,
        offer_key=terms["@id"],
        terms=terms,
        requested=terms,
        replaces=replaces,
        state=negotiated(None, Move.REQUEST, CONSUMER),
        opened_at=at,
        changed_at=at,
        created_at=at,
    )
    may_act(row, by)
    insert_object(row)
    message = messages.ContractRequestMessage(
        consumerPid=row.pk,
        offer=terms,
        callbackAddress=own.address,
        **({"replaces": replaces.key} if replaces else {}),
    )
    entry = note(row, Move.REQUEST, CONSUMER, by, at, terms=terms)
    address = f"{row.counterparty_address}/negotiations/request"
    queue_message(row, message, address=address, at=at, entry=entry.entry_id)
    return row


@transaction.atomic
def offer_contract(*, peer: Participant, offer: Offer, by: Actor, at: datetime | None = None) -> Negotiation:
    """Offer the other participant a contract unasked (provider; the first message)."""
    at = at or clock.now()
    product = offer.product
    own = own_participant(product.provider_id)
    terms = terms_of({"@id": offer.pk, **offer.policy}, product.pk)
    row = Negotiation(
        side=PROVIDER,
        participant_id=product.provider_id,
        counterparty=peer.key,
        counterparty_address=peer.address,
        asset=product.pk,
        offer_key=offer.pk,
        offer=offer,
        terms=terms,
        state=negotiated(None, Move.OFFER, PROVIDER),
        opened_at=at,
        changed_at=at,
        created_at=at,
    )
    may_act(row, by)
    insert_object(row)
    message = messages.ContractOfferMessage(providerPid=row.pk, offer=terms, callbackAddress=own.address)
    entry = note(row, Move.OFFER, PROVIDER, by, at, terms=terms)
    address = f"{row.counterparty_address}/negotiations/offers"
    queue_message(row, message, address=address, at=at, entry=entry.entry_id)
    return row


@transaction.atomic
def make_move(
    *,
    negotiation: Negotiation,
    move: Move,
    terms: Mapping[str, Any] | None = None,
    reason: str = "",
    by: Actor = SYSTEM,
    at: datetime | None = None,
) -> Negotiation:
    """Make our next move; `terms` for an offer or a counter-offer, `reason` for breaking off.

    Raises IllegalMove where the state does not allow it, NotAllowed where it is not the actor's to do.
    """
    at = at or clock.now()
    row = fresh(Negotiation, negotiation)
    may_act(row, by)
    return take_step(row, move, terms=terms, reason=reason, by=by, at=at)


def take_step(
    row: Negotiation,
    move: Move,
    *,
    terms: Mapping[str, Any] | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Negotiation:
    """The move itself, in the caller's transaction, with the row locked."""
    side = Side(row.side)
    if (
        move is Move.TERMINATE
        and row.state == State.VERIFIED
        and by.kind == "person"
        and side == CONSUMER
        and at < row.changed_at + PATIENCE
    ):
        # The provider may be concluding at this very moment: one side would hold a contract, the other none.
        raise IllegalMove(_("We have confirmed the agreement: the provider has a day to conclude it."))
    state = negotiated(row.state, move, side)
    changes: dict[str, object] = {**changes_of(state, at, over=state in NEGOTIATION_OVER), "waiting": False}
    if move in {Move.OFFER, Move.REQUEST}:
        if terms is None:
            raise InvalidInput(_("An offer needs its terms."))
        changes |= {"terms": terms_of({"@id": row.offer_key, **terms}, row.asset), "rounds": row.rounds + 1}
        if move is Move.REQUEST:
            changes["requested"] = changes["terms"]
    if move is Move.ACCEPT:
        changes["requested"] = row.terms
    if move is Move.AGREE:
        changes["terms"] = _agreement(row, at)
    if move is Move.TERMINATE:
        changes |= {"reason": without_invisible(reason)[:2000], "ended_by": side}
    if state is State.FINALIZED:
        changes["agreement"] = agreements.conclude(row, by=by, at=at)
    write_changes(row, changes)
    entry = note(row, move, side, by, at, terms=row.terms if "terms" in changes else None)
    message, path = _message(row, move)
    address = f"{row.counterparty_address}/negotiations/{row.peer_pid or PEER}/{path}"
    queue_message(row, message, address=address, at=at, entry=entry.entry_id)
    return row


def note(
    row: Negotiation,
    move: Move,
    side: Side,
    by: Actor,
    at: datetime,
    *,
    terms: Mapping[str, Any] | None = None,
    message: str = "",
) -> Entry:
    """The ledger's entry of a step, from which its receipt is made; the event goes with it."""
    details = {
        "move": move.value,
        "by": "us" if side == row.side else "them",
        "side": row.side,
        "organisation": row.participant_id,
        "counterparty": row.counterparty,
        "counterparty_pid": row.peer_pid,
        "asset": row.asset,
        "offer": row.offer_id,
        "state": str(row.state),
        "reason": row.reason,
        "waiting": "yes" if row.waiting else "",
        "message": message,
        "terms": messages.digest(canonical.encode(terms)) if terms else "",
    }
    return record(
        action=events.NEGOTIATION_CHANGED,
        subject=f"negotiation:{row.pk}",
        by=by,
        at=at,
        details=details_of(details),
    )


def terms_of(offer: Mapping[str, Any], asset: str, *, strict: bool = True) -> dict[str, Any]:
    """An offer as messages carry it: typed, with its target, its rules in our way of writing.

    Raises InvalidInput for one that cannot be read, and with `strict` for one that rules nothing (others send such).
    """
    rules = write_rules(read_policy(offer))
    if strict and not rules.get("permission") and not rules.get("prohibition"):
        raise InvalidInput(_("An offer needs at least one permission or prohibition."))
    key = offer.get("@id")
    return {
        "@type": "Offer",
        "@id": key if isinstance(key, str) and key else ids.new_id(),
        "target": asset,
        **rules,
    }


def _agreement(row: Negotiation, at: datetime) -> dict[str, Any]:
    """The agreement on the terms at hand: same rules, and who agreed with whom on what, when."""
    own = own_participant(row.participant_id)
    rules = {
        name: rule for name, rule in row.terms.items() if name in {"permission", "prohibition", "obligation"}
    }
    return {
        "@type": "Agreement",
        "@id": ids.new_id(),
        "target": row.asset,
        "assigner": own.key,
        "assignee": row.counterparty,
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **rules,
    }


def _message(row: Negotiation, move: Move) -> tuple[messages.Body, str]:
    """The message of a move and the end of the address it goes to."""
    both = pids(row)
    reason = [row.reason] if row.reason else UNSET
    event = messages.ContractNegotiationEventMessage
    made: dict[Move, tuple[Callable[[], messages.Body], str]] = {
        Move.REQUEST: (lambda: messages.ContractRequestMessage(offer=row.terms, **both), "request"),
        Move.OFFER: (lambda: messages.ContractOfferMessage(offer=row.terms, **both), "offers"),
        Move.ACCEPT: (lambda: event(eventType="ACCEPTED", **both), "events"),
        Move.AGREE: (lambda: messages.ContractAgreementMessage(agreement=row.terms, **both), "agreement"),
        Move.VERIFY: (
            lambda: messages.ContractAgreementVerificationMessage(**both),
            "agreement/verification",
        ),
        Move.FINALIZE: (lambda: event(eventType="FINALIZED", **both), "events"),
        Move.TERMINATE: (
            lambda: messages.ContractNegotiationTerminationMessage(reason=reason, **both),
            "termination",
        ),
    }
    make, path = made[move]
    return make(), path
