"""The story of a demonstration, told as it happens: gather, agree, pay by voucher, transfer. The servers must run."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict
from yunghap.exchange.domain.asking import ask_for
from yunghap.exchange.domain.connector.transfers import request_transfer
from yunghap.exchange.domain.harvest.running import harvest
from yunghap.exchange.domain.trade import orders
from yunghap.exchange.domain.transfer.planes import PULL, PUSH
from yunghap.exchange.enums import HarvestKind, OrderState, PriceForm
from yunghap.exchange.models import (
    Agreement,
    HarvestSource,
    Negotiation,
    Order,
    Product,
    Quote,
    TransferProcess,
    Voucher,
)
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

    goods = Goods(hit.id, hit.title, sample.price.krw or 0)
    yield from _bought(goods, voucher=voucher, buyer=buyer, seller=seller)


def trade(*, voucher: Voucher, buyer: Actor, seller: Actor) -> Iterator[Step]:
    """The same between two organisations of one installation, and what is left to do: an order, a running transfer.

    Raises Conflict where a step does not come about in time, or all this was done before.
    """
    if voucher.orders.exists():
        raise Conflict("the story was told here before")
    rows = Product.objects.filter(provider=voucher.supplier, retired_at__isnull=True).order_by("pk")
    paid = [
        row
        for row in rows
        if row.offers.filter(price_form=PriceForm.LUMP_SUM, ended_at__isnull=True).exists()
    ]
    free = next(row for row in rows if row not in paid)
    first, second = (row.offers.get(ended_at__isnull=True) for row in paid[:2])
    goods = Goods(paid[0].pk, paid[0].title, first.price_krw or 0)
    yield from _bought(goods, voucher=voucher, buyer=buyer, seller=seller)

    agreement = _agreed(free.pk, buyer)
    transfer = request_transfer(agreement=agreement, format=PULL, by=buyer)
    _until(lambda: TransferProcess.objects.filter(pk=transfer.pk, state="STARTED").first())
    yield f"무료 데이터를 가져갈 주소 발급: {free.title}", "an address of free data given out"

    order = orders.place_order(offer=second, buyer=voucher.company, generated=True, by=buyer)
    yield f"주문 {order.number}: 제공자의 확인 대기", "another order placed, which waits for its provider"


@dataclass(frozen=True, slots=True)
class Goods:
    """What is bought: the id of a record of the catalogue, its title, and its price in won without VAT."""

    dataset: str
    title: str
    krw: int


def _agreed(dataset: str, buyer: Actor) -> Agreement:
    asked = ask_for(dataset=dataset, organisation=str(buyer.organisation), by=buyer)
    return _until(lambda: Negotiation.objects.get(pk=asked.pk).agreement)


def _bought(goods: Goods, *, voucher: Voucher, buyer: Actor, seller: Actor) -> Iterator[Step]:
    """From a contract to the payment by voucher."""
    agreement = _agreed(goods.dataset, buyer)
    yield f"계약 체결: {agreement.key}", "contract concluded"

    terms = Quote(price_form=PriceForm.LUMP_SUM, unit_krw=goods.krw)
    order = orders.order_under_agreement(
        agreement=agreement, provider=voucher.supplier, title=goods.title, terms=terms, voucher=voucher,
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
