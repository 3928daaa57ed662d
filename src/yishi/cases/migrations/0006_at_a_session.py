"""What is said at a session is a case, too; matters many stand behind are found by their households."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_needs")]
    operations = [
        migrations.AlterField(
            model_name="case",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web", "on the web"),
                    ("qr", "by the code on the wall"),
                    ("phone", "by telephone"),
                    ("visit", "in person"),
                    ("door", "at the door"),
                    ("paper", "on paper"),
                    ("session", "at a session"),
                    ("import", "from another system"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["voices", "id"],
                name="cases_many_stand_behind",
                condition=models.Q(voices__gte=3),
            ),
        ),
    ]
