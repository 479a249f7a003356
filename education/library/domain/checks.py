"""What is wrong with the library itself: keys that lead nowhere, and claims that its own rules forbid.

Whether a text may cite a record is asked where it is cited; here a record is only held against the other records.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from education.core.domain.problems import Level, Problem
from education.library.domain.audit import AuditException
from education.library.domain.checks_effects import effect_problems
from education.library.domain.checks_texts import text_problems
from education.library.domain.library import CITED_AS, SHELVES, Library, LibraryReference, LibraryStatement
from education.library.domain.markup import citations
from education.library.domain.pointers import FIELDS, TEXTS, pointers
from education.library.domain.records import Therapy

BEFORE_AFTER = "before-after"
"""The comparator of a study without a control group: it counts as one, and allows very low certainty only."""

DOI = re.compile(r"10\.[0-9]{4,9}/\S{1,180}")
PMID = re.compile(r"[1-9][0-9]{0,8}")
CLOSING = frozenset({"blocks", "depletes"})


def check(shelf: Library, *, today: date, allowed: Sequence[AuditException] = ()) -> tuple[Problem, ...]:
    """Return every problem of the records on `shelf`, sorted by place; `today` decides what is overdue.

    `allowed`: figures excused from the number audit.
    """
    found = [problem for name in SHELVES for problem in _shelf(name, shelf, today)]
    found += [problem for reference in shelf.references.values() for problem in _reference(reference, shelf)]
    found += [problem for statement in shelf.statements.values() for problem in _statement(statement)]
    found += [problem for therapy in shelf.therapies.values() for problem in _therapy(therapy)]
    found += [*_thresholds(shelf), *_map(shelf), *_claims(shelf), *_reasons(shelf)]
    found += [*effect_problems(shelf), *text_problems(shelf, tuple(allowed))]
    return tuple(sorted(found, key=lambda problem: (problem.place, problem.code, problem.message)))


def _shelf(name: str, shelf: Library, today: date) -> Iterator[Problem]:
    """Yield what may be wrong with the records of any shelf."""
    for key, record in getattr(shelf, name).items():
        place = f"{name}/{key}"
        organ = getattr(record, "organ", None)
        if organ is not None and organ not in shelf.organs:
            yield _unknown_organ(f"{place}:organ", organ)
        if not getattr(record, "verified", True):
            said = f"The {_called(name)} is not verified, so it is not shown."
            yield _advice("unverified", place, said, "Verify it.")
        if record.review_by < today:
            said = f"Its review was due on {record.review_by}."
            yield _advice("overdue", f"{place}:review_by", said, "Review it, then set a new day.")
        yield from _pointers(name, record, shelf)


def _pointers(name: str, record: Any, shelf: Library) -> Iterator[Problem]:
    """Yield keys that lead nowhere, and what a record claims on sources that cannot carry it."""
    verified = name != "references" and getattr(record, "verified", False)
    in_texts_alone = "references" not in FIELDS.get(name, {}).values()
    rests = False
    for to, key, field in dict.fromkeys(pointers(name, record)):
        place = f"{name}/{record.key}:{field}"
        cited_in_text = field in TEXTS.get(name, ())
        rests = rests or (to == "references" and (in_texts_alone or not cited_in_text))
        target = getattr(shelf, to).get(key)
        if target is None:
            yield _unknown(CITED_AS[to], place, key)
        elif verified and to == "references" and not cited_in_text:
            yield from _source(_called(name), target, place)
    if not rests and (name == "statements" or verified):
        code = "statement-without-reference" if name == "statements" else "without-reference"
        yield _blocks(code, f"{name}/{record.key}:references", "It rests on no reference.", "Name one.")


def _source(what: str, source: LibraryReference, place: str) -> Iterator[Problem]:
    """Yield why a verified record may not rest on this source."""
    if not source.verified:
        fix = f"Verify the reference, or mark the {what} as not verified."
        yield _blocks("unverified-source", place, f"{source.key!r} is not verified.", fix)
    elif source.retraction == "retracted":
        fix = f"Judge the {what} again without it, or mark the {what} as not verified."
        yield _blocks("retracted-source", place, f"{source.key!r} is retracted.", fix)


def _reference(reference: LibraryReference, shelf: Library) -> Iterator[Problem]:
    place = f"references/{reference.key}"
    for organ in reference.organ_domains:
        if organ not in shelf.organs:
            yield _unknown_organ(f"{place}:organ_domains", organ)
    for link in reference.links:
        if not link.startswith(("https://", "http://")):
            yield _blocks("not-a-link", f"{place}:links", f"{link!r} is no address.", "Write it with https://.")
    if reference.doi and not DOI.fullmatch(reference.doi):
        fix = "Write it without the address, such as 10.1056/NEJMoa1903076."
        yield _blocks("not-a-doi", f"{place}:doi", f"{reference.doi!r} is no DOI.", fix)
    if reference.pmid and not PMID.fullmatch(reference.pmid):
        yield _blocks("not-a-pmid", f"{place}:pmid", f"{reference.pmid!r} is no PMID.", "Write its digits alone.")
    if reference.retraction == "retracted":
        yield _advice("retracted", place, "The source is retracted.", "Judge the statements on it again.")


def _statement(statement: LibraryStatement) -> Iterator[Problem]:
    place = f"statements/{statement.key}"
    if statement.direction == "favours" and not statement.comparator:
        fix = f"Name what it was compared with, or {BEFORE_AFTER} where there was no control group."
        yield _blocks("favours-without-comparator", f"{place}:comparator", "It favours over nothing.", fix)
    if statement.comparator.startswith(BEFORE_AFTER) and statement.certainty != "very-low":
        yield _blocks(
            "certainty-without-control", f"{place}:certainty", "There was no control group.", "Set it to very-low."
        )
    for key in sorted(set(citations(statement.finding)) - set(statement.references)):
        fix = "Add it to the references of the statement, or take the citation out."
        yield _blocks("citation-not-listed", f"{place}:finding", f"It cites {key!r} without resting on it.", fix)


def _therapy(therapy: Therapy) -> Iterator[Problem]:
    if not therapy.child_word and therapy.child_looked_on is None:
        fix = "Say what is known for children, or set the day on which no study was found."
        yield _blocks("no-word-for-children", f"therapies/{therapy.key}:child_word", "Children are not spoken of.", fix)


def _thresholds(shelf: Library) -> Iterator[Problem]:
    for threshold in shelf.thresholds.values():
        if threshold.key in threshold.disagrees:
            place = f"thresholds/{threshold.key}:disagrees"
            yield _blocks("disagrees-with-itself", place, "It disagrees with itself.", "Name another threshold.")


def _map(shelf: Library) -> Iterator[Problem]:
    for edge in shelf.edges.values():
        if edge.source == edge.target:
            place = f"edges/{edge.key}:target"
            yield _blocks("edge-to-itself", place, "The edge leads back to where it begins.", "Name another node.")
    for target in shelf.targets.values():
        if target.closes and target.effect not in CLOSING:
            fix = "Only what blocks or depletes that very node closes it."
            yield _blocks("closes-without-blocking", f"targets/{target.key}:closes", "It cannot close the node.", fix)


def _claims(shelf: Library) -> Iterator[Problem]:
    for claim in shelf.claims.values():
        keys = [part.key for part in claim.parts]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield _blocks(
                "duplicate-key", f"claims/{claim.key}:parts", f"The part {key!r} is there twice.", "Rename one."
            )


def _reasons(shelf: Library) -> Iterator[Problem]:
    """Yield reasons that claim the place of another."""
    taken: dict[tuple[str, int], str] = {}
    for reason in shelf.reasons.values():
        first = taken.setdefault((reason.group, reason.position), reason.key)
        if first != reason.key:
            said = f"Place {reason.position} of the group {reason.group!r} is taken by {first!r}."
            yield _blocks("place-taken", f"reasons/{reason.key}:position", said, "Give each a place of its own.")


def _unknown(what: str, place: str, key: str) -> Problem:
    fix = f"Add the {what} and mark it ready, or name another."
    return _blocks(f"unknown-{what}", place, f"There is no {what} {key!r} to publish.", fix)


def _unknown_organ(place: str, organ: str) -> Problem:
    return _blocks("unknown-organ", place, f"There is no organ domain {organ!r}.", "Add it.")


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)


def _advice(code: str, place: str, message: str, fix: str) -> Problem:
    return Problem(code, Level.ADVICE, place, message, fix)


def _called(shelf: str) -> str:
    """Return what a problem calls a record: a reference is spoken of as the source that it is."""
    return "source" if shelf == "references" else CITED_AS[shelf]
