"""The index in PostgreSQL: columns of words that the database makes from the documents' own, each with a GIN index.

No text search configuration has a part in it, and no extension is needed: our words are stored as they are.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from education.search.domain.query import AllOf, Phrase, Query, Where, Word

DOCUMENTS = "search_searchdocument"
FUNCTION = "search_words"
_TITLE, _NAMES, _TEXT = (f"{FUNCTION}({column})" for column in ("titled", "called", "told"))
COLUMNS = {
    Where.TITLE: ("in_title", _TITLE),
    Where.NAMED: ("in_names", f"{_TITLE} || {_NAMES}"),
    Where.ALL: ("in_all", f"{_TITLE} || {_NAMES} || {_TEXT}"),
}
# to_tsvector would cut our words anew ("1e5", "v1.2"); a tsvector's own notation does not. 16383 is its last position.
_FUNCTION = rf"""
CREATE OR REPLACE FUNCTION {FUNCTION}(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg('''' || replace(replace(word, '\', '\\'), '''', '''''') || ''':'
        || least(place, 16383), ' '), '')::tsvector
    FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS one (word, place) WHERE word <> ''
$$
"""  # noqa: S608 - every name is our own


class PostgreSQLIndex:
    """Generated tsvector columns, which no migration of Django's knows of."""

    def put(self, connection: BaseDatabaseWrapper) -> None:
        """Make the function, the columns and their indexes where they are missing."""
        with connection.cursor() as cursor:
            present = {column.name for column in connection.introspection.get_table_description(cursor, DOCUMENTS)}
            for name, words in COLUMNS.values():
                if name in present:
                    continue  # to alter the table, even into what it is, would lock every reader out
                cursor.execute(_FUNCTION)
                generated = f"tsvector GENERATED ALWAYS AS ({words}) STORED"
                cursor.execute(f"ALTER TABLE {DOCUMENTS} ADD COLUMN {name} {generated}")
                # Without a list of what is pending, which every search would have to read through.
                index = f"{DOCUMENTS}_{name} ON {DOCUMENTS} USING gin ({name}) WITH (fastupdate = off)"
                cursor.execute(f"CREATE INDEX {index}")

    def take_away(self, connection: BaseDatabaseWrapper) -> None:
        """Drop the columns, their indexes with them, and the function."""
        with connection.cursor() as cursor:
            for name, _words in COLUMNS.values():
                cursor.execute(f"ALTER TABLE {DOCUMENTS} DROP COLUMN IF EXISTS {name}")
            cursor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}(text)")

    def matching(self, query: Query, where: Where) -> tuple[str, str]:
        """Return a subselect of ids, and the question as a tsquery."""
        sql = f"SELECT id FROM {DOCUMENTS} WHERE {COLUMNS[where][0]} @@ %s::tsquery"  # noqa: S608 - our own names
        return sql, _written(query)


def _written(query: Query) -> str:
    """Return the question in the notation of a tsquery; words hold no quotation marks, and are quoted all the same."""
    match query:
        case Word(word, begins):
            return _quoted(word) + (":*" if begins else "")
        case Phrase(words, begins):
            return f"({' <-> '.join(map(_quoted, words))}{':*' if begins else ''})"
    sign = " & " if isinstance(query, AllOf) else " | "
    return f"({sign.join(_written(part) for part in query.parts)})"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
