"""Checks of the texts: that facts cite, that figures are in the sources cited, that the text can be read."""

from collections.abc import Iterator

from education.core.domain.problems import Level, Problem
from education.library.domain.audit import AuditException
from education.library.domain.checks_figures import Audit, cited_figures, statement_figures
from education.library.domain.checks_prose import malformed, uncited, unreadable
from education.library.domain.records import Shelf
from education.pathways.domain.compiling import cited
from education.pathways.domain.document import Pathway
from education.pathways.domain.texts import SOURCED_FIELDS, texts

AUDITED_FIELDS = SOURCED_FIELDS | {"line", "difference", "absent", "summary", "compare"}
MOST_WORDS = {"vignette": 300, "body": 350, "why": 300, "rationale": 120, "feedback": 120, "line": 30, "difference": 60}


def text_problems(pathway: Pathway, shelf: Shelf, *, exceptions: tuple[AuditException, ...]) -> Iterator[Problem]:
    """Yield the problems of the pathway's texts, and of the texts of the records it cites."""
    audit = Audit(pathway.slug, shelf.references, exceptions)
    for text in texts(pathway):
        if text.field in SOURCED_FIELDS:
            yield from uncited(text)
        yield from malformed(text)
        if text.field in MOST_WORDS:
            yield from unreadable(text, MOST_WORDS[text.field])
        if text.field.partition(":")[0] in AUDITED_FIELDS:
            yield from cited_figures(text.place, text.text, audit)
    yield from _without_rationale(pathway)
    yield from _record_figures(pathway, shelf, audit)


def _without_rationale(pathway: Pathway) -> Iterator[Problem]:
    """Yield choices that give no reason."""
    for step in pathway.steps:
        for choice in step.choices:
            if not choice.rationale.strip():
                said = f"The choice “{choice.label}” gives no reason."
                fix = "Write its rationale: why somebody would take this way."
                yield _blocks("choice-without-rationale", f"{step.key}/{choice.key}", said, fix)


def _record_figures(pathway: Pathway, shelf: Shelf, audit: Audit) -> Iterator[Problem]:
    """Yield figures in the statements and therapies the pathway cites that their own references do not hold."""
    keys = cited(pathway, shelf)
    for key in sorted(keys.statements & shelf.statements.keys()):
        yield from statement_figures(shelf.statements[key], audit)
    for key in sorted(keys.therapies & shelf.therapies.keys()):
        yield from cited_figures(f"therapies/{key}:child_word", shelf.therapies[key].child_word, audit)


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem that blocks publishing."""
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
