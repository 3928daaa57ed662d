"""What hangs on the boards of a place."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0001_initial'),
        ('network', '0003_triggers'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardPosting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(help_text='first day of the period that is told of')),
                ('until', models.DateField(help_text='and its last day')),
                ('board', models.CharField(max_length=80, verbose_name='which board')),
                ('posted_on', models.DateField(verbose_name='posted on')),
                ('until_on', models.DateField(help_text='it hangs until then, that day included')),
                ('source', models.CharField(help_text='the rule the days come from, as it was then', max_length=300)),
                ('picture', models.CharField(blank=True, help_text='name in the storage of the photo of the board', max_length=80)),
                ('picture_digest', models.CharField(max_length=64)),
                ('width', models.PositiveSmallIntegerField(default=0)),
                ('height', models.PositiveSmallIntegerField(default=0)),
                ('salt', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('struck_at', models.DateTimeField(blank=True, help_text='when it was struck out; its photo is gone then', null=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='board_postings', to='network.place')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post')),
            ],
            options={
                'ordering': ('-posted_on', '-id'),
            },
        ),
    ]
