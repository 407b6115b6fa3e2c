"""Orders: the list, one on a page, placing, and every step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError
from yunghap.core.posted import attempt, attempt_and_tell, version_in
from yunghap.documents.blocks import Table
from yunghap.exchange import rules
from yunghap.exchange.checks import CHECKS
from yunghap.exchange.domain.trade import invoices, misuse, orders
from yunghap.exchange.enums import OrderState, PriceForm, ProductState, SupplierState, VoucherState
from yunghap.exchange.models import Agreement, MisuseFinding, Offer, Order, Supplier, Voucher
from yunghap.exchange.queries.prices import compare
from yunghap.exchange.queries.trading import Standing, likely_provider, orders_for
from yunghap.exchange.queries.transfers import title_of
from yunghap.identity import service as identity

from .common import (
    PER_PAGE,
    TONES,
    ReasonForm,
    acting_for,
    as_csv,
    form_page,
    form_step,
    language,
    order_or_404,
    sent,
)
from .forms import AgreementOrderForm, OrderForm, UsageForm


def _wanted(request: HttpRequest, by: Actor) -> QuerySet[Order]:
    rows = orders_for(by)
    side, state, words = (request.GET.get(name, "") for name in ("side", "state", "q"))
    if side == "bought":
        rows = rows.filter(buyer=by.organisation)
    elif side == "sold":
        rows = rows.filter(provider=by.organisation)
    if state in OrderState.values:
        rows = rows.filter(state=state)
    if words:
        words = words[:200]
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    return rows


@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """My orders, newest first, bought and sold."""
    by = identity.actor_of(request)
    page = Paginator(_wanted(request, by), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"order": order, "tone": TONES[order.state]} for order in page],
        "states": OrderState.choices,
        "wanted": request.GET,
        "query": request.GET.urlencode(),
    }
    return render(request, "exchange/trade/orders.html", context)


@require_safe
def order_file(request: HttpRequest) -> HttpResponse:
    """The same list as CSV."""
    rows = _wanted(request, identity.actor_of(request))[:10_000]
    header = [
        _("Number"),
        _("Title"),
        _("Buyer"),
        _("Provider"),
        _("Form of price"),
        _("Supply value"),
        _("Support"),
        _("State"),
        _("Placed"),
    ]
    table = Table(
        _("Orders"),
        header,
        [
            [
                one.number,
                one.title,
                one.buyer.label(),
                one.provider.label(),
                one.get_price_form_display(),
                one.supply_krw,
                one.support_krw,
                str(one.get_state_display()),
                clock.local_date(one.placed_at).isoformat(),
            ]
            for one in rows
        ],
    )
    return as_csv(table, "orders")


@require_safe
def order(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """An order on one page: terms, steps, invoices, findings."""
    row, stand, _by = order_or_404(request, id)
    findings = [
        {
            "finding": one,
            "title": getattr(CHECKS.get(one.check_id).title, language())
            if one.check_id in CHECKS
            else one.check_id,
            "text": one.text_ko if language() == "ko" else one.text_en,
        }
        for one in row.findings.all()
    ]
    context = {
        "order": row,
        "tone": TONES[row.state],
        "standing": stand,
        "findings": findings if stand.agency or stand.auditor else [],
        "held": row.findings.filter(waived_at__isnull=True).exists(),
        "invoices": row.invoices.all(),
        "usages": row.usages.all(),
        "steps": _steps(row, stand),
        "may_report": stand.buyer
        and row.state == OrderState.ACCEPTED
        and row.price_form in {PriceForm.METERED, PriceForm.REVENUE_SHARE},
        "may_cancel": (stand.buyer or stand.provider)
        and row.state in {OrderState.PLACED, OrderState.AGREED, OrderState.DELIVERED},
    }
    return render(request, "exchange/trade/order.html", context)


# step -> verb, what the button says, whose it is, in which state
STEPS: dict[str, tuple[Callable[..., Any], Callable[[], str], str, str]] = {
    "agree": (orders.agree_order, lambda: _("Agree"), "provider", OrderState.PLACED),
    "deliver": (
        orders.deliver_order,
        lambda: _("Delivered: the data can be had"),
        "provider",
        OrderState.AGREED,
    ),
    "accept": (orders.accept_delivery, lambda: _("Accept the delivery"), "buyer", OrderState.DELIVERED),
    "close": (orders.close_order, lambda: _("Close"), "provider", OrderState.ACCEPTED),
}


def _steps(row: Order, stand: Standing) -> list[tuple[str, str]]:
    return [
        (name, words())
        for name, (_verb, words, whose, state) in STEPS.items()
        if row.state == state and getattr(stand, whose)
    ]


@require_POST
def step(request: HttpRequest, id: str, name: str) -> HttpResponse:  # noqa: A002
    """The next step of an order; what stands in the way is told on its page."""
    row, stand, by = order_or_404(request, id)
    if name not in STEPS or not getattr(stand, STEPS[name][2]):
        raise Http404
    verb = STEPS[name][0]
    attempt_and_tell(request, lambda: verb(order=row, expected=version_in(request), by=by), _("Done."))
    return redirect("exchange:order", id=row.pk)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Cancel before acceptance, with a reason."""
    row, stand, by = order_or_404(request, id)
    if not (stand.buyer or stand.provider):
        raise Http404
    form = ReasonForm(sent(request)[0])
    return form_step(
        request,
        form,
        lambda: orders.cancel_order(
            order=row, reason=form.cleaned_data["reason"], expected=row.version, by=by
        ),
        title=_("Cancel the order"),
        verb=_("Cancel the order"),
        up=row.number,
        back=reverse("exchange:order", args=[row.pk]),
        tone="danger",
    )


def _own_vouchers(company: str, **narrowed: object) -> QuerySet[Voucher]:
    today = clock.today()
    return Voucher.objects.filter(
        company=company,
        state=VoucherState.ACTIVE,
        starts_on__lte=today,
        ends_on__gte=today,
        **narrowed,
    )


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, offer: str) -> HttpResponse:
    """Order at the list price; beside it what similar data cost."""
    by = identity.actor_of(request)
    row = (
        Offer.objects.select_related("product__provider")
        .filter(pk=offer, ended_at__isnull=True, product__state=ProductState.PUBLISHED)
        .exclude(price_form=PriceForm.FREE)
        .first()
    )
    if row is None:
        raise Http404
    buyer = acting_for(by, rules.CONSUME)
    vouchers = _own_vouchers(buyer.pk, supplier=row.product.provider_id)
    form = OrderForm(sent(request)[0], vouchers=vouchers, form=row.price_form)
    if request.method == "POST":
        made = attempt(
            form,
            lambda: orders.place_order(
                offer=row,
                buyer=buyer,
                quantity=form.cleaned_data.get("quantity"),
                voucher=form.cleaned_data.get("voucher"),
                by=by,
            ),
        )
        if made is not None:
            return redirect("exchange:order", id=made.pk)
    context = {"form": form, "offer": row, "compared": compare(row.product)}
    return render(request, "exchange/trade/place.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def place_under_agreement(request: HttpRequest, agreement: str) -> HttpResponse:
    """Order what an agreement with a provider on another platform gives."""
    by = identity.actor_of(request)
    row = Agreement.objects.filter(pk=agreement, side="CONSUMER").first()
    if row is None or not identity.can(by, rules.CONSUME, organisation=row.participant_id):
        raise Http404
    registered = Supplier.objects.filter(state=SupplierState.REGISTERED).values("organisation")
    providers = identity.Organisation.objects.filter(pk__in=registered).exclude(pk=row.participant_id)
    form = AgreementOrderForm(
        sent(request)[0],
        vouchers=_own_vouchers(row.participant_id),
        providers=providers,
        initial={"title": title_of(row), "provider": likely_provider(row, providers)},
    )
    if request.method == "POST":
        made = attempt(form, lambda: _order_under(row, form, by))
        if made is not None:
            return redirect("exchange:order", id=made.pk)
    return form_page(
        request,
        form,
        title=_("Order under an agreement"),
        lead=row.key,
        verb=pgettext("exchange", "Order"),
        up=_("Orders"),
        back=reverse("exchange:orders"),
    )


def _order_under(row: Agreement, form: AgreementOrderForm, by: Actor) -> Order:
    given = form.cleaned_data
    names = ("price_form", "unit_krw", "period", "metered_unit", "share", "quantity")
    return orders.order_under_agreement(
        agreement=row,
        provider=given["provider"],
        title=given["title"],
        terms=Order(**{name: given[name] for name in names}),
        voucher=given["voucher"],
        by=by,
    )


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The buyer states what was used in a period."""
    row, stand, by = order_or_404(request, id)
    if not stand.buyer:
        raise Http404
    form = UsageForm(sent(request)[0])
    share = row.price_form == PriceForm.REVENUE_SHARE
    form.fields["quantity"].label = _("Revenue in won") if share else row.get_metered_unit_display()
    return form_step(
        request,
        form,
        lambda: invoices.report_usage(order=row, by=by, **form.cleaned_data),
        title=_("State the use"),
        verb=_("State"),
        up=row.number,
        back=reverse("exchange:order", args=[row.pk]),
    )


@require_POST
def invoice(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The provider invoices what is due next."""
    row, stand, by = order_or_404(request, id)
    if not stand.provider:
        raise Http404
    try:
        made = invoices.issue_invoice(order=row, by=by)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("exchange:order", id=row.pk)
    return redirect("exchange:invoice", id=made.pk)


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, finding: str) -> HttpResponse:
    """An officer of the agency lets a finding pass."""
    found = MisuseFinding.objects.filter(pk=finding).first()
    if found is None:
        raise Http404
    row, stand, by = order_or_404(request, found.order_id)
    if not stand.agency:
        raise Http404
    form = ReasonForm(sent(request)[0])
    return form_step(
        request,
        form,
        lambda: misuse.waive_finding(
            finding=found, reason=form.cleaned_data["reason"], expected=found.version, by=by
        ),
        title=_("Let the finding pass"),
        lead=found.text_ko if language() == "ko" else found.text_en,
        verb=_("Let it pass"),
        up=row.number,
        back=reverse("exchange:order", args=[row.pk]),
    )
