"""Threads of a server or worker that send what was queued."""

import threading

import structlog
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError

from . import delivery, waking

log = structlog.get_logger(__name__)

THREADS = 8
POLL = 0.5  # seconds after which one of them looks by itself: retries, and what another process queued

_threads: list[threading.Thread] = []
_stop = threading.Event()


def start_sending(threads: int = THREADS) -> None:
    """Start once; what a dead process of this machine had leased is taken over at once."""
    if _threads:
        return
    _stop.clear()
    waking.open_for_messages(those=True)
    for number in range(threads):
        thread = threading.Thread(target=_run, args=(number,), name=f"exchange-{number}", daemon=True)
        _threads.append(thread)
        thread.start()


def stop_sending(seconds: float = 10.0) -> None:
    """Finish what is at hand and end."""
    _stop.set()
    waking.open_for_messages(those=False)
    for _thread in _threads:
        waking.nudge()
    for thread in _threads:
        thread.join(seconds)
    _threads.clear()


def _run(number: int) -> None:
    first, handed = number == 0, None
    while not _stop.is_set():
        close_old_connections()
        try:
            if first:
                delivery.release_dead()
                first = False
            if handed is not None:
                delivery.send_handed(handed)
            else:
                while not _stop.is_set() and delivery.deliver_next():
                    pass
        except DatabaseError:  # a database that is away comes back; what is due is still due then
            log.exception("sending failed")
            connection.close()
        except Exception:
            log.exception("sending failed")
        handed = waking.wait(POLL if number == 0 else 20 * POLL)
    connection.close()
