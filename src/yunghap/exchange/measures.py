"""What the exchange shows of a period: registered with `measures`, bound to targets of the plan."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.exchange.models import FulfilledRequest, HarvestRecord, Offer, Product, SearchCount
from yunghap.measures.service import Measure, Reading, register

from .measuring import counted, moments


def data_sets(start: date, end: date, at: datetime) -> Reading:
    """Data products that were on offer at the end of the period, and records gathered from other catalogues by now."""
    _since, before = moments(start, end, at)
    own = Product.objects.filter(
        Q(retired_at__isnull=True) | Q(retired_at__gte=before), published_at__lt=before
    )
    generated = own.filter(generated=True).count()
    number = own.count() - (0 if settings.COUNT_GENERATED else generated)
    gathered = HarvestRecord.objects.count()
    return Reading(
        Decimal(number + gathered),
        at,
        {"own": str(number), "gathered": str(gathered)},
        generated if settings.COUNT_GENERATED else 0,
    )


def opened(start: date, end: date, at: datetime) -> Reading:
    """Data products that were put on offer here for the first time in the period, by licence."""
    since, before = moments(start, end, at)
    rows = Product.objects.filter(published_at__gte=since, published_at__lt=before)
    return counted(rows, "licence", Q(generated=True), at)


def requests_fulfilled(start: date, end: date, at: datetime) -> Reading:
    """Data sets with which requests for unopened data were met in the period."""
    since, before = moments(start, end, at)
    rows = FulfilledRequest.objects.filter(created_at__gte=since, created_at__lt=before)
    number = rows.values("entry").distinct().count()
    return Reading(Decimal(number), at, {"requests": str(rows.count())})


def offers(start: date, end: date, at: datetime) -> Reading:
    """Offers that stood at the end of the period, by price form."""
    _since, before = moments(start, end, at)
    rows = Offer.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=before), made_at__lt=before)
    if not settings.COUNT_GENERATED:
        rows = rows.filter(product__generated=False)
    forms = [str(form) for form in rows.order_by("price_form").values_list("price_form", flat=True)]
    detail = {form: str(forms.count(form)) for form in sorted(set(forms))}
    generated = rows.filter(product__generated=True).count()
    return Reading(Decimal(len(forms)), at, detail, generated)


def searches(start: date, end: date, at: datetime) -> Reading:
    """Searches of the catalogue in the period, and those that found nothing."""
    rows = SearchCount.objects.filter(day__gte=start, day__lte=min(end, clock.local_date(at)))
    sums = rows.aggregate(number=Sum("number"), nothing=Sum("nothing"))
    return Reading(Decimal(sums["number"] or 0), at, {"nothing_found": str(sums["nothing"] or 0)})


def _catalogue(_start: date, _end: date) -> str:
    return reverse("exchange:catalogue")


def register_measures() -> None:
    """The measures of the catalogue."""
    for measure in (
        Measure(
            "exchange.catalogue.data_sets",
            _("Data sets"),
            _("Data sets in the catalogue: offered here, and gathered from other catalogues."),
            "건",
            data_sets,
            cumulative=True,
            records=_catalogue,
        ),
        Measure(
            "exchange.catalogue.opened",
            _("Data sets opened"),
            _("Data sets that were put on offer here for the first time in the period, by licence."),
            "개",
            opened,
            records=_catalogue,
        ),
        Measure(
            "exchange.request.fulfilled",
            _("Data opened on request"),
            _("Data sets with which requests for unopened data were met in the period."),
            "개",
            requests_fulfilled,
        ),
        Measure(
            "exchange.catalogue.offers",
            _("Offers"),
            _("Offers of data that stand."),
            "건",
            offers,
            cumulative=True,
        ),
        Measure(
            "exchange.catalogue.searches",
            _("Searches"),
            _("Searches of the catalogue in the period."),
            "건",
            searches,
        ),
    ):
        register(measure)
