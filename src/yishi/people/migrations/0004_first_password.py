"""Whether somebody else chose the password of an account, so that its person sets their own before anything else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_kinds_of_the_roll")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="starts_with_given_password",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text=(
                    "whatever password it has was chosen by somebody else, and opens nothing but the page to change it"
                ),
            ),
        ),
    ]
