"""The tables of the record, and the triggers that keep them append-only."""

import django.db.models.deletion
from django.db import migrations, models

import yishi.record.models
from yishi.record import triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=40)),
                ('place', models.CharField(blank=True, max_length=80)),
                ('actor', models.CharField(max_length=40)),
                ('at', models.DateTimeField(help_text='when it happened')),
                ('recorded_at', models.DateTimeField(help_text='when it was written; later than `at` for what was imported')),
                ('fields', models.TextField(help_text="the event's fields as canonical JSON")),
                ('salt', models.CharField(help_text='keeps a withheld leaf from being guessed', max_length=32)),
                ('public', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(max_length=64)),
                ('place', models.CharField(blank=True, max_length=80)),
                ('day', models.DateField()),
                ('amount', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='LogState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('result', models.CharField(blank=True, help_text='app_label.model:pk of what came of it', max_length=60)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TreeHead',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField(max_length=32)),
                ('sealed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('mark', models.BigIntegerField(help_text='another one with every change; 0 is none')),
                ('by', models.BigIntegerField(help_text='the transaction that gave it, on PostgreSQL')),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(help_text='whose page: a reference; `sums`, `everything`, or nothing but the place', max_length=40)),
                ('place', models.CharField(help_text='path of the place it lies at', max_length=80)),
                ('written_by', yishi.record.models.TransactionNumber(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['written_by'], name='changes_by_transaction')],
            },
        ),
        migrations.CreateModel(
            name='Unsealed',
            fields=[
                ('entry', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='record.entry')),
            ],
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['subject', 'at', 'id'], name='story_of_a_subject'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(fields=('place', 'measure', 'day'), name='one_indicator_a_day'),
        ),
        migrations.AddField(
            model_name='leaf',
            name='entry',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to='record.entry'),
        ),
        migrations.AddConstraint(
            model_name='node',
            constraint=models.UniqueConstraint(fields=('level', 'index'), name='one_node_a_position'),
        ),
        migrations.RunPython(triggers.install_in, triggers.remove_in),
    ]
