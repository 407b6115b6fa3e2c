import django.db.models.deletion
import yunghap.core.clock
import yunghap.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('identity', '0001_organisations_and_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=200)),
                ('name_key', models.CharField(max_length=200, unique=True)),
            ],
            options={
                'ordering': ['name_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='programme_named')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('stated_in', models.CharField(db_index=True, max_length=26)),
                ('phase', models.CharField(choices=[('PLANNED', 'planned'), ('EXECUTED', 'executed')], max_length=10)),
                ('span', models.CharField(choices=[('ANNUAL', 'one year'), ('MULTI_YEAR', 'several years')], max_length=10)),
                ('source', models.CharField(choices=[('ALL', 'all sources'), ('NATIONAL', 'national'), ('LOCAL', 'local'), ('PRIVATE', 'private')], default='ALL', max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('year_to', models.PositiveSmallIntegerField()),
                ('amount_krw', models.BigIntegerField()),
                ('precision_krw', models.BigIntegerField(default=1)),
                ('unit', models.CharField(default='억원', max_length=20)),
                ('part_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='programmes.budgetline')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='programmes.programme')),
            ],
            options={
                'ordering': ['year', 'year_to', 'source', 'id'],
                'constraints': [models.UniqueConstraint(fields=('stated_in', 'programme', 'phase', 'year', 'year_to', 'source'), name='budget_line_once'), models.CheckConstraint(condition=models.Q(('amount_krw__gte', 0), ('amount_krw__lt', 1000000000000000000)), name='budget_line_amount'), models.CheckConstraint(condition=models.Q(('precision_krw__gt', 0)), name='budget_line_precision'), models.CheckConstraint(condition=models.Q(models.Q(('span', 'ANNUAL'), ('year_to', models.F('year'))), models.Q(('span', 'MULTI_YEAR'), ('year_to__gt', models.F('year'))), _connector='OR'), name='budget_line_span'), models.CheckConstraint(condition=models.Q(('part_of', models.F('id')), _negated=True), name='budget_line_not_in_itself'), models.CheckConstraint(condition=models.Q(('phase__in', ['PLANNED', 'EXECUTED'])), name='budget_line_phase'), models.CheckConstraint(condition=models.Q(('source__in', ['ALL', 'NATIONAL', 'LOCAL', 'PRIVATE'])), name='budget_line_source')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeAlias',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('alias', models.CharField(max_length=200)),
                ('alias_key', models.CharField(max_length=200, unique=True)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='programmes.programme')),
            ],
            options={
                'ordering': ['alias_key'],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('subject', models.CharField(max_length=120)),
                ('label', models.CharField(blank=True, max_length=120)),
                ('amount_krw', models.BigIntegerField()),
                ('spent_krw', models.BigIntegerField(default=0)),
                ('settled_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('budget_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='programmes.budgetline')),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'indexes': [models.Index(fields=['subject'], name='commitment_subject')],
                'constraints': [models.UniqueConstraint(fields=('budget_line', 'subject'), name='commitment_once'), models.CheckConstraint(condition=models.Q(('amount_krw__gt', 0), ('amount_krw__lt', 1000000000000000000)), name='commitment_amount'), models.CheckConstraint(condition=models.Q(('spent_krw__gte', 0), ('spent_krw__lte', models.F('amount_krw'))), name='commitment_spent'), models.CheckConstraint(condition=models.Q(('released_at__isnull', True), ('spent_krw', 0), _connector='OR'), name='commitment_released_unspent')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('stated_in', models.CharField(db_index=True, max_length=26)),
                ('role', models.CharField(choices=[('LEAD', 'lead ministry'), ('JOINT', 'joint ministry'), ('AGENCY', 'executing agency')], max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('share', models.DecimalField(decimal_places=8, max_digits=9, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='programmes.programme')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('programme', 'organisation', 'stated_in'), name='participation_once'), models.UniqueConstraint(condition=models.Q(('role', 'LEAD')), fields=('programme', 'stated_in'), name='participation_one_lead'), models.CheckConstraint(condition=models.Q(('share__isnull', True), models.Q(('share__gt', 0), ('share__lte', 1)), _connector='OR'), name='participation_share_range'), models.CheckConstraint(condition=models.Q(('role__in', ['LEAD', 'JOINT', 'AGENCY'])), name='participation_role')],
            },
        ),
    ]
