"""`yunghap worker`: jobs, the schedule, the outbox and the search index."""

import signal
import threading
from types import FrameType

import click
import structlog
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from yunghap.core import jobs, outbox
from yunghap.core.ids import new_id
from yunghap.search import service as search

log = structlog.get_logger(__name__)
TICK = 1.0  # seconds
REAP_EVERY = 60  # ticks


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
def worker(once: bool) -> None:
    """Run what is due until SIGTERM or Ctrl+C; what was left undone is swept up at the start."""
    stop = threading.Event()

    def leave(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    outbox.dispatch_pending()
    jobs.reap()
    round_ = 0
    while True:
        try:
            _turn(reap=round_ % REAP_EVERY == 0)
        except Exception:
            # A broken job or a restarting database must not end the worker: the truth is in the rows.
            log.exception("turn failed")
        if once or stop.wait(TICK):
            return
        round_ += 1


def _turn(*, reap: bool) -> None:
    close_old_connections()
    jobs.tick()
    if reap:
        jobs.reap()
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=100,
        worker_id=new_id(),
        excluded_queue_names=[],
    ).run()
    search.refresh()
