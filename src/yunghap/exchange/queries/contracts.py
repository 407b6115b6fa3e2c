"""Contracts and negotiations as their people may see them."""

from django.db.models import Q, QuerySet

from yunghap.core.actors import Actor
from yunghap.exchange import rules
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Agreement, Message, Negotiation, Participant, TransferProcess
from yunghap.identity.service import can, organisations_where


def accessible_agreements(by: Actor) -> QuerySet[Agreement]:
    """Agreements of the organisations for which the reader provides or uses data; auditors see all."""
    return Agreement.objects.filter(_mine(by)).select_related("participant", "offer__product")


def accessible_negotiations(by: Actor) -> QuerySet[Negotiation]:
    """Likewise."""
    return Negotiation.objects.filter(_mine(by)).select_related("participant", "offer__product", "agreement")


def messages_of(process: str) -> list[Message]:
    """Every message about a negotiation or an agreement, oldest first; at most a thousand."""
    return list(Message.objects.filter(process=process).order_by("id")[:1_000])


def transfers_of(agreement: Agreement) -> QuerySet[TransferProcess]:
    """The transfers under an agreement, newest first."""
    return TransferProcess.objects.filter(agreement=agreement)


def names_of(keys: set[str]) -> dict[str, Participant]:
    """Participants by their ids."""
    return {row.key: row for row in Participant.objects.filter(key__in=keys)}


def may_look(by: Actor) -> bool:
    """Whether there are pages of contracts for the reader at all."""
    return any(can(by, one) for one in (rules.PROVIDE, rules.CONSUME, rules.AUDIT))


def _mine(by: Actor) -> Q:
    if can(by, rules.AUDIT):
        return Q()
    found = Q(pk__in=[])
    for permission, side in ((rules.PROVIDE, Side.PROVIDER), (rules.CONSUME, Side.CONSUMER)):
        where = organisations_where(by, permission)
        found |= Q(side=side) if where is None else Q(side=side, participant__in=where)
    return found
