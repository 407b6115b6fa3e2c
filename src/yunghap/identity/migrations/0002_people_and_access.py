import django.db.models.deletion
import django.db.models.functions.text
import yunghap.core.clock
import yunghap.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0001_organisations_and_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=80)),
                ('scopes', models.JSONField(default=list)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='identity_client_named'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('organisation', 'name'), name='identity_client_once')],
            },
        ),
        migrations.CreateModel(
            name='ApiSecret',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='secrets', to='identity.apiclient')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='identity.apiclient')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='identity_token_lifetime')],
            },
        ),
        migrations.CreateModel(
            name='DemoSignInToken',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('reason', models.CharField(max_length=300)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.CharField(blank=True, default='', max_length=26)),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputises', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.organisation')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='identity_deputy_days'), models.CheckConstraint(condition=models.Q(('principal', models.F('deputy')), _negated=True), name='identity_deputy_other'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='identity_deputy_reason'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_by', ''), _negated=True)), _connector='OR'), name='identity_deputy_revoked')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=80)),
                ('roles', models.JSONField(default=list)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('reason', models.CharField(max_length=300)),
                ('status', models.CharField(choices=[('PENDING', 'Waiting'), ('ACCEPTED', 'Accepted'), ('WITHDRAWN', 'Withdrawn')], default='PENDING', max_length=10)),
                ('expires_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='identity.organisation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='identity_invitation_email'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('settled_at__isnull', True), ('status', 'PENDING')), models.Q(('person__isnull', False), ('settled_at__isnull', False), ('status', 'ACCEPTED')), models.Q(('person__isnull', True), ('settled_at__isnull', False), ('status', 'WITHDRAWN')), _connector='OR'), name='identity_invitation_status'), models.UniqueConstraint(condition=models.Q(('status', 'PENDING')), fields=('organisation', 'email'), name='identity_invitation_one_pending')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('unit', models.CharField(blank=True, default='', max_length=80)),
                ('title', models.CharField(blank=True, default='', max_length=80)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='identity.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='identity_membership_days'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('person', 'organisation'), name='identity_membership_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('subject_ko', models.CharField(max_length=200)),
                ('subject_en', models.CharField(max_length=200)),
                ('text_ko', models.TextField(blank=True, default='')),
                ('text_en', models.TextField(blank=True, default='')),
                ('link', models.CharField(blank=True, default='', max_length=300)),
                ('due_on', models.DateField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('emailed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-created_at'], name='identity_notification_person'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='identity_notification_unread')],
                'constraints': [models.CheckConstraint(condition=models.Q(('link', ''), models.Q(('link__startswith', '/'), models.Q(('link__startswith', '//'), _negated=True)), _connector='OR'), name='identity_notification_link')],
            },
        ),
        migrations.CreateModel(
            name='NotificationPreference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('delivery', models.CharField(choices=[('IMMEDIATE', 'At once'), ('DAILY', 'Once a day'), ('NONE', 'No e-mail')], default='IMMEDIATE', max_length=9)),
                ('calendar_hash', models.CharField(max_length=64, null=True, unique=True)),
                ('last_digest_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('delivery__in', ['IMMEDIATE', 'DAILY', 'NONE'])), name='identity_preference_delivery')],
            },
        ),
        migrations.CreateModel(
            name='PersonalAccess',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=yunghap.core.clock.now)),
                ('actor_kind', models.CharField(max_length=8)),
                ('actor_id', models.CharField(max_length=64)),
                ('organisation', models.CharField(max_length=26, null=True)),
                ('address', models.CharField(blank=True, default='', max_length=45)),
                ('subject', models.CharField(max_length=26)),
                ('fields', models.JSONField(default=list)),
                ('purpose', models.CharField(max_length=200)),
                ('download', models.BooleanField(default=False)),
                ('entry_id', models.CharField(db_index=True, max_length=26)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', '-at'], name='identity_access_subject'), models.Index(fields=['actor_id', '-at'], name='identity_access_actor'), models.Index(fields=['-at'], name='identity_access_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='identity_access_purpose')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.CharField(default=yunghap.core.ids.new_id, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=yunghap.core.clock.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('role', models.CharField(choices=[('ADMINISTRATOR', 'Administrator'), ('COMPILING_OFFICER', 'Compiling officer'), ('AUDITOR', 'Auditor'), ('ORGANISATION_MANAGER', 'Organisation manager'), ('MINISTRY_OFFICER', 'Ministry officer'), ('MINISTRY_APPROVER', 'Ministry approver'), ('AGENCY_OFFICER', 'Executing-agency officer'), ('COMPANY_MEMBER', 'Company member'), ('COMMITTEE_MEMBER', 'Committee member'), ('DATA_PROVIDER', 'Data provider'), ('DATA_CONSUMER', 'Data consumer'), ('ANALYST', 'Analyst'), ('OUTPUT_CHECKER', 'Output checker')], max_length=24)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('reason', models.CharField(max_length=300)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.CharField(blank=True, default='', max_length=26)),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='identity.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'role'], name='identity_grant_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='identity_grant_days'), models.CheckConstraint(condition=models.Q(('role__in', ['ADMINISTRATOR', 'COMPILING_OFFICER', 'AUDITOR', 'ORGANISATION_MANAGER', 'MINISTRY_OFFICER', 'MINISTRY_APPROVER', 'AGENCY_OFFICER', 'COMPANY_MEMBER', 'COMMITTEE_MEMBER', 'DATA_PROVIDER', 'DATA_CONSUMER', 'ANALYST', 'OUTPUT_CHECKER'])), name='identity_grant_role'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='identity_grant_reason'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_by', ''), _negated=True)), _connector='OR'), name='identity_grant_revoked'), models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True), ('revoked_at__isnull', True)), fields=('person', 'organisation', 'role'), name='identity_grant_one_open')],
            },
        ),
    ]
