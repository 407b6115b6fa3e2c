"""The price of a row is not above three times the middle price of similar products (of at least three others)."""

from yunghap.exchange.checks.verdicts import Check, Said
from yunghap.exchange.models import Order
from yunghap.exchange.queries.prices import compare, median_per_row

TIMES = 3


def run(order: Order) -> Said | None:
    if order.offer is None:
        return None
    compared = compare(order.offer.product)
    middle = median_per_row(compared, without=order.offer.product_id)
    own = next((one.per_row for one in compared if one.offer.pk == order.offer_id), None)
    if not middle or not own or own <= middle * TIMES:
        return None
    return Said(
        f"행당 {own:,}원으로, 비슷한 상품의 가운데 값 {middle:,}원의 {TIMES}배를 넘습니다.",
        f"KRW {own:,} per row, more than {TIMES} times the middle price of similar products (KRW {middle:,}).",
    )


CHECK = Check(
    id="dear-price",
    title=Said("비슷한 상품보다 높은 가격", "Dearer than similar products"),
    stages=("order",),
    run=run,
)
