"""A nudge for those who send: something was queued and committed. One nudge wakes one of them."""

import queue

from django.db import transaction

_nudges: "queue.SimpleQueue[None]" = queue.SimpleQueue()
_MOST = 64  # more waiting nudges than threads help nobody


def wake_after_commit() -> None:
    """Nudge when the transaction at hand is committed."""
    transaction.on_commit(nudge)


def nudge() -> None:
    """Nudge now."""
    if _nudges.qsize() < _MOST:
        _nudges.put(None)


def wait(seconds: float) -> bool:
    """Sleep until a nudge, or for that long; says whether there was one."""
    try:
        _nudges.get(timeout=seconds)
    except queue.Empty:
        return False
    return True
