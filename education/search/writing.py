"""Writing what search knows of an edition: when it is published, and anew for all of them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from education.editorial import kinds
from education.editorial.models import Edition
from education.search.domain.indexing import columns
from education.search.models import SearchDocument

AT_ONCE = 500  # rows of one statement


class WrongDocument(ValueError):
    """A kind tells search of a place under a heading that it does not have."""


def write(edition: Edition, kind: kinds.Kind) -> None:
    """Write an edition's documents and forget the editions of its slug that have ended.

    A publication writer: it runs in the transaction of the publication. One that is scheduled is written now and found
    once it is live; until then its predecessor's documents stay.
    """
    if not kind.search_groups:
        return
    at = edition.published_at
    ended = Q(publication__superseded_at__lte=at) | Q(publication__withdrawn_at__lte=at)
    own = Edition.objects.filter(kind=edition.kind, slug=edition.slug)
    SearchDocument.objects.filter(edition__in=own.filter(ended).values("pk")).delete()
    _write(edition, kind)


def rebuild(*, now: datetime, step: Callable[[Edition, int], None] = lambda _edition, _count: None) -> int:
    """Write the documents of every edition that is live or will be, and of no other; return how many there are.

    All of it or nothing; readers go on finding the former ones meanwhile. `step` is told each edition and its count.
    """
    with transaction.atomic():
        SearchDocument.objects.all().delete()
        return sum(_rewrite(Edition.objects.get(pk=pk), step) for pk in _to_be_found(now))


def fill_when_empty() -> None:
    """Write everything when search knows of nothing: its table is younger than the first editions."""
    if not SearchDocument.objects.exists():
        rebuild(now=timezone.now())


def _to_be_found(now: datetime) -> Sequence[int]:
    """Return the keys of the editions that are live at `now` or will be: their texts are long, and read one by one."""
    names = [kind.name for kind in kinds.all_kinds() if kind.search_groups]
    ended = Q(publication__superseded_at__lte=now) | Q(publication__withdrawn_at__lte=now)
    editions = Edition.objects.filter(kind__in=names).exclude(ended).order_by("pk")
    return list(editions.values_list("pk", flat=True))


def _rewrite(edition: Edition, step: Callable[[Edition, int], None]) -> int:
    count = _write(edition, kinds.get(edition.kind))
    step(edition, count)
    return count


def _write(edition: Edition, kind: kinds.Kind) -> int:
    """Write the documents of one edition; return how many."""
    known = {group.name for group in kind.search_groups}
    told = list(kind.search_documents(kind.compiled(edition.document)))
    for one in told:
        if one.group not in known:
            raise WrongDocument(
                f"{kind.name} tells search of {one.key!r} under {one.group!r}, which is none of its own."
            )
    rows = [_row(edition, place, one) for place, one in enumerate(told)]
    SearchDocument.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def _row(edition: Edition, place: int, one: kinds.SearchText) -> SearchDocument:
    words = columns(one.title, one.names, f"{one.text}\n{one.note}")
    return SearchDocument(
        edition=edition,
        group=one.group,
        place=place,
        key=one.key,
        at=one.at,
        title=one.title,
        note=one.note,
        names="\n".join(one.names),
        text=one.text,
        **words._asdict(),
    )
