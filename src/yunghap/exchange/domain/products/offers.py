"""Offers: under which policy and at which price a product can be had."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name
from yunghap.exchange import rules
from yunghap.exchange.contracts import Price
from yunghap.exchange.enums import PriceForm, ProductState
from yunghap.exchange.models import Offer, Product
from yunghap.identity.service import require
from yunghap.ledger.service import record

# What each price form must state; everything else must be empty.
_STATED = {
    PriceForm.FREE: (),
    PriceForm.FIXED: ("krw", "period"),
    PriceForm.METERED: ("krw", "metered_unit"),
    PriceForm.LUMP_SUM: ("krw",),
    PriceForm.REVENUE_SHARE: ("share",),
}
_LARGEST_KRW = 10**15


@transaction.atomic
def make_offer(
    *,
    product: Product,
    title: str,
    policy: Mapping[str, object],
    price: Price,
    by: Actor,
    at: datetime | None = None,
) -> Offer:
    """Offer a product under an ODRL policy and a price.

    Raises InvalidInput where the price does not state what its form needs, Conflict for a retired product.
    """
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=product.provider_id)
    if product.state == ProductState.RETIRED:
        raise Conflict(_("This product has ended."), state=product.state)
    _check(price)
    offer = Offer.objects.create(
        product=product,
        title=clean_name(title),
        policy=dict(policy),
        price_form=price.form,
        price_krw=price.krw,
        period=price.period,
        metered_unit=price.metered_unit,
        share=price.share,
        made_at=at,
        created_at=at,
    )
    _note(offer, "made", by, at)
    return offer


@transaction.atomic
def end_offer(*, offer: Offer, by: Actor, at: datetime | None = None) -> None:
    """End an offer: nobody can agree on it any more. Raises Conflict where it has ended."""
    at = at or clock.now()
    require(by, rules.PROVIDE, organisation=offer.product.provider_id)
    if not Offer.objects.filter(pk=offer.pk, ended_at__isnull=True).update(ended_at=at):
        raise Conflict(_("This offer has ended already."))
    offer.ended_at = at
    _note(offer, "ended", by, at)


def _check(price: Price) -> None:
    if price.form not in PriceForm.values:
        raise InvalidInput(_("There is no such form of price."), field="price_form")
    stated = _STATED[PriceForm(price.form)]
    for name in ("krw", "period", "metered_unit", "share"):
        given = getattr(price, name) not in {None, ""}
        if given != (name in stated):
            raise InvalidInput(_("This price does not state what its form needs."), field=name)
    if price.krw is not None and not 0 <= price.krw < _LARGEST_KRW:
        raise InvalidInput(_("This amount is no price."), field="krw")
    if price.share is not None and not 1 <= price.share <= 10_000:
        raise InvalidInput(_("A share lies above 0 and is at most the whole."), field="share")


def _note(offer: Offer, what: str, by: Actor, at: datetime) -> None:
    details: dict[str, object] = {
        "offer": offer.pk,
        "form": offer.price_form,
        "krw": offer.price_krw,
    }
    record(
        action=f"exchange.offer.{what}", subject=f"product:{offer.product_id}", by=by, at=at, details=details
    )
