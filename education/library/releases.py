"""Releases: the library as learners see it, and how ready drafts get into the next one.

A release holds the ready records as they stand and the others as they stood in the previous release. A record whose
draft is gone is dropped by the next release of everything.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel

from education.core.domain.problems import Problem
from education.editorial import memory, publishing
from education.editorial.domain.by import By
from education.editorial.models import Edition
from education.library import drafts
from education.library.domain import checks
from education.library.domain.records import Shelf
from education.library.domain.release import SHELVES, Release

KIND = SLUG = "library"


@dataclass(frozen=True)
class Released:
    """A release in memory; number 0 and an empty shelf before the first."""

    number: int
    shelf: Shelf


EMPTY = Released(0, Shelf())


def current_release(*, now: datetime | None = None) -> Released:
    """Return the live release; one query once its text is in memory."""
    live = Edition.objects.live(KIND, now or timezone.now()).defer("document").filter(slug=SLUG).first()
    return Released(live.number, memory.opened(live)) if live else EMPTY


def current_shelf(*, now: datetime | None = None) -> Shelf:
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
        publishing.refuse_blocked(checks.check(shelf, today=timezone.localdate(now)))
        publishing.issue(KIND, SLUG, Release(shelf=shelf), by=by, note=note, now=now)
        return latest_release()


def latest_release() -> Released:
    """Return the newest release that was not withdrawn: the one that the next is made from."""
    newest = Edition.objects.standing(KIND, SLUG).defer("document").first()
    return Released(newest.number, memory.opened(newest)) if newest else EMPTY


def shelf_to_release(keys: Iterable[tuple[str, str]] | None = None) -> Shelf:
    """Return what a release made now would hold; see `release_ready`."""
    before = latest_release().shelf
    ready = {name: drafts.ready_records(name) for name in SHELVES}
    if keys is None:
        kept = {name: set(drafts.rows(name).values_list("key", flat=True)) for name in SHELVES}
        taken = ready
    else:
        kept = {name: set(getattr(before, name)) for name in SHELVES}
        taken = _with_sources(ready, keys)
    shelves = {name: _kept(getattr(before, name), kept[name]) | taken[name] for name in SHELVES}
    return Shelf(organs=drafts.organs(), **shelves)


def shelf_beside(beside: Mapping[str, Sequence[BaseModel]] | None) -> Shelf:
    """Return the shelf that drafts are checked against.

    Beside the documents of a package it is the package's own library; otherwise what a release made now would hold.
    """
    if beside is None:
        return shelf_to_release()
    inside = [document for document in beside.get(KIND, ()) if isinstance(document, Shelf)]
    return inside[0] if inside else Shelf()


def problems(*, today: date) -> tuple[Problem, ...]:
    """Return what is wrong with a release made now."""
    return checks.check(shelf_to_release(), today=today)


def _with_sources(ready: Mapping[str, Mapping[str, Any]], keys: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return the ready records among `keys`, with the ready therapies and references of its statements."""
    wanted: dict[str, set[str]] = {name: set() for name in SHELVES}
    for shelf, key in keys:
        wanted[shelf].add(key)
    for key in wanted["statements"] & set(ready["statements"]):
        statement = ready["statements"][key]
        wanted["references"].update(statement.references)
        wanted["therapies"].add(statement.therapy)
    return {name: _kept(ready[name], wanted[name]) for name in SHELVES}


def _kept(records: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    """Return the records whose keys are among `keys`."""
    return {key: record for key, record in records.items() if key in keys}
