"""The page of the search: what was found, under headings; or what can be searched."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.search.answering import Wanted, answer, groups

LAST_PAGE = 1000


@require_safe
@reader_required
def search(request):
    """Search everything that is published: the whole page, or for htmx what was found."""
    wanted = Wanted(
        typed=request.GET.get("q", ""),
        group=request.GET.get("group", ""),
        page=_page(request.GET.get("page", "")),
        exact=request.GET.get("exact") == "1",
    )
    found = answer(wanted, now=timezone.now())
    text = found.asked.text
    context = {
        "title": _("%(words)s – search") % {"words": text} if text else _("Search"),
        "nav_current": "search",
        "sample": True,
        "answer": found,
        "groups": groups(),
        "url": reverse("search:search"),
        "exact": wanted.exact,
        "counts": _counts(found),
        "query": urlencode({"q": text} | ({"exact": 1} if wanted.exact else {})),
        "as_typed": urlencode({"q": text, "exact": 1}),
        "as_meant": urlencode({"q": found.meant}),
    }
    return render_page(request, "search/search.html", context, parts=("found", "status"))


def _page(asked):
    """Return the number of the page asked for; 1 for anything that is none."""
    return max(1, min(int(asked), LAST_PAGE)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def _counts(found):
    """Return in words how much was found."""
    if not found.asked.terms:
        return ""
    words = {"n": found.total, "words": found.looked_for or found.asked.text}
    if not found.total:
        return _("Nothing found for %(words)s") % words
    return ngettext("%(n)d result for %(words)s", "%(n)d results for %(words)s", found.total) % words
