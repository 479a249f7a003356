"""Make the four roles, each a group of its own name."""

from django.db import migrations

ROLES = ("trainee", "educator", "reviewer", "clinic-admin")


def make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in ROLES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts")]

    # Going back leaves the groups: people may hold them.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
