"""The triggers of the books (made in migration 0002): what is posted is permanent and moves the balances."""

from django.db import connection

TRIGGERS = {
    "sqlite": {
        "exchange_posting_moves",
        "exchange_posting_no_update",
        "exchange_posting_no_delete",
        "exchange_posting_no_replace",
        "exchange_journal_no_update",
        "exchange_journal_no_delete",
        "exchange_journal_no_replace",
    },
    "postgresql": {"exchange_posting_moves", "exchange_posting_no_change", "exchange_journal_no_change"},
}


def missing_triggers() -> set[str]:
    """The names of triggers that are absent or switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'")
        found = {name for (name,) in cursor.fetchall()}
    return TRIGGERS[connection.vendor] - found
