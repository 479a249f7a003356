"""The pages of the terms: all of them by letter, and each one."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page, wants_parts
from education.editorial import notices
from education.library.domain import glossary
from education.library.domain.citing import labels
from education.library.domain.markup import citations
from education.library.domain.standing import text_stands
from education.library.pages import release_of, same_for_everybody
from education.library.remarks import remarks
from education.library.usage import used_in


@require_safe
@reader_required
@same_for_everybody
def terms(request):
    """List the terms by letter, or those that hold the words asked for."""
    library = release_of(request).shelf
    asked = request.GET.get("q", "").strip()
    letters = glossary.by_letter(_shown(library), asked=asked)
    context = {
        "title": _("Terms"),
        "nav_current": "evidence",
        "subnav": "terms",
        "letters": letters,
        "asked": asked,
        "found": sum(len(letter.terms) for letter in letters),
        "total": len(library.terms),
        "sources": _sources(library.terms.values(), library),
        "terms": glossary.names(library.terms.values()),
    }
    return render_page(request, "library/terms.html", context, parts=("found", "status"))


@require_safe
@reader_required
@same_for_everybody
def term(request, slug):
    """Show a word, explained plainly: the whole page, or for htmx the panel beside a step."""
    library = release_of(request).shelf
    found = library.terms.get(slug)
    if found is None:
        raise Http404(_("No term of this name is published."))
    context = {
        "title": found.name,
        "nav_current": "evidence",
        "subnav": "terms",
        "term": found,
        "stands": text_stands(found.plain, library),
        "sources": _sources([found], library),
        "notices": remarks(request, notices.subject("term", slug), found.review_by),
        "terms": glossary.names(library.terms.values()),
        "used": () if wants_parts(request) else used_in("term", slug, now=timezone.now()),
    }
    return render_page(request, "library/term.html", context, parts=("citation",))


def _shown(library):
    """Return the terms whose words may be shown; one that cites only unverified sources keeps its own page."""
    return [one for one in library.terms.values() if text_stands(one.plain, library)]


def _sources(found, library):
    return labels((key for one in found for key in citations(one.plain)), library)
