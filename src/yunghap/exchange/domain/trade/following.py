"""Orders follow the connector: agreements agree them, the first transfer delivers them, the meter counts use."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.rows import find_row, has_row
from yunghap.exchange.domain.trade import invoices, orders
from yunghap.exchange.enums import MeteredUnit, OrderState, PriceForm, Side
from yunghap.exchange.models import Agreement, Meter, Order, Participant


def follow_agreement(*, agreement_id: str, at: datetime) -> Order | None:
    """Agree the buyer's oldest order on the offer of an agreement that was concluded here as provider; None without."""
    agreement = find_row(Agreement, id=agreement_id, side=Side.PROVIDER)
    if agreement is None or agreement.offer_id is None or has_row(Order, agreement_id=agreement.pk):
        return None
    buyer = find_row(Participant, key=agreement.counterparty)
    if buyer is None or buyer.organisation_id is None:
        return None
    if not has_row(Order, offer_id=agreement.offer_id, buyer_id=buyer.organisation_id):
        return None  # most contracts are made without an order
    waiting = Order.objects.select_for_update().filter(
        offer=agreement.offer_id,
        buyer=buyer.organisation_id,
        agreement__isnull=True,
        state__in=[OrderState.PLACED, OrderState.AGREED],
    )
    order = waiting.order_by("placed_at", "id").first()
    if order is None:
        return None
    if order.state == OrderState.AGREED:
        Order.objects.filter(pk=order.pk).update(agreement=agreement, version=order.version + 1)
        order.refresh_from_db()
        return order
    return orders.agree_order(order=order, agreement=agreement, expected=order.version, by=SYSTEM, at=at)


def follow_transfer(*, agreement_id: str, at: datetime) -> Order | None:
    """Mark the order of an agreement as delivered, once data flow under it; None where none waits for that."""
    order = Order.objects.select_for_update().filter(agreement=agreement_id, state=OrderState.AGREED).first()
    if order is None:
        return None
    return orders.deliver_order(order=order, expected=order.version, by=SYSTEM, at=at)


def measure_usage(*, at: datetime | None = None) -> int:
    """State the use of the last calendar month of every metered order that is accepted and has an agreement; how many.

    Rows, whole MB and requests as the exchange metered them; a month of which some use is stated already is left alone.
    """
    at = at or clock.now()
    last = clock.local_date(at).replace(day=1) - timedelta(days=1)
    rows = Order.objects.filter(
        price_form=PriceForm.METERED, state=OrderState.ACCEPTED, agreement__isnull=False
    )
    return sum(_measure(order, last, at) for order in rows.order_by("pk"))


@transaction.atomic
def _measure(order: Order, last: date, at: datetime) -> bool:
    """One order and month: from its first day, or from the day of acceptance."""
    start = max(last.replace(day=1), clock.local_date(order.accepted_at or at))
    if start > last or order.usages.filter(starts_on__lte=last, ends_on__gte=start).exists():
        return False
    used = Meter.objects.filter(agreement=order.agreement_id, day__gte=start, day__lte=last).aggregate(
        rows=Sum("rows"), bytes=Sum("bytes"), requests=Sum("requests")
    )
    quantity = {
        MeteredUnit.ROW: used["rows"] or 0,
        MeteredUnit.MB: (used["bytes"] or 0) // 1_000_000,
        MeteredUnit.CALL: used["requests"] or 0,
    }[MeteredUnit(order.metered_unit)]
    invoices.report_usage(
        order=order, starts_on=start, ends_on=last, quantity=quantity, measured=True, by=SYSTEM, at=at
    )
    return True
