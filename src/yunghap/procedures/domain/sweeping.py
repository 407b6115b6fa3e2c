"""Timers and deadlines whose moment has come."""

from datetime import datetime

import structlog
from django.db import transaction

from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import DomainError
from yunghap.procedures.engine import actions as a
from yunghap.procedures.models import DeadlineRow, TimerRow

from .acting import act

log = structlog.get_logger(__name__)
AT_ONCE = 1_000


def fire_due(*, at: datetime | None = None, limit: int = AT_ONCE) -> int:
    """Fire what is due, the earliest first; returns how many fired. Each is a transaction of its own.

    One that cannot be done (somebody was quicker, its values do not fit) is left for the next round and does not
    hold up the others.
    """
    at, fired = at or clock.now(), 0
    for moment, code, number, is_deadline in due(at=at, limit=limit):
        action: a.Action = a.Pass(number) if is_deadline else a.Fire(number)
        name = "deadline.passed" if is_deadline else "timer.fired"
        try:
            with transaction.atomic():
                act(instance=code, action=action, name=name, by=SYSTEM, at=at, item=number)
        except DomainError as error:
            log.warning("timer left", instance=code, number=number, due=str(moment), error=str(error))
            continue
        fired += 1
    return fired


def due(*, at: datetime, limit: int = AT_ONCE) -> list[tuple[datetime, str, int, bool]]:
    """What is due at a moment, the earliest first: since when, instance, number, and whether it is a deadline."""
    timers = TimerRow.objects.filter(at__lte=at).order_by("at", "instance_id", "number")
    deadlines = DeadlineRow.objects.filter(
        passes__lte=at, closed_at__isnull=True, stopped=False, missed=False
    ).order_by("passes", "instance_id", "number")
    found: list[tuple[datetime, str, int, bool]] = [
        (moment, code, number, False)
        for moment, code, number in timers.values_list("at", "instance__code", "number")[:limit]
        if moment is not None
    ]
    found += [
        (moment, code, number, True)
        for moment, code, number in deadlines.values_list("passes", "instance__code", "number")[:limit]
    ]
    return sorted(found)[:limit]
