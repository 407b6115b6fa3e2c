"""The books: a posting moves both balances, and what is posted is permanent. The database itself sees to it.

On SQLite the tests empty the ledger first by lifting its triggers; only then rows may go here too.
"""

from django.db import migrations

BALANCES = """
UPDATE exchange_account SET balance_krw = balance_krw - NEW.amount_krw WHERE id = NEW.source_id;
UPDATE exchange_account SET balance_krw = balance_krw + NEW.amount_krw WHERE id = NEW.target_id;
"""
REFUSE = "SELECT RAISE(ABORT, 'the books are permanent')"
TABLES = (("posting", "exchange_posting"), ("journal", "exchange_journalentry"))
SQLITE = [
    (
        f"CREATE TRIGGER exchange_posting_moves AFTER INSERT ON exchange_posting BEGIN {BALANCES} END",
        "DROP TRIGGER exchange_posting_moves",
    ),
    *(
        statement
        for name, table in TABLES
        for statement in (
            (
                f"CREATE TRIGGER exchange_{name}_no_update BEFORE UPDATE ON {table} BEGIN {REFUSE}; END",
                f"DROP TRIGGER exchange_{name}_no_update",
            ),
            (
                f"CREATE TRIGGER exchange_{name}_no_delete BEFORE DELETE ON {table} "
                "WHEN EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = 'ledger_entry_no_delete') "
                f"BEGIN {REFUSE}; END",
                f"DROP TRIGGER exchange_{name}_no_delete",
            ),
            (
                # INSERT OR REPLACE deletes without telling the trigger above.
                f"CREATE TRIGGER exchange_{name}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) BEGIN {REFUSE}; END",
                f"DROP TRIGGER exchange_{name}_no_replace",
            ),
        )
    ),
]
POSTGRESQL = [
    (
        f"""
        CREATE FUNCTION exchange_posting_moves() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {BALANCES} RETURN NULL; END $$
        """,
        "DROP FUNCTION exchange_posting_moves()",
    ),
    (
        "CREATE TRIGGER exchange_posting_moves AFTER INSERT ON exchange_posting "
        "FOR EACH ROW EXECUTE FUNCTION exchange_posting_moves()",
        "DROP TRIGGER exchange_posting_moves ON exchange_posting",
    ),
    (
        """
        CREATE FUNCTION exchange_books_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the books are permanent' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        "DROP FUNCTION exchange_books_guard()",
    ),
    *(
        (
            f"CREATE TRIGGER exchange_{name}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION exchange_books_guard()",
            f"DROP TRIGGER exchange_{name}_no_change ON {table}",
        )
        for name, table in TABLES
    ),
]


def _statements(schema_editor):
    return SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL


def make(apps, schema_editor):
    for sql, _undo in _statements(schema_editor):
        schema_editor.execute(sql)


def undo(apps, schema_editor):
    for _sql, undo_sql in reversed(_statements(schema_editor)):
        schema_editor.execute(undo_sql)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("ledger", "0003_guard")]

    operations = [migrations.RunPython(make, undo)]
