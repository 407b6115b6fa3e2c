"""Numbers of orders, invoices and vouchers: ORD-2026-00017, without gaps within a series and year."""

from datetime import datetime

from yunghap.core import clock
from yunghap.exchange.models import TradeNumber

ORDER, INVOICE, VOUCHER = "ORD", "INV", "VCH"


def next_number(series: str, at: datetime) -> str:
    """The next number of the series in the year of `at` (Korean time), in the caller's transaction."""
    year = clock.local_date(at).year
    TradeNumber.objects.get_or_create(series=series, year=year)
    row = TradeNumber.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{series}-{year}-{row.last:05d}"
