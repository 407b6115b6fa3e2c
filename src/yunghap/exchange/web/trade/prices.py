"""What similar data cost: a public page for each product."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import Product
from yunghap.exchange.queries.prices import compare, median_per_row
from yunghap.identity.service import public_page


@require_safe
@public_page
def prices(request: HttpRequest, slug: str) -> HttpResponse:
    """The prices of a product beside those of similar ones, by row and MB."""
    product = (
        Product.objects.select_related("provider").filter(slug=slug, state=ProductState.PUBLISHED).first()
    )
    if product is None:
        raise Http404
    compared = compare(product)
    context = {
        "product": product,
        "compared": compared,
        "median": median_per_row(compared, without=product.pk),
    }
    return render(request, "exchange/trade/prices.html", context)
