"""The triggers that make entries permanent (made in migration 0002), and how the tests get past them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

TRIGGERS = {
    "sqlite": {"ledger_entry_no_delete", "ledger_entry_no_replace", "ledger_entry_no_update"},
    "postgresql": {"ledger_entry_no_change", "ledger_entry_no_truncate"},
}


def missing_triggers() -> set[str]:
    """The names of triggers that are absent or switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
            )
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_entry'::regclass AND tgenabled = 'O'"
            )
        found = {name for (name,) in cursor.fetchall()}
    return TRIGGERS[connection.vendor] - found


@contextmanager
def lifted() -> Iterator[None]:
    """Let tests empty or tamper with the table; refused in every other profile."""
    if settings.PROFILE != "test":
        raise RuntimeError("the ledger is permanent")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
            restore = ["ALTER TABLE ledger_entry ENABLE TRIGGER USER"]
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name='ledger_entry'"
            )
            found = cursor.fetchall()
            restore = [sql for _name, sql in found]
            for name, _sql in found:
                cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for sql in restore:
                cursor.execute(sql)
