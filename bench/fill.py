"""Fill Sclero's database for a measurement: a signed-in reader, and as many times the content and events as asked."""

import sys
import uuid
from datetime import timedelta

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from education.editorial.models import Edition, Publication  # noqa: E402
from education.learning.models import Walk, WalkEvent  # noqa: E402

WALKS, VISITS = 20, 10


def session_of(user):
    """Return the key of a signed-in session."""
    store = SessionStore()
    backend = "django.contrib.auth.backends.ModelBackend"
    store.update(
        {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()}
    )
    store.create()
    return store.session_key


def more_pathways(edition, count):
    """Publish `count` more pathways like this one."""
    names = [f.attname for f in Edition._meta.concrete_fields if f.name not in {"id", "slug"}]
    fields = {name: getattr(edition, name) for name in names}
    rows = Edition.objects.bulk_create(
        [Edition(slug=f"{edition.slug}-{n}", **fields) for n in range(count)], batch_size=20
    )
    Publication.objects.bulk_create(Publication(edition=row, live_from=edition.published_at) for row in rows)


def more_walks(edition, owner, count):
    """Record `count` walks of ten visits each."""
    now = timezone.now() - timedelta(days=1)
    walks = [
        Walk(id=uuid.uuid4(), owner=owner, edition=edition, population="adult", token=f"fill-{n:08}", started_at=now)
        for n in range(count)
    ]
    Walk.objects.bulk_create(walks, batch_size=500)
    WalkEvent.objects.bulk_create(
        (
            WalkEvent(
                walk=walk, seq=seq, parent_seq=seq - 1 or None, step="is-it-real",
                choice="" if seq == 1 else "confirmed", lens="adult", outcome=False, token="fill", at=now,
            )
            for walk in walks
            for seq in range(1, VISITS + 1)
        ),
        batch_size=1000,
    )  # fmt: skip


def main(times):
    """Fill, and print the key of the reader's session."""
    make = get_user_model().objects.create_user
    reader, others = make("reader@example.org", "a long enough password"), make("other@example.org", "another password")
    edition = Edition.objects.live_one("pathway", "ssc-ild-progressing-on-mycophenolate", timezone.now())
    more_pathways(edition, times - 1)
    more_walks(edition, reader, WALKS)
    more_walks(edition, others, WALKS * times)
    print(session_of(reader))


main(int(sys.argv[1]))
