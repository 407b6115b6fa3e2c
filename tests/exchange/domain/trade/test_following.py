"""Orders follow agreements and transfers that the connector reports."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from tests.factories.trade import Market, make_market, make_voucher
from yunghap.core import clock
from yunghap.core.outbox import dispatch_pending, publish
from yunghap.exchange.contracts import Price
from yunghap.exchange.domain.connector import events
from yunghap.exchange.domain.connector.agreements import facts_of
from yunghap.exchange.domain.trade import orders
from yunghap.exchange.domain.trade.following import measure_usage
from yunghap.exchange.enums import OrderState
from yunghap.exchange.jobs import state_use
from yunghap.exchange.models import Agreement, Meter, Order, Participant, TransferProcess

pytestmark = pytest.mark.django_db


def concluded(market: Market, **values: Any) -> Agreement:
    fields = {
        "key": "urn:uuid:1",
        "side": "PROVIDER",
        "participant": market.supplier,
        "counterparty": "did:web:company",
        "asset": market.offer.product_id,
        "offer": market.offer,
        "agreed_at": clock.now(),
        **values,
    }
    return Agreement.objects.create(**fields)


def report(topic: str, agreement: Agreement) -> None:
    with transaction.atomic():
        publish(
            topic=topic,
            subject=f"agreement:{agreement.pk}",
            payload={"details": facts_of(agreement)},
            at=clock.now(),
        )
    dispatch_pending()


def takes_part(market: Market) -> None:
    Participant.objects.create(
        key="did:web:company",
        slug="company",
        organisation=market.company,
        name="x",
        address="https://company.example",
        applied_at=clock.now(),
    )


def test_agreement_and_transfer_bring_an_order_forward() -> None:
    market = make_market()
    takes_part(market)
    order = orders.place_order(
        offer=market.offer, buyer=market.company, voucher=make_voucher(market), by=market.buyer
    )
    agreement = concluded(market)
    for _twice in range(2):
        report(events.AGREEMENT_CONCLUDED, agreement)
    order.refresh_from_db()
    assert (order.state, order.agreement) == (OrderState.AGREED, agreement)
    TransferProcess.objects.create(
        side="PROVIDER",
        participant=market.supplier,
        counterparty="did:web:company",
        counterparty_address="https://company.example",
        agreement=agreement,
        format="HttpData-PULL",
        state="COMPLETED",
        opened_at=clock.now(),
        changed_at=clock.now(),
        ended_at=clock.now(),
    )
    for _twice in range(2):
        report(events.TRANSFER_COMPLETED, agreement)
    order.refresh_from_db()
    assert order.state == OrderState.DELIVERED
    orders.accept_delivery(order=order, expected=order.version, by=market.buyer)
    assert not order.findings.exists()


def test_what_was_never_fetched_is_found() -> None:
    market = make_market()
    takes_part(market)
    order = orders.place_order(
        offer=market.offer, buyer=market.company, voucher=make_voucher(market), by=market.buyer
    )
    orders.agree_order(order=order, expected=order.version, by=market.seller)
    report(events.AGREEMENT_CONCLUDED, concluded(market))
    order.refresh_from_db()
    orders.deliver_order(order=order, expected=order.version, by=market.seller)
    orders.accept_delivery(order=order, expected=order.version, by=market.buyer)
    assert [one.check_id for one in order.findings.all()] == ["never-downloaded"]


def test_agreements_without_an_order_change_nothing() -> None:
    market = make_market()
    report(events.AGREEMENT_CONCLUDED, concluded(market))
    takes_part(market)
    report(events.AGREEMENT_CONCLUDED, concluded(market, key="2"))
    report(events.AGREEMENT_CONCLUDED, concluded(market, key="3", side="CONSUMER", offer=None))
    report(events.TRANSFER_COMPLETED, concluded(market, key="4"))
    assert not Order.objects.exists()


@pytest.mark.parametrize(("unit", "quantity"), [("ROW", 300), ("MB", 5), ("CALL", 4)])
def test_the_meter_counts_the_use_of_a_month_once(unit: str, quantity: int) -> None:
    market = make_market(price=Price(form="METERED", krw=3, metered_unit=unit))
    order = orders.place_order(offer=market.offer, buyer=market.company, by=market.buyer)
    agreement = concluded(market)
    orders.agree_order(order=order, agreement=agreement, expected=order.version, by=market.seller)
    orders.deliver_order(order=order, expected=order.version, by=market.seller)
    accepted = datetime(2026, 3, 10, 3, tzinfo=UTC)
    orders.accept_delivery(order=order, expected=order.version, by=market.buyer, at=accepted)
    for day, rows in ((9, 7), (10, 100), (31, 200)):
        Meter.objects.create(
            agreement=agreement,
            day=date(2026, 3, day),
            rows=rows,
            bytes=2_600_000,
            sent=2_600_000,
            requests=2,
        )
    assert measure_usage(at=datetime(2026, 3, 31, 3, tzinfo=UTC)) == 0
    april = datetime(2026, 4, 1, 3, tzinfo=UTC)
    assert [measure_usage(at=april), measure_usage(at=april)] == [1, 0]
    usage = order.usages.get()
    assert (usage.starts_on, usage.ends_on, usage.quantity, usage.measured) == (
        date(2026, 3, 10),
        date(2026, 3, 31),
        quantity,
        True,
    )
    state_use.func()
