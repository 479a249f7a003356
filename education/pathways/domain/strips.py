"""Evidence statements turned into what a reader sees of them: strips, source lines and words for "nothing found".

The words of this file are plain English, a whole phrase each, in the tables below, so that they can be translated.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from education.library.domain.designs import design_line
from education.library.domain.records import Certainty, Reference, Shelf, Statement, Therapy
from education.pathways.domain.document import Lens
from education.pathways.domain.screen import SourceLine, Strip
from education.pathways.domain.texts import citations

# \u00a0 is a no-break space: a number stays on one line with what it counts.
WORDS = {
    "label": "{name} {year}",
    "date": "{day}\u00a0{month}\u00a0{year}",
    "nothing": "No study found",
    "nothing, looked on": "No study found, looked on {date}",
    "not worded for adult": "Nothing has been written about this choice for adults.",
    "not worded for child": "Nothing has been written about this choice for children.",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEVELS: dict[Certainty, int] = {"very-low": 1, "low": 2, "moderate": 3, "high": 4}

JOINING = ("and", "for", "of", "on", "the")

# "Distler JHW", "van Laar J-M": a name and at most three initials. "EBMT ADWP" and "US FDA" are groups: four capitals,
# or no small letter before them.
PERSON = re.compile(r"(?P<surname>\S.*?)\s+[^\W\d_a-zß-öø-ÿ](?:[-.]?[^\W\d_a-zß-öø-ÿ]){0,2}\.?")


def source_lines(keys: Iterable[str], shelf: Shelf) -> tuple[SourceLine, ...]:
    """Return one line for each reference, each once; a key the shelf does not hold is left out (a check names it)."""
    held = (shelf.references[key] for key in dict.fromkeys(keys) if key in shelf.references)
    return tuple(
        SourceLine(key=one.key, label=label(one), live=one.verified and one.retraction != "retracted") for one in held
    )


def label(reference: Reference) -> str:
    """Return "Distler 2019", a group's first words with the year, or the journal (else the title) without authors.

    A record whose authors were not confirmed says so in that field ("Not confirmed …").
    """
    first = re.split(r"[,;(]", reference.authors, maxsplit=1)[0].strip()
    if not first or first.startswith("Not "):
        name = reference.journal or " ".join(reference.title.split()[:5]) + "…"
    else:
        person = PERSON.fullmatch(first)
        name = person["surname"] if person and not person["surname"].isupper() else _group(first)
    return WORDS["label"].format(name=name, year=reference.year) if reference.year else name


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


def strip(statement: Statement, shelf: Shelf, *, borrowed: bool = False) -> Strip:
    """Return the four facts of one statement; what depends on the day (overdue) is not yet set."""
    held = [shelf.references[key] for key in statement.references if key in shelf.references]
    therapy = shelf.therapies.get(statement.therapy)
    return Strip(
        key=statement.key,
        therapy=therapy.name if therapy else statement.therapy,
        outcome=statement.outcome,
        certainty=statement.certainty,
        level=LEVELS[statement.certainty],
        certainty_reason=statement.certainty_reason,
        design=design_line(held),
        line_studied=statement.line_studied,
        line_detail=statement.line_detail,
        population=statement.population,
        population_detail=statement.population_detail,
        borrowed=borrowed,
        direction=statement.direction,
        direction_note=statement.direction_note,
        comparator=statement.comparator,
        harm=statement.harm,
        finding=statement.finding,
        judged_by=statement.judged_by,
        sources=source_lines((*statement.references, *_named(statement)), shelf),
    )


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


def _named(statement: Statement) -> Iterator[str]:
    """Yield the references that a statement's own texts cite."""
    for field in ("finding", "certainty_reason", "population_detail", "line_detail", "direction_note"):
        yield from citations(getattr(statement, field))


def _group(name: str) -> str:
    """Return the first words of a group's name, at most five, up to the first small one that joins no others."""
    words = name.split()[:5]
    small = (place for place, word in enumerate(words) if place and word[0].islower() and word not in JOINING)
    kept = words[: next(small, len(words))]
    while kept[-1] in JOINING:
        kept.pop()
    return " ".join(kept)
