"""Seats are asked for by more than good practice: the model moves down, the table stays."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [('practices', '0001_initial')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[], state_operations=[migrations.DeleteModel('Seat')]
        ),
    ]
