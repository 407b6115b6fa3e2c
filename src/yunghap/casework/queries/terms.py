"""How long a grant holds: to the day on which its term in effect ends, and while the law deems it to last.

A term that ends on a Saturday or holiday lasts to the next working day (General Act on Public Administration art. 6(1),
Civil Act art. 161): a grant restricts nobody's right, so art. 6(2), which lets a term end on a day off, is not for it.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, timedelta

from django.db.models import Q

from yunghap.casework.models import Decision
from yunghap.casework.registry import all_kinds
from yunghap.core.errors import InvalidInput
from yunghap.procedures import service as procedures

DAY = timedelta(days=1)


def days_off() -> Callable[[date], bool]:
    """Whether a day is off; of years whose holidays nobody knows yet none is."""
    calendar = procedures.calendar()

    def off(day: date) -> bool:
        with suppress(InvalidInput):
            return calendar.day_off(day) is not None
        return False

    return off


def last_day(ends_on: date, off: Callable[[date], bool] | None = None) -> date:
    """The last day of a term that is to end on a day: that day, or the next that is not off.

    `off` is `days_off()`, where many are asked for.
    """
    off = off or days_off()
    while off(ends_on):
        ends_on += DAY
    return ends_on


def earliest_end(today: date) -> date:
    """The earliest day on which a term may have been to end that still lasts today."""
    off = days_off()
    while off(today - DAY):
        today -= DAY
    return today


def lasts_by_law() -> Q:
    """Decisions whose term has run out and is deemed to last, as while a revision of the law is examined: those whose
    case stands at work of that kind.
    """
    found = Q(pk__in=[])
    for kind in all_kinds():
        if kind.lasting:
            found |= Q(case__procedure=kind.id, case__instance__in=procedures.instances_at(kind.lasting))
    return found & Q(revoked_on__isnull=True)


def lasting(decisions: Collection[Decision] | None = None) -> set[str]:
    """The keys of those decisions, or of any, that are deemed to last."""
    rows = Decision.objects.filter(lasts_by_law())
    if decisions is not None:
        rows = rows.filter(pk__in=[one.pk for one in decisions])
    return set(rows.values_list("pk", flat=True))
