"""Prices in whole won: what an order comes to, what VAT is, what a voucher may pay. Pure: no database.

Every rounding is downwards to the won: VAT of an invoice as a whole (10 per cent, VAT Act art. 30; the part of a won is
dropped), a share of revenue, and the support of a voucher.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput
from yunghap.core.money import LIMIT
from yunghap.exchange.enums import MeteredUnit, PriceForm, Vat
from yunghap.exchange.models import Terms

# Periods of a fixed price, ISO 8601, in months.
MONTHS = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12}
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an invoice, in won without VAT."""

    text: str
    quantity: int
    unit_krw: int
    krw: int


def check_terms(terms: Terms) -> None:
    """Raises InvalidInput where terms lack what their form needs, or say what no price says."""
    form = terms.price_form
    if form not in PriceForm.values or form == PriceForm.FREE:
        raise InvalidInput(_("What is free of charge needs no order."), field="price_form")
    if form == PriceForm.REVENUE_SHARE:
        if terms.share is None or not 1 <= terms.share <= WHOLE:
            raise InvalidInput(_("A share lies above 0 and is at most the whole."), field="share")
    elif terms.unit_krw is None or not 1 <= terms.unit_krw <= LIMIT:
        raise InvalidInput(_("This amount is no price."), field="unit_krw")
    if form == PriceForm.FIXED and terms.period not in MONTHS:
        raise InvalidInput(_("A fixed price is per month, quarter, half-year or year."), field="period")
    if form == PriceForm.METERED and terms.metered_unit not in MeteredUnit.values:
        raise InvalidInput(_("A metered price is per row, MB or call."), field="metered_unit")
    if form == PriceForm.FIXED and not terms.quantity:
        raise InvalidInput(_("For how many periods?"), field="quantity")
    if terms.quantity is not None and not 1 <= terms.quantity <= LIMIT:
        raise InvalidInput(_("This is no quantity."), field="quantity")
    if (supply_of(terms) or 0) > LIMIT:
        raise InvalidInput(_("This amount is no price."), field="quantity")


def supply_of(terms: Terms) -> int | None:
    """The total without VAT as far as it is known beforehand."""
    if terms.price_form == PriceForm.LUMP_SUM:
        return terms.unit_krw
    if terms.price_form in {PriceForm.FIXED, PriceForm.METERED} and terms.quantity and terms.unit_krw:
        return terms.unit_krw * terms.quantity
    return None


def vat_of(supply_krw: int, vat: str) -> int:
    """VAT on a supply value; the part of a won is dropped."""
    return supply_krw // 10 if vat == Vat.TAXABLE else 0


def part_of(krw: int, share: int) -> int:
    """A share in parts of ten thousand; the part of a won is dropped."""
    return krw * share // WHOLE


def support_of(supply_krw: int, own_share: int) -> int:
    """What a voucher may pay of a supply value at most, the company's own share left out. VAT is never supported."""
    return part_of(supply_krw, WHOLE - own_share)


def line_of(terms: Terms, *, quantity: int, text: str) -> Line:
    """The line for a quantity: periods, units, or the revenue in won of which the share is due."""
    if terms.price_form == PriceForm.REVENUE_SHARE:
        return Line(text, 1, quantity, part_of(quantity, terms.share or 0))
    unit = terms.unit_krw or 0
    return Line(text, quantity, unit, unit * quantity)


def period_from(start: date, period: str, number: int) -> tuple[date, date]:
    """First and last day of the period with that number (0 is the first) since `start`; a 31st ends with its month."""
    first = _months_later(start, MONTHS[period] * number)
    return first, _months_later(start, MONTHS[period] * (number + 1)) - timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
