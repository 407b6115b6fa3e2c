"""Whatever is done in whatever order, the books balance and no purse is below nothing."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.factories import exchange as make
from tests.factories.trade import make_market, make_voucher, propose, violations
from yunghap.core import clock
from yunghap.core.errors import DomainError
from yunghap.exchange.contracts import Price
from yunghap.exchange.domain.trade import invoices, misuse, orders, vouchers
from yunghap.exchange.enums import OrderState, PaymentMeans, Signatory, VoucherState
from yunghap.exchange.models import Account, Invoice, MisuseFinding, Order, Payment, Voucher
from yunghap.programmes.service import committed_krw

pytestmark = pytest.mark.django_db
PRICES = [
    Price(form="LUMP_SUM", krw=7_654_321),
    Price(form="FIXED", krw=333_333, period="P1M"),
    Price(form="METERED", krw=17, metered_unit="ROW"),
    Price(form="REVENUE_SHARE", share=1_234),
]
AMOUNTS = st.integers(min_value=1, max_value=20_000_000)
PICK = st.integers(min_value=0, max_value=1_000)
EXAMPLES = 6
seen: Counter[str] = Counter()  # how often each verb was done or refused, for whoever wonders how far it gets


class Trading(RuleBasedStateMachine):
    """A company and a supplier, four offers, any number of vouchers, orders and invoices."""

    def __init__(self) -> None:
        super().__init__()
        self.at = clock.now()
        self.savepoint = transaction.savepoint()
        self.market = make_market(price=PRICES[0], krw=30_000_000)
        self.offers = [self.market.offer]
        for price in PRICES[1:]:
            _product, offer, _by = make.make_product(
                self.market.supplier, self.market.seller, price=price, title=f"데이터 {price.form}"
            )
            self.offers.append(offer)

        # A purchase by voucher up to its invoice, so that the machine gets further.
        voucher = make_voucher(self.market, 5_000_000)
        order = orders.place_order(
            offer=self.offers[0], buyer=self.market.company, voucher=voucher, by=self.market.buyer, at=self.at
        )
        self.advance(order)

    def advance(self, order: Order) -> None:
        """Straight to acceptance."""
        for step, by in (
            (orders.agree_order, self.market.seller),
            (orders.deliver_order, self.market.seller),
            (orders.accept_delivery, self.market.buyer),
        ):
            order = step(order=order, expected=order.version, by=by, at=self.at)  # type: ignore[operator]

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def attempt(self, name: str, verb: Callable[[], Any]) -> None:
        """Refusals are fine; what is refused changes nothing."""
        try:
            with transaction.atomic():
                verb()
            seen[name] += 1
        except DomainError:
            seen[f"{name} refused"] += 1

    def pick(self, model: Any, number: int, **narrowed: object) -> Any:
        rows = list(model.objects.filter(**narrowed).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(amount=AMOUNTS)
    def propose(self, amount: int) -> None:
        self.attempt("propose", lambda: propose(self.market, amount))

    @rule(number=PICK, party=st.sampled_from(list(Signatory)))
    def sign(self, number: int, party: Signatory) -> None:
        voucher = self.pick(Voucher, number, state=VoucherState.PROPOSED)
        if voucher:
            by = self.market.signers[party]
            self.attempt(
                "sign",
                lambda: vouchers.sign_voucher(
                    voucher=voucher, party=party, digest=voucher.digest, by=by, at=self.at
                ),
            )

    @rule(amount=AMOUNTS)
    def issue(self, amount: int) -> None:
        """All three sign at once, so that the machine gets further."""

        def verb() -> None:
            voucher = propose(self.market, amount)
            for party, by in self.market.signers.items():
                voucher = vouchers.sign_voucher(
                    voucher=voucher, party=party, digest=voucher.digest, by=by, at=self.at
                )

        self.attempt("issue", verb)

    @rule(form=st.integers(0, 3), quantity=st.none() | st.integers(1, 500_000), number=st.none() | PICK)
    def order(self, form: int, quantity: int | None, number: int | None) -> None:
        voucher = None if number is None else self.pick(Voucher, number)
        many = (quantity or 1) % 5 + 1 if form == 1 else quantity
        self.attempt(
            "order",
            lambda: orders.place_order(
                offer=self.offers[form],
                buyer=self.market.company,
                quantity=many,
                voucher=voucher,
                by=self.market.buyer,
                at=self.at,
            ),
        )

    @rule(number=PICK)
    def on(self, number: int) -> None:
        """The next step of an order."""
        order = self.pick(Order, number)
        if order is None:
            return
        steps: dict[str, tuple[Any, Any]] = {
            OrderState.PLACED: (orders.agree_order, self.market.seller),
            OrderState.AGREED: (orders.deliver_order, self.market.seller),
            OrderState.DELIVERED: (orders.accept_delivery, self.market.buyer),
            OrderState.ACCEPTED: (orders.close_order, self.market.seller),
        }
        verb, by = steps.get(order.state, (orders.agree_order, self.market.seller))
        self.attempt(verb.__name__, lambda: verb(order=order, expected=order.version, by=by, at=self.at))

    @rule(number=PICK)
    def accept(self, number: int) -> None:
        order = self.pick(Order, number, state=OrderState.PLACED)
        if order:
            self.attempt("accept", lambda: self.advance(order))

    @rule(number=PICK, buyer=st.booleans())
    def cancel(self, number: int, buyer: bool) -> None:
        order = self.pick(Order, number)
        if order:
            by = self.market.buyer if buyer else self.market.seller
            self.attempt(
                "cancel",
                lambda: orders.cancel_order(
                    order=order, reason="x", expected=order.version, by=by, at=self.at
                ),
            )

    @rule(number=PICK, quantity=st.integers(0, 100_000))
    def use(self, number: int, quantity: int) -> None:
        order = self.pick(Order, number, state=OrderState.ACCEPTED)
        if order:
            day = clock.local_date(self.at)
            self.attempt(
                "use",
                lambda: invoices.report_usage(
                    order=order,
                    starts_on=day,
                    ends_on=day,
                    quantity=quantity,
                    by=self.market.buyer,
                    at=self.at,
                ),
            )

    @rule(number=PICK)
    def invoice(self, number: int) -> None:
        order = self.pick(Order, number, state=OrderState.ACCEPTED)
        if order:
            self.attempt(
                "invoice",
                lambda: invoices.issue_invoice(order=order, by=self.market.seller, at=self.at),
            )

    @rule(number=PICK, amount=st.none() | AMOUNTS)
    def pay(self, number: int, amount: int | None) -> None:
        invoice = self.pick(Invoice, number)
        if invoice:
            due = invoice.open_krw - invoices.unspent_support(invoice)
            self.attempt(
                "pay",
                lambda: invoices.record_payment(
                    invoice=invoice,
                    amount_krw=amount or due,
                    received_on=clock.local_date(self.at),
                    by=self.market.seller,
                    at=self.at,
                ),
            )

    @rule(number=PICK)
    def credit(self, number: int) -> None:
        invoice = self.pick(Invoice, number)
        if invoice:
            self.attempt(
                "credit",
                lambda: invoices.credit_invoice(
                    invoice=invoice, reason="x", by=self.market.seller, at=self.at
                ),
            )

    @rule(number=PICK, amount=st.none() | AMOUNTS)
    def refund(self, number: int, amount: int | None) -> None:
        payment = self.pick(Payment, number)
        if payment:
            left = payment.amount_krw - payment.refunded_krw
            self.attempt(
                "refund",
                lambda: invoices.refund_payment(
                    payment=payment,
                    amount_krw=amount or left,
                    reason="x",
                    by=self.market.seller,
                    at=self.at,
                ),
            )

    @rule(number=PICK)
    def pay_out(self, number: int) -> None:
        payment = self.pick(Payment, number)
        if payment:
            self.attempt(
                "payout",
                lambda: vouchers.record_payout(payment=payment, by=self.market.agency, at=self.at),
            )

    @rule(number=PICK)
    def waive(self, number: int) -> None:
        finding = self.pick(MisuseFinding, number, waived_at=None)
        if finding:
            self.attempt(
                "waive",
                lambda: misuse.waive_finding(
                    finding=finding,
                    reason="looked at",
                    expected=finding.version,
                    by=self.market.agency,
                    at=self.at,
                ),
            )

    @rule(number=PICK)
    def settle(self, number: int) -> None:
        voucher = self.pick(Voucher, number)
        if voucher:
            self.attempt(
                "settle",
                lambda: vouchers.settle_voucher(
                    voucher=voucher, report="used", by=self.market.buyer, at=self.at
                ),
            )

    @rule(days=st.integers(1, 120))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)
        seen["expire"] += vouchers.expire_vouchers(at=self.at)

    @invariant()
    def the_books_hold(self) -> None:
        assert violations() == []
        assert (Account.objects.aggregate(total=Sum("balance_krw"))["total"] or 0) == 0

    @invariant()
    def what_is_open_is_owed(self) -> None:
        total = Invoice.objects.aggregate(total=Sum(F("total_krw") - F("credited_krw") - F("paid_krw")))
        claims = Account.objects.filter(kind="CLAIM").aggregate(total=Sum("balance_krw"))
        debts = Account.objects.filter(kind="DEBT").aggregate(total=Sum("balance_krw"))
        assert (total["total"] or 0) == (claims["total"] or 0) == -(debts["total"] or 0)

    @invariant()
    def the_budget_line_is_never_exceeded(self) -> None:
        committed = committed_krw(self.market.line.pk)
        assert committed <= self.market.line.amount_krw
        issued = -sum(Account.objects.filter(kind="BUDGET").values_list("balance_krw", flat=True))
        assert issued <= committed
        paid = Payment.objects.filter(means=PaymentMeans.VOUCHER).aggregate(
            total=Sum(F("amount_krw") - F("refunded_krw"))
        )
        held = Account.objects.filter(kind__in=["VOUCHER", "RESERVED"]).aggregate(total=Sum("balance_krw"))
        assert issued == (paid["total"] or 0) + (held["total"] or 0)

    @invariant()
    def an_ended_voucher_holds_nothing(self) -> None:
        for voucher in Voucher.objects.filter(state__in=[VoucherState.CLOSED, VoucherState.EXPIRED]):
            assert not Account.objects.filter(key=f"VOUCHER:{voucher.pk}", balance_krw__gt=0).exists()


def test_any_order_of_verbs_keeps_the_books() -> None:
    seen.clear()
    run_state_machine_as_test(
        Trading,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {name for name in seen if not name.endswith("refused")}
