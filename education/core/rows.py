"""Queries written out, for the few that every step makes: composing them would cost more than answering them.

The text is the same for SQLite and PostgreSQL, and every value in it is a parameter (docs/decisions/0023).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import connection


def fetched(sql: str, parameters: Sequence[object]) -> list[tuple]:
    """Return the rows of a query as the database has them: see `moment` for its times."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def executed(sql: str, parameters: Sequence[object]) -> None:
    """Run a statement that has no answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def stored(when: datetime) -> object:
    """Return a time as a parameter of this database."""
    return connection.ops.adapt_datetimefield_value(when)


def moment(value: datetime | str | None) -> datetime | None:
    """Return a time that was read; SQLite has it in UTC without saying so, as text where no column names its type."""
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return when if when is None or when.tzinfo else when.replace(tzinfo=UTC)
