import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0003_part_days"),
        ("network", "0003_calendar"),
    ]

    operations = [
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('salt', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('due_then', models.DateTimeField(help_text='the limit when it was asked for')),
                ('until_on', models.DateField(help_text='the day asked for')),
                ('granted', models.BooleanField(blank=True, null=True)),
                ('granted_on', models.DateField(blank=True, help_text='the day granted', null=True)),
                ('reply', models.TextField(blank=True)),
                ('reply_salt', models.CharField(blank=True, max_length=32)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('overtaken', models.BooleanField(default=False, help_text='the case moved on before it was answered')),
            ],
            options={
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('salt', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(choices=[('resident', 'waiting for the resident'), ('owners', 'waiting for a decision of the owners'), ('weather', 'the weather does not allow it'), ('procedure', 'a procedure laid down by law is under way'), ('parked', 'parked'), ('merged', 'put together with another')], max_length=10)),
                ('until_at', models.DateTimeField(blank=True, help_text='when it ends by itself at the latest', null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TimeLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('urgency', models.CharField(blank=True, choices=[('emergency', 'emergency'), ('utilities', 'water, power, gas, heat'), ('general', 'general'), ('complex', 'complex')], max_length=10)),
                ('position', models.PositiveSmallIntegerField(blank=True, help_text='of the rung', null=True)),
                ('take', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('take_unit', models.CharField(choices=[('hours', 'hours'), ('work_hours', 'working hours'), ('days', 'days'), ('work_days', 'working days')], default='hours', max_length=10)),
                ('contact', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('contact_unit', models.CharField(choices=[('hours', 'hours'), ('work_hours', 'working hours'), ('days', 'days'), ('work_days', 'working days')], default='hours', max_length=10)),
                ('progress', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('progress_unit', models.CharField(choices=[('hours', 'hours'), ('work_hours', 'working hours'), ('days', 'days'), ('work_days', 'working days')], default='days', max_length=10)),
                ('answer', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('answer_unit', models.CharField(choices=[('hours', 'hours'), ('work_hours', 'working hours'), ('days', 'days'), ('work_days', 'working days')], default='days', max_length=10)),
                ('source', models.CharField(help_text='the rule it comes from', max_length=200)),
            ],
            options={
                'ordering': ['ladder', 'urgency', 'category', 'position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='breach_told',
            field=models.BooleanField(db_default=False, default=False, help_text='those above know that the present limit has passed'),
        ),
        migrations.AddField(
            model_name='case',
            name='breached_at',
            field=models.DateTimeField(blank=True, help_text='when a limit first passed', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='clock_from',
            field=models.DateTimeField(blank=True, help_text='when the present clock began', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='clock_on',
            field=models.PositiveSmallIntegerField(blank=True, help_text='the rung whose limits hold', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='contact_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='contacted_at',
            field=models.DateTimeField(blank=True, help_text='when somebody first got in touch', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='due_is_provisional',
            field=models.BooleanField(db_default=False, default=False, help_text='a notice of days off that is not out yet may move it'),
        ),
        migrations.AddField(
            model_name='case',
            name='due_unit',
            field=models.CharField(choices=[('hours', 'hours'), ('work_hours', 'working hours'), ('days', 'days'), ('work_days', 'working days')], db_default='hours', default='hours', max_length=10),
        ),
        migrations.AddField(
            model_name='case',
            name='fixed_at',
            field=models.DateTimeField(blank=True, help_text='and when', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='fixed_until',
            field=models.DateTimeField(blank=True, help_text='a limit that was set by hand, instead of one that is counted', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='paused_at',
            field=models.DateTimeField(blank=True, help_text='since when the clock stands', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='progress_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='progressed_at',
            field=models.DateTimeField(blank=True, help_text='when progress was last reported', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='take_due_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='urgency',
            field=models.CharField(choices=[('emergency', 'emergency'), ('utilities', 'water, power, gas, heat'), ('general', 'general'), ('complex', 'complex')], db_default='general', default='general', max_length=10),
        ),
        migrations.AddField(
            model_name='case',
            name='warn_at',
            field=models.DateTimeField(blank=True, help_text='when the holder is to be warned', null=True),
        ),
        migrations.AddField(
            model_name='category',
            name='urgency',
            field=models.CharField(choices=[('emergency', 'emergency'), ('utilities', 'water, power, gas, heat'), ('general', 'general'), ('complex', 'complex')], db_default='general', default='general', max_length=10),
        ),
        migrations.AddField(
            model_name='ladder',
            name='ends_at_close',
            field=models.BooleanField(db_default=False, default=False, help_text='limits in days end when the office closes, not at midnight'),
        ),
        migrations.AddField(
            model_name='ladder',
            name='escalates',
            field=models.BooleanField(db_default=True, default=True, help_text='what passes its limit goes to the next rung by itself'),
        ),
        migrations.AddField(
            model_name='ladder',
            name='extend_days',
            field=models.PositiveSmallIntegerField(db_default=30, default=30, help_text='by how much a limit may be extended at most'),
        ),
        migrations.AddField(
            model_name='ladder',
            name='office_hours',
            field=models.CharField(db_default='09:00-12:00,14:00-18:00', default='09:00-12:00,14:00-18:00', help_text='when limits in working hours run', max_length=60),
        ),
        migrations.AddField(
            model_name='ladder',
            name='pause_days',
            field=models.PositiveSmallIntegerField(db_default=30, default=30, help_text='how long the clock may stand at a time'),
        ),
        migrations.AddField(
            model_name='ladder',
            name='warn_hours',
            field=models.PositiveSmallIntegerField(db_default=24, default=24, help_text='how long before a limit its holder is warned at the earliest'),
        ),
        migrations.AddField(
            model_name='ladder',
            name='warn_percent',
            field=models.PositiveSmallIntegerField(db_default=25, default=25, help_text='and with how much of the limit left at the latest'),
        ),
        migrations.AlterField(
            model_name='case',
            name='due_at',
            field=models.DateTimeField(help_text='to be answered by; while the clock stands, at the latest'),
        ),
        migrations.AlterField(
            model_name='stay',
            name='why',
            field=models.CharField(choices=[('reported', 'first'), ('on_duty', 'taken by members on duty'), ('handed_up', 'handed up'), ('sent_back', 'sent back'), ('ruling', 'up for a ruling'), ('ruled', 'by ruling'), ('not_solved', 'not solved'), ('overdue', 'its limit has passed'), ('unparked', 'back from parking'), ('split', 'taken out again')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('warn_at__isnull', False)), fields=['warn_at'], name='cases_to_warn'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('due_is_provisional', True)), fields=['due_at'], name='cases_provisional'),
        ),
        migrations.AddField(
            model_name='extension',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='cases.case'),
        ),
        migrations.AddField(
            model_name='extension',
            name='judge',
            field=models.ForeignKey(help_text='who answers', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='extension',
            name='post',
            field=models.ForeignKey(blank=True, help_text='who said it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='pause',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='cases.case'),
        ),
        migrations.AddField(
            model_name='pause',
            name='post',
            field=models.ForeignKey(blank=True, help_text='who said it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='category',
            field=models.ForeignKey(blank=True, help_text='a heading covers its children', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.category'),
        ),
        migrations.AddField(
            model_name='timelimit',
            name='ladder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='limits', to='cases.ladder'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None), ('overtaken', False)), fields=('case',), name='one_extension_asked_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='pause',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['until_at'], name='pauses_by_end'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='a_clock_stands_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='timelimit',
            constraint=models.UniqueConstraint(models.F('ladder'), models.F('urgency'), django.db.models.functions.comparison.Coalesce('category', 0), django.db.models.functions.comparison.Coalesce('position', 0), name='one_limit_for_one_thing'),
        ),
    ]
