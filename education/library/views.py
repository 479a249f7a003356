"""The library's own pages: one reference, one term, all terms; always from the release, never from drafts."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.core.overlays import collect
from education.editorial import notices
from education.library import releases
from education.library.domain import citing
from education.library.domain.designs import design_line


@require_safe
@reader_required
def reference(request, key):
    """Show a source: who, where, what was found, and its caveats."""
    found = releases.current_shelf().references.get(key)
    if found is None or not found.verified:
        raise Http404(_("No verified reference of this name is published."))
    context = {
        "title": found.title,
        "reference": found,
        "authors_line": citing.authors_line(found),
        "source_line": citing.source_line(found),
        "design_line": design_line([found]),
        "links": citing.links(found),
        "notices": _notices(request, "reference", found),
    }
    return render_page(request, "library/reference.html", context, parts=("citation",))


@require_safe
@reader_required
def term(request, slug):
    """Show a word, explained plainly."""
    found = releases.current_shelf().terms.get(slug)
    if found is None:
        raise Http404(_("No term of this name is published."))
    context = {"title": found.name, "term": found, "notices": _notices(request, "term", found)}
    return render_page(request, "library/term.html", context, parts=("citation",))


@require_safe
@reader_required
def terms(request):
    """List every term."""
    found = sorted(releases.current_shelf().terms.values(), key=lambda term: term.name.casefold())
    return render_page(request, "library/terms.html", {"title": _("Terms"), "terms": found})


def _notices(request, kind, record):
    """Return what stands on top of a record today."""
    key = notices.subject(kind, record.key)
    overdue = notices.overdue("reference", key, record.review_by, today=timezone.localdate())
    return [*collect("reference", [key], request.user), *overdue]
