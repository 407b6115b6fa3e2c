"""How measures of the exchange read a period, and what of it counts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from yunghap.core import clock
from yunghap.measures.service import Reading


def moments(start: date, end: date, at: datetime) -> tuple[datetime, datetime]:
    """From the first moment of the period to its end or to now, whichever is first."""
    return clock.start_of(start), min(clock.end_of(end), at)


def evidence(generated: Q) -> Q:
    """Nothing made for demonstration counts, except in a demo, which says so with each figure."""
    return Q() if settings.COUNT_GENERATED else ~generated


def counted(rows: QuerySet[Any], field: str, generated: Q, at: datetime) -> Reading:
    """Number of rows by a field; how many of them are generated."""
    kept = rows.filter(evidence(generated))
    detail = dict(kept.order_by().values_list(field).annotate(number=Count("pk")))
    made = kept.filter(generated).count() if settings.COUNT_GENERATED else 0
    text = {
        str(key) or "-": str(number) for key, number in sorted(detail.items(), key=lambda one: str(one[0]))
    }
    return Reading(Decimal(sum(detail.values())), at, text, made)
