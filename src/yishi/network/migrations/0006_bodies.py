"""Bodies and posts: what the first tables did not hold."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0005_places")]
    operations = [
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("joint", "estates of one joint branch, normally at most"),
                            ("operator", "days an operator's technical duty lasts at most"),
                            ("contract", "days before its end that a contract is listed"),
                        ],
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("amount", models.PositiveIntegerField(verbose_name="how many")),
                ("source", models.CharField(max_length=200, verbose_name="the rule it comes from")),
            ],
            options={"abstract": False},
        ),
    ]
