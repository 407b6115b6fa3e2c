import django.db.models.deletion
import yunghap.core.clock
import yunghap.core.ids
import yunghap.procedures.engine.state
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('code', models.CharField(max_length=80, unique=True)),
                ('name_ko', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProgramSource',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('diagram', models.BinaryField()),
                ('decisions', models.JSONField(default=dict)),
                ('deadlines', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('label', models.CharField(max_length=40)),
                ('effective_from', models.DateField()),
                ('transition', models.CharField(choices=[('prospective', 'New cases only'), ('pending-too', 'Pending cases too'), ('grandfathered', 'Pending cases stay under the old rules'), ('deemed', 'What was done before counts as done under the new rules')], max_length=16)),
                ('transition_article', models.CharField(blank=True, max_length=200)),
                ('simulation_only', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('approved', 'Approved'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('submitted_by', models.CharField(blank=True, max_length=64)),
                ('forms', models.JSONField(default=dict)),
                ('documents', models.JSONField(default=list)),
                ('letters', models.JSONField(default=dict)),
                ('references', models.JSONField(default=list)),
                ('nodes', models.JSONField(default=dict)),
                ('applied_at', models.DateTimeField(null=True)),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.procedure')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.programsource')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('procedure', 'label'), name='procedures_version_label'), models.UniqueConstraint(condition=models.Q(('simulation_only', False), ('state', 'approved')), fields=('procedure', 'effective_from'), name='procedures_version_one_a_day'), models.CheckConstraint(condition=models.Q(('transition__in', ['prospective', 'pending-too', 'grandfathered', 'deemed'])), name='procedures_version_transition'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('submitted_by', '')), ('state', 'withdrawn'), models.Q(('state__in', ['submitted', 'approved']), models.Q(('submitted_by', ''), _negated=True)), _connector='OR'), name='procedures_version_submitted')],
            },
        ),
        migrations.CreateModel(
            name='Instance',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, unique=True)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(choices=[('running', 'running'), ('completed', 'completed'), ('failed', 'failed'), ('cancelled', 'cancelled')], default=yunghap.procedures.engine.state.Status['RUNNING'], max_length=10)),
                ('outcome', models.CharField(blank=True, max_length=200)),
                ('next', models.PositiveIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('procedure_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.programsource')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['reference'], name='procedures_instance_ref')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status', yunghap.procedures.engine.state.Status['RUNNING'])), models.Q(models.Q(('status', yunghap.procedures.engine.state.Status['RUNNING']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='procedures_instance_ended')],
            },
        ),
        migrations.CreateModel(
            name='ScopeRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('parent', models.PositiveIntegerField(null=True)),
                ('kind', models.CharField(choices=[('root', 'root'), ('part', 'part'), ('handler', 'handler'), ('call', 'call'), ('multi', 'multi'), ('body', 'body')], max_length=8)),
                ('node', models.CharField(blank=True, max_length=200)),
                ('container', models.CharField(blank=True, max_length=200)),
                ('index', models.PositiveIntegerField(null=True)),
                ('values', models.JSONField(default=dict)),
                ('arrived', models.JSONField(null=True)),
                ('members', models.JSONField(null=True)),
                ('instance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.instance')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('instance', 'number'), name='procedures_scope_number')],
            },
        ),
        migrations.CreateModel(
            name='TimerRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('host', models.PositiveIntegerField()),
                ('node', models.CharField(max_length=200)),
                ('at', models.DateTimeField(null=True)),
                ('deadline', models.PositiveIntegerField(null=True)),
                ('left', models.PositiveIntegerField(null=True)),
                ('every', models.CharField(blank=True, max_length=40)),
                ('instance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.instance')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('at__isnull', False)), fields=['at'], name='procedures_timer_at')],
                'constraints': [models.UniqueConstraint(fields=('instance', 'number'), name='procedures_timer_number')],
            },
        ),
        migrations.CreateModel(
            name='VersionApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='procedures.procedureversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'person'), name='procedures_approval_once')],
            },
        ),
        migrations.CreateModel(
            name='WaitRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('host', models.PositiveIntegerField()),
                ('node', models.CharField(max_length=200)),
                ('on', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=200)),
                ('key', models.CharField(blank=True, max_length=200)),
                ('instance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.instance')),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'key', 'on'], name='procedures_wait_name')],
                'constraints': [models.UniqueConstraint(fields=('instance', 'number'), name='procedures_wait_number')],
            },
        ),
        migrations.CreateModel(
            name='DeadlineRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('host', models.PositiveIntegerField()),
                ('rule', models.CharField(max_length=80)),
                ('term', models.CharField(max_length=40)),
                ('start', models.DateTimeField()),
                ('due', models.DateField()),
                ('timed', models.BooleanField(default=False)),
                ('passes', models.DateTimeField()),
                ('stopped', models.BooleanField(default=False)),
                ('missed', models.BooleanField(default=False)),
                ('stops', models.JSONField(default=list)),
                ('extensions', models.JSONField(default=list)),
                ('closed_at', models.DateTimeField(null=True)),
                ('how', models.CharField(blank=True, choices=[('completed', 'completed'), ('cancelled', 'cancelled'), ('deemed', 'deemed'), ('missed', 'missed')], max_length=10)),
                ('instance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.instance')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True), ('missed', False), ('stopped', False)), fields=['passes'], name='procedures_deadline_passes'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['instance'], name='procedures_deadline_open')],
                'constraints': [models.UniqueConstraint(fields=('instance', 'number'), name='procedures_deadline_number'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('how', '')), models.Q(('closed_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='procedures_deadline_closed')],
            },
        ),
        migrations.CreateModel(
            name='ItemRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('scope', models.PositiveIntegerField()),
                ('node', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('role', models.CharField(blank=True, max_length=200)),
                ('organisation', models.CharField(blank=True, max_length=26)),
                ('assignee', models.CharField(blank=True, max_length=64)),
                ('due', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=1000)),
                ('phase', models.CharField(choices=[('enter', 'enter'), ('perform', 'perform'), ('leave', 'leave'), ('return', 'return'), ('stuck', 'stuck')], default=yunghap.procedures.engine.state.Phase['ENTER'], max_length=8)),
                ('via', models.CharField(blank=True, max_length=400)),
                ('closed_at', models.DateTimeField(null=True)),
                ('how', models.CharField(blank=True, choices=[('completed', 'completed'), ('cancelled', 'cancelled'), ('deemed', 'deemed'), ('missed', 'missed')], max_length=10)),
                ('instance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.instance')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True), models.Q(('assignee', ''), _negated=True)), fields=['assignee', 'due'], name='procedures_item_assignee'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['organisation', 'due'], name='procedures_item_inbox'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['role', 'due'], name='procedures_item_role'), models.Index(condition=models.Q(('closed_at__isnull', True), models.Q(('problem', ''), _negated=True)), fields=['opened_at'], name='procedures_item_problem')],
                'constraints': [models.UniqueConstraint(fields=('instance', 'number'), name='procedures_item_number'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('how', '')), models.Q(('closed_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='procedures_item_closed')],
            },
        ),
        migrations.CreateModel(
            name='JournalEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=20)),
                ('node', models.CharField(blank=True, max_length=200)),
                ('item', models.PositiveIntegerField(null=True)),
                ('actor_kind', models.CharField(max_length=8)),
                ('actor_id', models.CharField(max_length=64)),
                ('organisation', models.CharField(blank=True, max_length=26)),
                ('key', models.CharField(blank=True, max_length=120)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('nonce', models.CharField(max_length=22)),
                ('events', models.TextField()),
                ('instance', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='procedures.instance')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('instance', 'number'), name='procedures_journal_number'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='procedures_journal_key')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('clause', models.CharField(choices=[('prospective', 'New cases only'), ('pending-too', 'Pending cases too'), ('grandfathered', 'Pending cases stay under the old rules'), ('deemed', 'What was done before counts as done under the new rules')], max_length=16)),
                ('at', models.DateTimeField()),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('instance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='procedures.instance')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
            ],
            options={
                'indexes': [models.Index(fields=['new', 'at'], name='procedures_move_new')],
                'constraints': [models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='procedures_move_changes'), models.UniqueConstraint(condition=models.Q(('problem', '')), fields=('instance', 'new'), name='procedures_move_once')],
            },
        ),
    ]
