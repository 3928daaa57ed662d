"""Who signs in, what they agreed to, and how often something was tried."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('ends', models.BigIntegerField(db_index=True, help_text='when the window ends, in seconds since 1970')),
                ('count', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='PrivacyNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=20, unique=True)),
                ('from_on', models.DateField()),
                ('controller', models.CharField(blank=True, help_text='who is responsible', max_length=120)),
                ('contact', models.CharField(blank=True, help_text='whom to turn to, and how', max_length=200)),
                ('processors', models.CharField(blank=True, help_text='whom else data is given to, and what for', max_length=400)),
                ('reveal_hours', models.PositiveSmallIntegerField(default=8, help_text='so long what somebody opened for a reason stays open to them')),
                ('glass_minutes', models.PositiveSmallIntegerField(default=60, help_text='within which a second person must agree, and for how long it then opens')),
                ('delay_days', models.PositiveSmallIntegerField(default=30, help_text='so long the resident may be told later, where a law says so')),
                ('erase_days', models.PositiveSmallIntegerField(default=7, help_text='to think an erasure over; 15 working days are the most a request may take')),
                ('request_days', models.PositiveSmallIntegerField(db_default=15, default=15, help_text='working days within which a request that came on paper or by word of mouth is decided')),
                ('request_source', models.CharField(db_default='《个人信息保护法》第五十条；《App违法违规收集使用个人信息行为认定方法》第六条：承诺时限不得超过15个工作日', default='《个人信息保护法》第五十条；《App违法违规收集使用个人信息行为认定方法》第六条：承诺时限不得超过15个工作日', help_text='the rule they come from', max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('contact', 'name and number with a matter that is over'), ('words', "a matter's words as they were said, after it is over"), ('calls', 'notes of telephone calls'), ('originals', 'photos before faces and plates were blackened'), ('messages', 'messages in the inbox and on their way'), ('addresses', 'numbers and addresses that messages went to'), ('reveals', 'who saw what, and why'), ('sessions', 'signed-in browsers, and reports begun and not sent'), ('attempts', 'counters of attempts'), ('erasures', 'requests for erasure, and what came of them'), ('requests', "requests about one's own data entered at a desk, and what came of them"), ('roll', 'people on the roll of dwellings who own or live there no longer'), ('roll_reveals', 'who looked people up on the roll, and why'), ('met', 'names and marks of those who came to a session and who spoke there'), ('met_words', 'what was said at a session, as it was said'), ('topics', 'numbers, doors and marks behind a topic that is settled'), ('topic_words', "a topic's words as they were said, after it is settled")], max_length=12, unique=True)),
                ('keep_days', models.PositiveIntegerField(help_text='0 keeps it no longer than its purpose')),
                ('source', models.CharField(help_text='the rule it comes from', max_length=200)),
                ('last_run_at', models.DateTimeField(blank=True, null=True)),
                ('last_count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=150, unique=True, verbose_name='sign-in name')),
                ('name', models.CharField(blank=True, help_text='used to address you', max_length=80, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name='phone')),
                ('phone_verified', models.BooleanField(default=False)),
                ('language', models.CharField(default='zh-hans', max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True)),
                ('starts_with_given_password', models.BooleanField(db_default=False, default=False, help_text='whatever password it has was chosen by somebody else, and opens nothing but the page to change it')),
                ('joined_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'person',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='names_differ_by_more_than_capitals')],
            },
        ),
    ]
