"""Amounts and prices as they are read."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunghap.exchange import rules
from yunghap.exchange.enums import MeteredUnit, PriceForm
from yunghap.exchange.models import Offer, Terms
from yunghap.identity import service as identity

register = template.Library()
NOTHING = "–"


@register.inclusion_tag("exchange/trade/nav.html", takes_context=True)
def trade_nav(context: Mapping[str, Any], here: str) -> dict[str, object]:
    """The pages of trade; accounts only for those whose organisation may have some."""
    by = identity.actor_of(context["request"])
    may = by.organisation is not None and any(
        identity.can(by, permission, organisation=by.organisation) for permission in rules.SEE_ACCOUNTS
    )
    return {"here": here, "has_accounts": may}


@register.filter
def thousands(number: int | Decimal | None) -> str:
    """A number with separators."""
    return NOTHING if number is None else f"{number:,}"


@register.filter
def won(krw: int | Decimal | None) -> str:
    """An amount: 1,234원, in English KRW 1,234; a dash where there is none."""
    if krw is None:
        return NOTHING
    return f"{krw:,}원" if get_language() == "ko" else f"KRW {krw:,}"


@register.filter
def price(terms: Offer | Terms) -> str:
    """A price in its form: 10,000원 / 월, 3원 / 1행, 수익의 2.5%."""
    form = terms.price_form
    if form == PriceForm.FREE:
        return str(PriceForm.FREE.label)
    if form == PriceForm.REVENUE_SHARE:
        return _("%(share)s %% of the revenue") % {"share": f"{(terms.share or 0) / 100:g}"}
    amount = won(terms.price_krw if isinstance(terms, Offer) else terms.unit_krw)
    if form == PriceForm.FIXED:
        periods = {"P1M": _("month"), "P3M": _("quarter"), "P6M": _("half-year"), "P1Y": _("year")}
        return f"{amount} / {periods.get(terms.period, terms.period)}"
    if form == PriceForm.METERED:
        known = terms.metered_unit in MeteredUnit.values
        return f"{amount} / {MeteredUnit(terms.metered_unit).label if known else terms.metered_unit}"
    return amount
