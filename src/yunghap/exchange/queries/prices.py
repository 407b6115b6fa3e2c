"""What similar products cost: list prices brought to one measure, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from yunghap.exchange.enums import MeteredUnit, PriceForm, ProductState
from yunghap.exchange.models import Offer, Product, ProductVersion

MONTHS = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12}
_MB = 1_000_000
_LEAST_BYTES = 100_000  # below this a price per MB says nothing
MOST = 20


@dataclass(frozen=True, slots=True)
class Compared:
    """An offer's list price, in won without VAT, per row and per MB as far as the sizes are known; `words` are the
    keywords and themes shared with the product compared.
    """

    offer: Offer
    per_row: Decimal | None
    per_mb: Decimal | None
    per_month: Decimal | None
    words: int


def compare(product: Product) -> list[Compared]:
    """The product's own offers first, then those of similar products: most shared words first, at most 20."""
    words = _words(product)
    rows = Offer.objects.filter(ended_at__isnull=True, product__state=ProductState.PUBLISHED).exclude(
        price_form__in=[PriceForm.FREE, PriceForm.REVENUE_SHARE]
    )
    found = []
    for offer in rows.select_related("product__provider"):
        shared = len(words & _words(offer.product))
        if offer.product_id == product.pk or shared:
            found.append((offer, shared))
    found.sort(key=lambda one: (one[0].product_id != product.pk, -one[1], one[0].pk))
    return [_compared(offer, shared) for offer, shared in found[:MOST]]


def median_per_row(compared: Iterable[Compared], *, without: str = "") -> Decimal | None:
    """The middle price of a row among offers of other products than `without`; None where fewer than three say it."""
    prices = [one.per_row for one in compared if one.per_row and one.offer.product_id != without]
    return Decimal(median(prices)) if len(prices) >= 3 else None


def _words(product: Product) -> set[str]:
    return {str(word).casefold() for word in (*product.keywords, *product.themes)}


def _compared(offer: Offer, shared: int) -> Compared:
    latest = ProductVersion.objects.filter(product=offer.product_id).order_by("-number").first()
    rows, size = (latest.rows, latest.bytes) if latest else (None, None)
    price = Decimal(offer.price_krw or 0)
    per_row = per_mb = per_month = None
    if offer.price_form == PriceForm.METERED:
        per_row = price if offer.metered_unit == MeteredUnit.ROW else None
        per_mb = price if offer.metered_unit == MeteredUnit.MB else None
    else:
        per_row = price / rows if rows else None
        per_mb = price * _MB / size if size and size >= _LEAST_BYTES else None
    if offer.price_form == PriceForm.FIXED and offer.period in MONTHS:
        per_month = price / MONTHS[offer.period]
    return Compared(offer, _rounded(per_row), _rounded(per_mb), _rounded(per_month), shared)


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"), ROUND_HALF_UP)
