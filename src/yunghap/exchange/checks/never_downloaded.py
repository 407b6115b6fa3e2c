"""What is accepted was fetched: under the order's agreement data have flowed at least once.

Not looked at where there is no agreement of the connector, since the data then went another way.
"""

from yunghap.exchange.checks.verdicts import Check, Said
from yunghap.exchange.enums import TransferState
from yunghap.exchange.models import Order, TransferProcess

FLOWED = (TransferState.STARTED, TransferState.SUSPENDED, TransferState.COMPLETED)


def run(order: Order) -> Said | None:
    if order.agreement is None:
        return None
    # The other side of the same contract has the same key, and may have a row of its own here.
    rows = TransferProcess.objects.filter(agreement__key=order.agreement.key, state__in=FLOWED)
    if rows.exists():
        return None
    return Said(
        "납품을 수락했지만 계약에 따라 데이터를 받은 기록이 없습니다.",
        "The delivery was accepted, but no data have flowed under the agreement.",
    )


CHECK = Check(
    id="never-downloaded",
    title=Said("내려받지 않은 납품", "Delivery never downloaded"),
    stages=("acceptance",),
    run=run,
)
