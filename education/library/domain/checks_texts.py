"""Checks of the library's own texts: that facts cite, that the sources carry them, and that figures are theirs."""

import re
from collections.abc import Iterator

from education.core.domain.problems import Level, Problem
from education.library.domain.audit import AuditException, figures
from education.library.domain.checks_figures import Audit, cited_figures, statement_figures
from education.library.domain.library import Library, LibraryTherapy, Reason
from education.library.domain.markup import beginning, citations, paragraphs, prompt_left_open, prose
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

NOT_HELD = re.compile(r"\b(?:this\s+library|held\s+here|found\s+here|not\s+known|not\s+stated)\b")
"""What this library does not hold is said without a source: there is none."""


def text_problems(shelf: Library, exceptions: tuple[AuditException, ...]) -> Iterator[Problem]:
    """Yield the problems of the texts of statements, therapies, terms and reasons."""
    audit = Audit(SLUG, shelf.references, exceptions)
    for statement in shelf.statements.values():
        yield from statement_figures(statement, audit)
    for therapy in shelf.therapies.values():
        yield from _therapy(therapy, shelf, audit)
    for term in shelf.terms.values():
        yield from _term(term, shelf, audit)
    for reason in shelf.reasons.values():
        yield from _reason(reason, shelf, audit)


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
    for said in _uncited(text):
        if not is_prompt(said):
            fix = "Cite a reference in it, or begin it with what to ask or do if it states no fact."
            yield _blocks("fact-without-source", place, f"This cites nothing: “{beginning(said)}”.", fix)


def _term(term: Term, shelf: Library, audit: Audit) -> Iterator[Problem]:
    place = f"terms/{term.key}:plain"
    yield from _sources(place, term.plain, shelf)
    yield from cited_figures(place, term.plain, audit)


def _reason(reason: Reason, shelf: Library, audit: Audit) -> Iterator[Problem]:
    """Yield the problems of a reason's sections; one that is not verified is shown nowhere, and may be unfinished.

    What to ask or do stands in a practice prompt there, so that readers see what it is; nothing else goes uncited.
    """
    for field, text in texts("reasons", reason) if reason.verified else ():
        place = f"reasons/{reason.key}:{field}"
        yield from _sources(place, text, shelf)
        yield from cited_figures(place, text, audit)
        if prompt_left_open(text):
            yield _blocks("prompt-left-open", place, "A practice prompt is begun and never ended.", "End it with :::.")
        for said in _uncited(text):
            fix = "Cite a reference in it, or put it into a practice prompt if it states no fact."
            yield _blocks("fact-without-source", place, f"This cites nothing: “{beginning(said)}”.", fix)


def _uncited(text: str) -> Iterator[str]:
    """Yield paragraphs outside a practice prompt that cite nothing and do not speak of what is not held."""
    for paragraph in paragraphs(text):
        if not (paragraph.prompt or citations(paragraph.text) or NOT_HELD.search(paragraph.text)):
            yield paragraph.text


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
