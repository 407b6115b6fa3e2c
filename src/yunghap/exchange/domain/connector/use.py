"""May data be had under an agreement now? Asked at every start of a transfer, and again while it runs."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunghap.exchange.domain.policies.evaluator import Situation, Verdict, agreed_purpose, judge
from yunghap.exchange.enums import AgreementState, Side
from yunghap.exchange.models import Agreement, Participant, TransferProcess

from .processes import own_participant

SAFE_ZONE = "SafeZone"

_paid: list[Callable[[Agreement], int]] = []


def paid_by(function: Callable[[Agreement], int]) -> Callable[[Agreement], int]:
    """Register what tells how many won were paid under an agreement (the trade's books do)."""
    _paid.append(function)
    return function


def may_use(agreement: Agreement, *, format: str, at: datetime, more: int = 0) -> Verdict:  # noqa: A002 - the protocol's word
    """Judge the agreement's policy for a transfer in that format; `more` counts this one where it is new."""
    if agreement.state != AgreementState.ACTIVE:
        return Verdict(permitted=False, sentence=_("Refused: the agreement is not in force."))
    consumer = (
        agreement.counterparty
        if agreement.side == Side.PROVIDER
        else own_participant(agreement.participant_id).key
    )
    peer = Participant.objects.filter(key=consumer).only("region").first()
    starts = TransferProcess.objects.filter(agreement=agreement, started_at__isnull=False).count()
    situation = Situation(
        at=at,
        participant=consumer,
        region=peer.region if peer else "",
        purpose=agreed_purpose(agreement.policy),
        count=starts + more,
        paid_krw=sum(function(agreement) for function in _paid) if _paid else None,
        safe_zone=format.startswith(SAFE_ZONE),
    )
    return judge(agreement.policy, situation)
