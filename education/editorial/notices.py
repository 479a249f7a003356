"""Notices as overlays: what stands on top of a frozen edition today.

"Overdue" is never stored, because nobody is there to write it on the day: whoever shows a record asks `overdue`, which
compares its `review_by` with today.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from education.core.overlays import Overlay
from education.core.rows import fetched, moment, stored
from education.editorial.models import Notice

# `NoticeQuerySet.standing`, written out because every step asks it; a test holds them together.
STANDING = """
SELECT subject, kind, text, since, url FROM editorial_notice
WHERE since <= %s AND ("until" IS NULL OR "until" > %s) ORDER BY since, id
"""


def subject(kind: str, key: str) -> str:
    """Return the subject under which notices about a record or an edition are kept: "reference:senscis-2019"."""
    return f"{kind}:{key}"


def provider(slot: str, keys: Sequence[str], user: object) -> list[Overlay]:
    """Return the standing notices about `keys` (subjects), oldest first; one query, none without keys.

    All standing notices are read, for there are few, and a step asks about sixty subjects.
    """
    if not keys:
        return []
    asked, now = set(keys), stored(timezone.now())
    return [
        Overlay(slot, about, kind, str(Notice.Kind(kind).label), text, moment(since), url=url)
        for about, kind, text, since, url in fetched(STANDING, [now, now])
        if about in asked
    ]


def overdue(slot: str, key: str, review_by: date, *, today: date) -> list[Overlay]:
    """Return the remark that a record's review is overdue, or nothing until the day after `review_by`."""
    if today <= review_by:
        return []
    text = _("This was to be reviewed by %(day)s. Newer evidence may have appeared since.") % {
        "day": date_format(review_by, "DATE_FORMAT")
    }
    since = timezone.make_aware(datetime.combine(review_by, time.max))
    return [Overlay(slot, key, "overdue", _("Review overdue"), text, since)]
