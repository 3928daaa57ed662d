from django.db import migrations, models

WORDING = [("pending", "not looked at yet"), ("approved", "shown to everybody"), ("withheld", "not shown")]
REASONS = [
    ("attack", "it attacks a person"),
    ("exposes", "it exposes somebody who did not agree to it"),
    ("unlawful", "the law forbids it to be spread"),
    ("advert", "it advertises"),
]


def looked_at(model: str) -> list:
    """What was there before was public already and stays so; what comes later waits for somebody's look."""
    before = models.CharField(choices=WORDING, default="approved", max_length=8)
    later = models.CharField(choices=WORDING, default="pending", max_length=8)
    return [
        migrations.AddField(model, "wording", before),
        migrations.AlterField(model, "wording", later),
        migrations.AddField(
            model,
            "withheld_for",
            models.CharField(blank=True, choices=REASONS, default="", max_length=8),
            preserve_default=False,
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_judging"),
    ]

    operations = [
        *looked_at("case"),
        migrations.AddField(
            "case",
            "draft_title",
            models.CharField(
                blank=True, default="", help_text="the first words, masked; for editors", max_length=60
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "case",
            "draft_words",
            models.TextField(
                blank=True, default="", help_text="masked by rule, before anybody looked; for editors"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "case",
            "title",
            models.CharField(
                help_text="what everybody reads first: the kind of matter until the words are approved",
                max_length=60,
            ),
        ),
        migrations.AlterField(
            "case",
            "public_words",
            models.TextField(help_text="for everybody; empty until a person approved them"),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                condition=models.Q(("wording", "pending")),
                fields=["place_path", "reported_at", "id"],
                name="cases_to_publish",
            ),
        ),
        migrations.AddField(
            "ladder",
            "sure_at_once",
            models.BooleanField(
                default=False,
                help_text="words in which nothing points to a person are shown before anybody looked",
            ),
        ),
        *looked_at("photo"),
        migrations.AddField("photo", "boxes", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "photo",
            "original",
            models.CharField(
                blank=True,
                default="",
                help_text="name in the storage of the picture before parts of it were blackened",
                max_length=80,
            ),
            preserve_default=False,
        ),
    ]
