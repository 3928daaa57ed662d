from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_papers")]
    operations: list = []
