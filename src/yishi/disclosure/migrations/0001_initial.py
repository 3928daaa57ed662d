"""What was published, and when: open data, the theme of a month, what hangs on a board."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('at', models.DateTimeField(help_text='the moment its rows were looked at')),
                ('folder', models.CharField(help_text='where its files lie in the storage', max_length=20, unique=True)),
                ('files', models.JSONField(help_text='name of the file: table, rows, bytes, sha256')),
                ('digest', models.CharField(help_text='of the manifest, as the record has it', max_length=64)),
                ('tree_size', models.PositiveBigIntegerField(default=0)),
                ('tree_root', models.CharField(blank=True, help_text='of the record, when it was made', max_length=64)),
                ('dropped_at', models.DateTimeField(blank=True, help_text='when its files were taken away', null=True)),
            ],
            options={
                'ordering': ('-day',),
            },
        ),
    ]
