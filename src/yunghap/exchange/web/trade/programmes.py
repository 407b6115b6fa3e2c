"""Voucher programmes: rules, suppliers, the ledger, what was found."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, version_in
from yunghap.exchange import rules
from yunghap.exchange.domain.trade import voucher_programmes as verbs
from yunghap.exchange.domain.trade.voucher_terms import percent
from yunghap.exchange.enums import PaymentMeans, SupplierState, VoucherKind
from yunghap.exchange.models import (
    MisuseFinding,
    Payment,
    Supplier,
    TradingParty,
    Voucher,
    VoucherProgramme,
)
from yunghap.exchange.queries.trading import money_of
from yunghap.identity import service as identity
from yunghap.programmes import service as programmes

from .common import TONES, acting_for, as_csv, form_page, form_step, programme_or_404, sent
from .forms import PartyForm, ProgrammeForm, SupplierForm
from .vouchers import voucher_table


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Every voucher programme, the newest first."""
    by = identity.actor_of(request)
    context = {
        "rows": VoucherProgramme.objects.select_related("agency"),
        "today": clock.today(),
        "may_open": by.organisation is not None
        and identity.can(by, rules.SUPPORT, organisation=by.organisation),
    }
    return render(request, "exchange/trade/programmes.html", context)


@require_safe
def programme(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A programme: its rules for everybody; suppliers, vouchers and findings for its agency."""
    row, by = programme_or_404(request, id)
    decides = identity.can(by, rules.SUPPORT, organisation=row.agency_id)
    runs = decides or identity.can(by, rules.AUDIT)
    own = by.organisation
    provides = own is not None and identity.can(by, rules.PROVIDE, organisation=own)
    context = {
        "programme": row,
        "ceilings": [(kind.label, row.ceilings.get(kind)) for kind in VoucherKind if kind in row.ceilings],
        "own_share": percent(row.own_share),
        "runs": runs,
        "decides": decides,
        "mine": row.suppliers.filter(organisation=own).first() if own else None,
        "may_apply": provides and not row.suppliers.filter(organisation=own).exists(),
        **(_for_agency(row) if runs else {}),
    }
    return render(request, "exchange/trade/programme.html", context)


def _vouchers(row: VoucherProgramme) -> QuerySet[Voucher]:
    return row.vouchers.select_related("company", "supplier", "programme")


def _for_agency(row: VoucherProgramme) -> dict[str, object]:
    committed = programmes.committed_krw(row.budget_line_id)
    return {
        "line_krw": row.budget_line.amount_krw,
        "committed_krw": committed,
        "free_krw": row.budget_line.amount_krw - committed,
        "suppliers": row.suppliers.select_related("organisation"),
        "vouchers": [
            {"voucher": one, "tone": TONES.get(one.state, "outline"), "money": money_of(one)}
            for one in _vouchers(row)[:200]
        ],
        "findings": MisuseFinding.objects.filter(order__voucher__programme=row, waived_at__isnull=True)
        .select_related("order")
        .order_by("-found_at")[:100],
        "payouts": Payment.objects.filter(
            invoice__order__voucher__programme=row, means=PaymentMeans.VOUCHER, paid_out_at__isnull=True
        ).select_related("invoice__order__provider")[:100],
    }


@require_safe
def programme_file(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The voucher ledger of a programme as CSV, for its agency."""
    row, by = programme_or_404(request, id)
    if not (identity.can(by, rules.SUPPORT, organisation=row.agency_id) or identity.can(by, rules.AUDIT)):
        raise Http404
    return as_csv(voucher_table(_vouchers(row)), "voucher-ledger")


@require_http_methods(["GET", "POST"])
def open_programme(request: HttpRequest) -> HttpResponse:
    """An agency opens a programme under a planned budget line."""
    by = identity.actor_of(request)
    agency = acting_for(by, rules.SUPPORT)
    lines = programmes.BudgetLine.objects.filter(
        phase=programmes.Phase.PLANNED, year_to__gte=clock.today().year
    ).select_related("programme")
    initial = {
        "purchase": verbs.CEILINGS[VoucherKind.PURCHASE],
        "processing": verbs.CEILINGS[VoucherKind.PROCESSING],
        "ai_processing": verbs.CEILINGS[VoucherKind.AI_PROCESSING],
        "own_share": verbs.OWN_SHARE // 100,
    }
    form = ProgrammeForm(sent(request)[0], lines=lines, initial=initial)
    if request.method == "POST":
        made = attempt(form, lambda: _open(form, agency, by))
        if made is not None:
            messages.success(request, _("Done."))
            return redirect("exchange:voucher_programme", id=made.pk)
    return form_page(
        request,
        form,
        title=_("Open a voucher programme"),
        verb=_("Open"),
        up=_("Voucher programmes"),
        back=reverse("exchange:voucher_programmes"),
    )


def _open(form: ProgrammeForm, agency: identity.Organisation, by: Actor) -> VoucherProgramme:
    given = form.cleaned_data
    return verbs.open_voucher_programme(
        title=given["title"],
        agency=agency,
        budget_line=given["budget_line"],
        starts_on=given["starts_on"],
        ends_on=given["ends_on"],
        ceilings={
            VoucherKind.PURCHASE: given["purchase"],
            VoucherKind.PROCESSING: given["processing"],
            VoucherKind.AI_PROCESSING: given["ai_processing"],
        },
        own_share=int(given["own_share"] * 100),
        by=by,
    )


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A supplier states who it is and asks to be registered."""
    row, by = programme_or_404(request, id)
    organisation = acting_for(by, rules.PROVIDE)
    stated = TradingParty.objects.filter(organisation=organisation).first()
    initial = {"representative": stated.representative, "address": stated.address} if stated else {}
    form = PartyForm(sent(request)[0], initial=initial)

    def ask() -> Supplier:
        verbs.state_trading_party(organisation=organisation, by=by, **form.cleaned_data)
        return verbs.apply_as_supplier(programme=row, organisation=organisation, by=by)

    return form_step(
        request,
        form,
        ask,
        title=_("Apply as supplier"),
        lead=_(
            "Representative and address are compared with those of your buyers, and shown to the agency only."
        ),
        verb=_("Apply as supplier"),
        up=row.title,
        back=reverse("exchange:voucher_programme", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, supplier: str) -> HttpResponse:
    """The agency decides on a supplier."""
    found = Supplier.objects.select_related("programme", "organisation").filter(pk=supplier).first()
    by = identity.actor_of(request)
    if found is None or not identity.can(by, rules.SUPPORT, organisation=found.programme.agency_id):
        raise Http404
    form = SupplierForm(sent(request)[0])
    expected = version_in(request) if "version" in request.POST else found.version
    party = TradingParty.objects.filter(organisation=found.organisation_id).first()
    return form_step(
        request,
        form,
        lambda: verbs.settle_supplier(
            supplier=found,
            state=SupplierState(form.cleaned_data["state"]),
            reason=form.cleaned_data["reason"],
            expected=expected,
            by=by,
        ),
        title=found.organisation.label(),
        lead=f"{party.representative} · {party.address}" if party else "",
        verb=_("Decide"),
        up=found.programme.title,
        back=reverse("exchange:voucher_programme", args=[found.programme_id]),
    )
