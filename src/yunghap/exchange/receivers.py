"""What follows in the exchange from what happened in it: people are told, what rests on something ends with it."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from yunghap.casework.service import Case
from yunghap.core.actors import SYSTEM
from yunghap.core.outbox import Event, receiver
from yunghap.core.rows import find_row
from yunghap.exchange import rules
from yunghap.exchange.domain.catalogue.requests import FULFILLED, PROCEDURE, fulfil_request
from yunghap.exchange.domain.connector import events
from yunghap.exchange.domain.connector.machine import NEGOTIATION_OVER, Move
from yunghap.exchange.domain.connector.negotiations import make_move
from yunghap.exchange.domain.connector.notices import retire_agreement
from yunghap.exchange.domain.connector.obligations import people_of
from yunghap.exchange.domain.connector.transfers import make_transfer_move
from yunghap.exchange.domain.trade.following import follow_agreement, follow_transfer
from yunghap.exchange.domain.transfer import pushes
from yunghap.exchange.enums import AgreementState, NegotiationState, Side, TransferState
from yunghap.exchange.models import Agreement, Negotiation, TransferProcess
from yunghap.exchange.queries.transfers import title_of
from yunghap.identity.service import notify, people_with_permission
from yunghap.procedures.service import closed_values

OVER = [str(state) for state in NEGOTIATION_OVER]


def _details(payload: Mapping[str, object]) -> Mapping[str, object]:
    found = payload.get("details", {})
    return found if isinstance(found, Mapping) else {}


def _was_fulfilled(_subject: str, payload: Mapping[str, object]) -> bool:
    return _details(payload).get("outcome") == FULFILLED


@receiver("casework.case.closed", name="exchange.fulfil_request", wants=_was_fulfilled)
def bind_request(event: Event) -> None:
    """A request for unopened data ended with a data set that answers it."""
    case = Case.objects.filter(pk=event.subject.partition(":")[2], procedure=PROCEDURE).first()
    if case is not None and case.instance:
        named = closed_values(case.instance).get("dataset", "")
        fulfil_request(case=case, named=str(named), by=SYSTEM, at=event.at)


def _by_them(_subject: str, payload: Mapping[str, object]) -> bool:
    return _details(payload).get("by") == "them"


def _broken_off_by_them(_subject: str, payload: Mapping[str, object]) -> bool:
    said = _details(payload)
    return said.get("by") == "them" and said.get("state") == NegotiationState.TERMINATED


def _replaces(_subject: str, payload: Mapping[str, object]) -> bool:
    return bool(_details(payload).get("replaces"))


@receiver(events.NEGOTIATION_WAITING, name="exchange.tell_waiting")
def tell_waiting(event: Event) -> None:
    """A person has to decide about an offer or a request."""
    row = Negotiation.objects.filter(pk=event.subject.partition(":")[2], waiting=True).first()
    if row is not None:
        _tell(row, _("A data contract waits for your decision"), event)


@receiver(events.NEGOTIATION_CHANGED, name="exchange.tell_broken_off", wants=_broken_off_by_them)
def tell_broken_off(event: Event) -> None:
    """The other side broke a negotiation off."""
    row = Negotiation.objects.filter(pk=event.subject.partition(":")[2]).first()
    if row is not None:
        _tell(row, _("The other side broke a negotiation off"), event)


@receiver(events.AGREEMENT_CONCLUDED, name="exchange.tell_concluded")
def tell_concluded(event: Event) -> None:
    """A contract was made."""
    _tell_agreement(event, _("A data contract was concluded"))


@receiver(events.AGREEMENT_CONCLUDED, name="exchange.end_replaced", wants=_replaces)
def end_replaced(event: Event) -> None:
    """A renegotiated contract takes the place of the one before."""
    row = Agreement.objects.filter(pk=str(_details(event.payload)["replaces"])).first()
    if row is not None and row.state in {AgreementState.ACTIVE, AgreementState.SUSPENDED}:
        retire_agreement(agreement=row, reason=str(_("Replaced by a new contract.")), by=SYSTEM, at=event.at)


@receiver(events.AGREEMENT_SUSPENDED, name="exchange.tell_suspended", wants=_by_them)
def tell_suspended(event: Event) -> None:
    """The other side suspended a contract."""
    _tell_agreement(event, _("The other side suspended a data contract"))


@receiver(events.AGREEMENT_RETIRED, name="exchange.tell_retired", wants=_by_them)
def tell_retired(event: Event) -> None:
    """The other side ended a contract."""
    _tell_agreement(event, _("The other side ended a data contract"))


@receiver(events.PARTICIPANT_REMOVED, name="exchange.end_with_participant")
def end_with_participant(event: Event) -> None:
    """With a participant that was removed nothing goes on, whichever side it is on."""
    key, why = str(_details(event.payload)["key"]), str(_("The participant was removed from the exchange."))
    for row in Negotiation.objects.filter(counterparty=key).exclude(state__in=OVER):
        make_move(negotiation=row, move=Move.TERMINATE, reason=why, by=SYSTEM, at=event.at)
    for agreement in Agreement.objects.filter(
        counterparty=key, state__in=[AgreementState.ACTIVE, AgreementState.SUSPENDED]
    ):
        retire_agreement(agreement=agreement, reason=why, by=SYSTEM, at=event.at)


@receiver(pushes.SENT, name="exchange.complete_pushed")
def complete_pushed(event: Event) -> None:
    """All data are there: the transfer is completed, unless it is suspended or over by now."""
    row = TransferProcess.objects.filter(
        pk=str(event.payload["transfer"]), state=TransferState.STARTED
    ).first()
    if row is not None:
        make_transfer_move(transfer=row, move=Move.COMPLETE, by=SYSTEM, at=event.at)


@receiver(pushes.GIVEN_UP, name="exchange.end_push")
def end_push(event: Event) -> None:
    """A receiver that cannot be reached, or takes nothing, for two days ends the transfer."""
    running = [TransferState.STARTED, TransferState.SUSPENDED]
    row = TransferProcess.objects.filter(pk=str(event.payload["transfer"]), state__in=running).first()
    if row is not None:
        why = str(event.payload.get("because", ""))
        make_transfer_move(transfer=row, move=Move.TERMINATE, reason=why, by=SYSTEM, at=event.at)


def _tell(row: Negotiation, subject: object, event: Event) -> None:
    permission = rules.PROVIDE if row.side == Side.PROVIDER else rules.CONSUME
    notify(
        to=people_with_permission(permission, organisation=row.participant_id),
        subject=subject,
        text=_about(row, row.reason),
        link=f"/negotiations/{row.pk}/",
        by=SYSTEM,
        at=event.at,
    )


def _about(row: Agreement | Negotiation, reason: str) -> str:
    """Which data it is about, and why."""
    return ": ".join(filter(None, [title_of(row), reason]))


def _tell_agreement(event: Event, subject: object) -> None:
    row = find_row(Agreement, id=event.subject.partition(":")[2])
    if row is not None:
        notify(
            to=people_of(row),
            subject=subject,
            text=_about(row, row.ended_because),
            link=f"/contracts/{row.pk}/",
            by=SYSTEM,
            at=event.at,
        )


def _agreement(event: Event) -> str:
    """The id of the agreement that an event names."""
    details = event.payload.get("details", event.payload)
    return str(details.get("agreement", "")) if isinstance(details, dict) else ""


def _on_our_offer(_subject: str, payload: Mapping[str, object]) -> bool:
    said = _details(payload)
    return said.get("side") == Side.PROVIDER and bool(said.get("offer"))


@receiver(events.AGREEMENT_CONCLUDED, name="exchange.trade.agreement", wants=_on_our_offer)
def agree_order(event: Event) -> None:
    """An order on the agreement's offer is agreed."""
    follow_agreement(agreement_id=_agreement(event), at=event.at)


@receiver(events.TRANSFER_COMPLETED, name="exchange.trade.transfer")
def deliver_order(event: Event) -> None:
    """The order of the transfer's agreement is delivered."""
    follow_transfer(agreement_id=_agreement(event), at=event.at)
