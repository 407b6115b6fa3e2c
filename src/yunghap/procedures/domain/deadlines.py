"""Deadlines of running instances: stopped, resumed, extended, and counted anew when holidays change."""

from datetime import date, datetime

from yunghap.core.actors import Actor
from yunghap.procedures.contracts import Done
from yunghap.procedures.engine import actions as a
from yunghap.procedures.models import DeadlineRow

from .acting import act


def stop_deadline(
    *,
    instance: str,
    deadline: int,
    reason: str,
    by: Actor,
    start: date | None = None,
    expected: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Done:
    """Stop a deadline from a day on (absent: today), for a reason that its rule knows; that day is not counted.

    Raises Refused where it stands still already, no longer runs, or its rule does not know the reason.
    """
    return act(
        instance=instance,
        action=a.StopDeadline(deadline, reason, start),
        name="deadline.stopped",
        by=by,
        at=at,
        expected=expected,
        key=key,
        reason=reason,
        item=deadline,
    )


def resume_deadline(
    *,
    instance: str,
    deadline: int,
    by: Actor,
    end: date | None = None,
    expected: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Done:
    """Let a stopped deadline run again; `end` (absent: today) is the last day that is not counted."""
    return act(
        instance=instance,
        action=a.ResumeDeadline(deadline, end),
        name="deadline.resumed",
        by=by,
        at=at,
        expected=expected,
        key=key,
        item=deadline,
    )


def extend_deadline(
    *,
    instance: str,
    deadline: int,
    ground: str,
    by: Actor,
    term: str = "",
    expected: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Done:
    """Extend a deadline by a term (empty: its rule's) on a ground, as often as its rule allows."""
    return act(
        instance=instance,
        action=a.ExtendDeadline(deadline, ground, term),
        name="deadline.extended",
        by=by,
        at=at,
        expected=expected,
        key=key,
        reason=ground,
        item=deadline,
    )


def recount_deadlines(*, by: Actor, at: datetime | None = None, since: date | None = None) -> int:
    """Count every open deadline anew, as after a change of the holidays; returns how many instances have any.

    `since` leaves out those that end before a day, which the change cannot concern. One transaction per instance.
    """
    rows = DeadlineRow.objects.filter(closed_at__isnull=True)
    if since is not None:
        rows = rows.filter(due__gte=since)
    number = 0
    codes = rows.values_list("instance__code", flat=True).distinct().order_by("instance_id")
    for code in list(codes):
        act(instance=code, action=a.Recount(), name="deadline.recounted", by=by, at=at)
        number += 1
    return number
