"""Vouchers from the budget line to the supplier and back."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.utils import translation

from tests.factories import exchange as make
from tests.factories.identity import make_member, make_organisation
from tests.factories.trade import (
    LUMP_SUM,
    Market,
    make_market,
    make_voucher,
    propose,
    register_supplier,
    violations,
)
from yunghap.core import canonical, clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.exchange.checks import CHECKS
from yunghap.exchange.contracts import Price
from yunghap.exchange.domain.trade import invoices, misuse, orders, vouchers
from yunghap.exchange.domain.trade.voucher_programmes import (
    apply_as_supplier,
    open_voucher_programme,
    settle_supplier,
    state_trading_party,
)
from yunghap.exchange.enums import OrderState, Signatory, SupplierState, VoucherKind, VoucherState
from yunghap.exchange.jobs import end_vouchers
from yunghap.exchange.models import Account, MisuseFinding, Offer, Order, Payment, Supplier, Voucher
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Organisation, User
from yunghap.ledger.service import Statement, verify_statement
from yunghap.programmes.service import committed_krw

pytestmark = pytest.mark.django_db


def balance(key: str) -> int:
    return Account.objects.get(key=key).balance_krw


def order_by_voucher(market: Market, voucher: Voucher, **values: Any) -> Order:
    fields = {"offer": market.offer, "buyer": market.company, "by": market.buyer, **values}
    return orders.place_order(voucher=voucher, **fields)


def accepted(market: Market, order: Order) -> Order:
    orders.agree_order(order=order, expected=order.version, by=market.seller)
    orders.deliver_order(order=order, expected=order.version, by=market.seller)
    return orders.accept_delivery(order=order, expected=order.version, by=market.buyer)


def test_three_sign_before_money_lies_in_the_voucher() -> None:
    market = make_market()
    voucher = propose(market)
    assert committed_krw(market.line.pk) == 0
    for number, (party, by) in enumerate(market.signers.items()):
        assert voucher.state == VoucherState.PROPOSED
        with pytest.raises(InvalidInput, match="not in use"):
            order_by_voucher(market, voucher)
        voucher = vouchers.sign_voucher(voucher=voucher, party=party, digest=voucher.digest, by=by)
        assert voucher.signatures.count() == number + 1
    assert voucher.state == VoucherState.ACTIVE
    assert (balance(f"VOUCHER:{voucher.pk}"), balance(f"BUDGET:{market.line.pk}")) == (
        10_000_000,
        -10_000_000,
    )
    assert committed_krw(market.line.pk) == 10_000_000
    document = json.loads(Statement.objects.get(pk=voucher.statement).document)
    assert verify_statement(document).valid
    assert document["payload"]["content"]["digest"] == sha256(canonical.encode(voucher.terms)).hexdigest()
    assert [one["party"] for one in document["payload"]["content"]["signatures"]] == list(Signatory)


def test_who_signs_what_once() -> None:
    market = make_market()
    voucher = propose(market)
    sign = vouchers.sign_voucher
    with pytest.raises(NotAllowed):
        sign(voucher=voucher, party=Signatory.AGENCY, digest=voucher.digest, by=market.buyer)
    with pytest.raises(NotAllowed, match="person"):
        sign(voucher=voucher, party=Signatory.AGENCY, digest=voucher.digest, by=SYSTEM)
    with pytest.raises(Conflict, match="words"):
        sign(voucher=voucher, party=Signatory.COMPANY, digest="0" * 64, by=market.buyer)
    sign(voucher=voucher, party=Signatory.COMPANY, digest=voucher.digest, by=market.buyer)
    with pytest.raises(Conflict, match="signed already"):
        sign(voucher=voucher, party=Signatory.COMPANY, digest=voucher.digest, by=market.buyer)
    buyer = User.objects.get(pk=market.buyer.id)
    make_member(market.programme.agency, Role.AGENCY_OFFICER, person=buyer)
    with pytest.raises(NotAllowed, match="two parties"):  # whatever roles they hold besides
        sign(voucher=voucher, party=Signatory.AGENCY, digest=voucher.digest, by=market.buyer)


def test_a_budget_line_without_enough_left_refuses() -> None:
    market = make_market(krw=15_000_000)
    make_voucher(market)
    with pytest.raises(Conflict, match="not enough left"):
        make_voucher(market)
    assert committed_krw(market.line.pk) == 10_000_000


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"amount_krw": 18_000_001}, "at most KRW 18,000,000"),
        ({"amount_krw": 0}, "at most"),
        ({"purpose": " "}, "for"),
    ],
)
def test_what_cannot_be_proposed(values: dict[str, Any], text: str) -> None:
    market = make_market()
    fields: dict[str, Any] = {
        "programme": market.programme,
        "kind": VoucherKind.PURCHASE,
        "company": market.company,
        "supplier": market.supplier,
        "amount_krw": 1,
        "purpose": "x",
        **values,
    }
    with pytest.raises(InvalidInput, match=text):
        vouchers.propose_voucher(by=market.buyer, **fields)
    stranger, _by = make.make_provider()
    with pytest.raises(InvalidInput, match="not registered"):
        vouchers.propose_voucher(
            by=market.agency, **{**fields, "amount_krw": 1, "purpose": "x", "supplier": stranger}
        )
    with pytest.raises(InvalidInput, match="oneself"):
        vouchers.propose_voucher(by=market.agency, **{**fields, "supplier": market.company})


def test_purchase_by_voucher_pays_the_supplier() -> None:
    market = make_market()
    voucher = make_voucher(market)
    order = order_by_voucher(market, voucher)
    assert order.support_krw == 7_500_000
    assert (balance(f"RESERVED:{order.pk}"), balance(f"VOUCHER:{voucher.pk}")) == (7_500_000, 2_500_000)
    order = accepted(market, order)
    invoice = order.invoices.get()
    assert (invoice.paid_krw, invoice.open_krw) == (
        7_500_000,
        3_500_000,
    )  # own share and VAT stay with the company
    assert balance(f"SETTLEMENT:{market.supplier.pk}") == 7_500_000
    with pytest.raises(InvalidInput, match="transferred"):
        invoices.record_payment(
            invoice=invoice, amount_krw=3_500_001, received_on=clock.today(), by=market.seller
        )
    invoices.record_payment(
        invoice=invoice, amount_krw=3_500_000, received_on=clock.today(), by=market.seller
    )
    payment = Payment.objects.get(means="VOUCHER")
    with pytest.raises(NotAllowed):
        vouchers.record_payout(payment=payment, by=market.seller)
    vouchers.record_payout(payment=payment, by=market.agency)
    assert balance(f"EARNED:{market.supplier.pk}") == 11_000_000
    for again in (payment, Payment.objects.get(means="BANK")):
        with pytest.raises(Conflict):
            vouchers.record_payout(payment=again, by=market.agency)
    orders.close_order(order=order, expected=order.version, by=market.seller)
    voucher = vouchers.settle_voucher(voucher=voucher, report="불량률 3% 감소", by=market.buyer)
    assert (voucher.state, voucher.returned_krw) == (VoucherState.CLOSED, 2_500_000)
    assert committed_krw(market.line.pk) == 7_500_000
    assert violations() == []


def test_a_cancelled_order_gives_the_support_back() -> None:
    market = make_market()
    voucher = make_voucher(market)
    order = order_by_voucher(market, voucher)
    with pytest.raises(Conflict, match="not finished"):
        vouchers.settle_voucher(voucher=voucher, report="x", by=market.buyer)
    orders.cancel_order(order=order, reason="x", expected=order.version, by=market.buyer)
    assert balance(f"VOUCHER:{voucher.pk}") == 10_000_000


def test_an_expired_voucher_returns_what_was_not_delivered() -> None:
    market = make_market(own_share=0)
    voucher, unsigned = make_voucher(market, 15_000_000), propose(market, 1_000_000)
    waits = order_by_voucher(market, voucher)
    later = clock.now() + timedelta(days=201)
    assert vouchers.expire_vouchers(at=clock.now()) == 0
    assert vouchers.expire_vouchers(at=later) == 1
    voucher.refresh_from_db()
    waits.refresh_from_db()
    unsigned.refresh_from_db()
    assert (voucher.state, voucher.returned_krw, waits.state) == (
        VoucherState.EXPIRED,
        15_000_000,
        OrderState.CANCELLED,
    )
    assert unsigned.state == VoucherState.CANCELLED
    assert committed_krw(market.line.pk) == 0
    reported = vouchers.settle_voucher(voucher=voucher, report="쓰지 못함", by=market.buyer)
    assert reported.report == "쓰지 못함"
    with pytest.raises(Conflict):
        vouchers.settle_voucher(voucher=voucher, report="again", by=market.buyer)
    end_vouchers.func()
    assert violations() == []


def test_a_refund_goes_to_the_voucher_or_once_it_ended_to_the_budget_line() -> None:
    market = make_market()
    voucher = make_voucher(market)
    order = accepted(market, order_by_voucher(market, voucher))
    payment = Payment.objects.get(means="VOUCHER")
    invoices.refund_payment(payment=payment, amount_krw=500_000, reason="품질", by=market.seller)
    assert balance(f"VOUCHER:{voucher.pk}") == 3_000_000
    invoices.credit_invoice(invoice=order.invoices.get(), reason="합의", by=market.seller)
    order.refresh_from_db()
    orders.close_order(order=order, expected=order.version, by=market.seller)
    vouchers.settle_voucher(voucher=voucher, report="x", by=market.buyer)
    payment.refresh_from_db()
    vouchers.record_payout(payment=payment, by=market.agency)
    payment.refresh_from_db()
    invoices.refund_payment(payment=payment, amount_krw=7_000_000, reason="전액", by=market.seller)
    voucher.refresh_from_db()
    assert voucher.returned_krw == 10_000_000
    assert (committed_krw(market.line.pk), balance(f"BUDGET:{market.line.pk}")) == (0, 0)
    assert violations() == []


def test_cancelling_before_all_signed_releases_the_commitment() -> None:
    market = make_market()
    voucher = propose(market)
    vouchers.sign_voucher(voucher=voucher, party=Signatory.AGENCY, digest=voucher.digest, by=market.agency)
    assert committed_krw(market.line.pk) == 10_000_000
    with pytest.raises(InvalidInput):
        vouchers.cancel_voucher(voucher=voucher, reason=" ", by=market.buyer)
    vouchers.cancel_voucher(voucher=voucher, reason="철회", by=market.buyer)
    assert committed_krw(market.line.pk) == 0
    with pytest.raises(Conflict):
        vouchers.cancel_voucher(voucher=voucher, reason="again", by=market.buyer)


def test_a_voucher_fits_company_supplier_day_and_total() -> None:
    market, other = make_market(), make_market()
    voucher = make_voucher(market)
    with pytest.raises(InvalidInput, match="another company"):
        order_by_voucher(other, voucher)
    with pytest.raises(InvalidInput, match="not in use"):
        order_by_voucher(market, voucher, at=clock.now() + timedelta(days=300))
    _product, metered, _by = make.make_product(
        market.supplier, market.seller, price=Price(form="METERED", krw=1, metered_unit="ROW")
    )
    with pytest.raises(InvalidInput, match="quantity"):
        order_by_voucher(market, voucher, offer=metered)
    _product, dear, _by = make.make_product(
        market.supplier, market.seller, price=Price(form="LUMP_SUM", krw=30_000_000)
    )
    assert order_by_voucher(market, voucher, offer=dear).support_krw == 10_000_000
    with pytest.raises(InvalidInput, match="Nothing is left"):
        order_by_voucher(market, voucher)


# --- misuse ---------------------------------------------------------------------------------------


def found(order: Order) -> set[str]:
    return set(order.findings.values_list("check_id", flat=True))


def suspend(market: Market) -> Order:
    voucher = make_voucher(market)
    supplier = Supplier.objects.get(organisation=market.supplier)
    settle_supplier(
        supplier=supplier,
        state=SupplierState.SUSPENDED,
        reason="x",
        expected=supplier.version,
        by=market.agency,
    )
    return order_by_voucher(market, voucher)


def relate(market: Market, **values: str) -> Order:
    for organisation, by, own in (
        (market.company, market.buyer, {"representative": "김 하나", "address": "서울 1"}),
        (market.supplier, market.seller, {"representative": "이둘", "address": "부산 2", **values}),
    ):
        state_trading_party(organisation=organisation, by=by, **own)
    return order_by_voucher(market, make_voucher(market))


def same_house(market: Market) -> Order:
    Organisation.objects.filter(pk=market.company.pk).update(parent=market.supplier)
    return order_by_voucher(market, make_voucher(market))


def split(market: Market) -> Order:
    for _number in range(2):
        voucher = make_voucher(market, 17_500_000)
        _product, offer, _by = make.make_product(
            market.supplier, market.seller, price=Price(form="LUMP_SUM", krw=40_000_000)
        )
        order = order_by_voucher(market, voucher, offer=offer)
    return order


def circle(market: Market) -> Order:
    """The supplier buys from a third, which buys from the company."""
    company_offer = sells(market.company)
    third = make_organisation(OrganisationKind.COMPANY)
    orders.place_order(offer=company_offer, buyer=third, by=SYSTEM)
    orders.place_order(offer=sells(third), buyer=market.supplier, by=SYSTEM)
    return order_by_voucher(market, make_voucher(market))


def sells(organisation: Organisation) -> Offer:
    return make.make_product(organisation, SYSTEM, price=LUMP_SUM)[1]


def late(market: Market) -> Order:
    return order_by_voucher(market, make_voucher(market), at=clock.now() + timedelta(days=190))


def dear(market: Market) -> Order:
    for _number in range(3):
        provider, by = make.make_provider()
        make.make_product(provider, by, price=Price(form="METERED", krw=1, metered_unit="ROW"))
    _product, offer, _by = make.make_product(
        market.supplier, market.seller, price=Price(form="METERED", krw=4, metered_unit="ROW")
    )
    return order_by_voucher(market, make_voucher(market), offer=offer, quantity=100)


@pytest.mark.parametrize(
    ("check", "deed"),
    [
        ("unregistered-supplier", suspend),
        ("related-parties", lambda market: relate(market, representative="김하나")),
        ("related-parties", lambda market: relate(market, address="서울  1")),
        ("related-parties", same_house),
        ("split-orders", split),
        ("circular-payment", circle),
        ("near-expiry", late),
        ("dear-price", dear),
    ],
)
def test_each_check_finds_its_misuse_and_only_that(check: str, deed: Callable[[Market], Order]) -> None:
    order = deed(make_market())
    assert found(order) == {check}
    finding = order.findings.get()
    assert finding.text_ko
    assert finding.text_en
    assert check in CHECKS


@pytest.mark.parametrize("deed", [relate, lambda market: order_by_voucher(market, make_voucher(market))])
def test_an_honest_order_is_not_held(deed: Callable[[Market], Order]) -> None:
    assert found(deed(make_market())) == set()


def test_a_finding_holds_the_money_until_it_is_waived() -> None:
    market = make_market()
    order = accepted(market, late_order(market))
    invoice = order.invoices.get()
    assert invoice.paid_krw == 0
    finding = MisuseFinding.objects.get()
    with pytest.raises(NotAllowed):
        misuse.waive_finding(finding=finding, reason="x", expected=finding.version, by=market.buyer)
    with pytest.raises(InvalidInput, match="why"):
        misuse.waive_finding(finding=finding, reason="", expected=finding.version, by=market.agency)
    misuse.waive_finding(finding=finding, reason="사업 일정 확인", expected=finding.version, by=market.agency)
    invoice.refresh_from_db()
    assert invoice.paid_krw == 7_500_000
    with pytest.raises(Conflict, match="before"):
        misuse.waive_finding(finding=finding, reason="x", expected=finding.version, by=market.agency)
    with translation.override("ko"):
        assert "만료" in finding.text_ko


def late_order(market: Market) -> Order:
    voucher = make_voucher(market)
    Voucher.objects.filter(pk=voucher.pk).update(ends_on=clock.today() + timedelta(days=3))
    voucher.refresh_from_db()
    return order_by_voucher(market, voucher)


# --- programmes and suppliers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"own_share": 10_000},
        {"ceilings": {"PURCHASE": 0}},
        {"ceilings": {"GOLD": 1}},
        {"days": -31},
    ],
)
def test_programmes_that_are_none(values: dict[str, Any]) -> None:
    market = make_market()
    today = clock.today()
    days = values.pop("days", 0)
    with pytest.raises(InvalidInput):
        open_voucher_programme(
            title="x",
            agency=market.programme.agency,
            budget_line=market.line,
            starts_on=today,
            ends_on=today + timedelta(days=days),
            by=market.agency,
            **values,
        )


def test_suppliers_say_who_they_are_and_are_decided_on() -> None:
    market = make_market()
    organisation, by = make.make_provider()
    with pytest.raises(InvalidInput, match="representative"):
        apply_as_supplier(programme=market.programme, organisation=organisation, by=by)
    register_supplier(market.programme, organisation, by, market.agency)
    with pytest.raises(Conflict, match="applied"):
        apply_as_supplier(programme=market.programme, organisation=organisation, by=by)
    supplier = Supplier.objects.get(organisation=organisation)
    with pytest.raises(Conflict):
        settle_supplier(
            supplier=supplier, state=SupplierState.REGISTERED, expected=supplier.version, by=market.agency
        )
    with pytest.raises(InvalidInput, match="why"):
        settle_supplier(
            supplier=supplier, state=SupplierState.SUSPENDED, expected=supplier.version, by=market.agency
        )
