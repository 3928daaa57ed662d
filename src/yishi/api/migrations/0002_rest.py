"""Answers kept for whoever sends the same twice."""

import django.db.models.deletion
from django.db import migrations, models

import yishi.record.sealed


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='digest of the Idempotency-Key', max_length=64)),
                ('sent', models.CharField(help_text='digest of the address and of what was sent', max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('answer', yishi.record.sealed.EncryptedText(blank=True, help_text='may hold a code that follows a matter')),
                ('headers', models.TextField(blank=True, help_text='JSON')),
                ('at', models.DateTimeField(db_index=True)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept', to='api.key')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'name'), name='a_sending_is_answered_once')],
            },
        ),
    ]
