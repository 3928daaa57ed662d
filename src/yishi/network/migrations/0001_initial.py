"""Places, organisations and posts; homes; the calendar of days off and worked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=80, verbose_name='Chinese name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='English name')),
                ('kind', models.CharField(choices=[('committee', 'community committee'), ('council', 'council'), ('branch', 'estate branch'), ('stewards', 'stewards'), ('property', 'property company'), ('department', 'department'), ('hotline', 'hotline'), ('operator', 'technical operator')], max_length=12, verbose_name='kind')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('steward', 'steward'), ('on_duty', 'member on duty'), ('branch', 'estate branch secretary'), ('committee', 'community committee clerk'), ('council', 'council secretary'), ('hotline', 'hotline clerk'), ('property', 'property manager'), ('department', 'department liaison'), ('operator', 'technical operator')], max_length=12, verbose_name='role')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='phone residents ring')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='network.organisation')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='network.place')),
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
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('stands_in_for', models.ForeignKey(blank=True, help_text='whoever is away meanwhile', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='network.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='a_term_ends_after_it_begins')],
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
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='residences', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(help_text='the building, or the unit', on_delete=django.db.models.deletion.PROTECT, related_name='residences', to='network.place')),
                ('vouched_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'door'], name='homes_behind_a_door')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('person',), name='a_person_lives_in_one_home')],
            },
        ),
    ]
