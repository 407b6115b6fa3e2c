"""A voucher is not used up in its last days: an order in the last 14 days for more than half of its amount."""

from datetime import timedelta

from yunghap.core import clock
from yunghap.exchange.checks.verdicts import Check, Said
from yunghap.exchange.models import Order

LAST = timedelta(days=14)


def run(order: Order) -> Said | None:
    voucher = order.voucher
    if voucher is None:
        return None
    left = voucher.ends_on - clock.local_date(order.placed_at)
    if left > LAST or order.support_krw * 2 <= voucher.amount_krw:
        return None
    return Said(
        f"바우처 만료 {left.days}일 전에 절반이 넘는 {order.support_krw:,}원을 주문했습니다.",
        f"{left.days} days before the voucher ends, more than half of it is ordered (KRW {order.support_krw:,}).",
    )


CHECK = Check(
    id="near-expiry",
    title=Said("만료 직전 사용", "Spent near expiry"),
    stages=("order",),
    run=run,
)
