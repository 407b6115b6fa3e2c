"""What the pages of trade and of authenticity checks need: orders, vouchers, accounts, issuers of the organisation."""

from django.db import transaction

from tests.access.world import Target, things
from tests.factories.exchange import make_product
from tests.factories.identity import make_organisation
from tests.factories.trade import LUMP_SUM, make_line
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.exchange.commitments import hold
from yunghap.exchange.domain.authenticity.example import load_example
from yunghap.exchange.domain.authenticity.issuers import open_issuer
from yunghap.exchange.domain.trade import books, invoices, orders, quotes, vouchers
from yunghap.exchange.domain.trade.voucher_programmes import open_voucher_programme
from yunghap.exchange.enums import AnswerMethod, EntryKind, Origin, Purse, SupplierState
from yunghap.exchange.models import (
    Agreement,
    Invoice,
    MisuseFinding,
    Offer,
    Order,
    Supplier,
    Voucher,
    VoucherProgramme,
)
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import Organisation


def _offer(provider: Organisation | None = None) -> Offer:
    return make_product(provider or make_organisation(OrganisationKind.COMPANY), SYSTEM, price=LUMP_SUM)[1]


def _order(*, buyer: Organisation | None = None, provider: Organisation | None = None) -> Order:
    return orders.place_order(
        offer=_offer(provider), buyer=buyer or make_organisation(OrganisationKind.COMPANY), by=SYSTEM
    )


def _invoice(provider: Organisation) -> Invoice:
    order = _order(provider=provider)
    for step in (orders.agree_order, orders.deliver_order):
        step(order=order, expected=order.version, by=SYSTEM)  # type: ignore[operator]
    orders.accept_delivery(order=order, expected=order.version, by=SYSTEM)
    return order.invoices.get()


def _programme(agency: Organisation) -> VoucherProgramme:
    return open_voucher_programme(
        title="바우처",
        agency=agency,
        budget_line=make_line(),
        starts_on=clock.today(),
        ends_on=clock.today(),
        by=SYSTEM,
    )


def _voucher(company: Organisation) -> Voucher:
    programme = _programme(make_organisation(OrganisationKind.AGENCY))
    supplier = make_organisation(OrganisationKind.COMPANY)
    Supplier.objects.create(
        programme=programme, organisation=supplier, state=SupplierState.REGISTERED, applied_at=clock.now()
    )
    return vouchers.propose_voucher(
        programme=programme,
        kind=vouchers.VoucherKind.PURCHASE,
        company=company,
        supplier=supplier,
        amount_krw=1_000,
        purpose="x",
        by=SYSTEM,
    )


def _order_by_voucher(agency: Organisation) -> Order:
    """An order whose voucher is of the agency; only what its pages look at."""
    voucher = _voucher(make_organisation(OrganisationKind.COMPANY))
    VoucherProgramme.objects.filter(pk=voucher.programme_id).update(agency=agency)
    order = _order(provider=voucher.supplier)
    Order.objects.filter(pk=order.pk).update(voucher=voucher, support_krw=1)
    order.refresh_from_db()
    return order


@things("exchange:account")
def account(target: Target) -> dict[str, object]:
    with transaction.atomic():
        earned = books.purse_of(Purse.EARNED, target.organisation.pk)
        moves = [(books.account_of(Origin.OUTSIDE), earned, 1)]
        books.post(kind=EntryKind.PAID, subject="x", moves=moves, by=SYSTEM, at=clock.now())
    return {"id": earned.pk}


@things("exchange:account_file")
def account_file(target: Target) -> dict[str, object]:
    return {**account(target), "form": "csv"}


@things("exchange:ask_quote", "exchange:place_order")
def offer(target: Target) -> dict[str, object]:
    return {"offer": _offer().pk}


@things("exchange:order", "exchange:cancel_order", "exchange:report_usage")
def bought(target: Target) -> dict[str, object]:
    return {"id": _order(buyer=target.organisation).pk}


@things("exchange:order_step")
def order_step(target: Target) -> dict[str, object]:
    return {"id": _order(provider=target.organisation).pk, "name": "agree"}


@things("exchange:issue_invoice")
def sold(target: Target) -> dict[str, object]:
    return {"id": _order(provider=target.organisation).pk}


@things("exchange:order_under_agreement")
def agreement(target: Target) -> dict[str, object]:
    made = Agreement.objects.create(
        key="x",
        side="CONSUMER",
        participant=target.organisation,
        counterparty="y",
        asset="z",
        agreed_at=clock.now(),
    )
    return {"agreement": made.pk}


@things("exchange:invoice", "exchange:invoice_file", "exchange:record_payment", "exchange:credit_invoice")
def invoice(target: Target) -> dict[str, object]:
    return {"id": _invoice(target.organisation).pk}


@things("exchange:refund_payment")
def payment(target: Target) -> dict[str, object]:
    row = _invoice(target.organisation)
    made = invoices.record_payment(invoice=row, amount_krw=1, received_on=clock.today(), by=SYSTEM)
    return {"payment": made.pk}


@things("exchange:record_payout")
def payout(target: Target) -> dict[str, object]:
    order = _order_by_voucher(target.organisation)
    for step in (orders.agree_order, orders.deliver_order):
        step(order=order, expected=order.version, by=SYSTEM)  # type: ignore[operator]
    Order.objects.filter(pk=order.pk).update(voucher=None, support_krw=0)
    order.refresh_from_db()
    order = orders.accept_delivery(order=order, expected=order.version, by=SYSTEM)
    row = order.invoices.get()
    made = invoices.record_payment(invoice=row, amount_krw=1, received_on=clock.today(), by=SYSTEM)
    voucher = Voucher.objects.get(programme__agency=target.organisation)
    Order.objects.filter(pk=order.pk).update(voucher=voucher, support_krw=1)
    return {"payment": made.pk}


@things("exchange:waive_finding")
def finding(target: Target) -> dict[str, object]:
    made = MisuseFinding.objects.create(
        order=_order_by_voucher(target.organisation),
        check_id="near-expiry",
        text_ko="x",
        text_en="x",
        found_at=clock.now(),
    )
    return {"finding": made.pk}


@things("exchange:quote", "exchange:decline_quote")
def quote(target: Target) -> dict[str, object]:
    buyer = make_organisation(OrganisationKind.COMPANY)
    return {"id": quotes.ask_quote(offer=_offer(target.organisation), buyer=buyer, by=SYSTEM).pk}


@things("exchange:voucher", "exchange:settle_voucher", "exchange:cancel_voucher")
def voucher(target: Target) -> dict[str, object]:
    return {"id": _voucher(target.organisation).pk}


@things("exchange:sign_voucher")
def signing(target: Target) -> dict[str, object]:
    return {**voucher(target), "party": "COMPANY"}


@things("exchange:voucher_agreement")
def signed(target: Target) -> dict[str, object]:
    made = _voucher(target.organisation)
    with transaction.atomic():
        statement = vouchers.sign_statement(
            kind="x", subject=f"voucher:{made.pk}", content={}, by=SYSTEM, at=clock.now()
        )
    Voucher.objects.filter(pk=made.pk).update(statement=statement.pk)
    return {"id": made.pk}


@things("exchange:voucher_programme", "exchange:apply_as_supplier", "exchange:voucher_programme_file")
def programme(target: Target) -> dict[str, object]:
    return {"id": _programme(target.organisation).pk}


@things("exchange:settle_supplier")
def supplier(target: Target) -> dict[str, object]:
    made = Supplier.objects.create(
        programme=_programme(target.organisation),
        organisation=make_organisation(OrganisationKind.COMPANY),
        applied_at=clock.now(),
    )
    return {"supplier": made.pk}


@things("exchange:prices")
def prices(target: Target) -> dict[str, object]:
    return {"slug": _offer(target.organisation).product.slug}


@things(
    "exchange:issuer", "exchange:register_commitments", "exchange:revoke_commitment", "exchange:close_issuer"
)
def issuer(target: Target) -> dict[str, object]:
    made = open_issuer(
        organisation=target.organisation,
        slug=f"test-{target.organisation.pk.lower()}",
        method=AnswerMethod.COMMITMENTS,
        title="x",
        fields=({"name": "number"},),
        by=SYSTEM,
    )
    assert hold(made.slug, {"number": "1"}).digest
    return {"id": made.pk}


@things(
    "exchange:authenticity_check",
    "exchange:authenticity_batch",
    "exchange:authenticity_holder",
    "exchange:authenticity_example",
    "api:/authenticity/{slug}/check",
)
def check(target: Target) -> dict[str, object]:
    return {"slug": load_example(organisation=target.organisation).slug}
