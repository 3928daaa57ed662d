"""The net true at every date: validity of places, bodies and posts, the roll, plaques, helpers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.network.models.deeds
import yishi.record.sealed
from yishi.network import changes
from yishi.network.models import APPOINTMENTS, NETWORK
from yishi.record import versions


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0003_triggers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(changes.remove_in, changes.install_in),
        migrations.RunPython(versions.remove_in(NETWORK), versions.install_in(NETWORK)),
        migrations.RunPython(versions.remove_in(APPOINTMENTS), versions.install_in(APPOINTMENTS)),
        migrations.AddField(
            model_name='appointment',
            name='full_time',
            field=models.BooleanField(blank=True, help_text='None: not known', null=True, verbose_name='full time'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='source',
            field=models.CharField(blank=True, choices=[('worker', 'community worker'), ('cadre', 'unit cadre assigned'), ('retired', 'retired cadre'), ('resident', 'resident party member'), ('property', 'from the property company'), ('other', 'other')], max_length=12, verbose_name='where they come from'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='dissolved_on',
            field=models.DateField(blank=True, null=True, verbose_name='dissolved on'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='founded_on',
            field=models.DateField(blank=True, help_text='None: long ago', null=True, verbose_name='founded on'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='parent',
            field=models.ForeignKey(blank=True, help_text='the body it belongs to', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='network.organisation'),
        ),
        migrations.AddField(
            model_name='place',
            name='closed_on',
            field=models.DateField(blank=True, help_text='what happened here stays here', null=True, verbose_name='closed since'),
        ),
        migrations.AddField(
            model_name='place',
            name='follows',
            field=models.ForeignKey(blank=True, help_text='the place whose code and people went on here, when a building moved or a community was split', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='network.place'),
        ),
        migrations.AddField(
            model_name='place',
            name='opened_on',
            field=models.DateField(blank=True, help_text='None: as long as anybody knows', null=True, verbose_name='there since'),
        ),
        migrations.AddField(
            model_name='post',
            name='closed_on',
            field=models.DateField(blank=True, help_text='there is no such post any more', null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='duty_hours',
            field=models.CharField(blank=True, max_length=80, verbose_name='duty hours'),
        ),
        migrations.AddField(
            model_name='post',
            name='seats',
            field=models.PositiveSmallIntegerField(blank=True, help_text='None: as many as there are', null=True, verbose_name='how many may hold it'),
        ),
        migrations.AddField(
            model_name='residence',
            name='as_what',
            field=models.CharField(blank=True, choices=[('owner', 'owner'), ('tenant', 'tenant'), ('family', 'family member')], help_text='empty: not said', max_length=8),
        ),
        migrations.AddField(
            model_name='residence',
            name='proof',
            field=models.CharField(blank=True, choices=[('door', 'vouched for at the door'), ('committee', 'confirmed by the committee'), ('code', 'by the code from the mailbox'), ('roll', 'by the telephone on the roll')], help_text='how it came to be believed', max_length=10),
        ),
        migrations.AlterField(
            model_name='organisation',
            name='kind',
            field=models.CharField(choices=[('committee', 'community committee'), ('council', 'council'), ('branch', 'estate branch'), ('stewards', 'stewards'), ('property', 'property company'), ('department', 'department'), ('hotline', 'hotline'), ('operator', 'technical operator'), ('residents', "residents' committee"), ('owners', "owners' committee"), ('group', 'building group'), ('member_home', 'member household'), ('team', 'volunteer team'), ('unit', 'unit organisation')], max_length=12, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='post',
            name='role',
            field=models.CharField(choices=[('steward', 'steward'), ('on_duty', 'member on duty'), ('branch', 'estate branch secretary'), ('committee', 'community committee clerk'), ('council', 'council secretary'), ('hotline', 'hotline clerk'), ('property', 'property manager'), ('department', 'department liaison'), ('operator', 'technical operator'), ('group', 'building group leader'), ('member_home', 'member household'), ('owners', "owners' committee director"), ('team', 'volunteer team leader')], max_length=12, verbose_name='role'),
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
                ('place', models.ForeignKey(help_text='the building, or the unit', on_delete=django.db.models.deletion.PROTECT, related_name='dwellings', to='network.place')),
            ],
        ),
        migrations.CreateModel(
            name='Grid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grids', to='network.place')),
                ('within', models.ForeignKey(blank=True, help_text='None: a grid', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='micro_grids', to='network.grid')),
            ],
            options={
                'abstract': False,
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
                ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occupants', to='network.dwelling')),
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
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('assigned_to', models.ForeignKey(blank=True, help_text='the estate they help', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='network.place')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, help_text='the unit', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='network.organisation')),
            ],
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
        ),
        migrations.CreateModel(
            name='SkillOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('skill', models.CharField(choices=[('law', 'law'), ('electricity', 'electricity'), ('plumbing', 'plumbing'), ('carpentry', 'carpentry'), ('mediation', 'mediation'), ('medicine', 'medicine and nursing'), ('care', 'company for the old'), ('teaching', 'teaching'), ('computing', 'telephones and computers'), ('engineering', 'building and engineering'), ('driving', 'driving and carrying'), ('culture', 'music and festivals')], max_length=12)),
                ('times', models.CharField(blank=True, max_length=120, verbose_name='when')),
                ('shown_name', models.BooleanField(default=False, help_text='the name may be shown to everybody; else to those on duty alone')),
                ('offered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skill_offers', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_offers', to='network.place')),
            ],
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
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('graded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tasks', to='network.registration')),
            ],
            options={
                'abstract': False,
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
                ('dropped_on', models.DateField(blank=True, null=True)),
                ('dropped_because', models.CharField(blank=True, max_length=200)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='network.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'due_on'], name='commitments_of_a_body')],
            },
        ),
        migrations.AddConstraint(
            model_name='dwelling',
            constraint=models.UniqueConstraint(condition=models.Q(('gone_on', None)), fields=('place', 'door'), name='one_dwelling_behind_a_door'),
        ),
        migrations.AddConstraint(
            model_name='dwelling',
            constraint=models.CheckConstraint(condition=models.Q(('area', None), ('area__gt', 0), _connector='OR'), name='a_dwelling_has_an_area'),
        ),
        migrations.AddConstraint(
            model_name='gridpart',
            constraint=models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('grid', 'place'), name='a_place_is_once_in_a_grid'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('unit', None)), ('unit__isnull', False), _connector='OR'), name='a_unit_or_a_member_reports'),
        ),
        migrations.AddConstraint(
            model_name='serving',
            constraint=models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='serving_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='serving',
            constraint=models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('organisation', 'place'), name='a_body_serves_a_place_once'),
        ),
        migrations.AddConstraint(
            model_name='skilloffer',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'skill'), name='a_skill_is_offered_once'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['place', 'kind', '-on'], name='last_visits_of_a_place'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('place', 'kind', 'on', 'post'), name='a_visit_counts_once_a_day'),
        ),
        migrations.RunPython(versions.install_in(NETWORK), versions.remove_in(NETWORK)),
        migrations.RunPython(versions.install_in(APPOINTMENTS), versions.remove_in(APPOINTMENTS)),
        migrations.RunPython(changes.install_in, changes.remove_in),
    ]
