"""Webhooks and their outbox."""

import django.db.models.deletion
from django.db import migrations, models

import yishi.record.sealed


class Migration(migrations.Migration):
    dependencies = [("api", "0002_rest")]

    operations = [
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=300, verbose_name='its address')),
                ('secret', yishi.record.sealed.EncryptedText(help_text='what its calls are signed with')),
                ('news', models.CharField(help_text='codes of `News`, a blank between', max_length=200)),
                ('begun_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('paused', models.BooleanField(default=False)),
                ('seen', models.BigIntegerField(default=0, help_text='so many leaves of the record were looked at')),
                ('failing_since', models.DateTimeField(blank=True, null=True)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hooks', to='api.key')),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.BigIntegerField(blank=True, help_text='number of the entry; none: a try', null=True)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('over_at', models.DateTimeField(blank=True, null=True)),
                ('well', models.BooleanField(default=False, help_text='it was taken there')),
                ('said', models.CharField(blank=True, help_text='how the last try ended', max_length=80)),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='api.hook')),
            ],
        ),
        migrations.AddConstraint(
            model_name='hook',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('key', 'address'), name='an_address_is_told_once_of_a_key'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(condition=models.Q(('over_at', None)), fields=['due_at', 'id'], name='calls_that_wait'),
        ),
        migrations.AddIndex(
            model_name='call',
            index=models.Index(fields=['hook', '-id'], name='calls_of_a_hook'),
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.UniqueConstraint(fields=('hook', 'entry'), name='a_hook_is_told_once_of_an_entry'),
        ),
    ]
