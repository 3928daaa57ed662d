"""Places, organisations and posts; homes and the roll; skills and plaques; the calendar of days off and worked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.network.models.deeds
import yishi.record.sealed


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('known', models.BooleanField(default=True)),
                ('source', models.CharField(max_length=200)),
                ('set_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['year'],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('joint', 'estates of one joint branch, normally at most'), ('operator', "days an operator's technical duty lasts at most"), ('contract', 'days before its end that a contract is listed')], max_length=12, unique=True)),
                ('amount', models.PositiveIntegerField(verbose_name='how many')),
                ('source', models.CharField(max_length=200, verbose_name='the rule it comes from')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('works', models.BooleanField()),
                ('name', models.CharField(max_length=40)),
                ('of', models.ForeignKey(help_text='whose notice says so', on_delete=django.db.models.deletion.CASCADE, related_name='days', to='network.calendaryear')),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('level', models.CharField(choices=[('province', 'province'), ('city', 'city'), ('district', 'district or county'), ('street', 'street or town'), ('community', 'community'), ('grid', 'grid'), ('estate', 'estate'), ('building', 'building'), ('unit', 'unit'), ('household', 'household')], max_length=12, verbose_name='level')),
                ('label_zh', models.CharField(help_text='name with what it lies in, from the estate down', max_length=200)),
                ('label_en', models.CharField(blank=True, max_length=240)),
                ('opened_on', models.DateField(blank=True, help_text='None: as long as anybody knows', null=True, verbose_name='there since')),
                ('closed_on', models.DateField(blank=True, help_text='what happened here stays here', null=True, verbose_name='closed since')),
                ('follows', models.ForeignKey(blank=True, help_text='the place whose code and people went on here, when a building moved or a community was split', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('kind', models.CharField(choices=[('committee', 'community committee'), ('council', 'council'), ('branch', 'estate branch'), ('stewards', 'stewards'), ('property', 'property company'), ('department', 'department'), ('hotline', 'hotline'), ('operator', 'technical operator'), ('residents', "residents' committee"), ('owners', "owners' committee"), ('group', 'building group'), ('member_home', 'member household'), ('team', 'volunteer team'), ('unit', 'unit organisation')], max_length=12, verbose_name='kind')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('founded_on', models.DateField(blank=True, help_text='None: long ago', null=True, verbose_name='founded on')),
                ('dissolved_on', models.DateField(blank=True, null=True, verbose_name='dissolved on')),
                ('parent', models.ForeignKey(blank=True, help_text='the body it belongs to', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='network.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('within', models.ForeignKey(blank=True, help_text='None: a grid', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='micro_grids', to='network.grid')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grids', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('code', models.CharField(db_index=True, max_length=40)),
                ('until_on', models.DateField(help_text='from that day on it was another')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Dwelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.CharField(help_text='as `normal_door` writes it: 1-501', max_length=20)),
                ('floor', models.SmallIntegerField(blank=True, null=True)),
                ('use', models.CharField(choices=[('home', 'dwelling'), ('shop', 'shop'), ('garage', 'garage'), ('other', 'other use')], default='home', max_length=8)),
                ('area', models.PositiveIntegerField(blank=True, help_text='in 0.01 m²; None: not known yet', null=True)),
                ('gone_on', models.DateField(blank=True, help_text='no more on the roll since', null=True)),
                ('sort', models.CharField(blank=True, help_text='its door as `in_order` writes it', max_length=60)),
                ('lacks', models.CharField(blank=True, help_text='what is to be completed, by codes: owner name phone area', max_length=40)),
                ('changed_at', models.DateTimeField(blank=True, help_text='when it or its people last changed', null=True)),
                ('place', models.ForeignKey(help_text='the building, or the unit', on_delete=django.db.models.deletion.PROTECT, related_name='dwellings', to='network.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'sort'], name='dwellings_in_order'), models.Index(condition=models.Q(('gone_on', None), models.Q(('lacks', ''), _negated=True)), fields=['place', 'sort'], name='dwellings_to_complete')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('gone_on', None)), fields=('place', 'door'), name='one_dwelling_behind_a_door'), models.CheckConstraint(condition=models.Q(('area', None), ('area__gt', 0), _connector='OR'), name='a_dwelling_has_an_area')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('picture', models.CharField(help_text='name in the storage', max_length=60)),
                ('digest', models.CharField(help_text='SHA-256 of the picture', max_length=64)),
                ('width', models.PositiveIntegerField(help_text='in pixels')),
                ('height', models.PositiveIntegerField()),
                ('hung_at', models.DateTimeField()),
                ('taken_down_at', models.DateTimeField(blank=True, null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('steward', 'steward'), ('on_duty', 'member on duty'), ('branch', 'estate branch secretary'), ('committee', 'community committee clerk'), ('council', 'council secretary'), ('hotline', 'hotline clerk'), ('property', 'property manager'), ('department', 'department liaison'), ('operator', 'technical operator'), ('group', 'building group leader'), ('member_home', 'member household'), ('owners', "owners' committee director"), ('team', 'volunteer team leader')], max_length=12, verbose_name='role')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone residents ring')),
                ('duty_hours', models.CharField(blank=True, max_length=80, verbose_name='duty hours')),
                ('seats', models.PositiveSmallIntegerField(blank=True, help_text='None: as many as there are', null=True, verbose_name='how many may hold it')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('closed_on', models.DateField(blank=True, help_text='there is no such post any more', null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='network.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Plaque',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.CharField(choices=[('a4', 'A4 plaque'), ('door', 'door plate')], max_length=4)),
                ('token', models.CharField(default=yishi.network.models.deeds.new_token, max_length=16, unique=True)),
                ('shown', models.CharField(blank=True, max_length=64)),
                ('printed_at', models.DateTimeField()),
                ('taken_down_at', models.DateTimeField(blank=True, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plaques', to='network.post')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DoorCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_mark', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used', models.PositiveSmallIntegerField(default=0)),
                ('most', models.PositiveSmallIntegerField(default=6)),
                ('dwelling', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='code', to='network.dwelling')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until, that day included')),
                ('source', models.CharField(blank=True, choices=[('worker', 'community worker'), ('cadre', 'unit cadre assigned'), ('retired', 'retired cadre'), ('resident', 'resident party member'), ('property', 'from the property company'), ('other', 'other')], max_length=12, verbose_name='where they come from')),
                ('full_time', models.BooleanField(blank=True, help_text='None: not known', null=True, verbose_name='full time')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('stands_in_for', models.ForeignKey(blank=True, help_text='whoever is away meanwhile', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='network.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_term_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, help_text='that day included', null=True)),
                ('confirmed_on', models.DateField(blank=True, help_text='None: it waits to be confirmed', null=True)),
                ('assigned_to', models.ForeignKey(blank=True, help_text='the estate they help', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='network.place')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, help_text='the unit', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='network.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('unit', None)), ('unit__isnull', False), _connector='OR'), name='a_unit_or_a_member_reports'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False), ('until_on', None)), fields=('community', 'unit'), name='a_unit_reports_once'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('until_on', None)), fields=('person',), name='a_member_reports_once')],
            },
        ),
        migrations.CreateModel(
            name='Residence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.CharField(help_text="the door's number as on the door: 1-501", max_length=20)),
                ('claimed_at', models.DateTimeField()),
                ('vouched_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('as_what', models.CharField(blank=True, choices=[('owner', 'owner'), ('tenant', 'tenant'), ('family', 'family member')], help_text='empty: not said', max_length=8)),
                ('proof', models.CharField(blank=True, choices=[('door', 'vouched for at the door'), ('committee', 'confirmed by the committee'), ('code', 'by the code from the mailbox'), ('roll', 'by the telephone on the roll')], help_text='how it came to be believed', max_length=10)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='residences', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(help_text='the building, or the unit', on_delete=django.db.models.deletion.PROTECT, related_name='residences', to='network.place')),
                ('vouched_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'door'], name='homes_behind_a_door')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('person',), name='a_person_lives_in_one_home')],
            },
        ),
        migrations.CreateModel(
            name='RollImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('state', models.CharField(choices=[('brought', 'waits to be looked at'), ('looked', 'looked at; nothing is written'), ('confirmed', 'is being written'), ('done', 'written'), ('unreadable', 'cannot be read'), ('dropped', 'thrown away')], default='brought', max_length=10)),
                ('file', models.CharField(blank=True, help_text='its name in the storage; empty once it is gone', max_length=60)),
                ('name', yishi.record.sealed.EncryptedText(blank=True, help_text='what it was called')),
                ('salt', models.CharField(blank=True, max_length=32)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('stage', models.CharField(blank=True, max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('beat_at', models.DateTimeField(blank=True, help_text='when a worker last said it is at it', null=True)),
                ('brought_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('same', models.PositiveIntegerField(default=0)),
                ('gone', models.PositiveIntegerField(default=0)),
                ('problems', models.PositiveIntegerField(default=0)),
                ('with_units', models.BooleanField(default=False, help_text='units the tree does not know are added, too')),
                ('places', models.PositiveIntegerField(default=0, help_text='buildings and units the tree does not know')),
                ('report', yishi.record.sealed.EncryptedText(blank=True, help_text='what was found, as JSON')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll_imports', to='network.place')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'id'], name='roll_imports_by_state')],
            },
        ),
        migrations.CreateModel(
            name='RollPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('small_cell', models.PositiveSmallIntegerField(default=10)),
                ('old_from', models.PositiveSmallIntegerField(default=60, help_text='years; from this age on people count as old')),
                ('slip_days', models.PositiveSmallIntegerField(default=30)),
                ('slip_uses', models.PositiveSmallIntegerField(default=6)),
                ('source', models.CharField(default='《老年人权益保障法》第二条：六十周岁以上；小于十人不公开、码的期限为本站设定', help_text='the rule they come from', max_length=200)),
                ('reason', models.CharField(blank=True, help_text='why they were set anew', max_length=200)),
                ('set_on', models.DateField(blank=True, null=True)),
                ('set_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RollReveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('contact', 'names and numbers'), ('identity', 'names, numbers and identity numbers')], max_length=8)),
                ('reason', models.CharField(choices=[('call', 'to ring somebody who lives there'), ('help', 'to help in need'), ('roll', 'to put the roll right'), ('owners', 'to prepare a decision of the owners'), ('other', 'another reason, in words')], max_length=8)),
                ('text', yishi.record.sealed.EncryptedText(blank=True)),
                ('salt', models.CharField(blank=True, max_length=32)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(help_text='so long it stays open to them without another reason')),
                ('sitting', models.CharField(blank=True, max_length=32)),
                ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reveals', to='network.dwelling')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['at'], name='roll_reveals_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fixed', 'fixed seat'), ('invited', 'invited seat')], max_length=8)),
                ('title', models.CharField(blank=True, max_length=80, verbose_name='office')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until, that day included')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats_held', to='network.organisation')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='network.organisation')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats_held', to='network.post')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Serving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until, that day included')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='servings', to='network.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='servings', to='network.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='serving_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('organisation', 'place'), name='a_body_serves_a_place_once')],
            },
        ),
        migrations.CreateModel(
            name='SkillOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', yishi.record.sealed.EncryptedText(blank=True, help_text='without an account: their name, while the offer stands')),
                ('phone', yishi.record.sealed.EncryptedText(blank=True, help_text='and their number')),
                ('consent_on', models.DateField(blank=True, help_text='when they agreed to be entered', null=True)),
                ('skill', models.CharField(choices=[('law', 'law'), ('electricity', 'electricity'), ('plumbing', 'plumbing'), ('carpentry', 'carpentry'), ('mediation', 'mediation'), ('medicine', 'medicine and nursing'), ('care', 'company for the old'), ('teaching', 'teaching'), ('computing', 'telephones and computers'), ('engineering', 'building and engineering'), ('driving', 'driving and carrying'), ('culture', 'music and festivals')], max_length=12)),
                ('times', models.CharField(blank=True, max_length=120, verbose_name='when')),
                ('shown_name', models.BooleanField(default=False, help_text='the name may be shown to everybody; else to those on duty alone')),
                ('offered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='skill_offers', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_offers', to='network.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'skill'), name='a_skill_is_offered_once'), models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('consent_on__isnull', False), ('entered_by__isnull', False)), _connector='OR'), name='who_has_no_account_agreed')],
            },
        ),
        migrations.CreateModel(
            name='SkillRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(db_index=True, max_length=40)),
                ('skills', models.CharField(blank=True, help_text='codes with blanks between, the first one first', max_length=120)),
                ('source', models.CharField(max_length=200)),
                ('reason', models.CharField(max_length=200)),
                ('set_on', models.DateField()),
                ('set_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='task')),
                ('given_on', models.DateField()),
                ('due_on', models.DateField(verbose_name='to be done by')),
                ('done_on', models.DateField(blank=True, null=True)),
                ('grade', models.CharField(blank=True, choices=[('good', 'well done'), ('done', 'done'), ('poor', 'not as agreed')], max_length=4)),
                ('told_at', models.DateTimeField(blank=True, help_text='when whoever is to do it was told', null=True)),
                ('reminded_on', models.DateField(blank=True, help_text='when they were reminded that it is overdue', null=True)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('graded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='network.registration')),
            ],
            options={
                'indexes': [models.Index(fields=['registration', '-due_on'], name='tasks_of_a_registration'), models.Index(condition=models.Q(('done_on', None)), fields=['due_on'], name='tasks_to_be_done')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('given_on'))), name='a_task_is_due_after_it_is_given')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('visit', 'visit'), ('session', 'session')], max_length=8)),
                ('on', models.DateField(verbose_name='on')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='network.place')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='network.post')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'kind', '-on'], name='last_visits_of_a_place')],
                'constraints': [models.UniqueConstraint(fields=('place', 'kind', 'on', 'post'), name='a_visit_counts_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.JSONField(help_text='[[x, y], …], three at least')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zones', to='network.place')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='zones', to='network.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'place'), name='a_place_is_once_on_a_plan')],
            },
        ),
        migrations.CreateModel(
            name='Occupant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bond', models.CharField(choices=[('owner', 'owner'), ('tenant', 'tenant'), ('family', 'family member')], max_length=8)),
                ('name', yishi.record.sealed.EncryptedText(blank=True)),
                ('phone', yishi.record.sealed.EncryptedText(blank=True)),
                ('phone_mark', models.CharField(blank=True, db_index=True, max_length=64)),
                ('identity', yishi.record.sealed.EncryptedText(blank=True)),
                ('identity_mark', models.CharField(blank=True, db_index=True, max_length=64)),
                ('share_of', models.PositiveIntegerField(blank=True, help_text="an owner's share: numerator", null=True)),
                ('share_in', models.PositiveIntegerField(blank=True, help_text='and denominator; None: whole', null=True)),
                ('born_in', models.PositiveSmallIntegerField(blank=True, help_text='year of birth', null=True)),
                ('lives_here', models.BooleanField(default=True)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('until_on', models.DateField(blank=True, help_text='that day included', null=True)),
                ('erased_on', models.DateField(blank=True, help_text='what points to them was erased; no file brings it back', null=True)),
                ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occupants', to='network.dwelling')),
                ('person', models.ForeignKey(blank=True, help_text='whose account this is, as their verified telephone says', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='on_the_roll', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['until_on'], name='occupants_that_ended')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='what will be done')),
                ('promised_on', models.DateField()),
                ('due_on', models.DateField(verbose_name='to be done by')),
                ('done_on', models.DateField(blank=True, null=True)),
                ('proof', models.CharField(blank=True, max_length=400, verbose_name='how it was done')),
                ('picture', models.CharField(blank=True, help_text='name in the storage; empty: there is none', max_length=60)),
                ('picture_says', models.CharField(blank=True, help_text='its alternative text', max_length=160, verbose_name='what can be seen in the picture')),
                ('picture_digest', models.CharField(blank=True, help_text='SHA-256 of the picture', max_length=64)),
                ('picture_width', models.PositiveIntegerField(blank=True, help_text='in pixels', null=True)),
                ('picture_height', models.PositiveIntegerField(blank=True, null=True)),
                ('dropped_on', models.DateField(blank=True, null=True)),
                ('dropped_because', models.CharField(blank=True, max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='network.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'due_on'], name='commitments_of_a_body')],
            },
        ),
        migrations.CreateModel(
            name='GridPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, help_text='that day included', null=True)),
                ('grid', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='network.grid')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grid_parts', to='network.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('grid', 'place'), name='a_place_is_once_in_a_grid')],
            },
        ),
        migrations.CreateModel(
            name='Brought',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(help_text='what its rows are, by the name of the import', max_length=20)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('state', models.CharField(choices=[('brought', 'waits to be looked at'), ('looked', 'looked at; nothing is written'), ('confirmed', 'is being written'), ('done', 'written'), ('unreadable', 'cannot be read'), ('dropped', 'thrown away')], default='brought', max_length=10)),
                ('file', models.CharField(blank=True, help_text='its name in the storage; empty once it is gone', max_length=60)),
                ('name', yishi.record.sealed.EncryptedText(blank=True, help_text='what it was called')),
                ('beat_at', models.DateTimeField(blank=True, help_text='when a worker last said it is at it', null=True)),
                ('brought_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0, help_text='rows a worker has read so far')),
                ('added', models.PositiveIntegerField(default=0)),
                ('same', models.PositiveIntegerField(default=0)),
                ('problems', models.PositiveIntegerField(default=0)),
                ('report', yishi.record.sealed.EncryptedText(blank=True, help_text='what was found, as JSON')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'id'], name='brought_by_state')],
            },
        ),
    ]
