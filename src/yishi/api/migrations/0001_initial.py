"""Keys by which machines act for somebody, outer systems, and the matters both sides know."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.record.sealed


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('network', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=80, verbose_name='what it is for')),
                ('scopes', models.CharField(help_text='codes of `Scope`, a blank between', max_length=60)),
                ('mark', models.CharField(max_length=12, unique=True)),
                ('salt', models.CharField(max_length=32)),
                ('hash', models.CharField(max_length=64)),
                ('issued_on', models.DateField()),
                ('ends_on', models.DateField(verbose_name='until, that day included')),
                ('used_on', models.DateField(blank=True, help_text='the last day it opened a door', null=True)),
                ('revoked_on', models.DateField(blank=True, null=True)),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='machine_keys', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='machine_keys', to='network.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('post', None)), models.Q(('person', None), ('post__isnull', False)), _connector='OR'), name='a_key_acts_for_a_post_or_a_person'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('issued_on'))), name='a_key_ends_after_it_was_issued')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=80, verbose_name='what the system is called')),
                ('address', models.CharField(help_text='of GeoReport v2, without a file', max_length=200, verbose_name='its address')),
                ('token', yishi.record.sealed.EncryptedText(blank=True, help_text='the key it gave us')),
                ('jurisdiction', models.CharField(blank=True, max_length=40, verbose_name='its jurisdiction_id')),
                ('kinds', models.TextField(blank=True, help_text='a line each: our code = its code')),
                ('kind_else', models.CharField(blank=True, help_text='its code for what no line names; none: our own code', max_length=60)),
                ('gets', models.BooleanField(default=True, help_text='what the post is asked to do is handed over')),
                ('gives', models.BooleanField(default=False, help_text='what is said there is brought here')),
                ('begun_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, help_text='when it last answered', null=True)),
                ('brought_until', models.DateTimeField(blank=True, help_text='up to when what it has was looked at', null=True)),
                ('failed', models.CharField(blank=True, help_text='what went wrong when it was last asked', max_length=80)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('rests_until', models.DateTimeField(blank=True, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='network.post')),
            ],
        ),
        migrations.CreateModel(
            name='Shared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('out', 'handed over'), ('in', 'brought here')], max_length=3)),
                ('number', models.CharField(help_text='which it has there', max_length=80)),
                ('since', models.DateTimeField()),
                ('seen', models.CharField(blank=True, help_text='digest of how it stood there when last asked', max_length=64)),
                ('told', models.BigIntegerField(default=0, help_text='the last entry of ours that was told there')),
                ('over', models.BooleanField(default=False, help_text='nothing more is asked or told')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('part', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.part')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared', to='api.partner')),
            ],
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('post',), name='a_post_has_one_partner'),
        ),
        migrations.AddConstraint(
            model_name='shared',
            constraint=models.UniqueConstraint(fields=('partner', 'number'), name='a_partners_number_is_one_matter'),
        ),
    ]
