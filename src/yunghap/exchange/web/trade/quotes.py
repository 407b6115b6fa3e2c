"""Quotes: asked, given, declined, ordered."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.core.posted import attempt, version_in
from yunghap.exchange import rules
from yunghap.exchange.domain.trade import orders, quotes
from yunghap.exchange.enums import PriceForm, ProductState, QuoteState
from yunghap.exchange.models import Offer
from yunghap.exchange.queries.trading import quotes_for
from yunghap.identity import service as identity

from .common import PER_PAGE, TONES, ReasonForm, acting_for, form_page, quote_or_404, sent
from .forms import OrderForm, QuotedForm, QuoteForm
from .orders import _own_vouchers


@require_safe
def quote_list(request: HttpRequest) -> HttpResponse:
    """Quotes asked by and of my organisation."""
    rows = quotes_for(identity.actor_of(request))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [{"quote": one, "tone": TONES[one.state]} for one in page]}
    return render(request, "exchange/trade/quotes.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, offer: str) -> HttpResponse:
    """Ask the provider of an offer for a price."""
    by = identity.actor_of(request)
    row = (
        Offer.objects.select_related("product")
        .filter(pk=offer, ended_at__isnull=True, product__state=ProductState.PUBLISHED)
        .exclude(price_form=PriceForm.FREE)
        .first()
    )
    if row is None:
        raise Http404
    buyer = acting_for(by, rules.CONSUME)
    form = QuoteForm(sent(request)[0])
    if request.method == "POST":
        made = attempt(form, lambda: quotes.ask_quote(offer=row, buyer=buyer, by=by, **form.cleaned_data))
        if made is not None:
            return redirect("exchange:quote", id=made.pk)
    return form_page(
        request,
        form,
        title=_("Ask for a quote"),
        lead=row.product.label,
        verb=_("Ask"),
        up=_("Quotes"),
        back=reverse("exchange:quotes"),
    )


@require_http_methods(["GET", "POST"])
def quote(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A quote on a page; the provider answers here, the buyer orders here."""
    row, stand, by = quote_or_404(request, id)
    answering = stand.provider and row.state == QuoteState.ASKED
    ordering = stand.buyer and row.state == QuoteState.GIVEN
    form: QuotedForm | OrderForm | None = None
    if answering:
        initial = {"unit_krw": row.unit_krw, "quantity": row.quantity, "vat": row.vat}
        form = QuotedForm(sent(request)[0], form=row.price_form, initial=initial)
    elif ordering:
        vouchers = _own_vouchers(row.buyer_id, supplier=row.provider_id)
        form = OrderForm(sent(request)[0], vouchers=vouchers, form=PriceForm.LUMP_SUM)
    if request.method == "POST":
        if form is None:
            raise Http404
        if answering:
            given = attempt(
                form,
                lambda: quotes.give_quote(
                    quote=row, quoted=quotes.Quoted(**form.cleaned_data), expected=version_in(request), by=by
                ),
            )
            if given is not None:
                return redirect("exchange:quote", id=row.pk)
        else:
            made = attempt(
                form,
                lambda: orders.place_order(
                    offer=row.offer,
                    buyer=row.buyer,
                    quote=row,
                    voucher=form.cleaned_data.get("voucher"),
                    by=by,
                ),
            )
            if made is not None:
                return redirect("exchange:order", id=made.pk)
    context = {
        "quote": row,
        "tone": TONES[row.state],
        "standing": stand,
        "form": form,
        "answering": answering,
        "ordering": ordering,
    }
    return render(
        request, "exchange/trade/quote.html", context, status=422 if form is not None and form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The provider says no, and why."""
    row, stand, by = quote_or_404(request, id)
    if not stand.provider:
        raise Http404
    form = ReasonForm(sent(request)[0])
    if request.method == "POST":
        done = attempt(
            form,
            lambda: quotes.decline_quote(
                quote=row, reply=form.cleaned_data["reason"], expected=row.version, by=by
            ),
        )
        if done is not None:
            return redirect("exchange:quote", id=row.pk)
    return form_page(
        request,
        form,
        title=_("Give no quote"),
        verb=_("Decline"),
        up=row.offer.product.label,
        back=reverse("exchange:quote", args=[row.pk]),
        tone="danger",
    )
