"""Rows of an instance have its key and their number for a key, and moments are kept as numbers on SQLite.

A primary key cannot be changed: each table is made anew, filled, and put in the place of the old one.
"""

from base64 import urlsafe_b64decode

from django.db import migrations, models

from yunghap.core import ids
from yunghap.core.compact import pack
from yunghap.core.models.fields import CompactTextField, MomentField
from yunghap.procedures.engine.state import Phase

AT_ONCE = 2_000
HOWS = ("completed", "cancelled", "deemed", "missed")
# Of "2026-11-28 18:45:49.123456", whose end is absent where it is zero.
MICROSECONDS = (
    "CAST(strftime('%s', substr({0}, 1, 19)) AS INTEGER) * 1000000 + CAST(substr({0}, 21) AS INTEGER)"
)


def copying(name):
    """Fill a new table from its columns in the old one, by one statement."""

    def copy(apps, schema_editor):
        old, new = (apps.get_model("procedures", one)._meta for one in (name, f"New{name}"))
        quote, sqlite = schema_editor.quote_name, schema_editor.connection.vendor == "sqlite"
        columns, values = [], []
        literal = "X'{}'" if sqlite else "'\\x{}'::bytea"
        kept = " ".join(f"WHEN '{one}' THEN {literal.format(pack(one).hex())}" for one in ("", *HOWS))
        how = f"CASE how {kept} END"
        for field in new.concrete_fields:
            column = quote(field.column)
            columns.append(column)
            values.append(
                how
                if field.column == "how"
                else f"CASE WHEN {column} IS NOT NULL THEN {MICROSECONDS.replace('{0}', column)} END"
                if sqlite and isinstance(field, MomentField)
                else column
            )
        schema_editor.execute(
            f"INSERT INTO {quote(new.db_table)} ({', '.join(columns)})"
            f" SELECT {', '.join(values)} FROM {quote(old.db_table)} ORDER BY id",
            params=None,  # it has a per cent sign
        )
        _settle(schema_editor)

    return copy


def copy_journal(apps, schema_editor):
    old, new = (apps.get_model("procedures", one) for one in ("JournalEntry", "NewJournalEntry"))
    names = [field.attname for field in new._meta.concrete_fields]
    batch = []
    for row in old.objects.order_by("id").values(*names).iterator(chunk_size=AT_ONCE):
        # 22 digits of base 64, or nothing where the entry was erased.
        batch.append(new(**{**row, "nonce": urlsafe_b64decode(row["nonce"] + "==") if row["nonce"] else b""}))
        if len(batch) == AT_ONCE:
            new.objects.bulk_create(batch)
            batch = []
    new.objects.bulk_create(batch)
    _settle(schema_editor)


def _settle(schema_editor):
    """PostgreSQL changes no table whose foreign keys it has still to look at."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0004_drafted_by"), ("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name='NewScopeRow',
            fields=[
                ('pk', models.CompositePrimaryKey('instance_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('instance', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to='procedures.instance')),
                ('number', models.PositiveIntegerField()),
                ('parent', models.PositiveIntegerField(null=True)),
                ('kind', models.CharField(choices=[('root', 'root'), ('part', 'part'), ('handler', 'handler'), ('call', 'call'), ('multi', 'multi'), ('body', 'body')], max_length=8)),
                ('node', models.CharField(blank=True, max_length=200)),
                ('container', models.CharField(blank=True, max_length=200)),
                ('index', models.PositiveIntegerField(null=True)),
                ('values', models.JSONField(default=dict)),
                ('arrived', models.JSONField(null=True)),
                ('members', models.JSONField(null=True)),
            ],
        ),
        migrations.RunPython(copying('ScopeRow')),
        migrations.DeleteModel(
            name='ScopeRow',
        ),
        migrations.RenameModel(
            old_name='NewScopeRow',
            new_name='ScopeRow',
        ),
        migrations.CreateModel(
            name='NewItemRow',
            fields=[
                ('pk', models.CompositePrimaryKey('instance_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('instance', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to='procedures.instance')),
                ('number', models.PositiveIntegerField()),
                ('scope', models.PositiveIntegerField()),
                ('opened_at', MomentField()),
                ('due', MomentField(null=True)),
                ('closed_at', MomentField(null=True)),
                ('node', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=10)),
                ('role', models.CharField(blank=True, max_length=200)),
                ('organisation', models.CharField(blank=True, max_length=26)),
                ('assignee', models.CharField(blank=True, max_length=64)),
                ('problem', models.CharField(blank=True, max_length=1000)),
                ('phase', models.CharField(choices=[('enter', 'enter'), ('perform', 'perform'), ('leave', 'leave'), ('return', 'return'), ('stuck', 'stuck')], default=Phase.ENTER, max_length=8)),
                ('via', models.CharField(blank=True, max_length=400)),
                ('how', CompactTextField(blank=True, choices=[('completed', 'completed'), ('cancelled', 'cancelled'), ('deemed', 'deemed'), ('missed', 'missed')])),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('how', '')), models.Q(('closed_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='procedures_item_closed')],
            },
        ),
        migrations.RunPython(copying('ItemRow')),
        migrations.DeleteModel(
            name='ItemRow',
        ),
        migrations.RenameModel(
            old_name='NewItemRow',
            new_name='ItemRow',
        ),
        migrations.AddIndex(
            model_name='itemrow',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), models.Q(('assignee', ''), _negated=True)), fields=['assignee', 'due'], name='procedures_item_assignee'),
        ),
        migrations.AddIndex(
            model_name='itemrow',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['organisation', 'due'], name='procedures_item_inbox'),
        ),
        migrations.AddIndex(
            model_name='itemrow',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['role', 'due'], name='procedures_item_role'),
        ),
        migrations.AddIndex(
            model_name='itemrow',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), models.Q(('problem', ''), _negated=True)), fields=['opened_at'], name='procedures_item_problem'),
        ),
        migrations.CreateModel(
            name='NewTimerRow',
            fields=[
                ('pk', models.CompositePrimaryKey('instance_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('instance', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to='procedures.instance')),
                ('number', models.PositiveIntegerField()),
                ('host', models.PositiveIntegerField()),
                ('at', MomentField(null=True)),
                ('deadline', models.PositiveIntegerField(null=True)),
                ('left', models.PositiveIntegerField(null=True)),
                ('node', models.CharField(max_length=200)),
                ('every', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.RunPython(copying('TimerRow')),
        migrations.DeleteModel(
            name='TimerRow',
        ),
        migrations.RenameModel(
            old_name='NewTimerRow',
            new_name='TimerRow',
        ),
        migrations.AddIndex(
            model_name='timerrow',
            index=models.Index(condition=models.Q(('at__isnull', False)), fields=['at'], name='procedures_timer_at'),
        ),
        migrations.CreateModel(
            name='NewWaitRow',
            fields=[
                ('pk', models.CompositePrimaryKey('instance_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('instance', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to='procedures.instance')),
                ('number', models.PositiveIntegerField()),
                ('host', models.PositiveIntegerField()),
                ('node', models.CharField(max_length=200)),
                ('on', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('key', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.RunPython(copying('WaitRow')),
        migrations.DeleteModel(
            name='WaitRow',
        ),
        migrations.RenameModel(
            old_name='NewWaitRow',
            new_name='WaitRow',
        ),
        migrations.AddIndex(
            model_name='waitrow',
            index=models.Index(fields=['name', 'key', 'on'], name='procedures_wait_name'),
        ),
        migrations.CreateModel(
            name='NewDeadlineRow',
            fields=[
                ('pk', models.CompositePrimaryKey('instance_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('instance', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to='procedures.instance')),
                ('number', models.PositiveIntegerField()),
                ('host', models.PositiveIntegerField()),
                ('start', MomentField()),
                ('passes', MomentField()),
                ('closed_at', MomentField(null=True)),
                ('due', models.DateField()),
                ('timed', models.BooleanField(default=False)),
                ('stopped', models.BooleanField(default=False)),
                ('missed', models.BooleanField(default=False)),
                ('rule', models.CharField(max_length=80)),
                ('term', models.CharField(max_length=40)),
                ('stops', models.JSONField(default=list)),
                ('extensions', models.JSONField(default=list)),
                ('how', CompactTextField(blank=True, choices=[('completed', 'completed'), ('cancelled', 'cancelled'), ('deemed', 'deemed'), ('missed', 'missed')])),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('how', '')), models.Q(('closed_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='procedures_deadline_closed')],
            },
        ),
        migrations.RunPython(copying('DeadlineRow')),
        migrations.DeleteModel(
            name='DeadlineRow',
        ),
        migrations.RenameModel(
            old_name='NewDeadlineRow',
            new_name='DeadlineRow',
        ),
        migrations.AddIndex(
            model_name='deadlinerow',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('missed', False), ('stopped', False)), fields=['passes'], name='procedures_deadline_passes'),
        ),
        migrations.CreateModel(
            name='NewJournalEntry',
            fields=[
                ('pk', models.CompositePrimaryKey('instance_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('instance', models.ForeignKey(db_index=False, on_delete=models.CASCADE, related_name='+', to='procedures.instance')),
                ('number', models.PositiveIntegerField()),
                ('item', models.PositiveIntegerField(null=True)),
                ('at', MomentField()),
                ('action', CompactTextField()),
                ('node', CompactTextField()),
                ('actor_kind', CompactTextField()),
                ('actor_id', CompactTextField()),
                ('organisation', CompactTextField()),
                ('key', models.CharField(blank=True, max_length=120)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('nonce', models.BinaryField()),
                ('events', models.BinaryField()),
            ],
        ),
        migrations.RunPython(copy_journal),
        migrations.DeleteModel(
            name='JournalEntry',
        ),
        migrations.RenameModel(
            old_name='NewJournalEntry',
            new_name='JournalEntry',
        ),
        migrations.AddConstraint(
            model_name='journalentry',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='procedures_journal_key'),
        ),
        migrations.AlterField(
            model_name='instance',
            name='code',
            field=models.CharField(default=ids.new_id, editable=False, max_length=26),
        ),
        migrations.AddConstraint(
            model_name='instance',
            constraint=models.UniqueConstraint(fields=('code',), name='procedures_instance_code'),
        ),
    ]
