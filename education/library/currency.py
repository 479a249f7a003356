"""The educators' page of what has to be looked at again in the library, and what that means for editions."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.policies import may
from education.editorial import memory
from education.editorial.models import Citation, Edition
from education.library import drafts, releases
from education.library.domain.currency import Moved, currency, moved_on
from education.library.domain.library import Library
from education.library.models import StatusCheck


@dataclass(frozen=True)
class MovedEdition:
    """A live edition whose evidence has moved on since it was published."""

    title: str
    number: int
    url: str
    records: tuple[Moved, ...]


@require_safe
@staff_member_required
def page(request):
    """List what is overdue, doubted, not verified, uncited, unused, and which editions the evidence left behind."""
    if not may(request.user, "draft.view"):
        raise PermissionDenied
    now = timezone.now()
    today, library = timezone.localdate(now), releases.current_shelf(now=now)
    live = _live_citations(now)
    checks = list(StatusCheck.objects.select_related("reference"))
    own = {cite for edition, cite in live if edition.kind == releases.KIND}
    shown = {cite for edition, cite in live if edition.kind != releases.KIND}
    context = {
        **admin.site.each_context(request),
        "title": _("Currency of the library"),
        "found": currency(library, cited=own | shown, shown=shown, today=today),
        "moved": _moved(live, library, today),
        "doubts": [check for check in checks if check.doubt],
        "last_check": max((check.checked_at for check in checks), default=None),
        "waiting": [
            check.reference for check in checks if check.said != "none" and _to_judge(check.reference, library)
        ],
        "changelists": {name: _changelist(model) for name, model in drafts.MODELS.items()},
    }
    return TemplateResponse(request, "admin/library/currency.html", context)


def _changelist(model):
    return reverse(f"admin:library_{model._meta.model_name}_changelist")


def _live_citations(now):
    """Return (edition without its text, (kind, key)) for everything that live editions cite; one query."""
    live = Edition.objects.live_of_any_kind(now)
    rows = Citation.objects.filter(edition__in=live).select_related("edition").defer("edition__document")
    return [(row.edition, (row.kind, row.key)) for row in rows]


def _moved(live, library, today):
    """Return the editions whose release held something otherwise than the present one, each with what differs."""
    embeds: dict = {}
    for edition, cite in live:
        if edition.kind != releases.KIND:
            embeds.setdefault(edition, set()).add(cite)
    then = _libraries([edition.published_at for edition in embeds])
    found = [
        MovedEdition(
            edition.title,
            edition.number,
            reverse("admin:editorial_edition_change", args=[edition.pk]),
            moved_on(cites, then[edition.published_at], library, today=today),
        )
        for edition, cites in embeds.items()
    ]
    return sorted((one for one in found if one.records), key=lambda one: one.title)


def _libraries(moments):
    """Return the library as it was at each moment; publishing an edition releases first what it cites. One query."""
    made = Edition.objects.filter(kind=releases.KIND, publication__withdrawn_at=None).order_by("number")
    made = list(made.select_related("publication").defer("document"))
    found = {}
    for moment in set(moments):
        before = [edition for edition in made if edition.publication.live_from <= moment]
        found[moment] = memory.opened(before[-1]) if before else Library()
    return found


def _to_judge(reference, library):
    """Say whether a draft's status is another than the release tells: judge it, mark it ready, release it."""
    released = library.references.get(reference.key)
    return released is None or released.retraction != reference.retraction
