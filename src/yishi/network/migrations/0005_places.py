"""Places: what they were called before, and pictures of them with zones drawn on."""

import django.db.models.deletion
from django.db import migrations, models

from yishi.network import changes


class Migration(migrations.Migration):
    dependencies = [("network", "0004_net")]
    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                ("code", models.CharField(db_index=True, max_length=40)),
                ("until_on", models.DateField(help_text="from that day on it was another")),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="former_names", to="network.place")),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                ("picture", models.CharField(help_text="name in the storage", max_length=60)),
                ("digest", models.CharField(help_text="SHA-256 of the picture", max_length=64)),
                ("width", models.PositiveIntegerField(help_text="in pixels")),
                ("height", models.PositiveIntegerField()),
                ("hung_at", models.DateTimeField()),
                ("taken_down_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="network.place")),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.JSONField(help_text="[[x, y], …], three at least")),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="zones", to="network.place")),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="zones", to="network.plan")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("plan", "place"), name="a_place_is_once_on_a_plan")],
            },
        ),
        migrations.RunPython(changes.install_in, migrations.RunPython.noop),
    ]
