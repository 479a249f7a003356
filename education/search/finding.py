"""Asking the index, in the two queries that a search costs: what is live and which words are known, then the answers.

The SQL is the same for both databases but for the subselects that `backends` write. It sorts by numbers alone, so that
both sort alike: no collation, no score of either database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

from django.db import connection

from education.core.rows import fetched, stored
from education.search.backends import index_of
from education.search.domain.composing import Question
from education.search.domain.query import Query, Where

SQL = tuple[str, list[Any]]
IN_NAMES = 8  # of `strength`: from here on title or names hold all of it, and the shorter title comes first
NAMED = 64  # a name that is just what was asked for; all that weighs less comes to less together
UNITS_WEIGHED = 8  # of a question that nothing answers wholly

# A record is named "therapy:rituximab" by notices, and stands in its group under a key such as "therapies/rituximab".
WITHDRAWN = """
SELECT 1 FROM editorial_notice n WHERE n.kind = 'withdrawal' AND n.since <= %s AND (n."until" IS NULL OR n."until" > %s)
AND substr(n.subject, 1, length(d."group") + 1) = d."group" || ':'
AND d.key LIKE '%%/' || substr(n.subject, length(d."group") + 2)
"""


class Live(NamedTuple):
    """An edition that readers get now."""

    edition: int
    kind: str
    slug: str
    sha256: str


class Row(NamedTuple):
    """A document found; `total`: how many its group has. Rows come with the best of each group first."""

    edition: int
    group: str
    key: str
    at: str
    title: str
    note: str
    names: str
    text: str
    total: int
    strength: int


@dataclass(frozen=True)
class Window:
    """Which answers to return: of each group, or of one, from `first` to `last`."""

    first: int
    last: int
    group: str = ""


def live(now: datetime, kinds: Sequence[str], words: Sequence[Query]) -> tuple[tuple[Live, ...], tuple[bool, ...]]:
    """Return the editions of these kinds that are live, by kind and slug, and for each word whether search knows it."""
    known = [_ids(word, Where.ALL) for word in words]
    columns = "".join(f", EXISTS ({sql})" for sql, _ in known)
    at = stored(now)
    found = fetched(
        # Every name is our own, and every value a parameter.
        f"SELECT e.id, e.kind, e.slug, e.sha256{columns} FROM editorial_edition e "  # noqa: S608
        "JOIN editorial_publication p ON p.edition_id = e.id "
        f"WHERE e.kind IN ({_marks(kinds)}) AND p.withdrawn_at IS NULL AND p.live_from <= %s "
        "AND (p.superseded_at IS NULL OR p.superseded_at > %s)",
        [*(value for _, values in known for value in values), *kinds, at, at],
    )
    editions = sorted((Live(*row[:4]) for row in found), key=lambda one: (one.kind, one.slug))
    return tuple(editions), tuple(bool(one) for one in found[0][4:]) if found else ()


def find(question: Question, editions: Sequence[int], window: Window, *, now: datetime, every: bool) -> list[Row]:
    """Return the documents of these editions that hold every term, or any, the best first within each group.

    Between equals the kind's own order decides, and then that of the editions. A record that a notice withdraws at
    `now` is left out.
    """
    if not editions:
        return []
    wanted, wanted_values = _ids(question.all if every else question.any, Where.ALL)
    strength, strength_values = _strength(question, every=every)
    only, only_values = ('AND d."group" = %s', [window.group]) if window.group else ("", [])
    at = [stored(now)] * 2
    numbered = [value for pair in zip(editions, count(), strict=False) for value in pair]
    rows = fetched(
        # SQLite takes a CROSS JOIN as it is written: first what the index found, then whether that is live.
        f"""
        WITH live (edition_id, nth) AS (VALUES {", ".join(["(%s, %s)"] * len(editions))}), found AS (
            SELECT d.id, live.nth AS of_edition, d."group", d.size, d.place, {strength} AS strength
            FROM search_searchdocument d CROSS JOIN live
            WHERE d.id IN ({wanted}) AND d.edition_id = live.edition_id {only}
              AND NOT EXISTS ({WITHDRAWN})
        ), ranked AS (
            SELECT id, strength, COUNT(*) OVER (PARTITION BY "group") AS total, ROW_NUMBER() OVER (
                PARTITION BY "group" ORDER BY strength DESC,
                CASE WHEN strength >= {IN_NAMES} THEN size ELSE 0 END, place, of_edition
            ) AS nth FROM found
        )
        SELECT d.edition_id, d."group", d.key, d.at, d.title, d.note, d.names, d.text, r.total, r.strength
        FROM ranked r JOIN search_searchdocument d ON d.id = r.id
        WHERE r.nth BETWEEN %s AND %s ORDER BY d."group", r.nth
        """,  # noqa: S608 - every name is our own, and every value a parameter
        [*numbered, *strength_values, *wanted_values, *only_values, *at, window.first, window.last],
    )
    return [Row(*row) for row in rows]


def _strength(question: Question, *, every: bool) -> SQL:
    """Return the number by which answers are sorted: the sum of what an answer has for it.

    Where nothing answers wholly, how many terms it holds comes before all else.
    """
    weighed = list(_exactly(question))
    if every:
        weighed += [(IN_NAMES, question.all, Where.NAMED), (16, question.all, Where.TITLE)]
        weighed += [(2, question.often, Where.ALL)]
        if len(question.terms) > 1:
            weighed += [(32, question.together, Where.TITLE), (4, question.together, Where.ALL)]
            weighed += [(1, question.any, Where.TITLE)]
    else:
        for unit in question.units[:UNITS_WEIGHED]:
            weighed += [(200, unit, Where.ALL), (1, unit, Where.TITLE)]
    cases, values = zip(*_cases(weighed), strict=True)
    return " + ".join(cases), [value for some in values for value in some]


def _exactly(question: Question) -> Iterator[tuple[int, Query, Where]]:
    """Yield what lifts a title that is just what was asked for, and then another name that is."""
    yield 2 * NAMED, question.exact, Where.TITLE
    yield NAMED, question.exact, Where.NAMED


def _cases(weighed: Sequence[tuple[int, Query, Where]]) -> Iterator[SQL]:
    for weight, query, where in weighed:
        sql, values = _ids(query, where)
        yield f"CASE WHEN d.id IN ({sql}) THEN {weight} ELSE 0 END", values


def _ids(query: Query, where: Where) -> SQL:
    sql, value = index_of(connection).matching(query, where)
    return sql, [value]


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))
