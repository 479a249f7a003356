"""Checks of what a document cites: that it exists, is verified, still stands and is said fairly."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from education.core.domain.problems import Level, Problem
from education.library.domain.embedding import Citation, Cited, keys_of
from education.library.domain.records import Reference, Shelf, Statement, Therapy

NO_CONTROL_GROUP = "before-after"
"""The comparator of a study that compares people with themselves; it can carry very low certainty only."""


def cited_problems(
    found: Sequence[Citation], shelf: Shelf, *, slug: str, review_by: date, today: date
) -> Iterator[Problem]:
    """Yield the problems of everything that the document `slug` cites (`found`: `embedding.with_records`)."""
    keys = keys_of(found)
    yield from _unknown(found, shelf)
    for key in sorted(keys.statements & shelf.statements.keys()):
        yield from _statement(shelf.statements[key])
    for key in sorted(keys.references & shelf.references.keys()):
        yield from _reference(shelf.references[key])
    for key in sorted(keys.therapies & shelf.therapies.keys()):
        yield from _therapy(shelf.therapies[key])
    yield from _overdue(slug, review_by, shelf, keys, today)


def is_before_after(comparator: str) -> bool:
    """Say whether a comparator says that people were compared with themselves."""
    return comparator.strip().lower().replace("–", "-").replace(" ", "-").startswith(NO_CONTROL_GROUP)


def _unknown(found: Sequence[Citation], shelf: Shelf) -> Iterator[Problem]:
    """Yield every citation of a record that is not there."""
    shelves: Mapping[str, Mapping[str, object]] = {
        "reference": shelf.references,
        "statement": shelf.statements,
        "therapy": shelf.therapies,
        "term": shelf.terms,
    }
    for kind, key, place in found:
        if key not in shelves[kind]:
            near = difflib.get_close_matches(key, shelves[kind], n=1)
            guess = f"Did you mean “{near[0]}”? " if near else ""
            fix = f"{guess}Correct the key, or add the {kind} to the library and mark it ready."
            yield _blocks(f"unknown-{kind}", place, f"The library has no {kind} “{key}”.", fix)


def _statement(statement: Statement) -> Iterator[Problem]:
    """Yield what is wrong with one statement of evidence."""
    place = f"statements/{statement.key}"
    if not statement.references:
        fix = "Name the references it rests on."
        yield _blocks("fact-without-source", place, f"The statement “{statement.key}” has no reference.", fix)
    if not statement.verified:
        fix = "Have it checked against its references, or cite something else."
        yield _blocks("unverified", place, f"The statement “{statement.key}” is not verified.", fix)
    if statement.direction != "favours":
        return
    if not statement.comparator.strip():
        said = f"The statement “{statement.key}” says “favours” without saying over what."
        fix = f"Name the comparator; “{NO_CONTROL_GROUP}” if people were compared with themselves."
        yield _blocks("favours-without-comparator", place, said, fix)
    elif is_before_after(statement.comparator) and statement.certainty != "very-low":
        said = f"The statement “{statement.key}” has no control group, yet its certainty is {statement.certainty}."
        yield _blocks("favours-without-comparator", place, said, "Without a control group the certainty is very-low.")


def _reference(reference: Reference) -> Iterator[Problem]:
    """Yield what keeps one reference from being cited."""
    place = f"references/{reference.key}"
    if not reference.verified:
        fix = "Confirm it at the publisher, or cite something else."
        yield _blocks("unverified", place, f"The reference “{reference.key}” is not verified.", fix)
    if reference.retraction == "retracted":
        fix = "Take every fact that rests on it out, or find another source."
        yield _blocks("retracted", place, f"The reference “{reference.key}” has been retracted.", fix)


def _therapy(therapy: Therapy) -> Iterator[Problem]:
    """Yield a therapy that says nothing of children."""
    if not therapy.child_word.strip() and therapy.child_looked_on is None:
        said = f"The therapy “{therapy.name}” says nothing about children."
        fix = "Write what can be said for children, or the date on which no study was found."
        yield _blocks("therapy-without-word-for-children", f"therapies/{therapy.key}", said, fix)


def _overdue(slug: str, own: date, shelf: Shelf, keys: Cited, today: date) -> Iterator[Problem]:
    """Yield what should have been looked at again before today: the document itself (by `own`) and all it cites."""
    due = {f"references/{key}": shelf.references[key].review_by for key in keys.references & shelf.references.keys()}
    due |= {f"statements/{key}": shelf.statements[key].review_by for key in keys.statements & shelf.statements.keys()}
    due |= {f"therapies/{key}": shelf.therapies[key].review_by for key in keys.therapies & shelf.therapies.keys()}
    due |= {f"terms/{key}": shelf.terms[key].review_by for key in keys.terms & shelf.terms.keys()}
    due[""] = own
    for place, review_by in due.items():
        if review_by < today:
            said = f"“{place or slug}” was to be reviewed by {review_by.isoformat()}."
            yield _blocks("overdue", place, said, "Review it and set a new date.")


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem that blocks publishing."""
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
