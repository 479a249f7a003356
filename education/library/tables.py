"""The evidence matrix to take away, with the same filters: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.editorial.models import Edition
from education.library.domain import filters as asking
from education.library.domain import table
from education.library.pages import release_of, same_for_everybody
from education.library.releases import KIND, SLUG

BOM = "\ufeff"  # without it, spreadsheet programs take UTF-8 for the computer's own old encoding
# As LICENSE-CONTENT asks for it.
LICENCE = "Sclero starter content, licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)."


@require_safe
@reader_required
@same_for_everybody
def evidence_csv(request):
    """Give the statements that fit as CSV, none of its cells a formula."""
    _filters, found = _asked(request)
    page = io.StringIO()
    lines = csv.writer(page, quoting=csv.QUOTE_ALL)
    lines.writerow(table.COLUMNS)
    lines.writerows(table.inert_rows(found))
    return _download(request, BOM + page.getvalue(), "csv", "text/csv; charset=utf-8")


@require_safe
@reader_required
@same_for_everybody
def evidence_json(request):
    """Give the statements that fit as JSON, with the release they are from and what one may do with them."""
    filters, found = _asked(request)
    told = {
        "release": release_of(request).number,
        "date": _released_on(release_of(request).number),
        "licence": LICENCE,
        "notice": "For the education of clinicians, never advice for a patient.",
        "filters": filters.asked(),
        "statements": found,
    }
    return _download(request, json.dumps(told, ensure_ascii=False, indent=1), "json", "application/json")


def _asked(request):
    """Return the filters that mean something, and the rows that fit."""
    library = release_of(request).shelf
    filters, _unknown = asking.read(request.GET, library.organs)
    return filters, table.rows(library, filters)


def _released_on(number):
    """Return the day a release was published, "" before the first."""
    published = Edition.objects.filter(kind=KIND, slug=SLUG, number=number).values_list("published_at", flat=True)
    return published[0].date().isoformat() if number else ""


def _download(request, text, ending, kind):
    name = f"sclero-evidence-release-{release_of(request).number}.{ending}"
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
