"""Entries are permanent: the database itself refuses to change, replace or delete them."""

from django.db import migrations

SAME = " AND ".join(
    f"OLD.{column} IS NEW.{column}"
    for column in (
        "position", "entry_id", "body", "leaf_hash", "action", "subject",
        "actor_kind", "actor_id", "organisation", "at",
    )
)
SQLITE = [
    (
        "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry "
        "BEGIN SELECT RAISE(ABORT, 'ledger entries are permanent'); END",
        "DROP TRIGGER ledger_entry_no_delete",
    ),
    (
        "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry "
        f"WHEN NOT (OLD.idx IS NULL AND NEW.idx IS NOT NULL AND {SAME}) "
        "BEGIN SELECT RAISE(ABORT, 'ledger entries are permanent'); END",
        "DROP TRIGGER ledger_entry_no_update",
    ),
    (
        # INSERT OR REPLACE deletes without telling the trigger above.
        "CREATE TRIGGER ledger_entry_no_replace BEFORE INSERT ON ledger_entry "
        "WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE position = NEW.position OR entry_id = NEW.entry_id "
        "OR (NEW.idx IS NOT NULL AND idx = NEW.idx)) "
        "BEGIN SELECT RAISE(ABORT, 'ledger entries are permanent'); END",
        "DROP TRIGGER ledger_entry_no_replace",
    ),
]
POSTGRESQL = [
    (
        f"""
        CREATE FUNCTION ledger_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.idx IS NULL AND NEW.idx IS NOT NULL
               AND ({SAME.replace(" IS ", " IS NOT DISTINCT FROM ")}) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'ledger entries are permanent' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        "DROP FUNCTION ledger_entry_guard()",
    ),
    (
        "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry "
        "FOR EACH ROW EXECUTE FUNCTION ledger_entry_guard()",
        "DROP TRIGGER ledger_entry_no_change ON ledger_entry",
    ),
    (
        "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_guard()",
        "DROP TRIGGER ledger_entry_no_truncate ON ledger_entry",
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
    dependencies = [("ledger", "0002_statement")]

    operations = [migrations.RunPython(make, undo)]
