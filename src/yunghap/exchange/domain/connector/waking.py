"""How those who send learn of work: a message handed over at its commit, or a nudge to look for what is due.

A message that heads its process is leased to this process in the very transaction that queues it and handed over after
the commit, so that nobody has to look for it. Where nobody here sends, or many wait already, it is left to be found.
"""

import queue
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

_MOST = 64  # more waiting nudges than threads help nobody; so many messages are sent within their lease


@dataclass(frozen=True, slots=True)
class Claimed:
    """A leased message with what sending needs; `fence` and `attempts` are those before the claim."""

    id: int
    process: str
    participant: str
    counterparty: str
    kind: str
    body: str
    address: str
    optional: bool
    attempts: int
    fence: int
    at: datetime
    until: datetime | None = None


_waiting: "queue.SimpleQueue[Claimed | None]" = queue.SimpleQueue()
_open = False


def open_for_messages(*, those: bool) -> None:
    """Whether threads of this process take messages over."""
    global _open  # noqa: PLW0603 - one for the process
    _open = those


def takes_messages() -> bool:
    """Whether a message may be leased to this process now."""
    return _open and _waiting.qsize() < _MOST


def hand_over_after_commit(message: Claimed) -> None:
    """Give a leased message to those who send, when the transaction at hand is committed."""
    transaction.on_commit(lambda: _waiting.put(message))


def wake_after_commit() -> None:
    """Nudge when the transaction at hand is committed."""
    transaction.on_commit(nudge)


def nudge() -> None:
    """Nudge now: one of those who send looks for what is due."""
    if _waiting.qsize() < _MOST:
        _waiting.put(None)


def wait(seconds: float) -> Claimed | None:
    """Sleep until there is work, or for that long: a message that was handed over, or None to look for what is due."""
    try:
        return _waiting.get(timeout=seconds)
    except queue.Empty:
        return None
