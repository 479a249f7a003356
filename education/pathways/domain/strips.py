"""Which evidence statements a lens shows, in which order, and the words for "nothing found".

The words of this file are plain English, a whole phrase each, in the tables below, so that they can be translated.
"""

from collections.abc import Sequence
from datetime import date

from education.library.domain.records import Shelf, Statement, Therapy
from education.library.domain.strips import Strip, strip
from education.pathways.domain.document import Lens

# \u00a0 is a no-break space: a number stays on one line with what it counts.
WORDS = {
    "date": "{day}\u00a0{month}\u00a0{year}",
    "nothing": "No study found",
    "nothing, looked on": "No study found, looked on {date}",
    "not worded for adult": "Nothing has been written about this choice for adults.",
    "not worded for child": "Nothing has been written about this choice for children.",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def strips_in(lens: Lens, keys: Sequence[str], shelf: Shelf) -> tuple[Strip, ...]:
    """Return the strips of the statements that this lens shows, in the author's order.

    The adult lens leaves out what was studied in children only. The child lens shows what was studied in adults
    after all the others, and as borrowed.
    """
    held = [shelf.statements[key] for key in keys if key in shelf.statements]
    direct = [strip(one, shelf) for one in held if is_direct(one, lens)]
    if lens == "adult":
        return tuple(direct)
    return (*direct, *(strip(one, shelf, borrowed=True) for one in held if not is_direct(one, lens)))


def led(strips: Sequence[Strip]) -> tuple[tuple[Strip, ...], tuple[Strip, ...]]:
    """Divide strips into those an option shows, the first benefit and every harm, and those kept under Why.

    A harm never leads while there is anything else to say, so that an option is not introduced by its harm alone.
    Where harm was studied in the lens's own population, harm borrowed from another is kept under Why.
    """
    lead = next((one for one in strips if not one.harm), None)
    harms = [one for one in strips if one.harm]
    own = [one for one in harms if not one.borrowed]
    shown = (*((lead,) if lead else ()), *(own or harms))
    return shown, tuple(one for one in strips if one not in shown)


def is_direct(statement: Statement, lens: Lens) -> bool:
    """Say whether the lens's own population was among those studied."""
    return statement.population in (lens, "mixed")


def nothing_found(therapy: Therapy | None, lens: Lens, strips: Sequence[Strip], shelf: Shelf) -> str:
    """Return the sentence that no study was found for a therapy in this lens, "" when that cannot be said.

    It cannot when a strip is direct, when any statement of the edition holds one for the therapy, or when the
    therapy's word for children already says what there is.
    """
    if therapy is None or any(not one.borrowed for one in strips):
        return ""
    if any(one.therapy == therapy.key and is_direct(one, lens) for one in shelf.statements.values()):
        return ""
    if lens == "child" and therapy.child_looked_on:
        return WORDS["nothing, looked on"].format(date=short_date(therapy.child_looked_on))
    return "" if lens == "child" and therapy.child_word else WORDS["nothing"]


def short_date(day: date) -> str:
    """Return "3 Nov 2026", whatever the machine's locale is."""
    return WORDS["date"].format(day=day.day, month=MONTHS[day.month - 1], year=day.year)
