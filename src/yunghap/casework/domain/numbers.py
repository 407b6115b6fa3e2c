"""Numbers of cases: SB-2026-00017, without gaps within a series and year."""

from datetime import datetime

from django.utils.timezone import localtime

from yunghap.casework.models import CaseNumber


def next_number(series: str, at: datetime) -> str:
    """The next number of the series in the year of `at` (Seoul), in the caller's transaction."""
    year = localtime(at).year
    CaseNumber.objects.get_or_create(series=series, year=year)
    row = CaseNumber.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{series}-{year}-{row.last:05d}"
