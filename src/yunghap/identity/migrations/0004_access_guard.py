"""The record of access is permanent: the database itself refuses to change or delete a row.

On SQLite the tests empty the ledger first by lifting its triggers; only then rows may go here too.
"""

from django.db import migrations

SQLITE = [
    (
        "CREATE TRIGGER identity_access_no_update BEFORE UPDATE ON identity_personalaccess "
        "BEGIN SELECT RAISE(ABORT, 'the record of access is permanent'); END",
        "DROP TRIGGER identity_access_no_update",
    ),
    (
        "CREATE TRIGGER identity_access_no_delete BEFORE DELETE ON identity_personalaccess "
        "WHEN EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = 'ledger_entry_no_delete') "
        "BEGIN SELECT RAISE(ABORT, 'the record of access is permanent'); END",
        "DROP TRIGGER identity_access_no_delete",
    ),
]
POSTGRESQL = [
    (
        """
        CREATE FUNCTION identity_access_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the record of access is permanent' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        "DROP FUNCTION identity_access_guard()",
    ),
    (
        "CREATE TRIGGER identity_access_no_change BEFORE UPDATE OR DELETE ON identity_personalaccess "
        "FOR EACH ROW EXECUTE FUNCTION identity_access_guard()",
        "DROP TRIGGER identity_access_no_change ON identity_personalaccess",
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
    dependencies = [("identity", "0003_shared_cache"), ("ledger", "0003_guard")]

    operations = [migrations.RunPython(make, undo)]
