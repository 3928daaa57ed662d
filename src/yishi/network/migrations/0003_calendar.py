from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("network", "0002_homes"),
    ]

    operations = []
