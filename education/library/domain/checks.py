"""What is wrong with the library itself: keys that lead nowhere, and claims that its own rules forbid.

Whether a text may cite a record is asked where it is cited; here a record is only held against the other records.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from education.core.domain.problems import Level, Problem
from education.library.domain.records import Reference, Shelf, Statement, Therapy
from education.library.domain.release import SHELVES

BEFORE_AFTER = "before-after"
"""The comparator of a study without a control group: it counts as one, and allows very low certainty only."""

CITE = re.compile(r"\[@([a-z0-9-]+)\]")
TERM = re.compile(r"\[\[([a-z0-9-]+)(?:\|[^\]]*)?\]\]")


def check(shelf: Shelf, *, today: date) -> tuple[Problem, ...]:
    """Return every problem of the records on `shelf`, sorted by place; `today` decides what is overdue."""
    found = [
        *(problem for reference in shelf.references.values() for problem in _reference(reference, shelf)),
        *(problem for statement in shelf.statements.values() for problem in _statement(statement, shelf)),
        *(problem for therapy in shelf.therapies.values() for problem in _therapy(therapy)),
        *_links_to_terms(shelf),
        *_overdue(shelf, today),
    ]
    return tuple(sorted(found, key=lambda problem: (problem.place, problem.code, problem.message)))


def _reference(reference: Reference, shelf: Shelf) -> Iterator[Problem]:
    place = f"references/{reference.key}"
    for organ in reference.organ_domains:
        if organ not in shelf.organs:
            yield _blocks("unknown-organ", f"{place}:organ_domains", f"There is no organ domain {organ!r}.", "Add it.")
    for link in reference.links:
        if not link.startswith(("https://", "http://")):
            yield _blocks("not-a-link", f"{place}:links", f"{link!r} is no address.", "Write it with https://.")
    if not reference.verified:
        yield _advice("unverified", place, "The source is not verified, so it is not shown.", "Verify it.")
    if reference.retraction == "retracted":
        yield _advice("retracted", place, "The source is retracted.", "Judge the statements on it again.")


def _statement(statement: Statement, shelf: Shelf) -> Iterator[Problem]:
    place = f"statements/{statement.key}"
    if statement.organ not in shelf.organs:
        yield _blocks("unknown-organ", f"{place}:organ", f"There is no organ domain {statement.organ!r}.", "Add it.")
    if statement.therapy not in shelf.therapies:
        yield _unknown("therapy", f"{place}:therapy", statement.therapy)
    if statement.direction == "favours" and not statement.comparator:
        fix = f"Name what it was compared with, or {BEFORE_AFTER} where there was no control group."
        yield _blocks("favours-without-comparator", f"{place}:comparator", "It favours over nothing.", fix)
    if statement.comparator.startswith(BEFORE_AFTER) and statement.certainty != "very-low":
        yield _blocks(
            "certainty-without-control", f"{place}:certainty", "There was no control group.", "Set it to very-low."
        )
    if not statement.verified:
        yield _advice("unverified", place, "The statement is not verified, so it is not shown.", "Verify it.")
    yield from _sources(statement, shelf, place)


def _sources(statement: Statement, shelf: Shelf, place: str) -> Iterator[Problem]:
    """Yield what is wrong with the references of one statement."""
    if not statement.references:
        yield _blocks("statement-without-reference", f"{place}:references", "It rests on no reference.", "Name one.")
    for key in sorted(set(CITE.findall(statement.finding)) - set(statement.references)):
        fix = "Add it to the references of the statement, or take the citation out."
        yield _blocks("citation-not-listed", f"{place}:finding", f"It cites {key!r} without resting on it.", fix)
    for key in statement.references:
        source = shelf.references.get(key)
        if source is None:
            yield _unknown("reference", f"{place}:references", key)
        elif statement.verified and not source.verified:
            fix = "Verify the reference, or mark the statement as not verified."
            yield _blocks("unverified-source", f"{place}:references", f"{key!r} is not verified.", fix)
        elif statement.verified and source.retraction == "retracted":
            fix = "Judge the statement again without it, or mark the statement as not verified."
            yield _blocks("retracted-source", f"{place}:references", f"{key!r} is retracted.", fix)


def _therapy(therapy: Therapy) -> Iterator[Problem]:
    if not therapy.child_word and therapy.child_looked_on is None:
        fix = "Say what is known for children, or set the day on which no study was found."
        yield _blocks("no-word-for-children", f"therapies/{therapy.key}:child_word", "Children are not spoken of.", fix)


def _links_to_terms(shelf: Shelf) -> Iterator[Problem]:
    texts = [
        *((f"statements/{record.key}:finding", record.finding) for record in shelf.statements.values()),
        *((f"terms/{record.key}:plain", record.plain) for record in shelf.terms.values()),
        *((f"therapies/{record.key}:child_word", record.child_word) for record in shelf.therapies.values()),
    ]
    for place, text in texts:
        for key in sorted(set(TERM.findall(text)) - set(shelf.terms)):
            yield _unknown("term", place, key)


def _overdue(shelf: Shelf, today: date) -> Iterator[Problem]:
    reviewed: Iterable[tuple[str, date]] = (
        (f"{name}/{key}", record.review_by) for name in SHELVES for key, record in getattr(shelf, name).items()
    )
    for place, review_by in reviewed:
        if review_by < today:
            yield _advice(
                "overdue", f"{place}:review_by", f"Its review was due on {review_by}.", "Review it, then set a new day."
            )


def _unknown(what: str, place: str, key: str) -> Problem:
    fix = f"Add the {what} and mark it ready, or name another."
    return _blocks(f"unknown-{what}", place, f"There is no {what} {key!r} to publish.", fix)


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)


def _advice(code: str, place: str, message: str, fix: str) -> Problem:
    return Problem(code, Level.ADVICE, place, message, fix)
