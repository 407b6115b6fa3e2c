"""The HTTP API of contracts' data: which contracts, where their data are, what was had."""

from datetime import date, datetime
from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema, Status

from yunghap.core.actors import Actor
from yunghap.core.errors import NotFound
from yunghap.exchange import rules
from yunghap.exchange.domain.connector.machine import Move
from yunghap.exchange.domain.connector.transfers import make_transfer_move
from yunghap.exchange.domain.transfer.access import Starting, access_for
from yunghap.exchange.enums import Side, TransferState
from yunghap.exchange.models import Agreement
from yunghap.exchange.queries.transfers import meters_of, title_of
from yunghap.identity.service import actor_of, organisations_where

router = Router(tags=["exchange"])
MOST = 100


class AgreementOut(Schema):
    """A contract as one side holds it. `key` is its id in the protocol, `dataset` that of the data."""

    id: str
    key: str
    title: str
    side: str
    state: str
    counterparty: str
    dataset: str
    agreed_at: datetime
    ends_at: datetime | None


class AgreementPage(Schema):
    """A page of contracts, newest first."""

    total: int
    items: list[AgreementOut]


class Wanted(Schema):
    """Which contracts."""

    side: Side | None = None
    offset: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST


class AccessIn(Schema):
    """`after` is an access token that the provider no longer takes, `transfer` the one that is being started."""

    after: str = ""
    transfer: str = ""


class AccessOut(Schema):
    """Where the data are, and the bearer token for them."""

    transfer: str
    endpoint: str
    access_token: str
    expires_at: datetime | None


class DayOut(Schema):
    """What was had on a day in Korea; `bytes` and `rows` for the first time, `sent` with repeats."""

    day: date
    requests: int
    deliveries: int
    bytes: int
    sent: int
    rows: int


class StartingOut(Schema):
    """A transfer that the provider has yet to start."""

    transfer: str


@router.get("/agreements", response=AgreementPage, summary="My contracts")
def agreements(request: HttpRequest, wanted: Query[Wanted]) -> AgreementPage:
    """Of organisations for which one uses or provides data."""
    rows = Agreement.objects.filter(_mine(actor_of(request))).select_related("offer__product")
    if wanted.side is not None:
        rows = rows.filter(side=wanted.side)
    page = rows.order_by("-agreed_at", "-id")[wanted.offset : wanted.offset + wanted.limit]
    return AgreementPage(total=rows.count(), items=[_out(row) for row in page])


@router.get("/agreements/{id}", response=AgreementOut, summary="One contract")
def agreement(request: HttpRequest, id: str) -> AgreementOut:  # noqa: A002
    """By its id here or in the protocol."""
    return _out(_agreement(request, id))


@router.post(
    "/agreements/{id}/access",
    response={200: AccessOut, 202: StartingOut},
    summary="Where a contract's data are",
)
def access(request: HttpRequest, id: str, body: AccessIn) -> Status[AccessOut | StartingOut]:  # noqa: A002
    """With a token that is good now. The token opens the data and nothing else.

    Where no transfer is running one is requested: 202 names it. Ask again with it until the provider has started it;
    403 `declined` says why it did not.
    """
    found = access_for(
        agreement=_agreement(request, id), after=body.after, transfer=body.transfer, by=actor_of(request)
    )
    if isinstance(found, Starting):
        return Status(202, StartingOut(transfer=found.transfer))
    told = AccessOut(
        transfer=found.transfer,
        endpoint=found.endpoint,
        access_token=found.token,
        expires_at=found.expires_at,
    )
    return Status(200, told)


@router.post("/agreements/{id}/completion", response={204: None}, summary="The data are here")
def complete(request: HttpRequest, id: str) -> Status[None]:  # noqa: A002
    """Complete the running transfers of a contract: an order on it counts as delivered."""
    found = _agreement(request, id)
    for row in found.transfers.filter(state=TransferState.STARTED):
        make_transfer_move(transfer=row, move=Move.COMPLETE, by=actor_of(request))
    return Status(204, None)


@router.get("/agreements/{id}/usage", response=list[DayOut], summary="What was had")
def usage(request: HttpRequest, id: str) -> list[DayOut]:  # noqa: A002
    """Day by day, the last day first, as the provider's data plane counted it."""
    return [DayOut.from_orm(row) for row in meters_of(_agreement(request, id))]


def _agreement(request: HttpRequest, id: str) -> Agreement:  # noqa: A002
    rows = Agreement.objects.filter(_mine(actor_of(request))).select_related("offer__product")
    found = rows.filter(Q(pk=id) | Q(key=id)).order_by("side").first()
    if found is None:
        raise NotFound(_("There is no such contract."))
    return found


def _mine(by: Actor) -> Q:
    """Contracts that somebody may see: as consumer or as provider, of the organisations they may act for."""
    seen = Q(pk="")
    for side, permission in ((Side.CONSUMER, rules.CONSUME), (Side.PROVIDER, rules.PROVIDE)):
        where = organisations_where(by, permission)
        seen |= Q(side=side) if where is None else Q(side=side, participant__in=where)
    return seen


def _out(row: Agreement) -> AgreementOut:
    return AgreementOut(
        id=row.pk,
        key=row.key,
        title=title_of(row),
        side=row.side,
        state=row.state,
        counterparty=row.counterparty,
        dataset=row.asset,
        agreed_at=row.agreed_at,
        ends_at=row.ends_at,
    )
