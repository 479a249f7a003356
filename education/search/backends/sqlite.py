"""The index in SQLite: an FTS5 table beside the documents, kept by triggers."""

from django.db.backends.base.base import BaseDatabaseWrapper

from education.search.domain.query import AllOf, Phrase, Query, Where, Word

COLUMNS = {Where.TITLE: "{titled} : ", Where.NAMED: "{titled called} : ", Where.ALL: ""}
TABLE = "search_index"
DOCUMENTS = "search_searchdocument"
_WORDS = "rowid, titled, called, told"
# Every name in the SQL of this file is our own.
_OLD = f"INSERT INTO {TABLE} ({TABLE}, {_WORDS}) VALUES ('delete', old.id, old.titled, old.called, old.told);"  # noqa: S608
_NEW = f"INSERT INTO {TABLE} ({_WORDS}) VALUES (new.id, new.titled, new.called, new.told);"  # noqa: S608
TRIGGERS = {
    "insert": f"AFTER INSERT ON {DOCUMENTS} BEGIN {_NEW} END",
    "delete": f"AFTER DELETE ON {DOCUMENTS} BEGIN {_OLD} END",
    "update": f"AFTER UPDATE OF id, titled, called, told ON {DOCUMENTS} BEGIN {_OLD} {_NEW} END",
}
# Words come with nothing but spaces between them, and are compared as they are. Nothing is ranked by FTS5.
_CREATE = f"""
CREATE VIRTUAL TABLE {TABLE} USING fts5(
    titled, called, told, content='{DOCUMENTS}', content_rowid='id',
    tokenize="ascii tokenchars '=+'", prefix='2 3', columnsize=0
)
"""


class SQLiteIndex:
    """FTS5 without a copy of the words: it reads them in the documents."""

    def put(self, connection: BaseDatabaseWrapper) -> None:
        """Make the table where it is missing, fill it, and put the triggers."""
        with connection.cursor() as cursor:
            if TABLE not in connection.introspection.table_names(cursor):
                cursor.execute(_CREATE)
                cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('rebuild')")  # noqa: S608
            for name, trigger in TRIGGERS.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {TABLE}_{name} {trigger}")

    def take_away(self, connection: BaseDatabaseWrapper) -> None:
        """Drop triggers and table."""
        with connection.cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}")
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")

    def matching(self, query: Query, where: Where) -> tuple[str, str]:
        """Return a subselect of ids, and the question in FTS5's language."""
        sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
        return sql, f"{COLUMNS[where]}({_written(query)})"


def _written(query: Query) -> str:
    """Return the question in FTS5's language; words hold no quotation marks, and are quoted all the same."""
    match query:
        case Word(word, begins):
            return _quoted(word) + ("*" if begins else "")
        case Phrase(words, begins):
            return _quoted(" ".join(words)) + ("*" if begins else "")
    sign = " AND " if isinstance(query, AllOf) else " OR "
    return f"({sign.join(_written(part) for part in query.parts)})"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'
