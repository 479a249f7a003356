"""The outermost door: what is turned away before sessions, forms or the database are looked at."""

from django.conf import settings
from django.http import HttpResponseNotAllowed

from education.core import errors, health

VERBS = ("GET", "HEAD", "POST", "OPTIONS")
PROBES = {"/healthz": health.healthz, "/readyz": health.readyz}


class Gatekeeper:
    """Answers 405 to verbs no page has, 400 to what cannot be read, 503 while `maintenance` lies in SCLERO_HOME.

    It also answers the two probes itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.maintenance = settings.SCLERO_HOME / "maintenance"

    def __call__(self, request):
        if request.method not in VERBS:
            return HttpResponseNotAllowed(VERBS)
        if _has_nul(request) or _is_foreign_form(request):
            return errors.bad_request(request)
        if request.path_info in PROBES:
            # Asked from inside by whatever address the host has, so before host names are checked.
            return PROBES[request.path_info](request)
        if not request.path_info.startswith(settings.STATIC_URL) and self.maintenance.exists():
            return errors.unavailable(request)
        return self.get_response(request)


def _has_nul(request):
    """PostgreSQL cannot store a NUL, so one in a search or a key would otherwise end as a 500."""
    return "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")


def _is_foreign_form(request):
    """Say whether a body declares another encoding than UTF-8; no browser does that with our pages."""
    return request.content_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}
