"""What agreements, trade, vouchers and authenticity checks show of a period, for targets of the plan."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Case, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.exchange.enums import PaymentMeans, Side, Vat
from yunghap.exchange.models import Agreement, AuthenticityCheck, Invoice, Issuer, Payment, Voucher
from yunghap.measures.service import Measure, Reading, register

from .measuring import counted, evidence, moments


def _summed(rows: QuerySet[Any], fields: tuple[str, ...], generated: Q, at: datetime) -> Reading:
    """Won by the first of the fields: the second less the third. `generated` counts rows, not won."""
    kept = rows.filter(evidence(generated))
    sums: Counter[str] = Counter()
    for key, krw, less in kept.order_by().values_list(*fields).iterator():
        sums[str(key) or "-"] += krw - less
    made = kept.filter(generated).count() if settings.COUNT_GENERATED else 0
    return Reading(Decimal(sums.total()), at, {key: str(krw) for key, krw in sorted(sums.items())}, made)


def agreements_concluded(start: date, end: date, at: datetime) -> Reading:
    """Agreements concluded in the period in which an organisation here provides, by state."""
    since, before = moments(start, end, at)
    rows = Agreement.objects.filter(side=Side.PROVIDER, agreed_at__gte=since, agreed_at__lt=before)
    return counted(rows, "state", Q(offer__product__generated=True, offer__isnull=False), at)


def trade_volume(start: date, end: date, at: datetime) -> Reading:
    """Won invoiced in the period without VAT, less what was taken back, by form of price."""
    since, before = moments(start, end, at)
    rows = Invoice.objects.filter(issued_at__gte=since, issued_at__lt=before).annotate(
        # What was taken back holds VAT too: a taxable won taken back is ten elevenths of supply.
        less=Case(
            When(vat=Vat.TAXABLE, then=F("credited_krw") * 10 / 11),
            default=F("credited_krw"),
            output_field=BigIntegerField(),
        )
    )
    return _summed(rows, ("order__price_form", "supply_krw", "less"), Q(order__generated=True), at)


def vouchers_issued(start: date, end: date, at: datetime) -> Reading:
    """Vouchers issued in the period, by kind."""
    since, before = moments(start, end, at)
    rows = Voucher.objects.filter(issued_at__gte=since, issued_at__lt=before)
    return counted(rows, "kind", Q(generated=True), at)


def vouchers_spent(start: date, end: date, at: datetime) -> Reading:
    """Won spent by voucher in the period and not given back, by kind."""
    rows = Payment.objects.filter(
        means=PaymentMeans.VOUCHER,
        received_on__gte=start,
        received_on__lte=min(end, clock.local_date(at)),
    )
    fields = ("invoice__order__voucher__kind", "amount_krw", "refunded_krw")
    return _summed(rows, fields, Q(invoice__order__voucher__generated=True), at)


def authenticity_checks(start: date, end: date, at: datetime) -> Reading:
    """Records asked about in the period and answered, by check."""
    since, before = moments(start, end, at)
    rows = AuthenticityCheck.objects.filter(asked_at__gte=since, asked_at__lt=before, answer__isnull=False)
    return counted(rows, "issuer__slug", Q(issuer__generated=True), at)


def authenticity_services(start: date, end: date, at: datetime) -> Reading:
    """Kinds of records that could be asked about in the period, by how they are answered."""
    since, before = moments(start, end, at)
    rows = Issuer.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=since), opened_at__lt=before)
    return counted(rows, "method", Q(generated=True), at)


def register_trade_measures() -> None:
    """The measures of trade and of authenticity checks."""
    cases, won = "건", "원"
    found: tuple[tuple[str, object, object, str, Callable[[date, date, datetime], Reading]], ...] = (
        (
            "exchange.agreement.concluded",
            _("Agreements concluded"),
            _("Agreements concluded in the period by providers here, by state."),
            cases,
            agreements_concluded,
        ),
        (
            "exchange.trade.volume",
            _("Trade volume"),
            _("Won invoiced in the period without VAT, by form of price."),
            won,
            trade_volume,
        ),
        (
            "exchange.voucher.issued",
            _("Vouchers issued"),
            _("Vouchers issued in the period, by kind."),
            cases,
            vouchers_issued,
        ),
        (
            "exchange.voucher.spent",
            _("Spent by voucher"),
            _("Won spent by voucher in the period and not given back, by kind."),
            won,
            vouchers_spent,
        ),
        (
            "exchange.authenticity.asked",
            _("Authenticity checks"),
            _("Records asked about in the period and answered, by check."),
            cases,
            authenticity_checks,
        ),
        (
            "exchange.authenticity.services",
            _("Kinds of records with an authenticity check"),
            _("Kinds of records that could be asked about in the period, by how they are answered."),
            "개",
            authenticity_services,
        ),
    )
    for code, name, description, unit, read in found:
        register(Measure(code, name, description, unit, read))
