"""The supplier is registered under the voucher's programme when the order is placed and when it is accepted."""

from yunghap.exchange.checks.verdicts import Check, Said
from yunghap.exchange.enums import SupplierState
from yunghap.exchange.models import Order, Supplier


def run(order: Order) -> Said | None:
    if order.voucher is None:
        return None
    rows = Supplier.objects.filter(
        programme=order.voucher.programme_id, organisation=order.provider_id, state=SupplierState.REGISTERED
    )
    if rows.exists():
        return None
    return Said(
        "공급기업이 이 바우처 사업에 등록되어 있지 않습니다.",
        "The supplier is not registered under this voucher programme.",
    )


CHECK = Check(
    id="unregistered-supplier",
    title=Said("등록되지 않은 공급기업", "Unregistered supplier"),
    stages=("order", "acceptance"),
    run=run,
)
