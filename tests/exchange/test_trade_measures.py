"""Measures of trade count what happened, without what was made for show."""

from datetime import date
from typing import Any

import pytest

from tests.exchange.domain.authenticity.test_asking import issue, make_issuer
from tests.factories import exchange as make
from tests.factories.trade import make_market, make_voucher
from yunghap.core import clock
from yunghap.exchange.domain.authenticity.asking import ask
from yunghap.exchange.domain.trade import invoices, orders
from yunghap.exchange.domain.transfer.metering import grant_range
from yunghap.exchange.models import (
    Agreement,
    Content,
    FulfilledRequest,
    Invoice,
    Order,
    Payment,
    Product,
    TransferProcess,
    Voucher,
)
from yunghap.measures.service import read_measure

pytestmark = pytest.mark.django_db


def read(code: str) -> tuple[str, dict[str, str], int]:
    year = clock.today().year
    reading, digest = read_measure(code, start=date(year, 1, 1), end=date(year, 12, 31), at=clock.now())
    assert len(digest) == 64
    return str(reading.value), reading.detail, reading.generated


def test_trade_and_vouchers(settings: Any) -> None:
    market = make_market()
    voucher = make_voucher(market)
    order = orders.place_order(offer=market.offer, buyer=market.company, voucher=voucher, by=market.buyer)
    for step, by in (
        (orders.agree_order, market.seller),
        (orders.deliver_order, market.seller),
        (orders.accept_delivery, market.buyer),
    ):
        step(order=order, expected=order.version, by=by)  # type: ignore[operator]
    assert read("exchange.trade.volume") == ("10000000", {"LUMP_SUM": "10000000"}, 0)
    invoices.credit_invoice(invoice=Invoice.objects.get(), reason="x", by=market.seller)
    assert read("exchange.trade.volume")[0] == str(10_000_000 - 3_500_000 * 10 // 11)
    assert read("exchange.voucher.issued") == ("1", {"PURCHASE": "1"}, 0)
    invoices.refund_payment(payment=Payment.objects.get(), amount_krw=500_000, reason="x", by=market.seller)
    assert read("exchange.voucher.spent") == ("7000000", {"PURCHASE": "7000000"}, 0)
    Voucher.objects.update(generated=True)
    Order.objects.update(generated=True)
    for code in ("exchange.trade.volume", "exchange.voucher.issued", "exchange.voucher.spent"):
        assert read(code) == ("0", {}, 0)
    settings.COUNT_GENERATED = True
    assert read("exchange.voucher.issued") == ("1", {"PURCHASE": "1"}, 1)
    assert read("exchange.voucher.spent")[2] == 1


def test_agreements_and_checks() -> None:
    _product, offer, by = make.make_product()
    Agreement.objects.create(
        key="x",
        side="PROVIDER",
        participant=offer.product.provider,
        counterparty="y",
        asset="z",
        offer=offer,
        agreed_at=clock.now(),
    )
    assert by.organisation == offer.product.provider_id
    assert read("exchange.agreement.concluded") == ("1", {"ACTIVE": "1"}, 0)
    issuer, officer = make_issuer()
    (held,) = issue(issuer, officer)
    ask(issuer=issuer, shown=[held.document] * 3, by=officer)
    assert read("exchange.authenticity.asked") == ("3", {issuer.slug: "3"}, 0)


def test_transfers_and_who_had_data() -> None:
    product, offer, _by = make.make_product()
    transfer = make.make_transfer(make.make_agreement(product, offer))
    content = Content.objects.create(
        version_of=product.versions.get(), key="k", sha256="0" * 64, bytes=10, media_type="x", used_at=clock.now(),
        created_at=clock.now(),
    )  # fmt: skip
    for wanted in ((0, 5), (4, 9)):
        grant_range(transfer=transfer, content=content, wanted=wanted)
    assert read("exchange.transfer.bytes") == ("10", {"sent": "12", "requests": "2"}, 0)
    assert read("exchange.transfer.consumers") == ("1", {}, 0)
    assert read("exchange.transfer.completed") == ("0", {}, 0)
    TransferProcess.objects.update(state="COMPLETED", ended_at=clock.now())
    assert read("exchange.transfer.completed") == ("1", {"HttpData-PULL": "1"}, 0)
    Product.objects.update(generated=True)
    for code in ("exchange.transfer.bytes", "exchange.transfer.consumers", "exchange.transfer.completed"):
        assert read(code)[0] == "0", "generated data are no evidence"


def test_generated_data_count_in_a_demo_and_are_told_apart(settings: Any) -> None:
    settings.COUNT_GENERATED = True
    product, offer, _by = make.make_product()
    Product.objects.update(generated=True)
    transfer = make.make_transfer(make.make_agreement(product, offer))
    content = Content.objects.create(
        version_of=product.versions.get(), key="k", sha256="0" * 64, bytes=10, media_type="x", used_at=clock.now(),
        created_at=clock.now(),
    )  # fmt: skip
    grant_range(transfer=transfer, content=content, wanted=(0, 9))
    assert read("exchange.transfer.bytes") == ("10", {"sent": "10", "requests": "1"}, 1)
    assert read("exchange.transfer.consumers") == ("1", {}, 1)
    assert read("exchange.catalogue.opened")[::2] == ("1", 1)


def test_what_was_opened_and_can_be_asked_about() -> None:
    product, _offer, _by = make.make_product()
    make.make_draft()
    assert read("exchange.catalogue.opened") == ("1", {"CONTRACT": "1"}, 0)
    for case in ("a", "b"):
        FulfilledRequest.objects.create(case=case, number=case, entry=product.pk, created_at=clock.now())
    assert read("exchange.request.fulfilled") == ("1", {"requests": "2"}, 0)
    issuer, _officer = make_issuer()
    assert read("exchange.authenticity.services") == ("1", {issuer.method: "1"}, 0)
