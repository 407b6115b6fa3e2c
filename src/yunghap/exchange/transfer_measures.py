"""What transfers and their use show of a period, for targets of the plan."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.exchange.enums import Side, TransferState
from yunghap.exchange.models import Meter, TransferProcess
from yunghap.measures.service import Measure, Reading, register

from .measuring import counted, evidence, moments

_GENERATED = Q(agreement__offer__isnull=False, agreement__offer__product__generated=True)


def transfers_completed(start: date, end: date, at: datetime) -> Reading:
    """Transfers of data held here that were completed in the period, by format."""
    since, before = moments(start, end, at)
    rows = TransferProcess.objects.filter(
        side=Side.PROVIDER, state=TransferState.COMPLETED, ended_at__gte=since, ended_at__lt=before
    )
    return counted(rows, "format", _GENERATED, at)


def bytes_delivered(start: date, end: date, at: datetime) -> Reading:
    """Bytes delivered in the period for the first time in their transfer. `generated` counts agreements."""
    rows = Meter.objects.filter(day__gte=start, day__lte=min(end, clock.local_date(at)))
    kept = rows.filter(evidence(_GENERATED))
    sums = kept.aggregate(bytes=Sum("bytes"), sent=Sum("sent"), requests=Sum("requests"))
    made = kept.filter(_GENERATED).values("agreement").distinct().count()
    detail = {name: str(sums[name] or 0) for name in ("sent", "requests")}
    return Reading(Decimal(sums["bytes"] or 0), at, detail, made)


def consumers(start: date, end: date, at: datetime) -> Reading:
    """Participants that had data from providers here in the period. `generated` counts those with generated data."""
    rows = Meter.objects.filter(
        day__gte=start, day__lte=min(end, clock.local_date(at)), agreement__side=Side.PROVIDER, bytes__gt=0
    )
    kept = rows.filter(evidence(_GENERATED))
    number = Count("agreement__counterparty", distinct=True)
    found = kept.aggregate(
        number=number, made=Count("agreement__counterparty", filter=_GENERATED, distinct=True)
    )
    return Reading(Decimal(found["number"]), at, {}, found["made"])


def register_transfer_measures() -> None:
    """The measures of transfers and of who had data."""
    for measure in (
        Measure(
            "exchange.transfer.completed",
            _("Transfers completed"),
            _("Transfers of data held here that were completed in the period, by format."),
            "건",
            transfers_completed,
        ),
        Measure(
            "exchange.transfer.bytes",
            _("Bytes delivered"),
            _("Bytes delivered under contracts in the period, each once in its transfer."),
            "바이트",
            bytes_delivered,
        ),
        Measure(
            "exchange.transfer.consumers",
            _("Users of data"),
            _("Participants that had data under contracts in the period."),
            "개사",
            consumers,
        ),
    ):
        register(measure)
