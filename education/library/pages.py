"""Pages that are the same for every stranger: how a browser or a proxy learns that its copy is still good.

A view that depends on nobody wears, in this order:

    @require_safe
    @reader_required
    @same_for_everybody
    def terms(request): …

What such a page is made of is known before it is rendered: the release and every other edition now current (a page may
say where a record is used), the program, the frame around the page (theme, shortcuts), the language, the day (a review
is overdue from the next one on), the standing notices and the address. The ETag is a fingerprint of these, so that an
answer "304 Not Modified" costs three queries and no template.
"""

import hashlib
from functools import lru_cache, wraps
from pathlib import Path

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from education.core import context
from education.core.htmx import HTMX_HEADERS, wants_parts
from education.core.stamps import fingerprint
from education.editorial.models import Edition, Notice
from education.library import releases

PRIVATE = "private, no-store"
ASK_AGAIN = "no-cache"  # may be kept, and is asked about each time


def same_for_everybody(view):
    """Give a stranger's whole page an ETag and answer 304 while it stands; tell browsers to keep nobody else's.

    Parts for htmx are never kept (`core/htmx.py`), nor is anything but a 200. Put it inside `reader_required`.
    """

    @wraps(view)
    def answered(request, *args, **kwargs):
        if context.page(request)["signed_in"]:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = PRIVATE
            return response
        if not _may_be_kept(request):
            return view(request, *args, **kwargs)
        etag = etag_of(request)
        response = get_conditional_response(request, etag=etag)
        return _marked(view(request, *args, **kwargs) if response is None else response, etag)

    return answered


def release_of(request):
    """Return the live release; asked of the database once a request."""
    if not hasattr(request, "library_release"):
        request.library_release = releases.current_release()
    return request.library_release


def etag_of(request):
    """Return the strong ETag of a stranger's page at this address; three queries."""
    release, now = release_of(request), timezone.now()
    parts = (
        (release.number, release.sha256),
        (program_version(), settings.TIME_ZONE),
        sorted(context.page(request).items()),
        get_language(),
        timezone.localdate(),
        _current_editions(now),
        _standing_notices(now),
        request.get_full_path(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()}"'


@lru_cache(maxsize=1)
def program_version():
    """Return a fingerprint of what turns a release into HTML: code, templates, translations, names of static files."""
    root = Path(settings.ROOT)
    found = [*root.glob("education/**/*.py"), *root.glob("templates/**/*.html"), *root.glob("locale/**/*.mo")]
    found += Path(settings.STATIC_ROOT).glob("staticfiles.json")
    return fingerprint(found)


def _may_be_kept(request):
    """Tell whether a stranger's answer is a page by itself: no part of one, nothing said once, no templates in flux."""
    return not (wants_parts(request) or CookieStorage.cookie_name in request.COOKIES or settings.DEBUG)


def _current_editions(now):
    """Return the keys of the editions learners get now; an edition never changes, so its key stands for all of it."""
    current = Edition.objects.live_of_any_kind(now).order_by("pk")
    return list(current.values_list("pk", flat=True))


def _standing_notices(now):
    """Return what is said today on top of the release; notices are few, and any of their words may be corrected."""
    standing = Notice.objects.standing(now).order_by("pk")
    return list(standing.values_list("pk", "kind", "subject", "text", "url", "since"))


def _marked(response: HttpResponse, etag: str) -> HttpResponse:
    if response.status_code in {200, 304}:
        response["ETag"] = etag
        response["Cache-Control"] = ASK_AGAIN
        patch_vary_headers(response, HTMX_HEADERS)
    return response
