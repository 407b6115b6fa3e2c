"""Jobs: small functions that a worker runs, once or on a schedule, and that may run twice.

A job takes ids, calls one domain verb and is idempotent. The queue is never the truth: schedules, outbox and
deadlines are rows of ours that a sweep looks at. Every worker calls `tick` each second and `reap` each
minute.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from . import clock, idempotency, outbox
from .models import Schedule

log = structlog.get_logger(__name__)

KEEP_RESULTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a run may take before it counts as abandoned, and how often it is tried."""

    longest: timedelta = timedelta(minutes=10)
    attempts: int = 5


class Abandoned(Exception):  # noqa: N818
    """The worker died, or the job took longer than its limit, as often as it was tried."""


_limits: dict[str, Limits] = {}
_schedules: dict[str, tuple[timedelta, Any]] = {}


def job(
    *, every: timedelta | None = None, longest: timedelta = timedelta(minutes=10), attempts: int = 5
) -> Callable[[Callable[..., None]], Any]:
    """Make a function of a module a job: `name.enqueue(id)` in a transaction runs it after the commit.

    With `every`, it also runs on a schedule, without arguments; a run that is still waiting or running is not
    joined by another. Put jobs into a module's `jobs.py`, which is imported at start-up.
    """

    def register(function: Callable[..., None]) -> Any:
        made = task()(function)
        path = f"{function.__module__}.{function.__qualname__}"
        _limits[path] = Limits(longest, attempts)
        if every is not None:
            _schedules[path] = (every, made)
        return made

    return register


def tick() -> int:
    """Enqueue every scheduled job that is due; returns how many. A missed time is made up for once."""
    now, number = clock.now(), 0
    for path, (every, made) in sorted(_schedules.items()):
        seconds = int(every.total_seconds())
        row, _made = Schedule.objects.get_or_create(
            name=path, defaults={"every_seconds": seconds, "next_at": now}
        )
        # Further off than one interval: the clock was set back, or the interval was shortened.
        if now < row.next_at <= now + every:
            continue
        with transaction.atomic():
            mine = Schedule.objects.filter(name=path, next_at=row.next_at).update(
                next_at=now + every, last_at=now, every_seconds=seconds
            )
            if mine and not _is_waiting(path):
                made.enqueue()
                number += 1
    return number


def _is_waiting(path: str) -> bool:
    waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return bool(DBTaskResult.objects.filter(task_path=path, status__in=waiting).exists())


def reap() -> int:
    """Put abandoned and failed runs back into the queue, as long as they have attempts left; returns how
    many.

    Of a scheduled job only abandoned runs: a failed one comes round anyway.
    """
    now, number = clock.now(), 0
    stuck = Q(status=TaskResultStatus.RUNNING)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__gte=now - outbox.DEAD_AFTER)
    for result in DBTaskResult.objects.filter(stuck | failed).order_by("enqueued_at"):
        limits = _limits.get(result.task_path, Limits())
        number += (
            _reap_stuck(result, limits, now) if result.finished_at is None else _retry(result, limits, now)
        )
    return number


def _reap_stuck(result: Any, limits: Limits, now: datetime) -> int:
    if result.started_at is None or now - result.started_at < limits.longest:
        return 0
    mine = DBTaskResult.objects.filter(
        pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at
    )
    if len(result.worker_ids) < limits.attempts:
        log.warning("job abandoned", job=result.task_path, id=str(result.pk), attempts=len(result.worker_ids))
        return int(mine.update(status=TaskResultStatus.READY, run_after=now))
    log.error("job given up", job=result.task_path, id=str(result.pk))
    mine.update(
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path=f"{Abandoned.__module__}.{Abandoned.__qualname__}",
        traceback="",
    )
    return 0


def _retry(result: Any, limits: Limits, now: datetime) -> int:
    attempts = len(result.worker_ids)
    if result.task_path not in _limits or result.task_path in _schedules or attempts >= limits.attempts:
        return 0
    mine = DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED)
    later = now + outbox.wait_before(attempts + 1)
    return int(mine.update(status=TaskResultStatus.READY, finished_at=None, run_after=later))


@job(every=timedelta(minutes=1))
def sweep_outbox() -> None:
    """Deliver events that nobody delivered at once."""
    outbox.dispatch_pending()


@job(every=timedelta(days=1))
def purge() -> None:
    """Forget old answers to repeated requests, and finished runs of jobs."""
    idempotency.purge()
    DBTaskResult.objects.filter(finished_at__lt=clock.now() - KEEP_RESULTS).delete()
