"""The theme of the month, and its plan."""

import django.db.models.deletion
from django.db import migrations, models

from yishi.disclosure import changes


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_triggers'),
        ('disclosure', '0002_papers'),
        ('network', '0003_triggers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='its first day')),
                ('title', models.CharField(max_length=60)),
                ('why', models.TextField(help_text='why this one, for everybody', max_length=1000)),
                ('state', models.CharField(choices=[('going', 'under way'), ('done', 'concluded'), ('withdrawn', 'withdrawn')], default='going', max_length=10)),
                ('outcome', models.TextField(blank=True, help_text='what came of it, or why it was withdrawn', max_length=1000)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('salt', models.CharField(max_length=32)),
                ('category', models.ForeignKey(help_text='the kind of matters it is about, or a heading', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category')),
                ('lead', models.ForeignKey(help_text='who leads', on_delete=django.db.models.deletion.PROTECT, related_name='themes_led', to='network.post')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='network.place')),
                ('post', models.ForeignKey(help_text='who set it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'ordering': ('-month', '-id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('place', 'month'), name='one_theme_a_month_and_place')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='within its theme, from 1')),
                ('what', models.CharField(max_length=200)),
                ('due_on', models.DateField()),
                ('outcome', models.CharField(blank=True, help_text='what was done, or why it was struck out', max_length=300)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('salt', models.CharField(max_length=32)),
                ('post', models.ForeignKey(help_text='who does it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='disclosure.theme')),
            ],
            options={
                'ordering': ('theme', 'number'),
                'constraints': [models.UniqueConstraint(fields=('theme', 'number'), name='one_step_a_number')],
            },
        ),
        migrations.RunPython(changes.install_in, changes.remove_in),
    ]
