"""Accounts of an organisation and their statements: page, CSV, PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.documents.blocks import Paragraph, Table
from yunghap.exchange import rules
from yunghap.exchange.models import Account
from yunghap.exchange.queries.books import Statement, accounts_of, statement
from yunghap.exchange.queries.trading import reward_of
from yunghap.identity import service as identity

from .common import as_csv, as_pdf, period_of


def _sees(by: Actor, organisation: str) -> bool:
    return any(identity.can(by, permission, organisation=organisation) for permission in rules.SEE_ACCOUNTS)


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts of the organisation one acts for, and what its data have earned."""
    by = identity.actor_of(request)
    if by.organisation is None or not _sees(by, by.organisation):
        raise Http404
    context = {
        "organisation": identity.get_organisation(by.organisation),
        "accounts": accounts_of(by.organisation),
        "reward": reward_of(by.organisation),
    }
    return render(request, "exchange/trade/accounts.html", context)


def _statement(request: HttpRequest, id: str) -> Statement:  # noqa: A002
    by = identity.actor_of(request)
    account = Account.objects.select_related("owner").filter(pk=id).first()
    if account is None or account.owner_id is None or not _sees(by, account.owner_id):
        raise Http404
    start, end = period_of(request)
    return statement(account, start=start, end=end)


@require_safe
def account(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """What happened in an account in a period."""
    found = _statement(request, id)
    return render(request, "exchange/trade/account.html", {"statement": found, "account": found.account})


@require_safe
def account_file(request: HttpRequest, id: str, form: str) -> HttpResponse:  # noqa: A002
    """The statement as CSV or PDF."""
    found = _statement(request, id)
    name = f"statement-{found.start}-{found.end}"
    table = _table(found)
    if form == "csv":
        return as_csv(table, name)
    if form != "pdf" or found.account.owner is None:
        raise Http404
    title = f"{_('Statement')}: {found.account.get_kind_display()}"
    lead = Paragraph(f"{found.account.owner.label()} · {found.start} – {found.end}")
    return as_pdf(title, [lead, table], name)


def _table(found: Statement) -> Table:
    header = [_("Day"), _("Kind"), _("Text"), _("In"), _("Out"), _("Balance")]
    rows = [
        [
            clock.local_date(line.at).isoformat(),
            line.kind,
            line.text,
            line.in_krw or None,
            line.out_krw or None,
            line.balance_krw,
        ]
        for line in found.lines
    ]
    first = [found.start.isoformat(), _("Brought forward"), "", None, None, found.opening_krw]
    last = [found.end.isoformat(), _("Balance at the end"), "", None, None, found.closing_krw]
    return Table(
        f"{found.account.get_kind_display()} ({_('in won')})",
        header,
        [first, *rows, last],
        align=["left", "left", "left", "right", "right", "right"],
        widths=[1.4, 1.6, 3, 1.4, 1.4, 1.6],
    )
