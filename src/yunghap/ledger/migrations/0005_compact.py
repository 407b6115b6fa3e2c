"""Identifiers, hashes and moments of entries are kept as the numbers that they are, in a table made anew.

What entries say is the same, and so are their leaves: `yunghap fsck` looks at each.
"""

import importlib

from django.db import migrations, models

from yunghap.core.models.fields import CompactTextField, MomentField

before = importlib.import_module("yunghap.ledger.migrations.0004_each_fact_once")
AT_ONCE = 2_000


def copy(apps, schema_editor):
    """Every entry with its position; a row that already differs from its leaf stays as it is for all to see."""
    old, new = apps.get_model("ledger", "Entry"), apps.get_model("ledger", "CompactEntry")
    names = [field.attname for field in new._meta.concrete_fields]
    rows = old.objects.order_by("position").values_list(*names).iterator(chunk_size=AT_ONCE)
    batch = []
    for row in rows:
        batch.append(new(**dict(zip(names, row, strict=True))))
        if len(batch) == AT_ONCE:
            new.objects.bulk_create(batch)
            batch = []
    new.objects.bulk_create(batch)


def go_on_counting(apps, schema_editor):
    """PostgreSQL's counter knows nothing of positions that were given."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('ledger_entry', 'position'),"
            " coalesce(max(position), 1), max(position) IS NOT NULL) FROM ledger_entry"
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_each_fact_once"), ("core", "0001_initial")]

    operations = [
        migrations.RunPython(before.lift),
        migrations.CreateModel(
            "CompactEntry",
            fields=[
                ("position", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", MomentField()),
                ("idx", models.BigIntegerField(null=True)),
                ("entry_id", CompactTextField()),
                ("leaf", models.BinaryField()),
                ("action", CompactTextField()),
                ("subject", CompactTextField()),
                ("actor_kind", CompactTextField()),
                ("actor_id", CompactTextField()),
                ("organisation", CompactTextField(null=True)),
                ("details", CompactTextField()),
                ("personal", CompactTextField(default="")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("idx__isnull", True), ("idx__gte", 0), _connector="OR"),
                        name="ledger_entry_idx",
                    ),
                    models.UniqueConstraint(fields=("entry_id",), name="ledger_entry_once"),
                ]
            },
        ),
        migrations.RunPython(copy),
        migrations.DeleteModel("Entry"),
        migrations.RenameModel("CompactEntry", "Entry"),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(
                condition=models.Q(("idx__isnull", False)), fields=("idx",), name="ledger_entry_place"
            ),
        ),
        migrations.AddIndex("entry", models.Index(fields=["subject"], name="ledger_entry_subject")),
        migrations.RunPython(go_on_counting),
        migrations.RunPython(before.restore),
    ]
