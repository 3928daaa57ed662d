from django.db import migrations, models

from yishi.cases.models import standing


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0009_speed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="channel",
            field=models.CharField(choices=[("web", "on the web"), ("qr", "by the code on the wall"), ("phone", "by telephone"), ("visit", "in person"), ("door", "at the door"), ("paper", "on paper"), ("import", "from another system")], max_length=8),
        ),
        # SQLite may have made the table of cases anew, without its triggers
        migrations.RunPython(standing.install_in, migrations.RunPython.noop),
    ]
