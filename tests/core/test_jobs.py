"""Jobs and schedules."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yunghap.core import clock, jobs
from yunghap.core.models import InboxMessage, OutboxEvent, Schedule

AT = datetime(2023, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db
ran: list[str] = []


def once(name: str = "once") -> None:
    ran.append(name)


def hourly() -> None:
    ran.append("hourly")


FUNCTIONS = {"once": once, "hourly": hourly}


def made(name: str, **options: Any) -> Any:
    """The function as a job, where the queue looks for it."""
    job = jobs.job(**options)(FUNCTIONS[name])
    globals()[name] = job
    return job


@pytest.fixture(autouse=True)
def _only_our_jobs(settings: Any) -> Iterator[None]:
    """The queue of the database, and no schedules but ours."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    limits, schedules = dict(jobs._limits), dict(jobs._schedules)
    jobs._schedules.clear()
    ran.clear()
    yield
    globals().update(FUNCTIONS)
    jobs._limits.clear()
    jobs._limits.update(limits)
    jobs._schedules.update(schedules)


def enqueue(job: Any, **changes: Any) -> DBTaskResult:
    """A queued run, with columns changed as a worker would have."""
    identifier = job.enqueue().id
    DBTaskResult.objects.filter(pk=identifier).update(**changes)
    return DBTaskResult.objects.get(pk=identifier)


def at(moment: datetime, call: Any) -> int:
    """Call at a moment."""
    with clock.use(lambda: moment):
        return int(call())


def queued() -> list[str]:
    """The paths of what waits."""
    return list(DBTaskResult.objects.filter(status="READY").values_list("task_path", flat=True))


def finish() -> None:
    """What waits has run."""
    DBTaskResult.objects.filter(status="READY").update(status="SUCCESSFUL", finished_at=AT)


def test_job_runs_when_called_and_is_queued_when_enqueued() -> None:
    job = made("once")
    job.call("called")
    job.enqueue("queued")
    assert ran == ["called"]
    assert queued() == [f"{__name__}.once"]


def test_tick_enqueues_a_scheduled_job_when_it_is_due() -> None:
    made("hourly", every=timedelta(hours=1))
    assert at(AT, jobs.tick) == 1
    finish()
    assert at(AT + 59 * MINUTE, jobs.tick) == 0
    assert at(AT + 60 * MINUTE, jobs.tick) == 1
    row = Schedule.objects.get()
    assert (row.last_at, row.next_at) == (AT + 60 * MINUTE, AT + 120 * MINUTE)


def test_tick_makes_up_once_for_missed_times() -> None:
    made("hourly", every=timedelta(hours=1))
    at(AT, jobs.tick)
    finish()
    assert at(AT + timedelta(days=3), jobs.tick) == 1
    assert at(AT + timedelta(days=3), jobs.tick) == 0


def test_tick_does_not_pile_up_runs_that_wait() -> None:
    made("hourly", every=timedelta(hours=1))
    at(AT, jobs.tick)
    assert at(AT + 60 * MINUTE, jobs.tick) == 0
    assert len(queued()) == 1
    assert Schedule.objects.get().next_at == AT + 120 * MINUTE


def test_tick_follows_a_clock_that_was_set_back_and_a_shorter_interval() -> None:
    made("hourly", every=timedelta(hours=1))
    at(AT, jobs.tick)
    finish()
    assert at(AT - timedelta(days=400), jobs.tick) == 1
    finish()
    made("hourly", every=MINUTE)
    assert at(AT - timedelta(days=400) + MINUTE, jobs.tick) == 1
    assert Schedule.objects.get().every_seconds == 60


def test_tick_of_two_workers_enqueues_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made("hourly", every=timedelta(hours=1))
    original = Schedule.objects.get_or_create

    def other_worker_first(**arguments: Any) -> Any:
        row = original(**arguments)
        Schedule.objects.update(next_at=AT + 60 * MINUTE)
        return row

    monkeypatch.setattr(Schedule.objects, "get_or_create", other_worker_first)
    assert at(AT, jobs.tick) == 0
    assert queued() == []


def test_reap_returns_an_abandoned_run_to_the_queue() -> None:
    job = made("once", longest=5 * MINUTE)
    run = enqueue(job, status="RUNNING", started_at=AT, worker_ids=["w1"])
    assert at(AT + 4 * MINUTE, jobs.reap) == 0
    assert at(AT + 5 * MINUTE, jobs.reap) == 1
    run.refresh_from_db()
    assert (run.status, run.run_after) == ("READY", AT + 5 * MINUTE)


def test_reap_gives_up_after_the_last_attempt() -> None:
    job = made("once", attempts=2)
    run = enqueue(job, status="RUNNING", started_at=AT, worker_ids=["w1", "w2"])
    assert at(AT + timedelta(hours=1), jobs.reap) == 0
    run.refresh_from_db()
    assert (run.status, run.exception_class_path) == ("FAILED", "yunghap.core.jobs.Abandoned")
    assert run.finished_at == AT + timedelta(hours=1)


def test_reap_takes_default_limits_for_tasks_of_others_and_skips_runs_without_start() -> None:
    job = made("once")
    run = enqueue(job, task_path="other.task", status="RUNNING", started_at=AT, worker_ids=["w1"])
    enqueue(job, status="RUNNING", started_at=None)
    assert at(AT + 10 * MINUTE, jobs.reap) == 1
    run.refresh_from_db()
    assert run.status == TaskResultStatus.READY


def test_reap_tries_a_failed_run_again_later() -> None:
    job = made("once", attempts=3)
    run = enqueue(job, status="FAILED", started_at=AT, finished_at=AT, worker_ids=["w1"])
    assert at(AT + MINUTE, jobs.reap) == 1
    run.refresh_from_db()
    assert (run.status, run.finished_at) == ("READY", None)
    assert run.run_after > AT + MINUTE


@pytest.mark.parametrize(
    "changes",
    [
        {"worker_ids": ["w1", "w2", "w3"]},
        {"finished_at": AT - timedelta(days=3)},
        {"task_path": "other.task"},
        {"task_path": f"{__name__}.hourly"},
        {"status": "SUCCESSFUL"},
    ],
)
def test_reap_leaves_a_finished_run_alone(changes: dict[str, Any]) -> None:
    made("hourly", every=timedelta(hours=1))
    job = made("once", attempts=3)
    enqueue(job, **({"status": "FAILED", "finished_at": AT, "worker_ids": ["w1"]} | changes))
    assert at(AT + MINUTE, jobs.reap) == 0


def test_sweep_outbox_delivers_what_is_left() -> None:
    event = OutboxEvent.objects.create(topic="t", subject="s", payload={}, created_at=AT)
    InboxMessage.objects.create(event=event, receiver="absent", subject="s", next_attempt_at=AT)
    jobs.sweep_outbox.call()
    assert InboxMessage.objects.get().attempts == 1


def test_purge_forgets_finished_runs_after_thirty_days() -> None:
    job = made("once")
    old = enqueue(job, status="SUCCESSFUL", finished_at=AT)
    enqueue(job, status="SUCCESSFUL", finished_at=AT + MINUTE)
    enqueue(job)
    with clock.use(lambda: AT + jobs.KEEP_RESULTS + MINUTE):
        jobs.purge.call()
    assert DBTaskResult.objects.count() == 2
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()
