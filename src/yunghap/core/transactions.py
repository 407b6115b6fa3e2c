"""No other server is called within a transaction: while it stands others cannot write, on SQLite nobody at all.

Whoever holds a transaction around code that it does not know, as an `Idempotency-Key` does around a request, says how
to let go of it: then it is closed for a call and opened anew behind it. Any other transaction refuses calls.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection, connections


class Held(Protocol):
    """A transaction that can be interrupted."""

    def let_go(self) -> None:
        """Commit what was done so far."""

    def take_again(self) -> None:
        """Go on in a new transaction."""


class _Local(threading.local):
    held: Held | None = None
    depth = 0


_local = _Local()


@contextmanager
def interruptible(held: Held) -> Iterator[None]:
    """Say that the innermost transaction may be interrupted for calls to other servers."""
    before = _local.held, _local.depth
    _local.held, _local.depth = held, len(connection.atomic_blocks)
    try:
        yield
    finally:
        _local.held, _local.depth = before


@contextmanager
def outside_transactions() -> Iterator[None]:
    """Call another server in this block. Raises RuntimeError within a transaction that cannot be interrupted."""
    held = _local.held
    if held is None or len(connection.atomic_blocks) != _local.depth:
        _refuse()
        yield
        return
    _local.held = None
    held.let_go()
    try:
        _refuse()
        yield
    finally:
        held.take_again()
        _local.held = held


def _refuse() -> None:
    for one in connections.all(initialized_only=True):
        # The transaction that a test stands in is none of ours; Django's `durable` looks at it in the same way.
        if any(not getattr(block, "_from_testcase", False) for block in one.atomic_blocks):
            raise RuntimeError("another server is called within a transaction")
