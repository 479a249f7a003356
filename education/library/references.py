"""The pages of the sources: the list, each one, and its citation to take away."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page, wants_parts
from education.editorial import notices
from education.library.domain import catalogue, citing, exporting, glossary
from education.library.domain.designs import design_line
from education.library.domain.leaning import leaning
from education.library.domain.records import Reference
from education.library.pages import release_of, same_for_everybody
from education.library.remarks import remarks
from education.library.styled import styled
from education.library.usage import used_in

PAGE = 50


class Format(NamedTuple):
    """A form of citation for other programs: the ending of its files, their type, and who writes it."""

    ending: str
    content_type: str
    write: Callable[[Reference], str]


FORMATS = {
    "bibtex": Format("bib", "application/x-bibtex; charset=utf-8", exporting.bibtex),
    "ris": Format("ris", "application/x-research-info-systems; charset=utf-8", exporting.ris),
}


@require_safe
@reader_required
@same_for_everybody
def references(request):
    """List the sources, fifty a page, narrowed to what was asked for."""
    library = release_of(request).shelf
    asked, unknown = catalogue.read(request.GET)
    listed = catalogue.catalogue(library.references.values(), asked)
    page = Paginator(listed.found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("References"),
        "nav_current": "evidence",
        "subnav": "references",
        "listed": listed,
        "page": page,
        "rows": [_row(one) for one in page],
        "asked": asked,
        "choices": catalogue.CHOICES,
        "organs": {organ.key: organ.name for organ in library.organs.values()},
        "unknown": unknown,
        "query": _query(request),
    }
    return render_page(request, "library/references.html", context, parts=("found", "status"))


@require_safe
@reader_required
@same_for_everybody
def reference(request, key):
    """Show a source: the whole page, or for htmx the panel beside a step. An unverified one is named and no more."""
    library = release_of(request).shelf
    found = library.references.get(key)
    if found is None:
        raise Http404(_("No reference of this name is published."))
    context = {
        "title": found.title,
        "nav_current": "evidence",
        "subnav": "references",
        "reference": found,
        "notices": remarks(request, notices.subject("reference", key), found.review_by) if found.verified else [],
    }
    if found.verified:
        context |= _cited(found)
        context |= {} if wants_parts(request) else _leaned_on(found, library)
    else:
        context["identifier"] = citing.identifier(found)
    return render_page(request, "library/reference.html", context, parts=("citation",))


@require_safe
@reader_required
@same_for_everybody
def cite(request, key):
    """Give the citation as a file: `?as=bibtex` or `?as=ris`."""
    found = release_of(request).shelf.references.get(key)
    form = FORMATS.get(request.GET.get("as", ""))
    if found is None or not found.verified or form is None:
        raise Http404(_("There is no such citation. Ask for bibtex or ris of a verified reference."))
    disposition = f'attachment; filename="{key}.{form.ending}"'
    content = form.write(found)
    return HttpResponse(content, content_type=form.content_type, headers={"Content-Disposition": disposition})


def _row(found: Reference) -> dict[str, Any]:
    """Return what the list tells of a reference: of an unverified one its title, identifier and that it is not."""
    if not found.verified:
        return {"reference": found, "identifier": citing.identifier(found)}
    return {"reference": found, "label": citing.label(found), "where": _where(found), "design": design_line([found])}


def _where(found: Reference) -> str:
    return ", ".join(part for part in (citing.authors_line(found), citing.source_line(found)) if part)


def _cited(found: Reference) -> dict[str, Any]:
    return {
        "authors_line": citing.authors_line(found),
        "source_line": citing.source_line(found),
        "design_line": design_line([found]),
        "links": citing.links(found),
        "gaps": citing.gaps(found),
    }


def _leaned_on(found, library):
    """Return what only the whole page shows."""
    return {
        "styled": styled(found),
        "downloads": [(name, f"{reverse('library:cite', args=[found.key])}?as={name}") for name in FORMATS],
        "leaning": leaning(found.key, library),
        "used": used_in("reference", found.key, now=timezone.now()),
        "organs": {organ.key: organ.name for organ in library.organs.values()},
        "terms": glossary.names(library.terms.values()),
        "expansions": glossary.expansions(library.terms.values()),
    }


def _query(request):
    """Return the address's own query without the page, ready for a page number to follow."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
