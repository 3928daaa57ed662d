"""What was said in confidence lies encrypted; who saw it, who is kept out and who asked for erasure have tables.

A column that holds text already stays what it is: only what lies in it changes. On PostgreSQL the short ones become as
long as they need to be, without being written anew; SQLite never cared. So no table of SQLite is made anew, and the
triggers on it stay.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.record.sealed
from yishi.cases.models.contact import number_key
from yishi.record import rekeying

SHORT = [("cases_case", name) for name in ("contact_name", "contact_phone", "draft_title")]
SHORT.append(("cases_voice", "contact_phone"))


def lengthen(_apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, column in SHORT:
        schema_editor.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE text')


def find_numbers(apps, _schema_editor):
    """Numbers are found by a keyed hash from now on."""
    for name in ("case", "voice"):
        model = apps.get_model("cases", name)
        rows = model.objects.exclude(contact_phone="").values_list("pk", "contact_phone")
        for pk, phone in list(rows):
            model.objects.filter(pk=pk).update(contact_key=number_key(phone))


def encrypt(apps, _schema_editor):
    """What lies there in clear is encrypted, in portions."""
    for model in apps.get_app_config("cases").get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, yishi.record.sealed.EncryptedText):
                column = rekeying.Column(model._meta.db_table, model._meta.pk.column, field.column, field.purpose)
                for rows in rekeying.portions(column):
                    rekeying.replace(column, rows)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("network", "0004_substitutes"),
        ("people", "0002_privacy"),
        ("cases", "0010_desk_and_paper"),
    ]

    operations = [
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('life', "the reporter's life is in danger"), ('others', 'the life of others is in danger')], max_length=8)),
                ('text', yishi.record.sealed.EncryptedText(help_text='what has happened')),
                ('salt', models.CharField(max_length=32)),
                ('asked_at', models.DateTimeField()),
                ('decide_by', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('granted', models.BooleanField(default=False)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('law', models.CharField(blank=True, choices=[('', 'the resident is told at once'), ('investigation', 'telling them now would harm an investigation'), ('safety', 'telling them now would endanger somebody')], help_text='why they are told later', max_length=14)),
                ('tell_at', models.DateTimeField(blank=True, help_text='when the resident is told', null=True)),
                ('told', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['asked_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_resident', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_paper', models.BooleanField(default=False, help_text='a clerk entered what came on paper')),
                ('open_cases', models.CharField(choices=[('withdraw', 'are withdrawn'), ('anonymous', 'go on without my name')], default='anonymous', max_length=10)),
                ('state', models.CharField(choices=[('waiting', 'waits for its day; it can be taken back'), ('cancelled', 'taken back'), ('done', 'done'), ('refused', 'refused')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('hold', models.CharField(blank=True, choices=[('law', 'a law requires that it be kept'), ('dispute', 'a lawsuit or a mediation is under way'), ('identity', 'it could not be made out that the request comes from the person concerned')], max_length=10)),
                ('basis', models.CharField(blank=True, help_text='the law and article of a refusal', max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Reveal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('words', 'the words as they were said'), ('contact', 'name and number')], max_length=8)),
                ('reason', models.CharField(choices=[('handling', 'took the matter in hand'), ('call', 'to ring the resident'), ('place', 'to find the place'), ('publish', 'to judge what may be shown to everybody'), ('danger', 'danger to life; two people agreed'), ('other', 'another reason')], max_length=10)),
                ('text', yishi.record.sealed.EncryptedText(blank=True, help_text='another reason, in words')),
                ('salt', models.CharField(blank=True, max_length=32)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(help_text='so long it stays open to them without another reason')),
                ('told_at', models.DateTimeField(blank=True, help_text='the resident does not read of it before; empty: at once', null=True)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_asked_by_text',
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='answer',
                    name='alternative',
                    field=yishi.record.sealed.EncryptedText(blank=True, help_text='not possible: what can be done instead'),
                ),
                migrations.AlterField(
                    model_name='answer',
                    name='basis',
                    field=yishi.record.sealed.EncryptedText(blank=True, help_text='explained, not possible: on what ground'),
                ),
                migrations.AlterField(
                    model_name='answer',
                    name='remaining',
                    field=yishi.record.sealed.EncryptedText(blank=True, help_text='partly: what remains'),
                ),
                migrations.AlterField(
                    model_name='answer',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='contact_name',
                    field=yishi.record.sealed.EncryptedText(blank=True, max_length=40),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='contact_phone',
                    field=yishi.record.sealed.EncryptedText(blank=True, max_length=20),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='draft_title',
                    field=yishi.record.sealed.EncryptedText(blank=True, help_text='the first words, masked; for editors', max_length=60),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='draft_words',
                    field=yishi.record.sealed.EncryptedText(blank=True, help_text='masked by rule, before anybody looked; for editors'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='words',
                    field=yishi.record.sealed.EncryptedText(help_text='as it was said; for those who handle it'),
                ),
                migrations.AlterField(
                    model_name='doubt',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='exclusion',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='extension',
                    name='reply',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='extension',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='feedback',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='note',
                    name='door',
                    field=yishi.record.sealed.EncryptedText(blank=True, help_text='with a decline: where to go instead'),
                ),
                migrations.AlterField(
                    model_name='note',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='nudge',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='parking',
                    name='measures',
                    field=yishi.record.sealed.EncryptedText(help_text='what is done meanwhile'),
                ),
                migrations.AlterField(
                    model_name='parking',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='part',
                    name='reply',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='part',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='pause',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='promise',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='secondlook',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='summons',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='supervision',
                    name='text',
                    field=yishi.record.sealed.EncryptedText(blank=True),
                ),
                migrations.AlterField(
                    model_name='voice',
                    name='contact_phone',
                    field=yishi.record.sealed.EncryptedText(blank=True, help_text='to be told; never shown', max_length=20),
                ),
            ],
            database_operations=[migrations.RunPython(lengthen, migrations.RunPython.noop)],
        ),
        migrations.AddField(
            model_name='case',
            name='consent',
            field=models.CharField(blank=True, help_text='the notice of privacy they had before them with their number', max_length=20, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='contact_key',
            field=models.CharField(blank=True, help_text='of the number, by which its cases are found', max_length=40, null=True),
        ),
        migrations.AddField(
            model_name='voice',
            name='contact_key',
            field=models.CharField(blank=True, help_text='of the number, by which its voices are found', max_length=40, null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ['answered', 'lapsed'])), fields=['contact_key'], name='cases_asked_by_text'),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='glass', to='cases.case'),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='decided_post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='breakglass',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='concern',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='concerns', to='cases.case'),
        ),
        migrations.AddField(
            model_name='concern',
            name='person',
            field=models.ForeignKey(blank=True, help_text='one who held the post when it was said; a row for each', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='concerns', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='concern',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='erasures', to='cases.case'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='erasures', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='erasure',
            name='post',
            field=models.ForeignKey(blank=True, help_text="that clerk's", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='erasure',
            name='refused_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddField(
            model_name='reveal',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reveals', to='cases.case'),
        ),
        migrations.AddField(
            model_name='reveal',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reveal',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.post'),
        ),
        migrations.AddConstraint(
            model_name='breakglass',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('case', 'post'), name='a_post_asks_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.UniqueConstraint(fields=('case', 'post', 'person'), name='a_person_is_concerned_once'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person',), name='one_erasure_a_person'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('case',), name='one_erasure_a_case'),
        ),
        migrations.AddIndex(
            model_name='reveal',
            index=models.Index(fields=['at'], name='reveals_by_time'),
        ),
        migrations.AddField(
            model_name='case',
            name='concerned',
            field=models.BooleanField(blank=True, help_text='it concerns somebody who would otherwise handle it (`Concern`)', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='glass_asked_at',
            field=models.DateTimeField(blank=True, help_text='when it was last asked, in danger to life, to see who the reporter is', null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='glass_until',
            field=models.DateTimeField(blank=True, help_text='until when two people let a desk see who the reporter is (`BreakGlass`)', null=True),
        ),
        migrations.AlterField(
            model_name='case',
            name='withheld_for',
            field=models.CharField(blank=True, choices=[('attack', 'it attacks a person'), ('exposes', 'it exposes somebody who did not agree to it'), ('unlawful', 'the law forbids it to be spread'), ('advert', 'it advertises'), ('erased', "they were erased, at the resident's wish or because their time was over")], max_length=8),
        ),
        migrations.AlterField(
            model_name='photo',
            name='withheld_for',
            field=models.CharField(blank=True, choices=[('attack', 'it attacks a person'), ('exposes', 'it exposes somebody who did not agree to it'), ('unlawful', 'the law forbids it to be spread'), ('advert', 'it advertises'), ('erased', "they were erased, at the resident's wish or because their time was over")], max_length=8),
        ),
        migrations.AlterField(
            model_name='stay',
            name='why',
            field=models.CharField(choices=[('reported', 'first'), ('on_duty', 'taken by members on duty'), ('handed_up', 'handed up'), ('sent_back', 'sent back'), ('ruling', 'up for a ruling'), ('ruled', 'by ruling'), ('not_solved', 'not solved'), ('overdue', 'its limit has passed'), ('unparked', 'back from parking'), ('split', 'taken out again'), ('concerned', 'it concerned the desk before')], max_length=12),
        ),
        migrations.RunPython(find_numbers, migrations.RunPython.noop),
        migrations.RunPython(encrypt, migrations.RunPython.noop),
    ]
