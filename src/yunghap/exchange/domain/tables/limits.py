"""How long a question to a DuckDB may take, and how much it may write.

A table of a few kilobytes can stand for billions of rows (Parquet says once how often a value is repeated), so that the
size of a file bounds neither.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence

_LOOK_EVERY = 0.2  # seconds


class TooMuch(InvalidInput):
    """A source gives more bytes than are taken from it."""

    def __init__(self, largest: int) -> None:
        super().__init__(
            sentence(_("The source gives more than %(limit)s MB."), limit=f"{largest // 1_000_000:,}")
        )


@contextmanager
def limited(
    connection: duckdb.DuckDBPyConnection,
    *,
    seconds: float,
    written: Path | None = None,
    largest: int | None = None,
) -> Iterator[None]:
    """Interrupt what the connection does after so long, or once the file it writes has more than `largest` bytes.

    Raises InvalidInput then, TooMuch for what was written.
    """
    over, stopped = threading.Event(), list[InvalidInput]()

    def watch() -> None:
        end = time.monotonic() + seconds
        while not over.wait(min(_LOOK_EVERY, max(end - time.monotonic(), 0))):
            if time.monotonic() >= end:
                told = sentence(
                    _("The query took longer than %(seconds)s seconds."), seconds=f"{seconds:.0f}"
                )
                stopped.append(InvalidInput(told))
            elif largest is not None and _size(written) > largest:
                stopped.append(TooMuch(largest))
            else:
                continue
            connection.interrupt()
            return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except (duckdb.Error, InvalidInput) as error:
        # Wherever the interruption came up, and whatever was made of it on the way.
        if stopped:
            raise stopped[0] from error
        raise
    finally:
        over.set()
        watcher.join()
    if largest is not None and _size(written) > largest:  # since it was looked at last
        raise TooMuch(largest)


def _size(path: Path | None) -> int:
    try:
        return path.stat().st_size if path is not None else 0
    except OSError:
        return 0
