"""An index that holds all that is asked of the current edition before its text is wanted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0002_frozen_rows")]
    operations = [
        migrations.AddIndex(
            "edition", models.Index(fields=["kind", "slug", "number", "sha256"], name="editorial_edition_found")
        )
    ]
