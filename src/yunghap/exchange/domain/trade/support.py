"""A voucher's money on its way through an order: reserved, spent, released, given back. Called by the verbs."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.versions import update_versioned
from yunghap.exchange.domain.trade import books, pricing
from yunghap.exchange.enums import EntryKind, Origin, PaymentMeans, Purse, VoucherState
from yunghap.exchange.models import Account, Invoice, JournalEntry, MisuseFinding, Order, Payment, Voucher
from yunghap.programmes import service as programmes

SUBJECT = "exchange.voucher"


def voucher_purse(voucher: Voucher) -> Account:
    """What can still be ordered with a voucher."""
    return books.account_of(Purse.VOUCHER, voucher.pk, owner=voucher.company_id)


def budget_of(voucher: Voucher) -> Account:
    """The budget line as origin of a voucher's money."""
    return books.account_of(Origin.BUDGET, voucher.programme.budget_line_id)


def _reserved(order: Order) -> Account:
    return books.account_of(Purse.RESERVED, order.pk, owner=order.buyer_id)


def supportable(order: Order, voucher: Voucher, at: datetime) -> int:
    """What the voucher pays of an order: its share of the supply value, at most what is left in it.

    Raises InvalidInput for a voucher of others, one that is not in use on this day, or an order without a known total.
    """
    day = clock.local_date(at)
    if (voucher.company_id, voucher.supplier_id) != (order.buyer_id, order.provider_id):
        raise InvalidInput(_("This voucher is for another company or supplier."), field="voucher")
    if voucher.state != VoucherState.ACTIVE or not voucher.starts_on <= day <= voucher.ends_on:
        raise InvalidInput(_("This voucher is not in use today."), field="voucher")
    if order.supply_krw is None:
        raise InvalidInput(
            _("A voucher pays only what has a known total: state a quantity."), field="voucher"
        )
    left = Account.objects.get(pk=voucher_purse(voucher).pk).balance_krw
    amount = min(pricing.support_of(order.supply_krw, voucher.programme.own_share), left)
    if amount < 1:
        raise InvalidInput(_("Nothing is left in this voucher."), field="voucher")
    return amount


def reserve(order: Order, *, by: Actor, at: datetime) -> None:
    """Set the support of an order aside."""
    voucher = _voucher(order)
    books.post(
        kind=EntryKind.VOUCHER_RESERVED,
        subject=f"voucher:{voucher.pk}",
        moves=[(voucher_purse(voucher), _reserved(order), order.support_krw)],
        text=order.number,
        by=by,
        at=at,
    )


def share_of_invoice(order: Order, supply_krw: int) -> int:
    """The part of an invoice that the order's voucher is to pay, of what is still set aside."""
    if not order.voucher_id:
        return 0
    promised = sum(invoice.support_krw for invoice in order.invoices.all())
    most = pricing.support_of(supply_krw, _voucher(order).programme.own_share)
    return max(0, min(most, order.support_krw - promised))


def spend_open(order: Order, *, by: Actor, at: datetime) -> list[Payment]:
    """Pay the voucher's part of every invoice that lacks it, unless a finding of misuse stands in the way."""
    if MisuseFinding.objects.filter(order=order, waived_at__isnull=True).exists():
        return []
    rows = order.invoices.select_for_update().filter(support_krw__gt=0)
    return [_spend(order, invoice, by, at) for invoice in rows if not _spent(invoice)]


def _spent(invoice: Invoice) -> bool:
    return invoice.payments.filter(means=PaymentMeans.VOUCHER).exists() or not invoice.open_krw


def _spend(order: Order, invoice: Invoice, by: Actor, at: datetime) -> Payment:
    """The supplier's claim is met from what was set aside; the agency pays it out by bank transfer."""
    amount = min(invoice.support_krw, invoice.open_krw)
    entry = books.post(
        kind=EntryKind.VOUCHER_SPENT,
        subject=f"voucher:{order.voucher_id}",
        moves=[
            (
                books.purse_of(Purse.CLAIM, order.provider_id),
                books.purse_of(Origin.DEBT, order.buyer_id),
                amount,
            ),
            (_reserved(order), books.purse_of(Purse.SETTLEMENT, order.provider_id), amount),
        ],
        text=invoice.number,
        by=by,
        at=at,
    )
    payment = Payment.objects.create(
        invoice=invoice,
        means=PaymentMeans.VOUCHER,
        amount_krw=amount,
        received_on=clock.local_date(at),
        reference=_voucher(order).number,
        entry=entry,
        created_at=at,
    )
    update_versioned(invoice, expected=invoice.version, changes={"paid_krw": invoice.paid_krw + amount})
    return payment


def release(order: Order, *, by: Actor, at: datetime) -> None:
    """What is still set aside goes back into the voucher or, once that has ended, to the budget line."""
    reserved = Account.objects.get(pk=_reserved(order).pk)
    if not reserved.balance_krw:
        return
    voucher = _voucher(order)
    books.post(
        kind=EntryKind.VOUCHER_RELEASED,
        subject=f"voucher:{voucher.pk}",
        moves=[(reserved, voucher_purse(voucher), reserved.balance_krw)],
        text=order.number,
        by=by,
        at=at,
    )
    if voucher.state != VoucherState.ACTIVE:
        send_back(voucher, by=by, at=at)


def send_back(voucher: Voucher, *, by: Actor, at: datetime) -> int:
    """Return what is left in a voucher to its budget line; how much."""
    purse = Account.objects.get(pk=voucher_purse(voucher).pk)
    if not purse.balance_krw:
        return 0
    books.post(
        kind=EntryKind.VOUCHER_RETURNED,
        subject=f"voucher:{voucher.pk}",
        moves=[(purse, budget_of(voucher), purse.balance_krw)],
        text=voucher.number,
        by=by,
        at=at,
    )
    _returned(voucher, purse.balance_krw, by, at)
    return purse.balance_krw


def give_back(payment: Payment, amount_krw: int, *, by: Actor, at: datetime) -> JournalEntry:
    """Refund voucher money: to the voucher or, once it has ended, to the budget line."""
    order = payment.invoice.order
    voucher = _voucher(order)
    active = voucher.state == VoucherState.ACTIVE
    held = Purse.EARNED if payment.paid_out_at else Purse.SETTLEMENT
    entry = books.post(
        kind=EntryKind.REFUNDED,
        subject=f"voucher:{voucher.pk}",
        moves=[
            (
                books.purse_of(held, order.provider_id),
                voucher_purse(voucher) if active else budget_of(voucher),
                amount_krw,
            )
        ],
        text=payment.invoice.number,
        by=by,
        at=at,
    )
    if not active:
        _returned(voucher, amount_krw, by, at)
    return entry


def pay_out(payment: Payment, *, by: Actor, at: datetime) -> None:
    """The agency's bank transfer of voucher money to the supplier. Raises Conflict where it was paid out."""
    if payment.means != PaymentMeans.VOUCHER or payment.paid_out_at is not None:
        raise Conflict(_("This was paid out before."))
    left = payment.amount_krw - payment.refunded_krw
    provider = payment.invoice.order.provider_id
    books.post(
        kind=EntryKind.PAID_OUT,
        subject=f"voucher:{payment.invoice.order.voucher_id}",
        moves=[
            (
                books.purse_of(Purse.SETTLEMENT, provider),
                books.purse_of(Purse.EARNED, provider),
                left,
            )
        ],
        text=payment.invoice.number,
        by=by,
        at=at,
    )
    update_versioned(payment, expected=payment.version, changes={"paid_out_at": at})


def _returned(voucher: Voucher, amount_krw: int, by: Actor, at: datetime) -> None:
    """Tell the budget line, and the voucher, what came back."""
    commitment = programmes.Commitment.objects.get(subject=f"{SUBJECT}:{voucher.pk}")
    programmes.return_money(commitment=commitment, amount_krw=amount_krw, by=by, at=at)
    voucher.refresh_from_db()
    update_versioned(
        voucher,
        expected=voucher.version,
        changes={"returned_krw": voucher.returned_krw + amount_krw},
    )


def _voucher(order: Order) -> Voucher:
    """The order's voucher as it is now, locked: whoever ends it waits."""
    rows = Voucher.objects.select_for_update(of=("self",)).select_related("programme")
    found = rows.filter(pk=order.voucher_id).first()
    if found is None:
        raise Conflict(_("This order has no voucher."))
    return found
