"""Rows that are written once: refused by the model, and by the database for whoever goes round the model.

SQLite drops a table's triggers when a migration remakes the table, so `put_triggers` runs in a migration and again
after every migrate. There is no trigger on TRUNCATE: emptying a whole PostgreSQL database stays possible for its owner.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTION = "editorial_refuse_change"


class RowIsFrozen(TypeError):
    """Somebody tried to change or delete a row that is kept as it was written."""


class FrozenRow(models.Model):
    """A row that is inserted once and never changed or deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; raise `RowIsFrozen` when it is there already."""
        if not self._state.adding:
            raise RowIsFrozen(f"{self._meta.label} {self.pk} is kept as it was written; write a new row instead.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise `RowIsFrozen`."""
        raise RowIsFrozen(f"{self._meta.label} {self.pk} is kept; withdraw it instead of deleting it.")


def frozen_tables() -> tuple[str, ...]:
    """Return the tables of every concrete `FrozenRow`, in a fixed order."""
    found = (model._meta.db_table for model in apps.get_models() if issubclass(model, FrozenRow))
    return tuple(sorted(found))


def put_triggers(connection: BaseDatabaseWrapper) -> None:
    """Let the database refuse UPDATE and DELETE on every frozen table it has; may be called again at any time."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in frozen_tables():
            if table in present:
                for statement in _put(connection.vendor, table):
                    cursor.execute(statement)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a test that empties the whole database, and for nothing else."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for table in frozen_tables():
            if table in present:
                for statement in _drop(connection.vendor, table):
                    cursor.execute(statement)


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _put(vendor: str, table: str) -> list[str]:
    """Return the statements that freeze `table`; table names are our models' own, never input."""
    if vendor == "postgresql":
        trigger = f'CREATE TRIGGER "{table}_frozen" BEFORE UPDATE OR DELETE ON "{table}"'
        return [*_drop(vendor, table), f"{trigger} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"]
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_frozen_{verb}" BEFORE {verb.upper()} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are frozen'); END"
        for verb in ("update", "delete")
    ]


def _drop(vendor: str, table: str) -> list[str]:
    """Return the statements that thaw `table`."""
    if vendor == "postgresql":
        return [f'DROP TRIGGER IF EXISTS "{table}_frozen" ON "{table}"']
    return [f'DROP TRIGGER IF EXISTS "{table}_frozen_{verb}"' for verb in ("update", "delete")]
