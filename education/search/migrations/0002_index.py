"""Make the index that this database has."""

from django.db import migrations

from education.search.backends import index_of


def put(apps, schema_editor):
    index_of(schema_editor.connection).put(schema_editor.connection)


def take_away(apps, schema_editor):
    index_of(schema_editor.connection).take_away(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]
    operations = [migrations.RunPython(put, take_away)]
