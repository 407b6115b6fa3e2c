"""Invoices on a page and as PDF; payments, credit notes, refunds, payouts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.days import written_day
from yunghap.core.posted import attempt_and_tell
from yunghap.documents.blocks import Block, Cell, Note, Table
from yunghap.exchange.domain.trade import invoices, vouchers
from yunghap.exchange.models import Invoice, Payment

from .common import ReasonForm, as_pdf, form_step, invoice_or_404, sent
from .forms import PaymentForm, RefundForm


@require_safe
def invoice(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """An invoice with what was paid of it."""
    row, stand, _by = invoice_or_404(request, id)
    unspent = invoices.unspent_support(row)
    context = {
        "invoice": row,
        "order": row.order,
        "standing": stand,
        "payments": row.payments.prefetch_related("refunds"),
        "unspent": unspent,
        "to_transfer": row.open_krw - unspent,
    }
    return render(request, "exchange/trade/invoice.html", context)


@require_safe
def invoice_file(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The invoice as PDF."""
    row, _stand, _by = invoice_or_404(request, id)
    return as_pdf(
        f"{_('Invoice')} {row.number}", _blocks(row), row.number, creator=row.order.provider.label()
    )


def _blocks(row: Invoice) -> list[Block]:
    order = row.order
    head = [
        [_("Provider"), order.provider.label()],
        [_("Registration number"), order.provider.registration_number or "–"],
        [_("Buyer"), order.buyer.label()],
        [_("Registration number"), order.buyer.registration_number or "–"],
        [pgettext("exchange", "Order"), order.number],
        [_("Period"), f"{written_day(row.starts_on)} – {written_day(row.ends_on)}"],
        [_("Issued"), written_day(clock.local_date(row.issued_at))],
        [_("Payable until"), written_day(row.due_on)],
    ]
    lines = [[one["text"], one["quantity"], one["unit_krw"], one["krw"]] for one in row.lines]
    sums: list[list[Any]] = [
        [_("Supply value"), row.supply_krw],
        [f"{row.get_vat_display()}", row.vat_krw],
        [Cell(_("Total"), strong=True), Cell(f"{row.total_krw:,}", number=row.total_krw, strong=True)],
    ]
    if row.support_krw:
        sums.append([_("Of which by voucher"), row.support_krw])
        sums.append([_("To be transferred by the buyer"), row.total_krw - row.support_krw])
    return [
        Table("", ["", ""], head, widths=[1, 3]),
        Table(
            _("In won, without VAT"),
            [_("Item"), _("Quantity"), _("Unit price"), _("Amount")],
            lines,
            widths=[4, 1, 1.5, 1.5],
        ),
        Table(_("In won"), ["", ""], sums, widths=[3, 1]),
        Note(
            _(
                "VAT is 10 per cent of the supply value, the part of a won dropped. An electronic tax invoice is issued"
                " apart, through the National Tax Service."
            )
        ),
    ]


def _settled(
    request: HttpRequest, row: Invoice, form: forms.Form, settle: Callable[[], object], **words: object
) -> HttpResponse:
    back = reverse("exchange:invoice", args=[row.pk])
    return form_step(request, form, settle, up=row.number, back=back, **words)


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The provider records a bank transfer."""
    row, stand, by = invoice_or_404(request, id)
    if not stand.provider:
        raise Http404
    initial = {"amount_krw": row.open_krw - invoices.unspent_support(row), "received_on": clock.today()}
    form = PaymentForm(sent(request)[0], initial=initial)
    return _settled(
        request,
        row,
        form,
        lambda: invoices.record_payment(invoice=row, by=by, **form.cleaned_data),
        title=_("Record a bank transfer"),
        verb=_("Record"),
    )


@require_http_methods(["GET", "POST"])
def credit(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The provider takes back what is open."""
    row, stand, by = invoice_or_404(request, id)
    if not stand.provider:
        raise Http404
    form = ReasonForm(sent(request)[0])
    return _settled(
        request,
        row,
        form,
        lambda: invoices.credit_invoice(invoice=row, by=by, **form.cleaned_data),
        title=_("Take back what is open"),
        verb=pgettext("exchange", "Take back"),
        tone="danger",
    )


@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, payment: str) -> HttpResponse:
    """The provider gives money back."""
    found = Payment.objects.filter(pk=payment).first()
    if found is None:
        raise Http404
    row, stand, by = invoice_or_404(request, found.invoice_id)
    if not stand.provider:
        raise Http404
    form = RefundForm(sent(request)[0], initial={"amount_krw": found.amount_krw - found.refunded_krw})
    return _settled(
        request,
        row,
        form,
        lambda: invoices.refund_payment(payment=found, by=by, **form.cleaned_data),
        title=_("Give money back"),
        lead=_("Voucher money goes back to the voucher or, once it has ended, to its budget line."),
        verb=pgettext("exchange", "Give back"),
    )


@require_POST
def pay_out(request: HttpRequest, payment: str) -> HttpResponse:
    """The agency records its transfer to the supplier."""
    found = Payment.objects.filter(pk=payment).first()
    if found is None:
        raise Http404
    row, stand, by = invoice_or_404(request, found.invoice_id)
    if not stand.agency:
        raise Http404
    attempt_and_tell(request, lambda: vouchers.record_payout(payment=found, by=by), _("Done."))
    return redirect("exchange:invoice", id=row.pk)
