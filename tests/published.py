"""Real editions for tests: drawn pathways stored as drafts and published, and accounts to walk them."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from education.accounts import roles
from education.editorial import kinds, publishing
from education.editorial.domain.by import By
from education.library import drafts as library_drafts
from tests import builders

TESTS = By("Tests")


def store(document, *records):
    """Store a drawn pathway and a ready shelf with `records` as drafts."""
    shelf = builders.shelf(*records)
    library_drafts.store(shelf)
    library_drafts.vouch(shelf, by="Tests")
    kinds.get("pathway").store(document)


def publish(document=None, *records, **changes):
    """Publish a drawn pathway (the clean one, child lens open) and return its edition.

    `changes` go to `publishing.publish` when they are its own, otherwise to the drawing.
    """
    own = {name: changes.pop(name) for name in ("note", "safety", "now", "live_from") if name in changes}
    document = document or builders.drawn_pathway(**({"child": True} | changes))
    store(document, *records)
    return publishing.publish("pathway", document.slug, by=TESTS, **own)


def somebody(email="trainee@example.org", role=None, **fields):
    """Return an account, with a role when asked."""
    user = get_user_model().objects.create_user(email, "a long enough password", **fields)
    if role:
        roles.give(user, role)
    return user


def now():
    """Return the current time."""
    return timezone.now()
