"""What stands today on top of the records that one page shows: notices about any of them, and reviews overdue."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from education.core.overlays import Overlay, collect
from education.editorial import notices
from education.library.domain.citing import SourceLabel

SLOT = "reference"


def remarks(request, own: str, review_by: date, others: Mapping[str, str] | None = None) -> list[Overlay]:
    """Return the remarks about the page's own record (a subject such as "therapy:rituximab") and those about `others`.

    `others` gives the name of each other subject, which the title of its remarks begins with. One query.
    """
    others = {subject: name for subject, name in (others or {}).items() if subject != own}
    found = collect(SLOT, [own, *others], request.user)
    about = [one if one.key == own else replace(one, title=_named(others[one.key], one.title)) for one in found]
    return [*about, *notices.overdue(SLOT, own, review_by, today=timezone.localdate())]


def remarks_on(request, named: Mapping[str, str]) -> list[Overlay]:
    """Return the remarks about records that share a page of none of them; one query."""
    found = collect(SLOT, list(named), request.user)
    return [replace(one, title=_named(named[one.key], one.title)) for one in found]


def of_sources(sources: Iterable[SourceLabel]) -> dict[str, str]:
    """Return the subject of each reference with its short name."""
    return {notices.subject("reference", one.key): one.label for one in sources}


def _named(name: str, title: str) -> str:
    return _("%(record)s: %(notice)s") % {"record": name, "notice": title}
