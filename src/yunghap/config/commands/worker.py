"""`yunghap worker`: jobs, schedules and events."""

import signal
import threading
import time
from types import FrameType

import click
import structlog
from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from yunghap.core import ids, jobs, outbox
from yunghap.exchange import service as exchange

from .store import refuse_old_database

log = structlog.get_logger(__name__)

REAP_EVERY = 60.0
STOP_WITHIN = 30


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def worker(*, once: bool) -> None:
    """Run jobs, keep schedules and deliver events until SIGTERM; what is at hand is finished first."""
    refuse_old_database()
    if once:
        _round()
        jobs.reap()
        exchange.deliver_due()
        _task_runner(batch=True).run()
        return
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    runner = _task_runner(batch=False)
    thread = threading.Thread(target=_run_tasks, args=(runner, stop), name="jobs", daemon=True)
    thread.start()
    exchange.start_sending()
    log.info("worker started", worker=runner.worker_id)
    _keep_ticking(stop)
    runner.running = False
    thread.join(STOP_WITHIN)
    exchange.stop_sending()
    log.info("worker stopped", worker=runner.worker_id, unfinished=thread.is_alive())


def start_inside() -> None:
    """Work in threads of the server's own process; what is cut off when it ends is taken up at the next start."""
    stop = threading.Event()
    runner = _task_runner(batch=False)
    threading.Thread(target=_run_tasks, args=(runner, stop), name="jobs", daemon=True).start()
    threading.Thread(target=_keep_ticking, args=(stop,), name="ticks", daemon=True).start()


def _keep_ticking(stop: threading.Event) -> None:
    """Each second: deliver events, enqueue schedules; each minute: put abandoned runs back. First at start-up."""
    reaped = -REAP_EVERY
    while not stop.is_set():
        close_old_connections()
        try:
            _round()
            if time.monotonic() - reaped >= REAP_EVERY:
                jobs.reap()
                reaped = time.monotonic()
        except Exception:  # a database that is away comes back; what is due is still due then
            log.exception("round failed")
            connection.close()
        stop.wait(1.0)


def _round() -> None:
    outbox.dispatch_pending()
    jobs.tick()


def _run_tasks(runner: Worker, stop: threading.Event) -> None:
    """The queue's own loop, begun again if the database was away."""
    while not stop.is_set():
        try:
            runner.run()
        except Exception:  # as above
            log.exception("job loop failed")
            connection.close()
            stop.wait(1.0)
    connection.close()


def _task_runner(*, batch: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0.5,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=ids.new_id(),
        excluded_queue_names=[],
    )
