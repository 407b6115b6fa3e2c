"""The HTTP API of negotiations: ask for a contract, see where it stands."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status

from yunghap.core.errors import InvalidInput, NotFound
from yunghap.exchange.domain.asking import ask_for
from yunghap.exchange.models import Negotiation
from yunghap.exchange.queries.contracts import accessible_negotiations
from yunghap.identity.service import actor_of

router = Router(tags=["exchange"])


class AskIn(Schema):
    """`dataset` is the id of a record of the catalogue, or with `peer` what that participant calls it.

    `offer` is the id of an offer, the first one without it. `organisation` is for whoever may act for several.
    """

    dataset: str
    offer: str = ""
    peer: str = ""
    organisation: str = ""


class NegotiationOut(Schema):
    """A negotiation; `waiting` says that a person here has to decide. `agreement` is there once it is FINALIZED."""

    id: str
    state: str
    waiting: bool
    counterparty: str
    dataset: str
    agreement: str | None
    reason: str


@router.post("/negotiations", response={201: NegotiationOut}, summary="Ask for a contract")
def ask(request: HttpRequest, body: AskIn) -> Status[NegotiationOut]:
    """Under an offer as it stands; the answer comes from the provider's connector: ask where it stands."""
    by = actor_of(request)
    organisation = body.organisation or by.organisation
    if not organisation:
        raise InvalidInput(_("Say for which organisation."), field="organisation")
    row = ask_for(dataset=body.dataset, offer=body.offer, peer=body.peer, organisation=organisation, by=by)
    return Status(201, _out(row))


@router.get("/negotiations/{id}", response=NegotiationOut, summary="Where a negotiation stands")
def negotiation(request: HttpRequest, id: str) -> NegotiationOut:  # noqa: A002
    """One of an organisation for which one uses or provides data."""
    row = accessible_negotiations(actor_of(request)).filter(pk=id).first()
    if row is None:
        raise NotFound(_("There is no such process."))
    return _out(row)


def _out(row: Negotiation) -> NegotiationOut:
    return NegotiationOut(
        id=row.pk,
        state=row.state,
        waiting=row.waiting,
        counterparty=row.counterparty,
        dataset=row.asset,
        agreement=row.agreement_id,
        reason=row.reason,
    )
