"""Who is reading: an account, or a stranger known by a key in the session."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import CharField
from django.db.models.functions import Cast

from education.learning.models import Walk

SESSION_KEY = "walker"


@dataclass(frozen=True)
class Reader:
    """A person before us: `user` when signed in, otherwise `walker`, their session's key ("" before they start)."""

    user: object | None
    walker: str = ""


def reader_of(request):
    """Return who is reading; a stranger without a session stays without one."""
    if request.user.is_authenticated:
        return Reader(request.user)
    return Reader(None, request.session.get(SESSION_KEY, ""))


def starting_reader(request):
    """Return who is reading, giving a stranger the key that their walks will be found by."""
    if not request.user.is_authenticated and SESSION_KEY not in request.session:
        request.session[SESSION_KEY] = secrets.token_hex(16)
    return reader_of(request)


def hashed_addresses(address, now):
    """Return an address hashed for today and for yesterday: the salt changes daily, so nobody is followed."""
    return tuple(_hashed(address, now - timedelta(days=days)) for days in (0, 1))


def _hashed(address, day):
    message = f"{day:%Y-%m-%d}|{address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def adopt(user, walker):
    """Give a stranger's walks to an account: one update, only where nobody owns them.

    Each gets a token of its own: a form used before signing out and again after would else be one token for two walks.
    """
    if walker:
        theirs = Walk.objects.filter(owner__isnull=True, walker=walker)
        theirs.update(owner=user, walker="", address="", token=Cast("pk", CharField()))


def adopt_at_sign_in(sender, request, user, **kwargs):
    """Hand what was walked in this session to the account that signed in."""
    if request is not None and hasattr(request, "session"):
        adopt(user, request.session.pop(SESSION_KEY, ""))
