"""Let the database refuse changes to frozen rows."""

from django.db import migrations

from education.editorial.frozen import drop_triggers, put_triggers


def put(apps, schema_editor):
    put_triggers(schema_editor.connection)


def drop(apps, schema_editor):
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_editions")]
    operations = [migrations.RunPython(put, drop)]
