"""Lists somebody saved as a file."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.record.sealed


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0003_themes'),
        ('network', '0003_triggers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='which list', max_length=40)),
                ('form', models.CharField(help_text='csv or xlsx', max_length=4)),
                ('query', yishi.record.sealed.EncryptedText(blank=True, help_text='how the list was narrowed; it may hold words that were searched')),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('state', models.CharField(choices=[('given', 'given out at once'), ('waiting', 'waits for its turn'), ('working', 'is being written'), ('ready', 'ready'), ('failed', 'could not be written'), ('dropped', 'thrown away')], max_length=8)),
                ('rows', models.PositiveIntegerField(default=0, help_text='as they were counted when it was asked for')),
                ('done', models.PositiveIntegerField(default=0)),
                ('bytes', models.PositiveBigIntegerField(default=0)),
                ('file', models.CharField(blank=True, help_text='its name in the storage; empty without one', max_length=60)),
                ('at', models.DateTimeField()),
                ('beat_at', models.DateTimeField(help_text='when a worker last said it is at it', null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['state', 'id'], name='saved_lists_by_state')],
            },
        ),
    ]
