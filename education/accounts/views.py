"""Preferences: theme, language, keyboard shortcuts."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from education.accounts.forms import PreferencesForm
from education.core.context import KEYS_COOKIE, THEME_COOKIE, page
from education.core.htmx import render_page

YEAR = 365 * 24 * 3600  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """Show or save preferences: in this browser's cookies, and in the account of whoever is signed in."""
    back = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        form = PreferencesForm(initial={**_now(request), "next": back})
        return _page(request, form)
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    chosen = form.cleaned_data
    if page(request)["signed_in"]:
        request.user.prefer(**{name: chosen[name] for name in ("theme", "language", "keys_off")})
    response = redirect(back or reverse("accounts:preferences"))
    _remember(response, THEME_COOKIE, chosen["theme"])
    _remember(response, settings.LANGUAGE_COOKIE_NAME, chosen["language"])
    _remember(response, KEYS_COOKIE, "off" if chosen["keys_off"] else "on")
    return response


def _page(request, form, status=200):
    context = {"form": form, "title": _("Preferences")}
    return render_page(request, "accounts/preferences.html", context, status=status)


def _now(request):
    now = page(request)
    return {"theme": now["theme"], "language": request.LANGUAGE_CODE, "keys_off": now["keys_off"]}


def _safe(request, address):
    """Return `address` when it stays on this site, otherwise ""."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else ""


def _remember(response, name, value):
    # Not HttpOnly: the page's own script may change the theme without asking the server.
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE)
