"""Events of the journal are packed."""

from django.db import migrations, models

from yunghap.procedures.engine.packing import pack


def pack_all(apps, schema_editor):
    entries = apps.get_model("procedures", "JournalEntry").objects
    for entry in entries.exclude(text="").order_by("pk").iterator(chunk_size=500):
        entries.filter(pk=entry.pk).update(events=pack(entry.text))


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_holidays")]

    operations = [
        migrations.RenameField("journalentry", "events", "text"),
        migrations.AddField("journalentry", "events", models.BinaryField(default=b""), preserve_default=False),
        migrations.RunPython(pack_all),
        migrations.RemoveField("journalentry", "text"),
    ]
