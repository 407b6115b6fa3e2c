"""What the pages of trade share: finding things without telling of foreign ones, forms, tables as files."""

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt
from yunghap.documents import service as documents
from yunghap.documents.blocks import Block, Document, Table
from yunghap.exchange.enums import OrderState, QuoteState, VoucherState
from yunghap.exchange.models import Invoice, Order, Quote, Voucher, VoucherProgramme
from yunghap.exchange.queries.trading import (
    Standing,
    orders_for,
    quotes_for,
    standing,
    vouchers_for,
)
from yunghap.identity import service as identity

PER_PAGE = 30
TONES: dict[str, str] = {
    OrderState.PLACED: "information",
    OrderState.AGREED: "information",
    OrderState.DELIVERED: "warning",
    OrderState.ACCEPTED: "success",
    OrderState.CLOSED: "outline",
    OrderState.CANCELLED: "outline",
    QuoteState.ASKED: "information",
    QuoteState.GIVEN: "success",
    QuoteState.ORDERED: "outline",
    QuoteState.DECLINED: "outline",
    VoucherState.PROPOSED: "warning",
    VoucherState.ACTIVE: "success",
    VoucherState.EXPIRED: "danger",
}


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))


def order_or_404(request: HttpRequest, id: str) -> tuple[Order, Standing, Actor]:  # noqa: A002
    """An order that exists for the reader, what they are to it, and who they are."""
    by = identity.actor_of(request)
    order = orders_for(by).filter(pk=id).first()
    if order is None:
        raise Http404
    agency = order.voucher.programme.agency_id if order.voucher else None
    return order, standing(by, buyer=order.buyer_id, provider=order.provider_id, agency=agency), by


def invoice_or_404(request: HttpRequest, id: str) -> tuple[Invoice, Standing, Actor]:  # noqa: A002
    """Likewise an invoice."""
    invoice = Invoice.objects.filter(pk=id).first()
    if invoice is None:
        raise Http404
    order, stand, by = order_or_404(request, invoice.order_id)
    invoice.order = order
    return invoice, stand, by


def quote_or_404(request: HttpRequest, id: str) -> tuple[Quote, Standing, Actor]:  # noqa: A002
    """Likewise a quote."""
    by = identity.actor_of(request)
    quote = quotes_for(by).filter(pk=id).first()
    if quote is None:
        raise Http404
    return quote, standing(by, buyer=quote.buyer_id, provider=quote.provider_id), by


def voucher_or_404(request: HttpRequest, id: str) -> tuple[Voucher, Standing, Actor]:  # noqa: A002
    """Likewise a voucher."""
    by = identity.actor_of(request)
    voucher = vouchers_for(by).filter(pk=id).first()
    if voucher is None:
        raise Http404
    agency = voucher.programme.agency_id
    return voucher, standing(by, buyer=voucher.company_id, provider=voucher.supplier_id, agency=agency), by


def programme_or_404(request: HttpRequest, id: str) -> tuple[VoucherProgramme, Actor]:  # noqa: A002
    """A voucher programme."""
    found = VoucherProgramme.objects.select_related("agency", "budget_line__programme").filter(pk=id).first()
    if found is None:
        raise Http404
    return found, identity.actor_of(request)


def acting_for(by: Actor, permission: str) -> identity.Organisation:
    """The organisation somebody acts for, where they have the permission; not found elsewhere."""
    if by.organisation is None or not identity.can(by, permission, organisation=by.organisation):
        raise Http404
    return identity.get_organisation(by.organisation)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent, data and files; nothing where the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def form_page(request: HttpRequest, form: forms.Form, **words: object) -> HttpResponse:
    """A page with one form: title, verb, lead, up (label of the page above) and back (its address)."""
    context = {"form": form, "tone": "primary", **words}
    return render(request, "exchange/trade/form.html", context, status=422 if form.errors else 200)


def form_step(
    request: HttpRequest,
    form: forms.Form,
    action: Callable[[], object],
    *,
    back: str,
    done: object = "",
    **words: object,
) -> HttpResponse:
    """A page with one form (`form_page`) that leads back, and says so, once what it is for is `done`."""
    if request.method == "POST" and attempt(form, action) is not None:
        messages.success(request, str(done or _("Done.")))
        return redirect(back)
    return form_page(request, form, back=back, **words)


def language() -> Literal["ko", "en"]:
    """The language of the page."""
    return "en" if get_language() == "en" else "ko"


def as_csv(table: Table, name: str) -> HttpResponse:
    """A table to be downloaded."""
    response = HttpResponse(documents.write_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def as_pdf(title: str, blocks: list[Block], name: str, **more: Any) -> HttpResponse:
    """A document to be downloaded."""
    document = Document(title, language(), tuple(blocks), created=clock.now(), **more)
    response = HttpResponse(documents.write_pdf(document), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf")
    return response


def period_of(request: HttpRequest) -> tuple[date, date]:
    """The days of a statement, from the address; this year so far where none are given."""
    today = clock.today()

    def day(name: str, default: date) -> date:
        try:
            return date.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            return default

    start, end = day("from", date(today.year, 1, 1)), day("to", today)
    return (start, end) if start <= end else (end, start)


def won(krw: int) -> str:
    """An amount as printed: 1,234,000원, in English KRW 1,234,000."""
    return f"{krw:,}원" if language() == "ko" else f"KRW {krw:,}"
