"""A purchase by voucher and one by bank transfer, all through the pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories import exchange as make
from tests.factories.contracts import make_peer
from tests.factories.identity import make_member, make_organisation, signed_in
from tests.factories.trade import Market, make_line, make_market, make_voucher, propose, violations
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.exchange.contracts import Price
from yunghap.exchange.domain.trade import orders
from yunghap.exchange.enums import OrderState, QuoteState, Signatory, VoucherState
from yunghap.exchange.models import (
    Account,
    Agreement,
    Invoice,
    MisuseFinding,
    Order,
    Payment,
    Quote,
    Supplier,
    Usage,
    Voucher,
    VoucherProgramme,
)
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import User

pytestmark = pytest.mark.django_db


def client(by: Actor) -> Client:
    return signed_in(User.objects.get(pk=by.id))


def at(name: str, *arguments: object) -> str:
    with translation.override("en"):
        return reverse(f"exchange:{name}", args=arguments)


def shows(browser: Client, name: str, *arguments: object, status: int = 200) -> str:
    answer = browser.get(at(name, *arguments))
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode() if answer.get("Content-Type", "").startswith("text") else ""


def sends(browser: Client, name: str, *arguments: object, status: int = 302, **data: Any) -> str:
    answer = browser.post(at(name, *arguments), data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def step(browser: Client, order: Order, name: str) -> None:
    order.refresh_from_db()
    sends(browser, "order_step", order.pk, name, version=order.version)
    order.refresh_from_db()


def test_a_purchase_by_voucher_through_the_pages() -> None:
    market = make_market()
    buyer, seller, officer = client(market.buyer), client(market.seller), client(market.agency)
    sends(
        buyer,
        "propose_voucher",
        programme=market.programme.pk,
        kind="PURCHASE",
        supplier=market.supplier.pk,
        amount_krw=10_000_000,
        purpose="공정 불량 예측",
    )
    voucher = Voucher.objects.get()
    for browser, party in ((buyer, "COMPANY"), (seller, "SUPPLIER"), (officer, "AGENCY")):
        assert "Sign as" in shows(browser, "voucher", voucher.pk)
        sends(browser, "sign_voucher", voucher.pk, party, digest=voucher.digest)
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.ACTIVE
    assert "What similar data cost" in shows(buyer, "place_order", market.offer.pk)
    sends(buyer, "place_order", market.offer.pk, voucher=voucher.pk)
    order = Order.objects.get()
    assert "7,500,000" in shows(buyer, "order", order.pk)
    step(seller, order, "agree")
    step(seller, order, "deliver")
    step(buyer, order, "accept")
    assert order.state == OrderState.ACCEPTED
    invoice = Invoice.objects.get()
    assert "KRW 3,500,000" in shows(buyer, "invoice", invoice.pk)
    sends(seller, "record_payment", invoice.pk, amount_krw=3_500_000, received_on=clock.today())
    payment = Payment.objects.get(means="VOUCHER")
    assert "To be paid out" in shows(officer, "voucher_programme", market.programme.pk)
    sends(officer, "record_payout", payment.pk)
    sends(officer, "record_payout", payment.pk)
    sends(seller, "refund_payment", payment.pk, amount_krw=100, reason="반올림")
    step(seller, order, "close")
    sends(buyer, "settle_voucher", voucher.pk, report="불량률이 줄었습니다")
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.CLOSED
    assert voucher.returned_krw == 2_500_100
    assert violations() == []
    for name in ("orders", "quotes", "vouchers", "voucher_programmes", "accounts"):
        assert "<h1>" in shows(buyer, name)
    assert order.number in shows(seller, "orders")
    assert "What your data earned" in shows(seller, "accounts")
    account = Account.objects.get(key=f"EARNED:{market.supplier.pk}")
    assert "Brought forward" in shows(seller, "account", account.pk)
    shows(buyer, "account", account.pk, status=404)
    files = [
        (seller, "account_file", account.pk, "csv"),
        (seller, "account_file", account.pk, "pdf"),
        (buyer, "orders_file"),
        (buyer, "vouchers_file"),
        (officer, "voucher_programme_file", market.programme.pk),
        (buyer, "voucher_agreement", voucher.pk),
        (buyer, "invoice_file", invoice.pk),
    ]
    for browser, name, *arguments in files:
        answer = browser.get(at(name, *arguments))  # type: ignore[arg-type]
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    shows(seller, "account_file", account.pk, "doc", status=404)


def test_quote_order_usage_and_invoice_through_the_pages() -> None:
    market = make_market(price=Price(form="METERED", krw=3, metered_unit="ROW"))
    buyer, seller = client(market.buyer), client(market.seller)
    shows(buyer, "ask_quote", market.offer.pk)
    sends(buyer, "ask_quote", market.offer.pk, question="할인되나요?")
    quote = Quote.objects.get()
    assert "할인되나요?" in shows(seller, "quote", quote.pk)
    sends(
        seller,
        "quote",
        quote.pk,
        version=quote.version,
        unit_krw=0,
        vat="TAXABLE",
        valid_until=clock.today(),
        status=422,
    )
    sends(
        seller, "quote", quote.pk, version=quote.version, unit_krw=2, vat="TAXABLE", valid_until=clock.today()
    )
    assert "KRW 2 / 1 row" in shows(buyer, "quote", quote.pk)
    sends(buyer, "quote", quote.pk)
    order = Order.objects.get()
    quote.refresh_from_db()
    assert quote.state == QuoteState.ORDERED
    sends(buyer, "quote", quote.pk, status=404)
    step(seller, order, "agree")
    step(seller, order, "deliver")
    step(buyer, order, "accept")
    sends(seller, "issue_invoice", order.pk)
    assert not Invoice.objects.exists()
    today = clock.today()
    shows(buyer, "report_usage", order.pk)
    sends(buyer, "report_usage", order.pk, starts_on=today, ends_on=today, quantity=1_000)
    assert Usage.objects.get().quantity == 1_000
    sends(seller, "issue_invoice", order.pk)
    invoice = Invoice.objects.get()
    assert invoice.total_krw == 2_200
    shows(seller, "credit_invoice", invoice.pk)
    sends(seller, "credit_invoice", invoice.pk, reason="합의")
    assert "Use" in shows(buyer, "order", order.pk)


def test_declining_and_cancelling() -> None:
    market = make_market()
    buyer, seller = client(market.buyer), client(market.seller)
    sends(buyer, "ask_quote", market.offer.pk)
    quote = Quote.objects.get()
    shows(seller, "decline_quote", quote.pk)
    shows(buyer, "decline_quote", quote.pk, status=404)
    sends(seller, "decline_quote", quote.pk, reason="품절")
    sends(buyer, "place_order", market.offer.pk)
    order = Order.objects.get()
    sends(buyer, "order_step", order.pk, "agree", status=404)
    sends(buyer, "order_step", order.pk, "fly", status=404)
    sends(seller, "order_step", order.pk, "agree", version=99)
    shows(seller, "cancel_order", order.pk)
    sends(seller, "cancel_order", order.pk, reason=" ", status=422)
    sends(seller, "cancel_order", order.pk, reason="품절")
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    for query in ("?side=bought", "?side=sold", "?state=CANCELLED", "?q=ORD", "?q=nothing"):
        assert buyer.get(at("orders") + query).status_code == 200


def test_findings_are_the_agencys() -> None:
    market = make_market()
    voucher = make_voucher(market)
    order = orders.place_order(offer=market.offer, buyer=market.company, voucher=voucher, by=market.buyer)
    finding = MisuseFinding.objects.create(
        order=order, check_id="near-expiry", text_ko="만료", text_en="expiry", found_at=clock.now()
    )
    officer = client(market.agency)
    assert "Spent near expiry" in shows(officer, "order", order.pk)
    hidden = shows(client(market.buyer), "order", order.pk)
    assert "The agency looks" in hidden
    assert "Spent near expiry" not in hidden
    shows(client(market.seller), "waive_finding", finding.pk, status=404)
    shows(officer, "waive_finding", finding.pk)
    sends(officer, "waive_finding", finding.pk, reason="확인함")
    assert "확인함" in shows(officer, "order", order.pk)


def test_a_voucher_programme_from_opening_to_suppliers() -> None:
    agency = make_organisation(OrganisationKind.AGENCY)
    officer = signed_in(make_member(agency, Role.AGENCY_OFFICER))
    line = make_line()
    today = clock.today()
    shows(officer, "open_voucher_programme")
    sends(
        officer,
        "open_voucher_programme",
        title="데이터 바우처 2026",
        budget_line=line.pk,
        starts_on=today,
        ends_on=today,
        purchase=1_000,
        processing=2_000,
        ai_processing=3_000,
        own_share=20,
    )
    programme = VoucherProgramme.objects.get()
    supplier, by = make.make_provider()
    seller = client(by)
    assert "Apply as supplier" in shows(seller, "voucher_programme", programme.pk)
    shows(seller, "apply_as_supplier", programme.pk)
    sends(seller, "apply_as_supplier", programme.pk, representative="김대표", address="대전 1")
    assert "Applied" in shows(seller, "voucher_programme", programme.pk)
    found = Supplier.objects.get(organisation=supplier)
    assert "김대표" in shows(officer, "settle_supplier", found.pk)
    sends(officer, "settle_supplier", found.pk, state="REFUSED", status=422)
    sends(officer, "settle_supplier", found.pk, state="REGISTERED")
    assert "Registered" in shows(officer, "voucher_programme", programme.pk)
    shows(seller, "voucher_programme_file", programme.pk, status=404)


def test_signing_and_taking_back() -> None:
    market = make_market()
    voucher = propose(market)
    buyer = client(market.buyer)
    sends(buyer, "sign_voucher", voucher.pk, "AGENCY", status=404)
    sends(buyer, "sign_voucher", voucher.pk, "COMPANY", digest="other words")
    assert not voucher.signatures.exists()
    shows(buyer, "voucher_agreement", voucher.pk, status=404)
    shows(buyer, "cancel_voucher", voucher.pk)
    shows(client(market.seller), "cancel_voucher", voucher.pk, status=404)
    sends(buyer, "cancel_voucher", voucher.pk, reason="철회")
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.CANCELLED
    assert list(Signatory)


def test_an_order_under_an_agreement_concluded_elsewhere() -> None:
    market = make_market()
    agreement = Agreement.objects.create(
        key="urn:uuid:1",
        side="CONSUMER",
        participant=market.company,
        counterparty="other",
        asset=market.offer.product_id,
        agreed_at=clock.now(),
    )
    buyer = client(market.buyer)
    page = shows(buyer, "order_under_agreement", agreement.pk)
    assert f'value="{market.offer.product.title}"' in page
    shows(client(market.seller), "order_under_agreement", agreement.pk, status=404)
    data = {"title": "버스 운행", "provider": market.supplier.pk, "price_form": "LUMP_SUM"}
    sends(buyer, "order_under_agreement", agreement.pk, status=422, **data)
    sends(buyer, "order_under_agreement", agreement.pk, unit_krw=5_000, **data)
    assert Order.objects.get().supply_krw == 5_000
    make_market()  # another supplier: the provider is no longer the only one
    again = Agreement.objects.create(
        key="urn:uuid:2",
        side="CONSUMER",
        participant=market.company,
        counterparty="other",
        asset="b",
        agreed_at=clock.now(),
    )
    assert f'value="{market.supplier.pk}" selected' in shows(buyer, "order_under_agreement", again.pk)
    peer = make_peer(name=market.supplier.short_name)
    Agreement.objects.filter(pk=again.pk).update(counterparty=peer.key)
    assert f'value="{market.supplier.pk}" selected' in shows(buyer, "order_under_agreement", again.pk)
    Agreement.objects.filter(pk=again.pk).update(counterparty="stranger")
    assert f'value="{market.supplier.pk}" selected' not in shows(buyer, "order_under_agreement", again.pk)


def test_prices_are_public() -> None:
    first = make_market(price=Price(form="FIXED", krw=120_000, period="P1Y"))
    make_market(price=Price(form="METERED", krw=3, metered_unit="MB"))
    page = shows(Client(), "prices", first.offer.product.slug)
    assert "KRW 120,000 / year" in page
    assert "KRW 10,000.00" in page  # a month
    assert "KRW 3 / 1 MB" in page
    shows(Client(), "prices", "nothing", status=404)
    free, _offer, _by = make.make_product()
    assert "Nothing to compare" not in shows(Client(), "prices", free.slug)


def test_foreign_things_do_not_exist(django_assert_max_num_queries: Any) -> None:
    market: Market = make_market()
    voucher = make_voucher(market)
    order = orders.place_order(offer=market.offer, buyer=market.company, by=market.buyer)
    stranger = signed_in(make_member(make_organisation(OrganisationKind.COMPANY), Role.DATA_CONSUMER))
    for name, thing in (("order", order.pk), ("voucher", voucher.pk), ("invoice", "x"), ("quote", "x")):
        shows(stranger, name, thing, status=404)
    auditor = signed_in(make_member(make_organisation(OrganisationKind.PLATFORM), Role.AUDITOR))
    assert order.number in shows(auditor, "orders")
    shows(auditor, "order", order.pk)
    shows(auditor, "voucher_programme", market.programme.pk)
