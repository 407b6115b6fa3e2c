"""Reads of data products, for their providers."""

from collections.abc import Collection

from django.db.models import Count, F, Max, Q, QuerySet

from yunghap.exchange.enums import AgreementState
from yunghap.exchange.models import Database, Product, QualityReport


def products_of(organisations: Collection[str] | None) -> QuerySet[Product]:
    """The products of these organisations (None: of all), with how many versions, offers and agreements each has."""
    rows = Product.objects.select_related("provider")
    if organisations is not None:
        rows = rows.filter(provider__in=organisations)
    return rows.annotate(
        newest=Max("versions__number"),
        open_offers=Count("offers", filter=Q(offers__ended_at__isnull=True), distinct=True),
        agreements=Count(
            "offers__agreements", filter=Q(offers__agreements__state=AgreementState.ACTIVE), distinct=True
        ),
    ).order_by("-created_at", "-id")


def databases_of(organisations: Collection[str] | None) -> QuerySet[Database]:
    """The databases that these organisations (None: all) named as sources, those that wait first."""
    rows = Database.objects.select_related("owner")
    if organisations is not None:
        rows = rows.filter(owner__in=organisations)
    return rows.order_by(
        F("closed_at").asc(nulls_first=True), F("allowed_at").asc(nulls_first=True), "-created_at"
    )


def databases_to_ask(organisations: Collection[str]) -> list[Database]:
    """The databases of these organisations that may be asked."""
    rows = Database.objects.select_related("owner").filter(owner__in=organisations)
    return list(rows.filter(allowed_at__isnull=False, closed_at__isnull=True))


def latest_report(product: Product) -> QualityReport | None:
    """The last report of any version of a product."""
    return (
        QualityReport.objects.filter(of__product=product)
        .select_related("of__product", "certificate")
        .order_by("-of__number", "-made_at")
        .first()
    )


def reports_to_certify() -> QuerySet[QualityReport]:
    """Reports of published products that carry no certificate, the best first."""
    return (
        QualityReport.objects.filter(certificate__isnull=True, of__product__state="PUBLISHED")
        .select_related("of__product__provider")
        .order_by("-score", "-made_at")
    )
