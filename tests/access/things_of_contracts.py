"""What the pages of contracts need: a participant, a negotiation, an agreement with a duty, a rule."""

from tests.access.world import Target, things
from tests.factories.contracts import make_agreement, make_negotiation, make_participant, make_peer
from tests.factories.exchange import make_product
from yunghap.core.actors import SYSTEM
from yunghap.exchange.domain.connector.acceptance import set_rule
from yunghap.exchange.models import AcceptanceRule, Agreement, Message, Negotiation, Participant
from yunghap.identity.enums import Role


def _side(target: Target) -> str:
    """The side that whoever tries works for: users of data are consumers."""
    roles = set(target.persona.grants.values_list("role", flat=True)) if target.persona else set()
    return "CONSUMER" if Role.DATA_CONSUMER in roles else "PROVIDER"


def _participant(target: Target) -> Participant:
    found = Participant.objects.filter(organisation=target.organisation).first()
    return found or make_participant(target.organisation)


def _negotiation(target: Target, side: str) -> Negotiation:
    found = Negotiation.objects.filter(participant=target.organisation, side=side).first()
    return found or make_negotiation(
        _participant(target), make_peer(), side=side, state="OFFERED" if side == "CONSUMER" else "REQUESTED"
    )


def _agreement(target: Target, side: str) -> Agreement:
    found = Agreement.objects.filter(participant=target.organisation, side=side).first()
    return found or make_agreement(_participant(target), make_peer(), side=side, duty=True)


@things(
    "api:/exchange/negotiations/{id}",
    "exchange:negotiation",
    "exchange:accept_terms",
    "exchange:counter_terms",
    "exchange:break_off",
    personal=True,
)
def negotiation(target: Target) -> dict[str, object]:
    return {"id": _negotiation(target, _side(target)).pk}


@things("exchange:step_receipt", personal=True)
def step(target: Target) -> dict[str, object]:
    row = _negotiation(target, _side(target))
    return {"id": row.pk, "number": Message.objects.filter(process=row.pk)[0].pk}


@things("exchange:contract", "exchange:resume_contract", "exchange:renegotiate", personal=True)
def agreement(target: Target) -> dict[str, object]:
    return {"id": _agreement(target, _side(target)).pk}


@things("exchange:change_contract", personal=True)
def change(target: Target) -> dict[str, object]:
    return {"id": _agreement(target, _side(target)).pk, "how": "retire"}


@things("exchange:fulfil", personal=True)
def duty(target: Target) -> dict[str, object]:
    row = _agreement(target, _side(target))
    return {"id": row.pk, "obligation": row.obligations.all()[0].pk}


@things("exchange:remove_rule")
def rule(target: Target) -> dict[str, object]:
    _participant(target)
    found = AcceptanceRule.objects.filter(participant=target.organisation).first()
    if found is None:
        found = set_rule(
            organisation=target.organisation.pk, offer=None, counterparty="", decision="ASK", by=SYSTEM
        )
    return {"id": found.pk}


@things("exchange:admit_participant")
def applied(target: Target) -> dict[str, object]:
    return {"id": make_peer(state="APPLIED").pk}


@things("exchange:change_participant")
def admitted(target: Target) -> dict[str, object]:
    return {"id": make_peer().pk, "how": "suspend"}


for _name in (
    "versions", "catalogue", "dataset", "negotiation_request", "negotiation_offer", "negotiation",
    "negotiation_counter_request", "negotiation_counter_offer", "negotiation_agreement", "negotiation_verification",
    "negotiation_event", "negotiation_termination", "transfer_request", "transfer", "transfer_start",
    "transfer_completion", "transfer_suspension", "transfer_termination", "agreement_notice",
):  # fmt: skip

    def _of_route(target: Target, name: str = _name) -> dict[str, object]:
        values = {"slug": _participant(target).slug}
        if name == "dataset":
            return {**values, "key": make_product(target.organisation, SYSTEM)[0].pk}
        if name.startswith(("negotiation", "transfer")) and name not in {
            "negotiation_request",
            "negotiation_offer",
            "transfer_request",
        }:
            return {**values, "pid": "x"}
        return values

    things(f"dsp:{_name}")(_of_route)
