"""More kinds of what is kept for a time: who came to a session and spoke there, and who is behind a topic."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_first_password")]
    operations = [
        migrations.AlterField(
            model_name="retentionrule",
            name="what",
            field=models.CharField(
                choices=[
                    ("contact", "name and number with a matter that is over"),
                    ("words", "a matter's words as they were said, after it is over"),
                    ("calls", "notes of telephone calls"),
                    ("originals", "photos before faces and plates were blackened"),
                    ("messages", "messages in the inbox and on their way"),
                    ("addresses", "numbers and addresses that messages went to"),
                    ("reveals", "who saw what, and why"),
                    ("sessions", "signed-in browsers, and reports begun and not sent"),
                    ("attempts", "counters of attempts"),
                    ("erasures", "requests for erasure, and what came of them"),
                    ("requests", "requests about one's own data entered at a desk, and what came of them"),
                    ("roll", "people on the roll of dwellings who own or live there no longer"),
                    ("roll_reveals", "who looked people up on the roll, and why"),
                    ("met", "names and marks of those who came to a session and who spoke there"),
                    ("met_words", "what was said at a session, as it was said"),
                    ("topics", "numbers, doors and marks behind a topic that is settled"),
                    ("topic_words", "a topic's words as they were said, after it is settled"),
                ],
                max_length=12,
                unique=True,
            ),
        ),
    ]
