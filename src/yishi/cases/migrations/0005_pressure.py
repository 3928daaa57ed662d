import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0004_time"),
        ("network", "0002_homes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Parking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("salt", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parkings", to="cases.case")),
                ("post", models.ForeignKey(blank=True, help_text="who said it", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post")),
                ("standing", models.CharField(choices=[("proposed", "proposed, waiting for the rung above"), ("parked", "parked"), ("refused", "refused"), ("returned", "returned")], default="proposed", max_length=8)),
                ("reason", models.CharField(choices=[("money", "the money is not there"), ("law", "the law does not allow it yet"), ("majority", "not enough neighbours are for it"), ("technical", "it cannot be done technically yet")], max_length=10)),
                ("measures", models.TextField(help_text="what is done meanwhile")),
                ("position", models.PositiveSmallIntegerField(help_text="of the rung that proposed it and gets it back")),
                ("revisit_on", models.DateField(help_text="it comes back on this day at the latest")),
                ("households", models.PositiveIntegerField(blank=True, help_text="it comes back at once when so many households stand behind it", null=True)),
                ("judge", models.ForeignKey(help_text="who decides: the proposal, later an objection", on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("voices_then", models.PositiveIntegerField(default=1, help_text="households behind it when it was parked")),
                ("voices_back", models.PositiveIntegerField(blank=True, help_text="and when it came back", null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("back", models.CharField(blank=True, choices=[("day", "the day to look again has come"), ("voices", "enough households asked for it"), ("changed", "circumstances have changed"), ("objection", "an objection was upheld"), ("silence", "nobody decided the objection in time")], help_text="what brought it back", max_length=10)),
                ("objected_at", models.DateTimeField(blank=True, null=True)),
                ("ruled_at", models.DateTimeField(blank=True, help_text="when the objection was decided", null=True)),
            ],
            options={"ordering": ["at", "id"], "abstract": False},
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("salt", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="nudges", to="cases.case")),
                ("post", models.ForeignKey(blank=True, help_text="who said it", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post")),
            ],
            options={"ordering": ["at", "id"], "abstract": False},
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("salt", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="supervisions", to="cases.case")),
                ("post", models.ForeignKey(blank=True, help_text="who said it", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post")),
                ("grade", models.CharField(choices=[("daily", "daily supervision"), ("listed", "listed supervision"), ("summons", "summons for a talk")], max_length=8)),
                ("reason", models.CharField(choices=[("overdue", "its time has passed"), ("repeated", "it is raised again and again"), ("refused", "it was refused although it is in duty"), ("unsolved", "it should be solved and is not"), ("effect", "it has had a bad effect")], max_length=10)),
                ("whom", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="supervisions", to="network.post")),
                ("due_on", models.DateField(help_text="the report is due on this day")),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"ordering": ["at", "id"], "abstract": False},
        ),
        migrations.CreateModel(
            name="Summons",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("salt", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="summonses", to="cases.case")),
                ("post", models.ForeignKey(blank=True, help_text="who said it", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post")),
                ("asked", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="summonses", to="network.post")),
                ("appear_by", models.DateTimeField()),
                ("appeared_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, help_text="when the caller said so too", null=True)),
                ("missed_at", models.DateTimeField(blank=True, help_text="when it was noted that nobody came", null=True)),
            ],
            options={"ordering": ["at", "id"], "abstract": False},
        ),
        migrations.AddConstraint(
            model_name="parking",
            constraint=models.UniqueConstraint(condition=models.Q(("standing__in", ["proposed", "parked"])), fields=("case",), name="a_case_is_parked_once_at_a_time"),
        ),
        migrations.AddIndex(
            model_name="parking",
            index=models.Index(condition=models.Q(("standing", "parked")), fields=["revisit_on", "id"], name="parkings_by_day"),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("case",), name="one_supervision_at_a_time"),
        ),
        migrations.AddConstraint(
            model_name="summons",
            constraint=models.UniqueConstraint(condition=models.Q(("appeared_at", None)), fields=("case", "asked"), name="one_open_summons_a_unit"),
        ),
        migrations.AddIndex(
            model_name="summons",
            index=models.Index(condition=models.Q(("appeared_at", None), ("missed_at", None)), fields=["appear_by"], name="summonses_unanswered"),
        ),
        migrations.AddField(
            model_name="case",
            name="nudged",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="how often somebody asked how it stands"),
        ),
        migrations.AddField(
            model_name="ladder",
            name="nudge_days",
            field=models.PositiveSmallIntegerField(db_default=3, default=3, help_text="how many days lie between two nudges"),
        ),
        migrations.AddField(
            model_name="ladder",
            name="park_days",
            field=models.PositiveSmallIntegerField(db_default=365, default=365, help_text="how long a case may be parked at most"),
        ),
        migrations.AddField(
            model_name="ladder",
            name="watch_days",
            field=models.PositiveSmallIntegerField(db_default=3, default=3, help_text="after how many days overdue supervision is proposed"),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(choices=[("reported", "waiting to be taken"), ("handling", "being worked on"), ("ruling", "waiting for a ruling"), ("parked", "parked until circumstances change"), ("answered", "answered, the resident is asked"), ("closed", "closed by the resident's word"), ("lapsed", "closed in silence"), ("declined", "declined"), ("withdrawn", "withdrawn"), ("merged", "put together with another")], default="reported", max_length=10),
        ),
        migrations.AlterField(
            model_name="note",
            name="kind",
            field=models.CharField(choices=[("progress", "progress"), ("call", "telephone call"), ("hand_up", "reason for handing up"), ("send_back", "reason for sending back"), ("ruling", "ruling"), ("decline", "declined"), ("withdraw", "withdrawn"), ("reword", "public words changed"), ("parked", "why it may be parked"), ("not_parked", "why it may not be parked"), ("objection", "objection to the parking"), ("upheld", "objection upheld"), ("dismissed", "objection dismissed"), ("unparked", "why it is taken up again"), ("report", "report to the supervisor"), ("supervised", "word of the supervisor")], max_length=10),
        ),
        migrations.AlterField(
            model_name="stay",
            name="why",
            field=models.CharField(choices=[("reported", "first"), ("on_duty", "taken by members on duty"), ("handed_up", "handed up"), ("sent_back", "sent back"), ("ruling", "up for a ruling"), ("ruled", "by ruling"), ("not_solved", "not solved"), ("overdue", "its limit has passed"), ("unparked", "back from parking"), ("split", "taken out again")], max_length=12),
        ),
    ]
