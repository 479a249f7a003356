"""The evidence matrix, and the page of one of its cells; always from the release, never from drafts."""

from dataclasses import replace
from typing import get_args

from django.http import Http404
from django.template import loader
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.core.kept import Kept
from education.core.overlays import collect
from education.editorial.notices import subject
from education.library import filtering
from education.library.domain import cell as telling
from education.library.domain import filters as asking
from education.library.domain import glossary
from education.library.domain import matrix as deciding
from education.library.domain.records import Direction
from education.library.domain.strips import LEVELS
from education.library.pages import release_of, same_for_everybody
from education.library.remarks import SLOT, of_sources, remarks

RESULTS = Kept(most=4_000_000)
"""Matrices as HTML, at most so many characters of them, by all that they are made of."""
_of_release: dict = {}


@require_safe
@reader_required
@same_for_everybody
def evidence(request):
    """Show what is known of every therapy for every organ, as far as the filters ask for it."""
    asked = Asked(request)
    context = {
        "title": _("Evidence by therapy and organ"),
        "nav_current": "evidence",
        "subnav": "matrix",
        "sample": True,
        "fields": filtering.fields(asked.filters, asked.organs),
        "filters": asked.filters,
        "any_set": bool(asked.filters.asked()),
        "legend": {"directions": get_args(Direction), "certainties": tuple(LEVELS)[::-1]},
        "left_out": filtering.left_out(asked.unknown),
        "results": asked.draw("library/_matrix.html"),
        "announce": asked.draw("library/_matrix_counts.html"),
    }
    url = filtering.address(asked.filters)
    return render_page(request, "library/evidence.html", context, parts=("evidence", "status"), push_url=url)


@require_safe
@reader_required
@same_for_everybody
def cell(request, therapy, organ):
    """Show all that is known of one therapy for one organ; to htmx, the short form that opens at the cell."""
    library = release_of(request).shelf
    if therapy not in library.therapies or organ not in library.organs:
        raise Http404(_("There is no such therapy or organ in the library."))
    found, place = library.therapies[therapy], library.organs[organ]
    told = telling.page(library, deciding.Spot(therapy, organ), timezone.localdate())
    context = {
        "title": _("%(therapy)s, %(organ)s") % {"therapy": found.name, "organ": place.name},
        "nav_current": "evidence",
        "subnav": "matrix",
        "sample": True,
        "therapy": found,
        "organ": place,
        "told": told,
        "terms": glossary.names(library.terms.values()),
        "expansions": glossary.expansions(library.terms.values()),
        "notices": remarks(request, subject("therapy", therapy), found.review_by, _named(told)),
    }
    return render_page(request, "library/cell.html", context, parts=("cell",))


class Asked:
    """What one request asks the matrix for. The matrix is only worked out when its HTML is not kept yet."""

    def __init__(self, request):
        self.release, self.today = release_of(request), timezone.localdate()
        library = self.release.shelf
        self.filters, self.unknown = asking.read(request.GET, library.organs)
        self.organs = sorted(library.organs.values(), key=lambda organ: organ.position)
        self.index, subjects = _prepared(self.release)
        self.noted = frozenset(overlay.key for overlay in collect(SLOT, subjects, request.user))

    @cached_property
    def found(self):
        """The matrix."""
        return deciding.matrix(self.index, self.filters, self.today)

    def draw(self, template):
        """Return the HTML of a template that shows the matrix."""
        key = (template, self.release.sha256, self.filters, self.today, self.noted, get_language())
        return RESULTS.draw(key, {}, lambda _values: loader.render_to_string(template, self._context()))

    def _context(self):
        found, filters = self.found, self.filters
        return {
            "found": found,
            "filters": filters,
            "noted": self.noted,
            "any_set": bool(filters.asked()),
            "counts": _counts(found, filters),
            "organ_of": self.release.shelf.organs,
            "by_organ": [(organ, found.by_organ[organ.key], self._narrowed(organ)) for organ in found.organs],
            "in_the_way": None if found.cells else self._in_the_way(),
            "csv_url": filtering.address(filters, "library:evidence_csv"),
            "json_url": filtering.address(filters, "library:evidence_json"),
        }

    def _narrowed(self, organ):
        return filtering.address(replace(self.filters, organ=organ.key))

    def _in_the_way(self):
        """Return the one filter whose end would show something, in words and with the address without it."""
        name = deciding.nearest(self.index, self.filters, self.today)
        if not name:
            return None
        without = self.filters.without(name)
        cells = deciding.matrix(self.index, without, self.today).cells
        return filtering.in_words(self.filters, name, self.organs) | {
            "url": filtering.address(without), "cells": cells,
        }  # fmt: skip


def _named(told):
    """Return what notices may be about on a cell's page, with its name."""
    every = [one for part in told.parts for one in part.told]
    named = {subject("statement", one.statement.key): one.statement.outcome for one in every}
    return named | of_sources(source for one in every for source in one.strip.sources)


def _prepared(release):
    """Return the index of a release, and what notices may be about in it; both are kept while it is current."""
    found = _of_release.get(release.sha256)
    if found is None:
        kinds = {"statement": "statements", "reference": "references", "therapy": "therapies"}
        subjects = [subject(kind, key) for kind, shelf in kinds.items() for key in getattr(release.shelf, shelf)]
        found = (deciding.index(release.shelf), subjects)
        _of_release.clear()
        _of_release[release.sha256] = found
    return found


def _counts(found, filters):
    """Return in words how much is shown."""
    if filters.organ:
        said = ngettext(
            "%(n)d therapy with evidence, %(bare)d without", "%(n)d therapies with evidence, %(bare)d without",
            found.therapies,
        )  # fmt: skip
        return said % {"n": found.therapies, "bare": len(found.bare)}
    therapies = ngettext("%(n)d therapy", "%(n)d therapies", found.therapies) % {"n": found.therapies}
    cells = ngettext("%(n)d cell with evidence", "%(n)d cells with evidence", found.cells) % {"n": found.cells}
    return _("%(therapies)s, %(cells)s") % {"therapies": therapies, "cells": cells}
