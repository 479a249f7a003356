"""Where a record of the library is used: the editions now live that cite it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from education.editorial import kinds
from education.editorial.models import Citation, Edition
from education.library import releases

SHOWN = 50  # rows at most; no record is cited by nearly as many pathways


@dataclass(frozen=True)
class Live:
    """An edition now live, and where it can be read."""

    title: str
    address: str


@dataclass(frozen=True)
class Use:
    """An edition that cites a record, where it can be read, and in how many places of it."""

    title: str
    address: str
    places: int


def used_in(kind: str, key: str, *, now: datetime) -> tuple[Use, ...]:
    """Return the live editions, but no releases, that cite the record `key` of a kind such as "therapy"; one query."""
    live = Citation.objects.filter(
        Q(edition__publication__superseded_at=None) | Q(edition__publication__superseded_at__gt=now),
        kind=kind,
        key=key,
        edition__publication__live_from__lte=now,
        edition__publication__withdrawn_at=None,
    ).exclude(edition__kind=releases.KIND)
    rows = live.values_list("edition__kind", "edition__slug", "edition__title").annotate(places=Count("pk"))
    found = rows.order_by("edition__title", "edition__slug")[:SHOWN]
    return tuple(Use(title, kinds.get(of_kind).address(slug), places) for of_kind, slug, title, places in found)


def live_editions(kind: str, slugs: Collection[str], *, now: datetime) -> tuple[Live, ...]:
    """Return those of `slugs` that are live under `kind`, in their order; one query, none without slugs."""
    if not slugs:
        return ()
    live = Edition.objects.live(kind, now).filter(slug__in=slugs)
    titles = dict(live.values_list("slug", "title"))
    return tuple(Live(titles[slug], kinds.get(kind).address(slug)) for slug in slugs if slug in titles)
