"""The bytes of an entry are no longer kept beside the columns that they are made of."""

import importlib
import json

from django.db import migrations, models

from yunghap.core import canonical
from yunghap.ledger.models.entry import canonical_body
from yunghap.ledger.proofs import leaf_hash

guard = importlib.import_module("yunghap.ledger.migrations.0003_guard")
KEPT = (
    "position", "entry_id", "leaf", "action", "subject", "actor_kind", "actor_id", "organisation", "at", "details",
    "personal",
)
SAME = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in KEPT)


def lift(apps, schema_editor):
    for _sql, undo in reversed(guard._statements(schema_editor)):
        schema_editor.execute(undo)


def split(apps, schema_editor):
    entries = apps.get_model("ledger", "Entry").objects
    for entry in entries.order_by("position").iterator(chunk_size=500):
        said = json.loads(bytes(entry.body))
        entry.leaf = bytes.fromhex(entry.leaf_hash)
        entry.details = canonical.encode(said["details"]).decode()
        entry.personal = canonical.encode(said["personal"]).decode() if said["personal"] else ""
        # Here for the last time: what columns no longer say would be lost with the bytes.
        if leaf_hash(canonical_body(vars(entry), said["details"], said["personal"])) != entry.leaf_hash:
            raise ValueError(f"entry {entry.entry_id} says something else than its columns; see `yunghap fsck`")
        entry.save(update_fields=["leaf", "details", "personal"])


def restore(apps, schema_editor):
    for sql, _undo in guard._statements(schema_editor):
        schema_editor.execute(sql.replace(guard.SAME, SAME).replace(_postgresql(guard.SAME), _postgresql(SAME)))


def _postgresql(condition):
    return condition.replace(" IS ", " IS NOT DISTINCT FROM ")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_guard")]

    operations = [
        migrations.RunPython(lift),
        migrations.RemoveIndex("entry", "ledger_entry_actor"),
        migrations.RemoveIndex("entry", "ledger_entry_action"),
        migrations.AddField("entry", "leaf", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("entry", "details", models.TextField(default=""), preserve_default=False),
        migrations.AddField("entry", "personal", models.TextField(default="")),
        migrations.RunPython(split),
        migrations.RemoveField("entry", "body"),
        migrations.RemoveField("entry", "leaf_hash"),
        migrations.AlterField("entry", "idx", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "entry",
            models.UniqueConstraint(
                condition=models.Q(("idx__isnull", False)), fields=("idx",), name="ledger_entry_place"
            ),
        ),
        migrations.RunPython(restore),
    ]
