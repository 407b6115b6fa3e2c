"""Money does not go in a circle: within a year the supplier, or somebody it pays, buys from the demand company."""

from datetime import timedelta

from yunghap.exchange.checks.verdicts import Check, Said
from yunghap.exchange.enums import OrderState
from yunghap.exchange.models import Order

WITHIN = timedelta(days=365)
STEPS = 3  # supplier → company, or over one or two others


def run(order: Order) -> Said | None:
    orders = Order.objects.filter(placed_at__gte=order.placed_at - WITHIN).exclude(state=OrderState.CANCELLED)
    reached, chain = {order.provider_id}, 0
    for chain in range(1, STEPS + 1):  # noqa: B007 - the number of steps is told
        paid = set(orders.filter(buyer__in=reached).exclude(pk=order.pk).values_list("provider", flat=True))
        if order.buyer_id in paid:
            break
        if not paid - reached:
            return None
        reached |= paid
    else:
        return None
    return Said(
        f"공급기업이 지난 1년 안에 수요기업에 대금을 치르는 거래가 있습니다(단계 {chain}).",
        f"Within a year money went from the supplier back to the demand company (in {chain} steps).",
    )


CHECK = Check(
    id="circular-payment",
    title=Said("되돌아오는 대금", "Circular payment"),
    stages=("order", "acceptance"),
    run=run,
)
