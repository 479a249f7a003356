"""Frozen rows stay as they were written, whoever asks."""

from django.db import DatabaseError, connection, models, transaction
from django.test import TestCase
from django.utils import timezone

from education.editorial import frozen, publishing
from education.editorial.models import AuditEntry, Citation, Edition
from tests.editorial.leaflets import ANNA, WithLeaflets
from tests.flushing import CommittingTestCase


def refused(test, sql):
    """Assert that the database itself refuses a statement, in words."""
    with test.assertRaisesRegex(DatabaseError, "frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


class FrozenRowsTests(WithLeaflets, TestCase):
    def setUp(self):
        super().setUp()
        self.edition = publishing.publish("leaflet", "water", by=ANNA)

    def test_every_frozen_model_is_known(self):
        tables = {model._meta.db_table for model in (AuditEntry, Citation, Edition)}
        self.assertLessEqual(tables, set(frozen.frozen_tables()))

    def test_the_database_refuses_update_and_delete_of_every_frozen_table(self):
        for model, column in ((Edition, "title"), (Citation, "key"), (AuditEntry, "detail")):
            table = model._meta.db_table
            with self.subTest(table=table):
                self.assertTrue(model.objects.exists())
                refused(self, f"UPDATE {table} SET {column} = 'other'")
                refused(self, f"DELETE FROM {table}")

    def test_the_database_refuses_a_queryset_too(self):
        with self.assertRaisesRegex(DatabaseError, "frozen"), transaction.atomic():
            Edition.objects.update(title="Other")

    def test_the_model_refuses_a_second_save_and_a_deletion(self):
        with self.assertRaisesRegex(frozen.RowIsFrozen, "write a new row"):
            self.edition.save()
        with self.assertRaisesRegex(frozen.RowIsFrozen, "withdraw it"):
            self.edition.delete()

    def test_no_frozen_row_points_at_an_account(self):
        for model in (Edition, Citation, AuditEntry):
            targets = [field.related_model for field in model._meta.get_fields() if field.many_to_one]
            self.assertLessEqual(set(targets), {Edition})

    def test_putting_the_triggers_twice_changes_nothing(self):
        frozen.put_triggers(connection)
        frozen.put_triggers(connection)
        refused(self, "DELETE FROM editorial_edition")


class RemadeTableTests(WithLeaflets, CommittingTestCase):
    def alter(self, old, new):
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, old, new)

    def triggers(self):
        """Return how many triggers SQLite has on editions."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'editorial_edition'"
            )
            return cursor.fetchone()[0]

    def test_a_table_altered_by_a_migration_is_frozen_again_after_migrate(self):
        from django.core.management import call_command

        publishing.publish("leaflet", "water", by=ANNA)
        present = Edition._meta.get_field("note")
        looser = models.TextField(null=True)
        looser.set_attributes_from_name("note")
        self.alter(present, looser)
        self.alter(looser, present)
        if connection.vendor == "sqlite":
            self.assertEqual(self.triggers(), 0)
        call_command("migrate", verbosity=0)
        refused(self, "UPDATE editorial_edition SET title = 'other'")
        refused(self, "DELETE FROM editorial_edition")

    def test_an_edition_without_triggers_can_be_changed(self):
        publishing.publish("leaflet", "water", by=ANNA)
        frozen.drop_triggers(connection)
        Edition.objects.update(published_at=timezone.now())
        frozen.put_triggers(connection)
        refused(self, "DELETE FROM editorial_edition")
