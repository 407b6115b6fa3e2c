"""My transfers: which data go or come, and what was had."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.core.actors import Actor
from yunghap.documents.charts import bar_chart
from yunghap.exchange import rules
from yunghap.exchange.enums import TransferState
from yunghap.exchange.models import Meter, TransferProcess
from yunghap.exchange.queries.transfers import meters_of, title_of, transfers_of, used
from yunghap.identity import service as identity

PER_PAGE = 20
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
    for row in page:
        _dress(row)
    return render(request, "exchange/transfer/transfers.html", {"page": page, "words": words})


@require_safe
def transfer(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """One transfer, and what was had under its agreement."""
    row = transfers_of(_where(identity.actor_of(request))).filter(pk=id).first()
    if row is None:
        raise Http404
    _dress(row)
    days = list(meters_of(row.agreement)[:DAYS])
    context = {
        "transfer": row,
        "deliveries": list(row.deliveries.all()[:PER_PAGE]),
        "days": days,
        "total": used(row.agreement),
        "chart": _chart(days) if days else "",
        "push": getattr(row, "push", None),
        "arrival": getattr(row, "arrival", None),
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


def _dress(row: TransferProcess) -> None:
    row.title = title_of(row.agreement)  # type: ignore[attr-defined]
    row.tone = TONES[TransferState(row.state)]  # type: ignore[attr-defined]


def _chart(days: list[Meter]) -> str:
    """Megabytes delivered on each day, the first day on top."""
    first_to_last = days[::-1]
    return bar_chart(
        title=_("Delivered by day"),
        description=_("Data delivered under this contract on each day, in megabytes."),
        categories=[f"{row.day:%Y-%m-%d}" for row in first_to_last],
        values=[round(row.bytes / 1_000_000, 3) for row in first_to_last],
        unit="MB",
        language="en" if get_language() == "en" else "ko",
    )
