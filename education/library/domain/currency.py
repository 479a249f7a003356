"""What of the library has to be looked at again: overdue, retracted, not verified, leant on by nothing, moved on."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from education.core.domain.strict import Strict
from education.library.domain.library import SHELF_OF, SHELVES, Library
from education.library.domain.records import Reference, Statement, Term, Therapy, embedded

Cited = tuple[str, str]
"""The kind of a record, such as "reference", and its key."""

EMBEDDED: Mapping[str, type[Strict]] = {
    "references": Reference, "statements": Statement, "therapies": Therapy, "terms": Term,
}  # fmt: skip
"""What editions hold of these records; a change elsewhere in them, such as an editor's note, changes no edition."""


@dataclass(frozen=True)
class Due:
    """A record to look at: its shelf and key, how it is called, and the day or word that says why."""

    shelf: str
    key: str
    name: str
    why: str = ""


@dataclass(frozen=True)
class Moved:
    """A record that an edition embeds otherwise than the library now holds it."""

    kind: str
    key: str
    name: str
    how: Literal["changed", "gone", "overdue", "retracted"]


@dataclass(frozen=True)
class Currency:
    """What has to be looked at, each part sorted by shelf and key; overdue ones by day."""

    overdue: tuple[Due, ...]
    doubted: tuple[Due, ...]
    unverified: tuple[Due, ...]
    uncited: tuple[Due, ...]
    unused: tuple[Due, ...]


def currency(library: Library, *, cited: Collection[Cited], shown: Collection[Cited], today: date) -> Currency:
    """Return what of the library has to be looked at.

    `cited`: all that the library's own records and any live edition cite; `shown`: what live editions cite.
    """
    references = library.references.values()
    return Currency(
        overdue=tuple(sorted(_overdue(library, today), key=lambda due: (due.why, due.shelf, due.key))),
        doubted=_dues("references", (one for one in references if one.retraction != "none"), why="retraction"),
        unverified=tuple(_unverified(library)),
        uncited=_dues("references", (one for one in references if ("reference", one.key) not in cited)),
        unused=_dues("statements", (one for one in library.statements.values() if ("statement", one.key) not in shown)),
    )


def moved_on(embeds: Iterable[Cited], then: Library, now: Library, *, today: date) -> tuple[Moved, ...]:
    """Return which of the records that an edition embeds are no longer as they were in its release `then`."""
    found = []
    for kind, key in sorted(set(embeds)):
        shelf = SHELF_OF.get(kind, "")
        old = getattr(then, shelf, {}).get(key)
        if old is not None and (how := _how(shelf, old, getattr(now, shelf).get(key), today)):
            found.append(Moved(kind, key, name_of(old), how))
    return tuple(found)


def name_of(record: Any) -> str:
    """Return what a record is called in lists: its title, name, or the sentence that it is."""
    for field in ("title", "name", "claim", "fact", "topic", "intervention", "outcome", "statement"):
        if said := getattr(record, field, ""):
            return str(said)
    return str(record.key)


def _how(shelf: str, old: Any, new: Any, today: date) -> Literal["changed", "gone", "overdue", "retracted"] | None:
    if new is None:
        return "gone"
    if getattr(new, "retraction", "none") == "retracted":
        return "retracted"
    form = EMBEDDED.get(shelf, type(old))
    if _undated(embedded(old, form)) != _undated(embedded(new, form)):
        return "changed"
    return "overdue" if new.review_by < today else None


def _undated(record: Any) -> Any:
    """Return a record without its review date: a new date alone is no news."""
    return record.model_copy(update={"review_by": date.max})


def _overdue(library: Library, today: date) -> Iterator[Due]:
    for shelf in SHELVES:
        for record in getattr(library, shelf).values():
            if record.review_by < today:
                yield Due(shelf, record.key, name_of(record), record.review_by.isoformat())


def _unverified(library: Library) -> Iterator[Due]:
    for shelf in SHELVES:
        records = getattr(library, shelf)
        yield from _dues(shelf, (one for one in records.values() if not getattr(one, "verified", True)))


def _dues(shelf: str, records: Iterable[Any], *, why: str = "") -> tuple[Due, ...]:
    due = (Due(shelf, one.key, name_of(one), str(getattr(one, why)) if why else "") for one in records)
    return tuple(sorted(due, key=lambda one: one.key))
