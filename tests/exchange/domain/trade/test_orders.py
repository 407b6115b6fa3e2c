"""From a quote to the last invoice, paid by bank transfer."""

from datetime import timedelta

import pytest

from tests.factories import exchange as make
from tests.factories.trade import LUMP_SUM, violations
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.exchange.contracts import Price
from yunghap.exchange.domain.products import end_offer
from yunghap.exchange.domain.trade import invoices, orders, quotes
from yunghap.exchange.enums import OrderState, QuoteState
from yunghap.exchange.models import Account, Agreement, Offer, Order, Quote
from yunghap.identity.models import Notification, Organisation
from yunghap.identity.queries import get_organisation

pytestmark = pytest.mark.django_db


class Two:
    """A buyer and a seller with one offer."""

    def __init__(self, price: Price = LUMP_SUM) -> None:
        self.supplier, self.seller = make.make_provider()
        self.company, self.buyer = make.make_consumer()
        _product, self.offer, _by = make.make_product(self.supplier, self.seller, price=price)

    def order(self, **values: object) -> Order:
        return orders.place_order(offer=self.offer, buyer=self.company, by=self.buyer, **values)  # type: ignore[arg-type]

    def accepted(self, **values: object) -> Order:
        order = self.order(**values)
        orders.agree_order(order=order, expected=order.version, by=self.seller)
        orders.deliver_order(order=order, expected=order.version, by=self.seller)
        return orders.accept_delivery(order=order, expected=order.version, by=self.buyer)


def quoted(two: Two, **values: object) -> Quote:
    quote = quotes.ask_quote(offer=two.offer, buyer=two.company, question="할인되나요?", by=two.buyer)
    given: dict[str, object] = {"valid_until": clock.today(), "unit_krw": 900, **values}
    return quotes.give_quote(
        quote=quote, quoted=quotes.Quoted(**given), expected=quote.version, by=two.seller
    )  # type: ignore[arg-type]


def balance(kind: str, organisation: Organisation) -> int:
    return Account.objects.get(key=f"{kind}:{organisation.pk}").balance_krw


def test_lump_sum_from_order_to_payment() -> None:
    two = Two()
    order = two.accepted()
    invoice = order.invoices.get()
    assert (invoice.supply_krw, invoice.vat_krw, invoice.total_krw) == (10_000_000, 1_000_000, 11_000_000)
    assert balance("DEBT", two.company) == -11_000_000
    with pytest.raises(Conflict, match="settled"):
        orders.close_order(order=order, expected=order.version, by=two.seller)
    invoices.record_payment(
        invoice=invoice, amount_krw=11_000_000, received_on=clock.today(), reference="이체 1", by=two.seller
    )
    assert (balance("DEBT", two.company), balance("EARNED", two.supplier)) == (0, 11_000_000)
    order = orders.close_order(order=order, expected=order.version, by=two.seller)
    assert order.state == OrderState.CLOSED
    with pytest.raises(Conflict):
        invoices.issue_invoice(order=order, by=two.seller)
    assert violations() == []
    assert order.number == f"ORD-{clock.today().year}-00001"


def test_order_on_a_quote() -> None:
    two = Two()
    quote = quoted(two, vat="EXEMPT", reply="네")
    order = two.order(quote=quote)
    quote.refresh_from_db()
    assert (order.supply_krw, order.vat, quote.state) == (900, "EXEMPT", QuoteState.ORDERED)
    with pytest.raises(Conflict, match="stand"):
        two.order(quote=quote)


def test_quotes_that_do_not_hold() -> None:
    two, other = Two(), Two()
    quote = quoted(two)
    with pytest.raises(InvalidInput, match="something else"):
        other.order(quote=quote)
    with pytest.raises(Conflict, match="until"):
        two.order(quote=quote, at=clock.now() + timedelta(days=2))
    with pytest.raises(InvalidInput, match="over"):
        quoted(two, valid_until=clock.today() - timedelta(days=1))
    with pytest.raises(InvalidInput, match="price"):
        quoted(two, unit_krw=0)
    with pytest.raises(Conflict, match="answered"):
        quotes.decline_quote(quote=quote, reply="x", expected=quote.version, by=two.seller)
    asked = quotes.ask_quote(offer=two.offer, buyer=two.company, by=two.buyer)
    with pytest.raises(InvalidInput, match="why"):
        quotes.decline_quote(quote=asked, reply=" ", expected=asked.version, by=two.seller)
    declined = quotes.decline_quote(quote=asked, reply="품절", expected=asked.version, by=two.seller)
    assert declined.state == QuoteState.DECLINED
    with pytest.raises(Conflict, match="answered"):
        quotes.give_quote(
            quote=declined,
            quoted=quotes.Quoted(valid_until=clock.today(), unit_krw=1),
            expected=declined.version,
            by=two.seller,
        )


def test_what_cannot_be_ordered() -> None:
    two = Two()
    free = Two(Price())
    with pytest.raises(InvalidInput, match="free"):
        free.order()
    with pytest.raises(InvalidInput, match="free"):
        quotes.ask_quote(offer=free.offer, buyer=free.company, by=free.buyer)
    with pytest.raises(InvalidInput, match="quantity"):
        quotes.ask_quote(offer=two.offer, buyer=two.company, quantity=0, by=two.buyer)
    with pytest.raises(InvalidInput):
        quotes.ask_quote(offer=two.offer, buyer=two.company, quantity=10**20, by=two.buyer)
    both = Actor(kind="system", id="system")
    with pytest.raises(Conflict, match="oneself"):
        orders.place_order(offer=two.offer, buyer=two.supplier, by=both)
    end_offer(offer=two.offer, by=two.seller)
    with pytest.raises(Conflict, match="ended"):
        two.order()


def test_only_the_own_side_acts() -> None:
    two = Two()
    order = two.order()
    for verb, by in ((orders.agree_order, two.buyer), (orders.deliver_order, two.buyer)):
        with pytest.raises(NotAllowed):
            verb(order=order, expected=order.version, by=by)  # type: ignore[operator]
    orders.agree_order(order=order, expected=order.version, by=two.seller)
    with pytest.raises(Conflict, match="another step"):
        orders.agree_order(order=order, expected=order.version, by=two.seller)
    with pytest.raises(Conflict, match="another step"):
        orders.accept_delivery(order=order, expected=order.version, by=two.buyer)
    with pytest.raises(InvalidInput, match="why"):
        orders.cancel_order(order=order, reason=" ", expected=order.version, by=two.seller)
    order = orders.cancel_order(order=order, reason="품절", expected=order.version, by=two.seller)
    assert (order.state, order.reason) == (OrderState.CANCELLED, "품절")
    assert Notification.objects.filter(person=two.buyer.id, subject_en="An order was cancelled").exists()


def test_fixed_price_is_invoiced_period_by_period() -> None:
    two = Two(Price(form="FIXED", krw=100_000, period="P1M"))
    order = two.accepted(quantity=2)
    assert order.supply_krw == 200_000
    with pytest.raises(Conflict, match="begins on"):
        invoices.issue_invoice(order=order, by=two.seller)
    second = invoices.issue_invoice(order=order, by=two.seller, at=clock.now() + timedelta(days=40))
    first = order.invoices.get(starts_on__lt=second.starts_on)
    assert second.starts_on == first.ends_on + timedelta(days=1)
    with pytest.raises(Conflict, match="Every period"):
        invoices.issue_invoice(order=order, by=two.seller, at=clock.now() + timedelta(days=80))


def test_metered_and_revenue_share_follow_use() -> None:
    today = clock.today()
    for price, quantity, supply in (
        (Price(form="METERED", krw=3, metered_unit="ROW"), 1_234, 3_702),
        (Price(form="REVENUE_SHARE", share=500), 1_234_567, 61_728),
    ):
        two = Two(price)
        order = two.accepted()
        assert not order.invoices.exists()
        with pytest.raises(Conflict, match="no use"):
            invoices.issue_invoice(order=order, by=two.seller)
        with pytest.raises(NotAllowed):
            invoices.report_usage(order=order, starts_on=today, ends_on=today, quantity=1, by=two.seller)
        invoices.report_usage(order=order, starts_on=today, ends_on=today, quantity=quantity, by=two.buyer)
        with pytest.raises(InvalidInput, match="already"):
            invoices.report_usage(order=order, starts_on=today, ends_on=today, quantity=1, by=SYSTEM)
        with pytest.raises(InvalidInput, match="over"):
            invoices.report_usage(
                order=order, starts_on=today, ends_on=today + timedelta(days=1), quantity=1, by=SYSTEM
            )
        assert invoices.issue_invoice(order=order, by=two.seller).supply_krw == supply


def test_use_is_stated_of_an_order_as_it_is_now() -> None:
    two, today = Two(Price(form="METERED", krw=3, metered_unit="ROW")), clock.today()
    order = two.accepted()
    seen_before = Order.objects.get(pk=order.pk)
    orders.close_order(order=order, expected=order.version, by=two.seller)
    with pytest.raises(Conflict):
        invoices.report_usage(order=seen_before, starts_on=today, ends_on=today, quantity=1, by=two.buyer)


def test_use_does_not_matter_to_a_lump_sum_nor_before_acceptance() -> None:
    today = clock.today()
    order = Two().order()
    with pytest.raises(InvalidInput, match="depend"):
        invoices.report_usage(order=order, starts_on=today, ends_on=today, quantity=1, by=SYSTEM)
    metered = Two(Price(form="METERED", krw=3, metered_unit="ROW")).order()
    with pytest.raises(Conflict, match="after acceptance"):
        invoices.report_usage(order=metered, starts_on=today, ends_on=today, quantity=1, by=SYSTEM)


def test_payments_credit_notes_and_refunds() -> None:
    two = Two()
    invoice = two.accepted().invoices.get()
    pay = {"invoice": invoice, "received_on": clock.today(), "by": two.seller}
    with pytest.raises(InvalidInput, match="transferred"):
        invoices.record_payment(amount_krw=11_000_001, **pay)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="yet to come"):
        invoices.record_payment(
            invoice=invoice, amount_krw=1, received_on=clock.today() + timedelta(days=2), by=two.seller
        )
    payment = invoices.record_payment(amount_krw=4_000_000, **pay)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="why"):
        invoices.credit_invoice(invoice=invoice, reason="", by=two.seller)
    invoice = invoices.credit_invoice(invoice=invoice, reason="일부 미납품", by=two.seller)
    assert (invoice.open_krw, invoice.credited_krw) == (0, 7_000_000)
    with pytest.raises(Conflict, match="Nothing is open"):
        invoices.credit_invoice(invoice=invoice, reason="x", by=two.seller)
    with pytest.raises(InvalidInput, match="given back"):
        invoices.refund_payment(payment=payment, amount_krw=4_000_001, reason="x", by=two.seller)
    with pytest.raises(InvalidInput, match="why"):
        invoices.refund_payment(payment=payment, amount_krw=1, reason=" ", by=two.seller)
    invoices.refund_payment(payment=payment, amount_krw=1_500_000, reason="품질", by=two.seller)
    assert balance("EARNED", two.supplier) == 2_500_000
    invoice.refresh_from_db()
    assert (invoice.paid_krw, invoice.refunded_krw) == (4_000_000, 1_500_000)
    assert violations() == []


def agreement(two: Two, **values: object) -> Agreement:
    return Agreement.objects.create(
        **{
            "key": "urn:uuid:1",
            "side": "CONSUMER",
            "participant": two.company,
            "counterparty": "did:web:other",
            "asset": "x",
            "agreed_at": clock.now(),
            **values,
        }
    )


def test_an_agreement_concluded_elsewhere_is_ordered_once() -> None:
    two = Two()
    made = agreement(two)
    terms = Order(price_form="LUMP_SUM", unit_krw=5_000)
    wanted = {"agreement": made, "title": "버스 운행", "terms": terms, "by": two.buyer}
    order = orders.order_under_agreement(provider=two.supplier, **wanted)  # type: ignore[arg-type]
    assert (order.offer, order.agreement, order.supply_krw) == (None, made, 5_000)
    with pytest.raises(Conflict, match="There is an order"):
        orders.order_under_agreement(provider=two.supplier, **wanted)  # type: ignore[arg-type]
    retired = agreement(two, key="2", side="PROVIDER")
    with pytest.raises(Conflict, match="nothing to order"):
        orders.order_under_agreement(provider=two.supplier, **{**wanted, "agreement": retired})  # type: ignore[arg-type]
    own = agreement(two, key="3")
    with pytest.raises(Conflict, match="oneself"):
        orders.order_under_agreement(
            provider=get_organisation(two.company.pk),
            **{**wanted, "agreement": own},  # type: ignore[arg-type]
        )


def test_an_offer_lists_what_it_costs() -> None:
    assert Offer.objects.count() == 0
    two = Two()
    assert quotes.terms_of(two.offer)["unit_krw"] == 10_000_000
