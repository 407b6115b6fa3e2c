"""Vouchers: the list, one on a page with its agreement, signing, settling."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.posted import attempt, attempt_and_tell
from yunghap.documents.blocks import Table, Value
from yunghap.exchange import rules
from yunghap.exchange.domain.trade import vouchers
from yunghap.exchange.enums import Signatory, SupplierState, VoucherKind, VoucherState
from yunghap.exchange.models import Supplier, Voucher, VoucherProgramme
from yunghap.exchange.queries.trading import Standing, money_of, vouchers_for
from yunghap.exchange.web.signed import statement_file
from yunghap.identity import service as identity

from .common import (
    PER_PAGE,
    TONES,
    ReasonForm,
    acting_for,
    as_csv,
    form_page,
    form_step,
    sent,
    voucher_or_404,
)
from .forms import ReportForm, VoucherForm


@require_safe
def voucher_list(request: HttpRequest) -> HttpResponse:
    """The vouchers of my company, my supply or my agency."""
    by = identity.actor_of(request)
    page = Paginator(vouchers_for(by), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            {"voucher": one, "tone": TONES.get(one.state, "outline"), "money": money_of(one)} for one in page
        ],
        "may_propose": by.organisation is not None
        and identity.can(by, rules.CONSUME, organisation=by.organisation),
    }
    return render(request, "exchange/trade/vouchers.html", context)


@require_safe
def voucher_file(request: HttpRequest) -> HttpResponse:
    """The voucher ledger as CSV: where the money of each voucher is."""
    return as_csv(voucher_table(vouchers_for(identity.actor_of(request))[:10_000]), "vouchers")


def voucher_table(rows: "QuerySet[Voucher]") -> Table:
    """Vouchers with amount, left, reserved, spent, returned."""
    header = [
        _("Number"),
        _("Voucher programme"),
        _("Kind"),
        _("Demand company"),
        _("Supplier"),
        _("State"),
        _("Issued"),
        _("Used until"),
        _("Amount"),
        _("Left"),
        _("Reserved"),
        _("Spent"),
        pgettext("exchange", "Returned"),
    ]
    body: list[list[Value]] = []
    for one in rows:
        money = money_of(one)
        body.append(
            [
                one.number,
                one.programme.title,
                str(one.get_kind_display()),
                one.company.label(),
                one.supplier.label(),
                str(one.get_state_display()),
                clock.local_date(one.issued_at).isoformat() if one.issued_at else "",
                one.ends_on.isoformat(),
                money.amount_krw,
                money.left_krw,
                money.reserved_krw,
                money.spent_krw,
                money.returned_krw,
            ]
        )
    return Table(_("Voucher ledger, in won"), header, body)


def _signable(voucher: Voucher, stand: Standing, by: Actor) -> list[Signatory]:
    """As which parties the reader can sign now; who has signed for one signs for no other."""
    signed = dict(voucher.signatures.values_list("party", "signed_by"))
    if voucher.state != VoucherState.PROPOSED or by.id in signed.values():
        return []
    mine = {
        Signatory.COMPANY: stand.buyer,
        Signatory.SUPPLIER: stand.provider,
        Signatory.AGENCY: stand.agency,
    }
    return [party for party, is_mine in mine.items() if is_mine and party not in signed]


@require_safe
def voucher(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """A voucher: its agreement word for word, who signed, where its money is, its orders."""
    row, stand, by = voucher_or_404(request, id)
    signed = {one.party: one for one in row.signatures.all()}
    context = {
        "voucher": row,
        "terms": row.terms,
        "tone": TONES.get(row.state, "outline"),
        "money": money_of(row),
        "standing": stand,
        "signatures": [(party.label, signed.get(party)) for party in Signatory],
        "signable": _signable(row, stand, by),
        "orders": row.orders.all(),
        "may_settle": stand.buyer
        and (row.state == VoucherState.ACTIVE or (row.state == VoucherState.EXPIRED and not row.report)),
        "may_cancel": (stand.buyer or stand.agency) and row.state == VoucherState.PROPOSED,
        "days_left": max(0, vouchers.days_left(row, clock.today())),
    }
    return render(request, "exchange/trade/voucher.html", context)


@require_POST
def sign(request: HttpRequest, id: str, party: str) -> HttpResponse:  # noqa: A002
    """Sign as one of the three parties; `digest` is of the words that were shown."""
    row, stand, by = voucher_or_404(request, id)
    if party not in _signable(row, stand, by):
        raise Http404
    digest = request.POST.get("digest", "")
    attempt_and_tell(
        request,
        lambda: vouchers.sign_voucher(voucher=row, party=Signatory(party), digest=digest, by=by),
        _("Signed."),
    )
    return redirect("exchange:voucher", id=row.pk)


@require_safe
def agreement_file(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The signed statement of the agreement, to be verified offline."""
    row, _stand, _by = voucher_or_404(request, id)
    return statement_file(subject=f"voucher:{row.pk}", statement=row.statement, name=row.number)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """A company proposes a voucher for what it wants to buy."""
    by = identity.actor_of(request)
    company = acting_for(by, rules.CONSUME)
    open_ones = VoucherProgramme.objects.filter(ends_on__gte=clock.today())
    registered = Supplier.objects.filter(programme__in=open_ones, state=SupplierState.REGISTERED)
    suppliers = identity.Organisation.objects.filter(pk__in=registered.values("organisation")).exclude(
        pk=company.pk
    )
    form = VoucherForm(sent(request)[0], programmes=open_ones, suppliers=suppliers)
    if request.method == "POST":
        made = attempt(form, lambda: _propose(form, company, by))
        if made is not None:
            messages.success(request, _("The voucher was proposed; now the three parties sign."))
            return redirect("exchange:voucher", id=made.pk)
    return form_page(
        request,
        form,
        title=_("Propose a voucher"),
        lead=_("Company, supplier and agency sign the agreement; then the voucher can be used."),
        verb=_("Propose"),
        up=_("Vouchers"),
        back=reverse("exchange:vouchers"),
    )


def _propose(form: VoucherForm, company: identity.Organisation, by: Actor) -> Voucher:
    given = form.cleaned_data
    return vouchers.propose_voucher(
        programme=given["programme"],
        kind=VoucherKind(given["kind"]),
        company=company,
        supplier=given["supplier"],
        amount_krw=given["amount_krw"],
        purpose=given["purpose"],
        by=by,
    )


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """The company reports; what is left returns."""
    row, stand, by = voucher_or_404(request, id)
    if not stand.buyer:
        raise Http404
    form = ReportForm(sent(request)[0])
    return form_step(
        request,
        form,
        lambda: vouchers.settle_voucher(voucher=row, by=by, **form.cleaned_data),
        title=_("Report and settle"),
        lead=_("What is left returns to the budget line."),
        verb=_("Settle"),
        up=row.number,
        back=reverse("exchange:voucher", args=[row.pk]),
    )


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Take back a voucher that not all have signed."""
    row, stand, by = voucher_or_404(request, id)
    if not (stand.buyer or stand.agency):
        raise Http404
    form = ReasonForm(sent(request)[0])
    return form_step(
        request,
        form,
        lambda: vouchers.cancel_voucher(voucher=row, by=by, **form.cleaned_data),
        title=_("Take the voucher back"),
        verb=pgettext("exchange", "Take back"),
        up=row.number,
        back=reverse("exchange:voucher", args=[row.pk]),
        tone="danger",
    )
