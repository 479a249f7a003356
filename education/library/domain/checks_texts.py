"""Checks of the library's own texts: that facts cite, that the sources carry them, and that figures are theirs."""

import re
from collections.abc import Iterator

from education.core.domain.problems import Level, Problem
from education.library.domain.audit import AuditException, figures
from education.library.domain.checks_figures import Audit, cited_figures, statement_figures
from education.library.domain.library import Library, LibraryTherapy
from education.library.domain.markup import beginning, citations, paragraphs, prose
from education.library.domain.pointers import texts
from education.library.domain.records import Term

SLUG = "library"
MOST_SENTENCES = 2

SOURCED = frozenset({"verdict", "after_failure", "fails", "monitoring", "safety", "child_word"})
"""The texts of a therapy in which every paragraph and every line cites, unless it is a practice prompt."""

PROMPT = re.compile(
    r"(?:Ask|Agree|Check|Confirm|Consider|Discuss|Explain|Find|Follow|Keep|Look|Make|Measure|Note|Offer|Plan|Read|Record|"
    r"Refer|Repeat|Review|Say|See|Talk|Tell|Think|Use|Watch|Weigh|Write)\b"
)
"""How a practice prompt begins: it says what to ask or do and states no fact. A question is one, too."""

NOT_HELD = re.compile(r"\b(?:this library|held here|found here|not known|not stated)\b")
"""What this library does not hold is said without a source: there is none."""


def text_problems(shelf: Library, exceptions: tuple[AuditException, ...]) -> Iterator[Problem]:
    """Yield the problems of the texts of statements, therapies and terms."""
    audit = Audit(SLUG, shelf.references, exceptions)
    for statement in shelf.statements.values():
        yield from statement_figures(statement, audit)
    for therapy in shelf.therapies.values():
        yield from _therapy(therapy, shelf, audit)
    for term in shelf.terms.values():
        yield from _term(term, shelf, audit)


def is_prompt(text: str) -> bool:
    """Say whether a line is a practice prompt: it asks, or tells what to do, and holds no figure."""
    words = prose(text).strip()
    return not figures(words) and (words.endswith("?") or bool(PROMPT.match(words)))


def _therapy(therapy: LibraryTherapy, shelf: Library, audit: Audit) -> Iterator[Problem]:
    for field, text in texts("therapies", therapy):
        place = f"therapies/{therapy.key}:{field}"
        yield from _sources(place, text, shelf)
        if field in SOURCED:
            yield from cited_figures(place, text, audit)
            yield from _without_source(place, text)
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z])", prose(therapy.verdict).strip())
    if len(sentences) > MOST_SENTENCES:
        said = f"The verdict has {len(sentences)} sentences."
        fix = "Say it in two, and leave the rest to the statements."
        yield Problem("too-long", Level.ADVICE, f"therapies/{therapy.key}:verdict", said, fix)


def _without_source(place: str, text: str) -> Iterator[Problem]:
    """Yield paragraphs that state a fact and cite nothing."""
    for paragraph in paragraphs(text):
        said = paragraph.text
        if not (paragraph.prompt or citations(said) or is_prompt(said) or NOT_HELD.search(said)):
            fix = "Cite a reference in it, or begin it with what to ask or do if it states no fact."
            yield _blocks("fact-without-source", place, f"This cites nothing: “{beginning(said)}”.", fix)


def _term(term: Term, shelf: Library, audit: Audit) -> Iterator[Problem]:
    place = f"terms/{term.key}:plain"
    yield from _sources(place, term.plain, shelf)
    yield from cited_figures(place, term.plain, audit)


def _sources(place: str, text: str, shelf: Library) -> Iterator[Problem]:
    """Yield citations of sources that cannot carry a fact."""
    for key in citations(text):
        source = shelf.references.get(key)
        if source is not None and not source.verified:
            fix = "Verify the reference, or take what it says out."
            yield _blocks("unverified-source", place, f"{key!r} is not verified.", fix)
        elif source is not None and source.retraction == "retracted":
            yield _blocks("retracted-source", place, f"{key!r} is retracted.", "Take what it says out.")


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
