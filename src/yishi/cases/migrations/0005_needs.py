"""What a case needs, and whom of those who help was asked; which skills help with a category."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yishi.record.sealed
from yishi.cases import changes
from yishi.cases.models import CATEGORIES
from yishi.record import versions

SKILLS = [
    ("law", "law"),
    ("electricity", "electricity"),
    ("plumbing", "plumbing"),
    ("carpentry", "carpentry"),
    ("mediation", "mediation"),
    ("medicine", "medicine and nursing"),
    ("care", "company for the old"),
    ("teaching", "teaching"),
    ("computing", "telephones and computers"),
    ("engineering", "building and engineering"),
    ("driving", "driving and carrying"),
    ("culture", "music and festivals"),
]
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_role_of_a_rung"),
        ("network", "0009_helpers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunPython(changes.remove_in, changes.install_in),
        migrations.RunPython(versions.remove_in(CATEGORIES), versions.install_in(CATEGORIES)),
        migrations.AddField(
            model_name="category",
            name="skills",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="who could help, as codes of `SkillOffer.Skill` with blanks between, the first one first",
                max_length=120,
            ),
        ),
        migrations.CreateModel(
            name="Help",
            fields=[
                ("id", KEY),
                ("text", yishi.record.sealed.EncryptedText(blank=True)),
                ("salt", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("skill", models.CharField(choices=SKILLS, max_length=12)),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("", "no word yet"), ("yes", "comes"), ("no", "cannot come")],
                        default="",
                        max_length=4,
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("came_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="helps", to="cases.case"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.skilloffer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="helps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        help_text="who said it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.post",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["person", "replied_at"], name="asked_of_a_helper")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "offer"), name="a_helper_is_asked_once_for_a_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", KEY.clone()),
                ("skill", models.CharField(choices=SKILLS, max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="cases.case"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="network.post"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "skill"), name="a_case_needs_a_skill_once")
                ],
            },
        ),
        migrations.RunPython(versions.install_in(CATEGORIES), versions.remove_in(CATEGORIES)),
        migrations.RunPython(changes.install_in, changes.remove_in),
    ]
