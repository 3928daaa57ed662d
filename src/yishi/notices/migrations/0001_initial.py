"""What is told to whom, by which channel, and how that went."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('network', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20, unique=True)),
                ('sent_at', models.DateTimeField(help_text='when it last took a message', null=True)),
                ('failed_at', models.DateTimeField(help_text='when it last failed as a whole', null=True)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('failures', models.PositiveIntegerField(default=0, help_text='in a row, since it last took a message')),
                ('rests_until', models.DateTimeField(help_text='it is left alone until then', null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('facts', models.JSONField(default=dict)),
                ('link', models.CharField(help_text='path of the page that shows what this is about', max_length=200)),
                ('about', models.CharField(db_index=True, help_text='the row it is about, as the record calls it', max_length=40)),
                ('key', models.CharField(help_text='told twice under one key, told once', max_length=120, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='network.post')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['person', '-created_at', '-id'], name='inbox_of_person'), models.Index(condition=models.Q(('post__isnull', False)), fields=['post', '-created_at', '-id'], name='inbox_of_post'), models.Index(condition=models.Q(('person__isnull', False), ('read_at', None)), fields=['person'], name='unread_of_person'), models.Index(condition=models.Q(('post__isnull', False), ('read_at', None)), fields=['post'], name='unread_of_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person', None), ('post', None), _connector='OR'), name='a_message_lies_in_one_inbox')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20)),
                ('address', models.CharField(blank=True, help_text='forgotten some weeks after sending', max_length=254)),
                ('language', models.CharField(max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'waiting to be sent'), ('failed', 'failed, will be tried again'), ('sent', 'sent'), ('given_up', 'given up')], default='waiting', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(help_text='empty once it is sent or given up', null=True)),
                ('claimed_until', models.DateTimeField(help_text='a worker has it in hand until then', null=True)),
                ('claim', models.CharField(blank=True, help_text='which claim; a worker that was too slow has another', max_length=32)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(null=True)),
                ('urgent', models.BooleanField(default=False, help_text='goes out at night as well, and alone')),
                ('quiet_from', models.TimeField(help_text='the night of whom it is for, as it stood when they were told', null=True)),
                ('quiet_until', models.TimeField(null=True)),
                ('person', models.ForeignKey(help_text='whose address it is; empty for a contact and for a group', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.message')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at', 'id'], name='delivery_due'), models.Index(condition=models.Q(('sent_at', None)), fields=['channel', 'state'], name='delivery_unsent'), models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['channel', 'address'], name='delivery_waiting_for_address'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['sent_at'], name='delivery_sent'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['channel', 'address', 'sent_at'], name='delivery_to_address')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('address', ''), _negated=True), fields=('message', 'channel', 'address'), name='one_delivery_an_address'), models.CheckConstraint(condition=models.Q(models.Q(('next_try_at', None), ('sent_at__isnull', False), ('state', 'sent')), models.Q(('next_try_at', None), ('sent_at', None), ('state', 'given_up')), models.Q(('next_try_at__isnull', False), ('sent_at', None), ('state__in', ('waiting', 'failed'))), _connector='OR'), name='a_delivery_ends_or_has_a_next_try')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('by_sms', models.BooleanField(default=True)),
                ('by_email', models.BooleanField(default=True)),
                ('by_push', models.BooleanField(default=True)),
                ('pace', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day, in the morning')], default='at_once', max_length=8)),
                ('quiet_from', models.TimeField(help_text="own night; without one the place's holds", null=True)),
                ('quiet_until', models.TimeField(null=True)),
                ('silent', models.JSONField(default=list, help_text='topics told in the inbox alone')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='a_night_has_two_ends')],
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='until')),
                ('place', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='quiet_hours', to='network.place')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.URLField(max_length=500, unique=True)),
                ('p256dh', models.CharField(max_length=120)),
                ('auth', models.CharField(max_length=40)),
                ('label', models.CharField(blank=True, help_text='what sort of browser, so its owner knows it', max_length=60)),
                ('created_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
