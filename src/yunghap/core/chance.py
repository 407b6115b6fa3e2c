"""Randomness is a port, like time: code that spreads or samples asks here, so that a run can be repeated.

Secrets (keys, salts, tokens) do not come from here but from `secrets`.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_source: ContextVar[random.Random] = ContextVar("chance", default=random.SystemRandom())  # noqa: B039


def source() -> random.Random:
    """The generator in force."""
    return _source.get()


@contextmanager
def use(generator: random.Random) -> Iterator[None]:
    """Draw from another generator inside the block."""
    token = _source.set(generator)
    try:
        yield
    finally:
        _source.reset(token)
