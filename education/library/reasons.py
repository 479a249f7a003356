"""Why treatment fails: the index of the reasons, and the page of each."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.editorial import notices
from education.library.domain import glossary
from education.library.domain.reasons import index, tell
from education.library.domain.standing import stands
from education.library.pages import release_of, same_for_everybody
from education.library.remarks import of_sources, remarks, remarks_on
from education.library.usage import live_editions

PATHWAY = "pathway"  # the kind whose slugs a reason names; the library knows nothing else of it


@require_safe
@reader_required
@same_for_everybody
def reasons(request):
    """List what comes first of all, and then the reasons by group."""
    library = release_of(request).shelf
    told = index(library)
    context = {
        "title": _("Why it fails"),
        "nav_current": "why",
        "subnav": "reasons",
        "sample": True,
        "index": told,
        "pathways": live_editions(PATHWAY, told.pathways, now=timezone.now()),
        "notices": remarks_on(request, _of_leads(told)),
        **_words(library),
    }
    return render_page(request, "library/reasons.html", context)


@require_safe
@reader_required
@same_for_everybody
def reason(request, slug):
    """Show one reason; one that is not verified keeps its title alone."""
    release = release_of(request)
    library = release.shelf
    found = library.reasons.get(slug)
    if found is None:
        raise Http404(_("No reason of this name is published."))
    told = tell(found, library, today=timezone.localdate()) if stands(found, library) else None
    context = {
        "title": found.title,
        "nav_current": "why",
        "subnav": "reasons",
        "sample": True,
        "reason": found,
        "told": told,
        "release": release.number,
        "pathways": live_editions(PATHWAY, found.pathways if told else (), now=timezone.now()),
        "notices": remarks(request, notices.subject("reason", slug), found.review_by, _subjects(told)),
        **_words(library),
    }
    return render_page(request, "library/reason.html", context)


def _words(library):
    """Return the names of the terms and what abbreviations stand for."""
    terms = library.terms.values()
    return {"terms": glossary.names(terms), "expansions": glossary.expansions(terms)}


def _of_leads(told):
    """Return the subjects whose notices belong on the index, with their names."""
    listed = (*told.first, *(one for group in told.groups for one in group.entries))
    named = {notices.subject("reason", one.reason.key): one.reason.title for one in listed}
    return named | of_sources(told.sources)


def _subjects(told):
    """Return every other subject whose notices belong on the page of a reason, with its name."""
    if told is None:
        return {}
    named = of_sources(told.sources)
    for row in told.limits:
        named[notices.subject("threshold", row.threshold.key)] = row.threshold.name
        named |= of_sources(row.sources)
    for row in told.facts:
        named |= of_sources(row.sources)
    return named
