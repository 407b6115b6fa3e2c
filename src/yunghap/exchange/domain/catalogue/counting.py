"""What is looked for and what is used: counts per day, without names of people.

Kept apart from the ledger: no act of anybody.
"""

from django.db.models import F

from yunghap.core import clock
from yunghap.core.text import nfc, without_invisible
from yunghap.exchange.models import Download, SearchCount, UseCount


def count_search(words: str, *, found: bool) -> None:
    """Count a search by its words; those without words are not counted."""
    told = " ".join(without_invisible(nfc(words)).lower().split())[:200]
    if not told:
        return
    row, _made = SearchCount.objects.get_or_create(day=clock.today(), words=told)
    nothing = F("nothing") + (0 if found else 1)
    SearchCount.objects.filter(pk=row.pk).update(number=F("number") + 1, nothing=nothing)


def count_use(entry: str, *, program: bool = False) -> None:
    """Count that a data set was looked at."""
    row, _made = UseCount.objects.get_or_create(day=clock.today(), entry=entry)
    field = "calls" if program else "views"
    UseCount.objects.filter(pk=row.pk).update(**{field: F(field) + 1})


def count_download(entry: str, *, organisation: str = "") -> None:
    """Count that data without a contract was fetched, and keep for which organisation: it may review the data."""
    row, _made = UseCount.objects.get_or_create(day=clock.today(), entry=entry)
    UseCount.objects.filter(pk=row.pk).update(downloads=F("downloads") + 1)
    if organisation:
        Download.objects.get_or_create(
            entry=entry, organisation_id=organisation, defaults={"first_at": clock.now()}
        )
