"""How much there is on each shelf, and how much of it is verified."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from education.library.domain.library import SHELVES, Library


class Count(NamedTuple):
    """Records read; those verified, None on a shelf whose records carry no such mark; those retracted."""

    read: int
    verified: int | None = None
    retracted: int = 0


def counts(library: Library) -> dict[str, Count]:
    """Return the count of every shelf, organ domains among them."""
    found = {name: _counted(getattr(library, name).values()) for name in SHELVES}
    return {"organs": Count(len(library.organs)), **found}


def _counted(records: Iterable[Any]) -> Count:
    held = tuple(records)
    marks = [record.verified for record in held if hasattr(record, "verified")]
    retracted = sum(getattr(record, "retraction", "none") == "retracted" for record in held)
    return Count(len(held), sum(marks) if marks else None, retracted)
