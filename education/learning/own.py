"""One reader's own walks, each found in a single query.

Every step of every walk begins here, so the query is written out: Django would spend more time composing it than the
database spends answering it (docs/measurements.md).
"""

from uuid import UUID

from django.db import connection

from education.core.rows import executed, fetched, moment, stored
from education.editorial.models import Edition
from education.learning.models import Walk, WalkEvent
from education.pathways.domain.screen import Visit

WALK_FIELDS = (
    "id",
    "owner_id",
    "walker",
    "address",
    "edition_id",
    "population",
    "token",
    "moved_from_id",
    "started_at",
)
EDITION_FIELDS = ("id", "kind", "slug", "number", "language", "title", "sha256")

# Only names written above are put into the text; every value is a parameter.
WALK = f"""
SELECT {", ".join(f"w.{name}" for name in (*WALK_FIELDS, "closed_at"))},
       {", ".join(f"e.{name}" for name in EDITION_FIELDS)},
       (SELECT m.id FROM learning_walk m WHERE m.moved_from_id = w.id),
       n.id, n.number, n.sha256, n.note,
       EXISTS (SELECT 1 FROM editorial_edition c JOIN editorial_publication q ON q.edition_id = c.id
               WHERE c.kind = e.kind AND c.slug = e.slug AND c.number > e.number AND c.safety
                 AND q.live_from <= %s AND q.withdrawn_at IS NULL)
FROM learning_walk w
JOIN editorial_edition e ON e.id = w.edition_id
LEFT JOIN editorial_edition n ON n.id =
     (SELECT l.id FROM editorial_edition l JOIN editorial_publication p ON p.edition_id = l.id
      WHERE l.kind = e.kind AND l.slug = e.slug
        AND p.live_from <= %s AND p.withdrawn_at IS NULL AND (p.superseded_at IS NULL OR p.superseded_at > %s)
      ORDER BY l.number DESC LIMIT 1)
WHERE w.id = %s AND """  # noqa: S608
OF_ACCOUNT = "w.owner_id = %s"
OF_STRANGER = "w.owner_id IS NULL AND w.walker <> '' AND w.walker = %s"

VISITS = "SELECT seq, parent_seq, step, choice, lens, at, token FROM learning_walkevent WHERE walk_id = %s ORDER BY seq"

ADD = """
INSERT INTO learning_walkevent (walk_id, seq, parent_seq, step, choice, lens, outcome, token, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class OwnWalks:
    """The walks of one reader at one moment; each comes with its edition (text deferred) and what is newer.

    A walk found has `newest` (pk, number, sha256, note of the pathway's current edition, or None when it is withdrawn),
    `safety` (an edition newer than its own is a safety correction) and `moved_to_id`.
    """

    model = Walk  # so that get_object_or_404 takes this for a queryset

    def __init__(self, reader, now):
        self.reader, self.now = reader, now

    def get(self, *, pk, lock=False):
        """Return one walk; raises Walk.DoesNotExist alike for one that is not there and for somebody else's."""
        whose, owner = (OF_ACCOUNT, self.reader.user.pk) if self.reader.user else (OF_STRANGER, self.reader.walker)
        now = stored(self.now)
        # SQLite locks the whole database when a transaction begins.
        locked = " FOR UPDATE OF w" if lock and connection.features.has_select_for_update else ""
        rows = fetched(WALK + whose + locked, [now, now, now, _key(pk), owner])
        if not rows:
            raise Walk.DoesNotExist
        return _walk(rows[0])


def visits_of(walk):
    """Return all visits of a walk in the order they were made; `walk.submits` gets {(from, choice, token): visit}."""
    rows = fetched(VISITS, [_key(walk.pk)])
    walk.submits = {(parent, choice, token): seq for seq, parent, _step, choice, _lens, _at, token in rows}
    return tuple(Visit(*row[:5], moment(row[5])) for row in rows)


def visits_by_walk(walks):
    """Return the visits of several walks, by walk, each in the order they were made; one query, none without walks."""
    found = {walk.pk: [] for walk in walks}
    if found:
        fields = ("walk_id", "seq", "parent_seq", "step", "choice", "lens", "at")
        for walk_id, *visit in WalkEvent.objects.filter(walk__in=found).order_by("seq").values_list(*fields):
            found[walk_id].append(Visit(*visit))
    return found


def add_visit(walk, visit, *, outcome, token):
    """Record a visit of a walk. Raises IntegrityError when its number, or its submit, is there already."""
    seen = [visit.seq, visit.parent, visit.step, visit.choice, visit.lens]
    executed(ADD, [_key(walk.pk), *seen, outcome, token, stored(visit.at)])


def _walk(row):
    fields = dict(zip(WALK_FIELDS, row, strict=False))
    row = row[len(WALK_FIELDS) :]
    ids = {name: _uuid(fields[name]) for name in ("id", "moved_from_id")}
    walk = Walk(**fields | ids | {"started_at": moment(fields["started_at"]), "closed_at": moment(row[0])})
    walk._state.adding, walk._state.db = False, connection.alias
    edition, (moved_to, *newest, safety) = row[1 : 1 + len(EDITION_FIELDS)], row[1 + len(EDITION_FIELDS) :]
    walk.edition = Edition.from_db(connection.alias, EDITION_FIELDS, edition)
    walk.moved_to_id = _uuid(moved_to)
    walk.newest = dict(zip(("pk", "number", "sha256", "note"), newest, strict=True)) if newest[0] else None
    walk.safety = bool(safety)
    return walk


def _key(pk):
    return Walk._meta.pk.get_db_prep_value(pk, connection)


def _uuid(value):
    return UUID(value) if isinstance(value, str) else value
