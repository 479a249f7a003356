"""The page of a therapy: what is known of it, how well, in whom, after which treatment."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.editorial import notices
from education.library.domain import glossary
from education.library.domain.dossier import LENSES, dossier
from education.library.pages import release_of, same_for_everybody
from education.library.remarks import of_sources, remarks
from education.library.usage import used_in


@require_safe
@reader_required
@same_for_everybody
def therapy(request, slug):
    """Show a therapy under one lens: the whole page, or what the lens changes when htmx asks."""
    release = release_of(request)
    library = release.shelf
    found = library.therapies.get(slug)
    if found is None:
        raise Http404(_("No therapy of this name is published."))
    asked = request.GET.get("lens", "adult")
    told = dossier(found, library, asked if asked in LENSES else "adult", today=timezone.localdate())
    context = {
        "title": found.name,
        "nav_current": "evidence",
        "subnav": "",
        "dossier": told,
        "lenses": LENSES,
        "unknown_lens": asked if asked not in LENSES else "",
        "release": release.number,
        "used": used_in("therapy", slug, now=timezone.now()),
        "notices": remarks(request, notices.subject("therapy", slug), found.review_by, _subjects(told)),
        "terms": glossary.names(library.terms.values()),
        "expansions": glossary.expansions(library.terms.values()),
    }
    return render_page(request, "library/therapy.html", context, parts=("dossier", "status"))


def _subjects(told):
    """Return every other subject whose notices belong on the page, with its name."""
    named = of_sources(told.sources)
    for group in told.stances:
        for row in group.rows:
            named |= of_sources([row.guideline])
            named[notices.subject("recommendation", row.recommendation.key)] = row.recommendation.intervention
    for shown in (*told.harms, *(row for group in told.organs for row in group.rows)):
        named[notices.subject("statement", shown.statement.key)] = shown.statement.outcome
    return named
