"""The story of a demonstration, told as it happens: gather, agree, pay by voucher, transfer. The servers must run."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict
from yunghap.exchange.domain.asking import ask_for
from yunghap.exchange.domain.connector.transfers import request_transfer
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.trade import orders
from yunghap.exchange.domain.transfer.planes import PUSH
from yunghap.exchange.enums import HarvestKind, OrderState, PriceForm
from yunghap.exchange.models import HarvestSource, Negotiation, Order, Quote, TransferProcess, Voucher
from yunghap.exchange.queries.catalogue import COLLECTION
from yunghap.search import service as search

from .samples import PLATFORMS

WITHIN = 120.0
Result = TypeVar("Result")
Step = tuple[str, str]


def walk(*, voucher: Voucher, buyer: Actor, seller: Actor) -> Iterator[Step]:
    """Each step in Korean and English when it is done. Raises Conflict where one does not come about in time."""
    if voucher.orders.exists():
        raise Conflict("the story was told here before")
    counts = [(source.name, harvest(source=source, by=SYSTEM)) for source in _sources()]
    search.refresh(COLLECTION)
    total = sum(run.read for _name, run in counts)
    yield f"세 플랫폼의 데이터 {total}건을 수집", f"{total} data sets gathered from {len(counts)} platforms"

    sample = PLATFORMS["manufacturing"][0]
    hit = search.search(sample.title, count=(), per_page=1, collection=COLLECTION).hits[0]
    yield f"검색: {hit.title}", f"found: {hit.title_en or hit.title}"

    asked = ask_for(dataset=hit.id, organisation=str(buyer.organisation), by=buyer)
    agreement = _until(lambda: Negotiation.objects.get(pk=asked.pk).agreement)
    yield f"계약 체결: {agreement.key}", "contract concluded between two installations"

    terms = Quote(price_form=PriceForm.LUMP_SUM, unit_krw=sample.price.krw)
    order = orders.order_under_agreement(
        agreement=agreement, provider=voucher.supplier, title=hit.title, terms=terms, voucher=voucher,
        generated=True, by=buyer,
    )  # fmt: skip
    order = orders.agree_order(order=order, expected=order.version, by=seller)
    yield (
        f"주문 {order.number}: 바우처 {order.support_krw:,}원 예약",
        f"order placed, KRW {order.support_krw:,} set aside",
    )

    transfer = request_transfer(agreement=agreement, format=PUSH, by=buyer)
    done = _until(lambda: TransferProcess.objects.filter(pk=transfer.pk, state="COMPLETED").first())
    size = done.arrival.bytes
    yield f"데이터 {size:,}바이트를 받아 검증", f"{size:,} bytes received and checked"

    order = _until(lambda: Order.objects.filter(pk=order.pk, state=OrderState.DELIVERED).first())
    order = orders.accept_delivery(order=order, expected=order.version, by=buyer)
    invoice = order.invoices.get()
    voucher.refresh_from_db()
    paid = sum(payment.amount_krw for payment in invoice.payments.all())
    yield f"검수 후 바우처로 {paid:,}원 결제", f"accepted; KRW {paid:,} paid by voucher"


def _sources() -> list[HarvestSource]:
    return list(HarvestSource.objects.filter(kind=HarvestKind.DSP).order_by("name"))


def _until(look: Callable[[], Result | None]) -> Result:
    """What comes about while the servers work; a look each tenth of a second."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        time.sleep(0.1)
    raise Conflict("the other side did not answer in time")
