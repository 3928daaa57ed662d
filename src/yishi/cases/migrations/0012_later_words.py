"""What residents say to a case later is shown to everybody only after somebody has looked at it. What was shown so far
waits for that look, too."""

from django.db import migrations, models

HELP = "when somebody had looked at the words and let everybody read them"


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_originals")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="shown_at",
            field=models.DateTimeField(blank=True, help_text=HELP, null=True),
        )
        for name in ("doubt", "feedback", "note", "secondlook")
    ]
