import django.contrib.postgres.indexes
from django.db import migrations

from directory import places


def fill(apps, schema_editor):
    """The towns of the package's list."""
    places.fill(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_profiles_listings_and_leads")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        # After the rows: filling an index row by row takes longer.
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(fields=["names"], name="place_by_name"),
        ),
    ]
