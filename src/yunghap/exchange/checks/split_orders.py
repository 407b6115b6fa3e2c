"""A purchase is not split into orders that each stay just under the ceiling.

Looked at: vouchers of the same kind, company and supplier under the same programme. Two or more whose support lies
within 5 per cent under the ceiling, or whose sum is above the ceiling, are one purchase in parts.
"""

from yunghap.exchange.checks.verdicts import Check, Said
from yunghap.exchange.enums import OrderState
from yunghap.exchange.models import Order

JUST_UNDER = 95  # per cent of the ceiling


def run(order: Order) -> Said | None:
    voucher = order.voucher
    if voucher is None:
        return None
    ceiling = int(voucher.programme.ceilings.get(voucher.kind, 0))
    rows = Order.objects.filter(
        voucher__programme=voucher.programme_id,
        voucher__kind=voucher.kind,
        buyer=order.buyer_id,
        provider=order.provider_id,
    ).exclude(state=OrderState.CANCELLED)
    amounts = list(rows.values_list("support_krw", flat=True))
    near = [amount for amount in amounts if amount * 100 >= ceiling * JUST_UNDER]
    if len(amounts) < 2 or (sum(amounts) <= ceiling and len(near) < 2):
        return None
    return Said(
        f"같은 공급기업에 대한 주문 {len(amounts)}건의 지원금 합계 {sum(amounts):,}원이 한도 {ceiling:,}원을 넘습니다.",
        f"{len(amounts)} orders from the same supplier come to KRW {sum(amounts):,} of support; the ceiling is"
        f" KRW {ceiling:,}.",
    )


CHECK = Check(
    id="split-orders",
    title=Said("한도를 피한 분할 주문", "Orders split under the ceiling"),
    stages=("order",),
    run=run,
)
