"""The index in either database, behind one interface: which documents answer a question.

Everything about words was done before (search/domain/), so both give the same answers. Rows reach the index by the
database's own means when they are written and deleted.
"""

from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from education.search.backends.postgresql import PostgreSQLIndex
from education.search.backends.sqlite import SQLiteIndex
from education.search.domain.query import Query, Where


class Index(Protocol):
    """What each database does in its own way."""

    def put(self, connection: BaseDatabaseWrapper) -> None:
        """Make the index and what keeps it; may be called again at any time."""

    def take_away(self, connection: BaseDatabaseWrapper) -> None:
        """Undo `put`."""

    def matching(self, query: Query, where: Where) -> tuple[str, str]:
        """Return a subselect of the ids of documents that answer a question, and its one parameter."""


INDEXES: dict[str, Index] = {"sqlite": SQLiteIndex(), "postgresql": PostgreSQLIndex()}


def index_of(connection: BaseDatabaseWrapper) -> Index:
    """Return the index of a database."""
    return INDEXES[connection.vendor]
