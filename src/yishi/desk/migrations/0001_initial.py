"""What those at work have of their own: texts, checklists, walks, filters."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('network', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Habit',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('keys', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Checklist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whose', models.CharField(choices=[('desk', 'the desk that handles the case'), ('unit', 'each unit that is called in')], default='desk', max_length=4)),
                ('active', models.BooleanField(default=True)),
                ('category', models.ForeignKey(help_text='a heading covers its children', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('active', True)), fields=('place', 'category', 'whose'), name='one_checklist_for_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='OpenAtAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField()),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='open_points', to='cases.answer')),
            ],
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text_zh', models.CharField(max_length=120)),
                ('text_en', models.CharField(blank=True, max_length=160)),
                ('needs_photo', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True)),
                ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='desk.checklist')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReplyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, help_text='of a text that came with the house', max_length=40)),
                ('uses', models.CharField(blank=True, help_text='codes of `Use`; empty: for all', max_length=200)),
                ('title_zh', models.CharField(max_length=40)),
                ('title_en', models.CharField(blank=True, max_length=80)),
                ('text_zh', models.TextField()),
                ('text_en', models.TextField(blank=True)),
                ('season_from', models.PositiveSmallIntegerField(blank=True, help_text='first month, 1 to 12', null=True)),
                ('season_until', models.PositiveSmallIntegerField(blank=True, help_text='last month, included', null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
                ('category', models.ForeignKey(blank=True, help_text='a heading covers its children', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reply_texts', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('owner__isnull', False), ('place', None)), models.Q(('owner', None), ('place__isnull', False)), _connector='OR'), name='a_text_is_shared_or_somebodys_own'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('place', 'code'), name='a_text_of_the_house_once_a_place')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('query', models.CharField(max_length=400)),
                ('opens', models.BooleanField(default=False, help_text='the desk begins with it')),
                ('kept_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='one_filter_a_name'), models.UniqueConstraint(condition=models.Q(('opens', True)), fields=('person',), name='one_filter_opens_the_desk')],
            },
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='cases.case')),
                ('part', models.ForeignKey(blank=True, help_text='of the unit that did it', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='cases.part')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='desk.point')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('part', None), ('undone_at', None)), fields=('case', 'point'), name='a_point_is_ticked_once'), models.UniqueConstraint(condition=models.Q(('part__isnull', False), ('undone_at', None)), fields=('case', 'point', 'part'), name='a_point_is_ticked_once_by_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='WalkStop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('added_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'position'], name='stops_of_a_walk')],
                'constraints': [models.UniqueConstraint(fields=('person', 'case'), name='one_stop_a_case_on_a_walk')],
            },
        ),
    ]
