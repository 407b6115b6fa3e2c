"""What a test asks of a killable site: moves of its newest negotiation, transfer or agreement, and what it holds."""

from typing import Any

from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector import negotiations, notices, transfers
from yunghap.exchange.domain.connector.machine import Move
from yunghap.exchange.domain.transfer.planes import PULL
from yunghap.exchange.models import Agreement, Message, Negotiation, Offer, Participant, TransferProcess

USE = {"permission": [{"action": "use"}]}
# Other terms than those offered: the provider's people have to look at them.
CHANGED = {"permission": [{"action": "use"}], "prohibition": [{"action": "distribute"}]}


def ask(*, peer: str, asset: str, offer: str, changed: bool = False) -> None:
    """Ask for a contract, on the terms offered or on others."""
    own = Participant.objects.get(organisation__isnull=False)
    negotiations.request_contract(
        peer=Participant.objects.get(key=peer),
        asset=asset,
        offer={"@id": offer, **(CHANGED if changed else USE)},
        organisation=str(own.organisation_id),
        by=SYSTEM,
    )


def offer(*, peer: str) -> None:
    """Offer a contract unasked."""
    negotiations.offer_contract(peer=Participant.objects.get(key=peer), offer=Offer.objects.get(), by=SYSTEM)


def negotiate(*, move: str, changed: bool = False) -> None:
    """The next move of the newest negotiation."""
    terms = (CHANGED if changed else USE) if move in {"offer", "request"} else None
    reason = "no longer wanted" if move == "terminate" else ""
    row = Negotiation.objects.latest("pk")
    negotiations.make_move(negotiation=row, move=Move(move), terms=terms, reason=reason)


def fetch() -> None:
    """Ask for the data of the newest agreement."""
    agreement = Agreement.objects.latest("pk")
    transfers.request_transfer(agreement=agreement, format=PULL, by=SYSTEM)


def transfer(*, move: str) -> None:
    """The next move of the newest transfer."""
    reason = "no longer wanted" if move in {"suspend", "terminate"} else ""
    row = TransferProcess.objects.latest("pk")
    transfers.make_transfer_move(transfer=row, move=Move(move), reason=reason)


def agreement(*, verb: str) -> None:
    """Suspend, resume or retire the newest agreement."""
    row = Agreement.objects.latest("pk")
    if verb == "resume":
        notices.resume_agreement(agreement=row, by=SYSTEM)
    else:
        end = notices.suspend_agreement if verb == "suspend" else notices.retire_agreement
        end(agreement=row, reason="no longer wanted", by=SYSTEM)


def held() -> dict[str, Any]:
    """All that both sides must have alike, by the ids of both; and how many messages are still to be sent."""
    return {
        "negotiations": _processes(Negotiation),
        "transfers": _processes(TransferProcess),
        "agreements": sorted([key, state] for key, state in Agreement.objects.values_list("key", "state")),
        "pending": Message.objects.filter(state="PENDING").count(),
        "refused": list(
            Message.objects.filter(state__in=["REFUSED", "GIVEN_UP"]).values_list("kind", flat=True)
        ),
    }


def _processes(model: type[Negotiation] | type[TransferProcess]) -> list[list[str]]:
    """State of each, by the consumer's id and the provider's."""
    rows = model._default_manager.order_by("pk").values_list("side", "pk", "peer_pid", "state")
    return [[*((pk, peer) if side == "CONSUMER" else (peer, pk)), state] for side, pk, peer, state in rows]
