import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("network", "0002_homes"),
        ("cases", "0006_voices"),
    ]

    operations = [
        migrations.CreateModel(
            name='CallAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('reached', 'Reached, we spoke'), ('not_reached', 'Nobody answered'), ('refused', 'They do not want to be asked'), ('wrong_number', 'Wrong number')], max_length=12)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('next_try_at', models.DateTimeField(blank=True, null=True)),
                ('ending', models.CharField(blank=True, choices=[('', 'going on'), ('answered', 'the resident answered'), ('refused', 'did not want to be asked'), ('wrong_number', 'wrong number'), ('unreached', 'no valid call-back')], default='', max_length=12)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('salt', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('household', models.CharField(max_length=64)),
                ('second_look', models.BooleanField(default=False, help_text='by a volunteer who went to see')),
            ],
            options={
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True)),
                ('salt', models.CharField(max_length=32)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(choices=[('unlawful', 'what was asked for is against the law'), ('enforcement', 'law enforcement or mediation between neighbours'), ('elsewhere', 'not in the power of anybody here'), ('mistaken', 'the answer was meant for another matter'), ('duplicate', 'the same answer was counted twice')], max_length=12)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('approved', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RateRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight_contacted', models.PositiveSmallIntegerField(default=10, help_text='in the composite, per cent')),
                ('weight_solved', models.PositiveSmallIntegerField(default=50, help_text='in the composite, per cent')),
                ('weight_satisfied', models.PositiveSmallIntegerField(default=40, help_text='in the composite, per cent')),
                ('mostly_counts', models.PositiveSmallIntegerField(default=90, help_text='what “mostly satisfied” counts, per cent of “satisfied”')),
                ('decimals', models.PositiveSmallIntegerField(default=1, help_text='digits after the point of a percentage')),
                ('minimum', models.PositiveSmallIntegerField(default=10, help_text='below so many valid call-backs no percentage is shown')),
                ('call_after_days', models.PositiveSmallIntegerField(default=3, help_text='days without a word before somebody is rung up who could answer on the page')),
                ('most_calls', models.PositiveSmallIntegerField(default=3, help_text='attempts before it counts as no valid call-back')),
                ('retry_hours', models.PositiveSmallIntegerField(default=20, help_text='between two attempts')),
                ('look_days', models.PositiveSmallIntegerField(default=3, help_text='a volunteer has for a second look')),
                ('most_looks', models.PositiveSmallIntegerField(default=3, help_text='volunteers asked one after another')),
                ('doubts_to_reopen', models.PositiveSmallIntegerField(default=2, help_text='households whose doubts reopen a closed case')),
                ('source', models.CharField(help_text='the rule these figures come from', max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('turn', models.PositiveSmallIntegerField(help_text='the how-manieth volunteer asked about this answer')),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, choices=[('solved', 'Solved'), ('not_solved', 'Not solved'), ('could_not_see', 'Could not see it'), ('silent', 'no word from the volunteer'), ('declined', 'no time'), ('moot', 'no longer needed')], max_length=14)),
                ('text', models.TextField(blank=True)),
                ('salt', models.CharField(blank=True, max_length=32)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SmsReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text="digest of the gateway's name for the message", max_length=64, unique=True)),
                ('outcome', models.CharField(choices=[('solved', 'solved'), ('not_solved', 'not solved'), ('unclear', 'not understood'), ('several', 'several matters wait for this number'), ('unknown', 'no matter waits for this number'), ('moved_on', 'the matter had moved on')], max_length=10)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Volunteer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='feedback',
            name='overturned_at',
            field=models.DateTimeField(blank=True, help_text='neighbours had the case reopened although the resident said solved', null=True),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='channel',
            field=models.CharField(default='page', help_text='page, link, sms, phone, paper', max_length=8),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='contacted',
            field=models.BooleanField(blank=True, help_text='None where nobody asked', null=True),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='satisfaction',
            field=models.CharField(blank=True, choices=[('satisfied', 'satisfied'), ('mostly', 'mostly satisfied'), ('unsatisfied', 'not satisfied')], max_length=12),
        ),
        migrations.AlterField(
            model_name='photo',
            name='stage',
            field=models.CharField(choices=[('report', 'as reported'), ('before', 'before'), ('after', 'after'), ('contest', 'not solved'), ('look', 'second look')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ['answered', 'lapsed'])), fields=['contact_phone'], name='cases_asked_by_text'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state', 'lapsed')), fields=['ended_at'], name='cases_ended_in_silence'),
        ),
        migrations.AddField(
            model_name='callattempt',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='callback',
            name='answer',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='call_back', to='cases.answer'),
        ),
        migrations.AddField(
            model_name='callback',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='call_backs', to='cases.case'),
        ),
        migrations.AddField(
            model_name='callattempt',
            name='call_back',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='cases.callback'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='cases.answer'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='cases.case'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='doubts', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='doubt',
            name='post',
            field=models.ForeignKey(blank=True, help_text='who said it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='cases.case'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='feedback',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='cases.feedback'),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exclusion',
            name='post',
            field=models.ForeignKey(blank=True, help_text='who said it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='raterule',
            name='place',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rate_rule', to='network.place'),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='cases.answer'),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='cases.case'),
        ),
        migrations.AddField(
            model_name='secondlook',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='looks', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='smsreply',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='volunteering', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='volunteer',
            name='place',
            field=models.ForeignKey(help_text='where they lived when they offered', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place'),
        ),
        migrations.AddConstraint(
            model_name='doubt',
            constraint=models.UniqueConstraint(fields=('case', 'person'), name='one_doubt_a_person_and_case'),
        ),
        migrations.AddConstraint(
            model_name='doubt',
            constraint=models.UniqueConstraint(fields=('answer', 'household'), name='one_doubt_a_household_and_answer'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None), ('approved', True), _connector='OR'), fields=('feedback',), name='one_exclusion_an_answer'),
        ),
        migrations.AddConstraint(
            model_name='raterule',
            constraint=models.CheckConstraint(condition=models.Q(('weight_contacted', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('weight_solved')), '-', models.F('weight_satisfied')))), name='weights_of_rates_make_one'),
        ),
        migrations.AddIndex(
            model_name='secondlook',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['due_at'], name='second_looks_asked'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.UniqueConstraint(fields=('answer', 'turn'), name='one_second_look_a_turn'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('answer',), name='one_second_look_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='volunteer',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='a_volunteer_offers_once'),
        ),
    ]
