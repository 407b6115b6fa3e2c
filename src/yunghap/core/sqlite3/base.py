"""Threads of one process wait for their turn to write by a lock instead of by SQLite's sleeps.

A file has one writer at a time. SQLite lets the others sleep, longer each time, up to a tenth of a second: with a dozen
threads the file is idle most of the time. Other processes still wait in SQLite's way.
"""

import threading

from django.db.backends.sqlite3 import base

PATIENCE = 30.0  # seconds; then SQLite decides, as between processes


_turns: dict[str, threading.Lock] = {}


def _turn(file: str) -> threading.Lock:
    return _turns.setdefault(file, threading.Lock())


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the turn from BEGIN to the end of its transaction."""

    _holds = False

    def _start_transaction_under_autocommit(self) -> None:
        if not self._holds:
            self._holds = _turn(str(self.settings_dict["NAME"])).acquire(timeout=PATIENCE)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_on()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # where it fails, Django rolls back
        self._pass_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._holds:
            self._holds = False
            _turn(str(self.settings_dict["NAME"])).release()
