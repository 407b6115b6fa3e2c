"""Invoices, payments by bank transfer, credit notes and refunds."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.domain.trade import books, numbers, pricing, support
from yunghap.exchange.enums import EntryKind, OrderState, Origin, PaymentMeans, PriceForm, Purse
from yunghap.exchange.models import Account, Invoice, Order, Payment, Refund, Usage
from yunghap.identity import service as identity
from yunghap.ledger.service import record

DUE_WITHIN = timedelta(days=30)


@transaction.atomic
def report_usage(
    *,
    order: Order,
    starts_on: date,
    ends_on: date,
    quantity: int,
    measured: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> Usage:
    """State what was used in a period: units of a metered order, or revenue in won of a revenue share.

    The buyer states it, or the system, which has `measured` it. Raises InvalidInput for another form of price or a
    period that overlaps a stated one, Conflict before acceptance.
    """
    at = at or clock.now()
    if by.kind != "system":
        identity.require(by, rules.CONSUME, organisation=order.buyer_id)
    order = Order.objects.select_for_update().get(pk=order.pk)  # one statement after the other
    if order.price_form not in {PriceForm.METERED, PriceForm.REVENUE_SHARE}:
        raise InvalidInput(_("This price does not depend on use."))
    if order.state != OrderState.ACCEPTED:
        raise Conflict(_("Use counts after acceptance."))
    if quantity < 0 or ends_on < starts_on or ends_on > clock.local_date(at):
        raise InvalidInput(_("State a period that is over, and what was used in it."), field="quantity")
    if order.usages.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise InvalidInput(_("The use of this period is stated already."), field="starts_on")
    usage = Usage.objects.create(
        order=order, starts_on=starts_on, ends_on=ends_on, quantity=quantity, measured=measured, created_at=at
    )
    record(
        action="exchange.usage.reported",
        subject=f"order:{order.pk}",
        by=by,
        at=at,
        details={"starts_on": starts_on, "ends_on": ends_on, "quantity": quantity, "measured": measured},
    )
    return usage


@transaction.atomic
def issue_invoice(*, order: Order, by: Actor, at: datetime | None = None) -> Invoice:
    """Invoice what is due next: the next period (fixed), or the oldest use stated and not invoiced.

    Raises Conflict where nothing is due.
    """
    at = at or clock.now()
    if by.kind != "system":
        identity.require(by, rules.PROVIDE, organisation=order.provider_id)
    if order.state != OrderState.ACCEPTED:
        raise Conflict(_("Invoices follow acceptance."))
    return draw_invoice(order, by=by, at=at)


def draw_invoice(order: Order, *, by: Actor, at: datetime) -> Invoice:
    """The next invoice of an accepted order, in the caller's transaction; nobody is asked."""
    order = Order.objects.select_for_update().get(pk=order.pk)
    start, end, usage, line = _due(order, at)
    if line.krw <= 0:
        raise Conflict(_("Nothing is due for this period."))
    vat = pricing.vat_of(line.krw, order.vat)
    invoice = Invoice.objects.create(
        number=numbers.next_number(numbers.INVOICE, at),
        order=order,
        starts_on=start,
        ends_on=end,
        lines=[asdict(line)],
        vat=order.vat,
        supply_krw=line.krw,
        vat_krw=vat,
        total_krw=line.krw + vat,
        support_krw=support.share_of_invoice(order, line.krw),
        issued_at=at,
        due_on=clock.local_date(at) + DUE_WITHIN,
        created_at=at,
    )
    if usage is not None:
        Usage.objects.filter(pk=usage.pk).update(invoice=invoice)
    debt, claim = _debt_and_claim(order)
    books.post(
        kind=EntryKind.INVOICED,
        subject=f"order:{order.pk}",
        moves=[(debt, claim, invoice.total_krw)],
        text=invoice.number,
        by=by,
        at=at,
    )
    identity.notify(
        to=identity.people_with_permission(rules.CONSUME, organisation=order.buyer_id),
        subject=_("An invoice has come"),
        text=f"{invoice.number} {order.title}",
        link=f"/trade/invoices/{invoice.pk}/",
        due_on=invoice.due_on,
        by=by,
        at=at,
    )
    return invoice


def _due(order: Order, at: datetime) -> tuple[date, date, Usage | None, pricing.Line]:
    """Period, use and line of the next invoice. Raises Conflict where nothing is due."""
    number, title = order.invoices.count(), order.title
    if order.price_form == PriceForm.LUMP_SUM:
        if number:
            raise Conflict(_("The lump sum is invoiced already."))
        day = clock.local_date(at)
        return day, day, None, pricing.line_of(order, quantity=1, text=title)
    if order.price_form == PriceForm.FIXED:
        if number >= (order.quantity or 0):
            raise Conflict(_("Every period is invoiced already."))
        since = clock.local_date(order.accepted_at or at)
        start, end = pricing.period_from(since, order.period, number)
        if start > clock.local_date(at):
            raise Conflict(_("The next period begins on %(day)s.") % {"day": start})
        return start, end, None, pricing.line_of(order, quantity=1, text=f"{title} {start} – {end}")
    usage = order.usages.filter(invoice__isnull=True, quantity__gt=0).order_by("starts_on").first()
    if usage is None:
        raise Conflict(_("There is no use that is not invoiced."))
    text = f"{title} {usage.starts_on} – {usage.ends_on}"
    return usage.starts_on, usage.ends_on, usage, pricing.line_of(order, quantity=usage.quantity, text=text)


@transaction.atomic
def record_payment(
    *,
    invoice: Invoice,
    amount_krw: int,
    received_on: date,
    reference: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Payment:
    """Record a bank transfer that the provider received. Raises InvalidInput for more than is open or a day to come."""
    at = at or clock.now()
    order = invoice.order
    identity.require(by, rules.PROVIDE, organisation=order.provider_id)
    invoice = Invoice.objects.select_for_update().get(pk=invoice.pk)
    if not 1 <= amount_krw <= invoice.open_krw - unspent_support(invoice):
        raise InvalidInput(_("This is not what is still to be transferred."), field="amount_krw")
    if received_on > clock.local_date(at):
        raise InvalidInput(_("This day is yet to come."), field="received_on")
    debt, claim = _debt_and_claim(order)
    entry = books.post(
        kind=EntryKind.PAID,
        subject=f"order:{order.pk}",
        moves=[
            (claim, debt, amount_krw),
            (books.account_of(Origin.OUTSIDE), books.purse_of(Purse.EARNED, order.provider_id), amount_krw),
        ],
        text=invoice.number,
        by=by,
        at=at,
    )
    payment = Payment.objects.create(
        invoice=invoice,
        means=PaymentMeans.BANK,
        amount_krw=amount_krw,
        received_on=received_on,
        reference=_text(reference)[:100],
        entry=entry,
        created_at=at,
    )
    _add(invoice, paid_krw=amount_krw)
    return payment


def unspent_support(invoice: Invoice) -> int:
    """What a voucher is still to pay of an invoice."""
    if not invoice.support_krw or invoice.payments.filter(means=PaymentMeans.VOUCHER).exists():
        return 0
    return min(invoice.support_krw, invoice.open_krw)


@transaction.atomic
def credit_invoice(*, invoice: Invoice, reason: str, by: Actor, at: datetime | None = None) -> Invoice:
    """Take back what is still open of an invoice. Raises InvalidInput without a reason, Conflict if nothing is open."""
    at = at or clock.now()
    order = invoice.order
    identity.require(by, rules.PROVIDE, organisation=order.provider_id)
    if not _text(reason):
        raise InvalidInput(_("Say why."), field="reason")
    invoice = Invoice.objects.select_for_update().get(pk=invoice.pk)
    amount = invoice.open_krw
    if not amount:
        raise Conflict(_("Nothing is open of this invoice."))
    debt, claim = _debt_and_claim(order)
    books.post(
        kind=EntryKind.CREDITED,
        subject=f"order:{order.pk}",
        moves=[(claim, debt, amount)],
        text=f"{invoice.number} {_text(reason)}",
        by=by,
        at=at,
    )
    return _add(invoice, credited_krw=amount)


@transaction.atomic
def refund_payment(
    *, payment: Payment, amount_krw: int, reason: str, by: Actor, at: datetime | None = None
) -> Refund:
    """Give money of a payment back: a bank transfer to the buyer, voucher money to the voucher or, once it has ended,
    to its budget line.

    Raises InvalidInput for more than is left of the payment or without a reason, Conflict where the provider's purse
    has not enough.
    """
    at = at or clock.now()
    order = payment.invoice.order
    identity.require(by, rules.PROVIDE, organisation=order.provider_id)
    if not _text(reason):
        raise InvalidInput(_("Say why."), field="reason")
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if not 1 <= amount_krw <= payment.amount_krw - payment.refunded_krw:
        raise InvalidInput(_("More than this payment cannot be given back."), field="amount_krw")
    if payment.means == PaymentMeans.VOUCHER:
        entry = support.give_back(payment, amount_krw, by=by, at=at)
    else:
        earned = books.purse_of(Purse.EARNED, order.provider_id)
        moves = [(earned, books.account_of(Origin.OUTSIDE), amount_krw)]
        entry = books.post(
            kind=EntryKind.REFUNDED,
            subject=f"order:{order.pk}",
            moves=moves,
            text=payment.invoice.number,
            by=by,
            at=at,
        )
    refund = Refund.objects.create(
        payment=payment,
        amount_krw=amount_krw,
        reason=_text(reason),
        refunded_at=at,
        entry=entry,
        created_at=at,
    )
    update_versioned(
        payment, expected=payment.version, changes={"refunded_krw": payment.refunded_krw + amount_krw}
    )
    _add(Invoice.objects.select_for_update().get(pk=payment.invoice_id), refunded_krw=amount_krw)
    return refund


def _debt_and_claim(order: Order) -> tuple[Account, Account]:
    return books.purse_of(Origin.DEBT, order.buyer_id), books.purse_of(Purse.CLAIM, order.provider_id)


def _add(invoice: Invoice, **more: int) -> Invoice:
    changes: dict[str, object] = {name: getattr(invoice, name) + amount for name, amount in more.items()}
    update_versioned(invoice, expected=invoice.version, changes=changes)
    return invoice


def _text(text: str) -> str:
    return clean_text(text)
