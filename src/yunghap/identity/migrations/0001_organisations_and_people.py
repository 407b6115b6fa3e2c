import django.db.models.deletion
import django.db.models.functions.text
import yunghap.core.clock
import yunghap.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('language', models.CharField(choices=[('ko', '한국어'), ('en', 'English')], default='ko', max_length=2)),
                ('is_active', models.BooleanField(default=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='identity_user_email_lower'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='identity_user_named')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(choices=[('MINISTRY', 'Ministry or central agency'), ('AGENCY', 'Executing agency'), ('PROVINCE', 'Province or metropolitan city'), ('COMPANY', 'Company'), ('COMMITTEE', 'Committee'), ('PLATFORM', 'Platform')], max_length=12)),
                ('key', models.SlugField(max_length=40, null=True, unique=True)),
                ('short_name', models.CharField(max_length=60)),
                ('plan_order', models.PositiveSmallIntegerField(null=True, unique=True)),
                ('registration_number', models.CharField(blank=True, default='', max_length=10)),
                ('homepage', models.URLField(blank=True, default='')),
                ('is_demo', models.BooleanField(default=False)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='identity.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['MINISTRY', 'AGENCY', 'PROVINCE', 'COMPANY', 'COMMITTEE', 'PLATFORM'])), name='identity_organisation_kind'), models.CheckConstraint(condition=models.Q(('short_name', ''), _negated=True), name='identity_organisation_named'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='identity_organisation_parent'), models.UniqueConstraint(condition=models.Q(('registration_number', ''), _negated=True), fields=('registration_number',), name='identity_organisation_registration')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationAlias',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=120)),
                ('key', models.CharField(db_index=True, max_length=120)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='identity.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='identity_alias_once')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('long', models.CharField(max_length=120)),
                ('short', models.CharField(max_length=60)),
                ('english', models.CharField(blank=True, default='', max_length=200)),
                ('starts_on', models.DateField(null=True)),
                ('ends_on', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='identity.organisation')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts_on'), nulls_first=True)],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='identity_name_days'), models.CheckConstraint(condition=models.Q(models.Q(('long', ''), _negated=True), models.Q(('short', ''), _negated=True)), name='identity_name_filled'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('organisation',), name='identity_name_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('kind', models.CharField(choices=[('RENAME', 'Rename'), ('SPLIT', 'Split'), ('MERGE', 'Merger'), ('TRANSFER', 'Transfer of tasks')], max_length=8)),
                ('effective_on', models.DateField()),
                ('basis', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'ordering': ['effective_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['RENAME', 'SPLIT', 'MERGE', 'TRANSFER'])), name='identity_reorganisation_kind')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('scope_ko', models.CharField(blank=True, default='', max_length=200)),
                ('scope_en', models.CharField(blank=True, default='', max_length=200)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='identity.organisation')),
                ('reorganisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successions', to='identity.reorganisation')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='identity.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reorganisation', 'predecessor', 'successor'), name='identity_succession_once')],
            },
        ),
    ]
