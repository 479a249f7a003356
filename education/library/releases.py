"""Releases: the library as learners see it, and how ready drafts get into the next one.

A release holds the ready records as they stand and the others as they stood in the previous release. A record whose
draft is gone is dropped by the next release of everything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel

from education.core.domain.problems import Problem
from education.editorial import memory, publishing
from education.editorial.domain.by import By
from education.editorial.models import Edition, EditionQuerySet
from education.library import drafts
from education.library.domain import checks
from education.library.domain.library import SHELVES, Library
from education.library.domain.pointers import pointers
from education.library.domain.release import Release

KIND = SLUG = "library"


@dataclass(frozen=True)
class Released:
    """A release in memory; number 0 and an empty shelf before the first. `sha256` is its edition's fingerprint."""

    number: int
    shelf: Library
    sha256: str = field(default="", compare=False)


EMPTY = Released(0, Library())


def current_release(*, now: datetime | None = None) -> Released:
    """Return the live release; one query once its text is in memory."""
    live = found_by_index(now or timezone.now()).first()
    return Released(live.number, memory.opened(live), live.sha256) if live else EMPTY


def found_by_index(now: datetime) -> EditionQuerySet:
    """Return the live release, with the fields alone that an index holds; reading others would read its text."""
    return Edition.objects.live(KIND, now).filter(slug=SLUG).only("kind", "slug", "number", "sha256")


def current_shelf(*, now: datetime | None = None) -> Library:
    """Return the records of the live release; one query once its text is in memory."""
    return current_release(now=now).shelf


def release_ready(
    keys: Iterable[tuple[str, str]] | None = None, *, by: By, note: str = "", now: datetime | None = None
) -> Released:
    """Release the ready records among `keys` and what they rest on (everything ready when None); return the release.

    A key is (shelf, key), such as ("references", "senscis-2019"). When nothing new is ready, the present release is
    returned. Raises `publishing.Blocked`, and then nothing is written.
    """
    now = now or timezone.now()
    with transaction.atomic():
        publishing.lock(KIND, SLUG)
        before = latest_release()
        shelf = shelf_to_release(keys)
        if shelf == before.shelf:
            return before
        publishing.refuse_blocked(problems(shelf, today=timezone.localdate(now)))
        publishing.issue(KIND, SLUG, Release(shelf=shelf), by=by, note=note, now=now)
        return latest_release()


def latest_release() -> Released:
    """Return the newest release that was not withdrawn: the one that the next is made from."""
    newest = Edition.objects.standing(KIND, SLUG).defer("document").first()
    return Released(newest.number, memory.opened(newest), newest.sha256) if newest else EMPTY


def shelf_to_release(keys: Iterable[tuple[str, str]] | None = None) -> Library:
    """Return what a release made now would hold; see `release_ready`."""
    before = latest_release().shelf
    if keys is None:
        taken = {name: drafts.ready_records(name) for name in SHELVES}
        kept = {name: set(drafts.rows(name).values_list("key", flat=True)) for name in SHELVES}
    else:
        taken = _with_sources(keys)
        kept = {name: set(getattr(before, name)) for name in SHELVES}
    shelves = {name: _kept(getattr(before, name), kept[name]) | taken[name] for name in SHELVES}
    return Library(organs=drafts.organs(), map_notes=drafts.map_notes(), **shelves)


def shelf_beside(beside: Mapping[str, Sequence[BaseModel]] | None) -> Library:
    """Return the shelf that drafts are checked against.

    Beside the documents of a package it is the package's own library; otherwise what a release made now would hold.
    """
    if beside is None:
        return shelf_to_release()
    inside = [document for document in beside.get(KIND, ()) if isinstance(document, Library)]
    return inside[0] if inside else Library()


def problems(shelf: Library, *, today: date) -> tuple[Problem, ...]:
    """Return what is wrong with a release of `shelf`."""
    return checks.check(shelf, today=today, allowed=publishing.allowed_figures())


def _with_sources(keys: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return the ready records among `keys`, with the ready records that they rest on, and those that these rest on."""
    taken: dict[str, dict[str, Any]] = {name: {} for name in SHELVES}
    asked: set[tuple[str, str]] = set()
    wanted = set(keys)
    while wanted:
        asked |= wanted
        found = [(name, drafts.ready_records(name, [key for _, key in group])) for name, group in _by_shelf(wanted)]
        for name, records in found:
            taken[name] |= records
        pointed = (pointers(name, record) for name, records in found for record in records.values())
        wanted = {(pointer.shelf, pointer.key) for some in pointed for pointer in some} - asked
    return taken


def _by_shelf(keys: Iterable[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (shelf, its keys) for each shelf that one of the keys is on."""
    return [(name, list(group)) for name, group in groupby(sorted(keys), key=itemgetter(0))]


def _kept(records: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    """Return the records whose keys are among `keys`."""
    return {key: record for key, record in records.items() if key in keys}
