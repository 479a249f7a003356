"""The page of definitions and limits: what each says, from where, and where they disagree."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.editorial import notices
from education.library.domain import glossary
from education.library.domain.limits import limits
from education.library.pages import release_of, same_for_everybody
from education.library.remarks import of_sources, remarks_on


@require_safe
@reader_required
@same_for_everybody
def thresholds(request):
    """List every threshold by kind and organ domain."""
    library = release_of(request).shelf
    told = limits(library, today=timezone.localdate())
    context = {
        "title": _("Thresholds"),
        "nav_current": "evidence",
        "subnav": "thresholds",
        "limits": told,
        "notices": remarks_on(request, _subjects(told)),
        "terms": glossary.names(library.terms.values()),
        "expansions": glossary.expansions(library.terms.values()),
    }
    return render_page(request, "library/thresholds.html", context)


def _subjects(told):
    """Return the subjects whose notices belong on the page, with their names."""
    named = {}
    for row in (row for kind in told.kinds for organ in kind.organs for row in organ.rows):
        named[notices.subject("threshold", row.threshold.key)] = row.threshold.name
        named |= of_sources(row.sources)
    return named
