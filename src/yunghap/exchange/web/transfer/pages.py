"""My transfers: which data go or come, and what was had."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.core.actors import Actor
from yunghap.documents.charts import Picture, bar_chart, in_two_widths
from yunghap.exchange import rules
from yunghap.exchange.domain.connector.machine import Move, moves_of
from yunghap.exchange.domain.transfer.planes import PULL, PUSH
from yunghap.exchange.enums import Side, TransferState
from yunghap.exchange.models import Meter, Participant, TransferProcess
from yunghap.exchange.queries.contracts import names_of
from yunghap.exchange.queries.transfers import meters_of, title_of, transfers_of, used
from yunghap.exchange.web.contracts.common import may_act
from yunghap.identity import service as identity

PER_PAGE = 20
WAYS = {
    PULL: gettext_lazy("The consumer fetches them"),
    PUSH: gettext_lazy("The provider sends them"),
}
DAYS = 14
TONES = {
    TransferState.REQUESTED: "neutral",
    TransferState.STARTED: "success",
    TransferState.SUSPENDED: "warning",
    TransferState.COMPLETED: "outline",
    TransferState.TERMINATED: "danger",
}


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Transfers of the reader's organisations, searched by words."""
    where = _where(identity.actor_of(request))
    words = request.GET.get("q", "").strip()[:200]
    page = Paginator(transfers_of(where, words=words), PER_PAGE).get_page(request.GET.get("page"))
    names = names_of({row.counterparty for row in page})
    for row in page:
        _dress(row, names)
    return render(request, "exchange/transfer/transfers.html", {"page": page, "words": words})


@require_safe
def transfer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One transfer, and what was had under its agreement."""
    by = identity.actor_of(request)
    row = transfers_of(_where(by)).filter(pk=id).first()
    if row is None:
        raise Http404
    _dress(row, names_of({row.counterparty}))
    days = list(meters_of(row.agreement)[:DAYS])
    context = {
        "transfer": row,
        "deliveries": list(row.deliveries.all()[:PER_PAGE]),
        "days": days,
        "total": used(row.agreement),
        "chart": _chart(days) if days else "",
        "push": getattr(row, "push", None),
        "arrival": getattr(row, "arrival", None),
        "moves": _moves(row, by),
        "moving": row.format == PUSH and row.state in {TransferState.REQUESTED, TransferState.STARTED},
        "pull": PULL,
    }
    return render(request, "exchange/transfer/transfer.html", context)


def _where(by: Actor) -> set[str] | None:
    """The organisations whose transfers the reader may see; 404 where there is none."""
    found: set[str] = set()
    for permission in (rules.CONSUME, rules.PROVIDE, rules.AUDIT):
        where = identity.organisations_where(by, permission)
        if where is None:
            return None
        found |= where
    if not found:
        raise Http404
    return found


def _dress(row: TransferProcess, names: Mapping[str, Participant]) -> None:
    row.title = title_of(row.agreement)  # type: ignore[attr-defined]
    row.tone = TONES[TransferState(row.state)]  # type: ignore[attr-defined]
    row.peer = names.get(row.counterparty)  # type: ignore[attr-defined]
    row.way = WAYS.get(row.format, row.format)  # type: ignore[attr-defined]


def _moves(row: TransferProcess, by: Actor) -> frozenset[str]:
    """What the reader may do: start nothing that the other side suspended, finish only what somebody fetches."""
    if not may_act(row, by):
        return frozenset()
    side = Side(row.side)
    found = set(moves_of(row.state, side, transfer=True))
    if row.state != TransferState.SUSPENDED or row.suspended_by not in {"", side}:
        found.discard(Move.START)
    if row.format == PUSH:
        found.discard(Move.COMPLETE)
    return frozenset(move.value for move in found)


def _chart(days: list[Meter]) -> Picture:
    """Megabytes delivered on each day, the first day on top."""
    first_to_last = days[::-1]
    return in_two_widths(
        bar_chart,
        title=_("Delivered by day"),
        description=_("Data delivered under this contract on each day, in megabytes."),
        categories=[f"{row.day:%Y-%m-%d}" for row in first_to_last],
        values=[round(row.bytes / 1_000_000, 3) for row in first_to_last],
        unit="MB",
        language="en" if get_language() == "en" else "ko",
    )
