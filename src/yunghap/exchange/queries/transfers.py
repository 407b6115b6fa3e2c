"""Reads of transfers and what was had by them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from yunghap.exchange.enums import HarvestKind
from yunghap.exchange.models import Agreement, HarvestSource, Meter, Negotiation, Product, TransferProcess
from yunghap.exchange.queries.entries import entry_id, get_entries


@dataclass(frozen=True, slots=True)
class Used:
    """What was had under an agreement; see `models.Meter`."""

    requests: int
    deliveries: int
    bytes: int
    sent: int
    rows: int


def transfers_of(organisations: Collection[str] | None, *, words: str = "") -> QuerySet[TransferProcess]:
    """Transfers of these organisations (None: of all), newest first; with words of title, partner or id."""
    rows = TransferProcess.objects.select_related("agreement__offer__product", "participant").order_by(
        "-opened_at", "-id"
    )
    if organisations is not None:
        rows = rows.filter(participant__in=organisations)
    if words:
        titled = Product.objects.filter(Q(title__icontains=words) | Q(title_en__icontains=words))
        rows = rows.filter(
            Q(agreement__asset__in=titled.values("pk")) | Q(counterparty__icontains=words) | Q(pk=words)
        )
    return rows


def meters_of(agreement: Agreement) -> QuerySet[Meter]:
    """What was had day by day, the last day first."""
    return agreement.meters.order_by("-day")


def used(agreement: Agreement, *, first: date | None = None, last: date | None = None) -> Used:
    """What was had from one day in Korea to another, both included; without them since the beginning."""
    rows = agreement.meters.all()
    if first is not None:
        rows = rows.filter(day__gte=first)
    if last is not None:
        rows = rows.filter(day__lte=last)
    found = rows.aggregate(
        **{name: Sum(name) for name in ("requests", "deliveries", "bytes", "sent", "rows")}
    )
    return Used(**{name: value or 0 for name, value in found.items()})


def title_of(agreement: Agreement | Negotiation) -> str:
    """What an agreement or a negotiation is about: the title of the product or gathered record, else the id."""
    if agreement.offer is not None:
        return agreement.offer.product.label
    product = Product.objects.filter(pk=agreement.asset).only("title", "title_en").first()
    if product is not None:
        return product.label
    sources = HarvestSource.objects.filter(kind=HarvestKind.DSP).values_list("pk", flat=True)
    found = get_entries(entry_id(source, agreement.asset) for source in sources)
    entry = next((one for one in found.values() if one.provider == agreement.counterparty), None)
    return (entry.title or entry.title_en) if entry else agreement.asset
