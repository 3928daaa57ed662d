"""Helpers: who has no account is entered with their consent; registrations are confirmed, tasks told and reminded of."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.record.sealed
from yishi.network import changes


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0008_plaques"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(changes.remove_in, changes.install_in),
        migrations.AddField(
            model_name="registration",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.post",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="confirmed_on",
            field=models.DateField(blank=True, help_text="None: it waits to be confirmed", null=True),
        ),
        migrations.AlterField(
            model_name="registration",
            name="until_on",
            field=models.DateField(blank=True, help_text="that day included", null=True),
        ),
        migrations.AddField(
            model_name="skilloffer",
            name="consent_on",
            field=models.DateField(blank=True, help_text="when they agreed to be entered", null=True),
        ),
        migrations.AddField(
            model_name="skilloffer",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.post",
            ),
        ),
        migrations.AddField(
            model_name="skilloffer",
            name="name",
            field=yishi.record.sealed.EncryptedText(
                blank=True, default="", help_text="without an account: their name, while the offer stands"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="skilloffer",
            name="phone",
            field=yishi.record.sealed.EncryptedText(blank=True, default="", help_text="and their number"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="skilloffer",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="skill_offers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="reminded_on",
            field=models.DateField(
                blank=True, help_text="when they were reminded that it is overdue", null=True
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="told_at",
            field=models.DateTimeField(blank=True, help_text="when whoever is to do it was told", null=True),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["registration", "-due_on"], name="tasks_of_a_registration"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_on", None)), fields=["due_on"], name="tasks_to_be_done"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit__isnull", False), ("until_on", None)),
                fields=("community", "unit"),
                name="a_unit_reports_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False), ("until_on", None)),
                fields=("person",),
                name="a_member_reports_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="skilloffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False),
                    models.Q(("consent_on__isnull", False), ("entered_by__isnull", False)),
                    _connector="OR",
                ),
                name="who_has_no_account_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("given_on"))),
                name="a_task_is_due_after_it_is_given",
            ),
        ),
        migrations.RunPython(changes.install_in, changes.remove_in),
    ]
