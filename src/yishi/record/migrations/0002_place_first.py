"""A page asks for several measures of one place, so the index begins with the place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="indicator", name="one_indicator_a_day"),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("place", "measure", "day"), name="one_indicator_a_day"
            ),
        ),
    ]
