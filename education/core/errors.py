"""Our own error pages. They need no database, session or request, and so work when those are what failed.

No handler here may be decorated: Django's own ones look at the form again, which is what was unreadable.
"""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
UNREACHABLE = (OperationalError, InterfaceError)
RETRY_AFTER = "30"  # seconds


def page(status: int, **context: object) -> HttpResponse:
    """Return the page `templates/<status>.html` with that status; it is never kept by a cache."""
    body = render_to_string(f"{status}.html", {"status": status, **context})
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request, exception=None):
    """400, or 413 when the body was too large."""
    return page(413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request, exception=None):
    """403."""
    return page(403)


def csrf_failure(request, reason=""):
    """403 for a form whose secret did not come back: usually an old page or cookies turned off."""
    return page(403, stale_form=True)


def not_found(request, exception=None):
    """404."""
    return page(404)


def too_many_requests(request, exception=None):
    """429."""
    return page(429)


def server_error(request):
    """500, or 503 when it was the database that did not answer."""
    # Django calls this inside its `except` block, also for what middleware raised.
    return unavailable(request) if isinstance(sys.exc_info()[1], UNREACHABLE) else page(500)


def unavailable(request):
    """503, with the time after which to try again."""
    response = page(503)
    response["Retry-After"] = RETRY_AFTER
    return response
