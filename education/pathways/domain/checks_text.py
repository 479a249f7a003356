"""Checks of the texts: that facts cite, that figures are in the sources cited, that the text can be read."""

import re
from collections.abc import Iterator

from education.core.domain.problems import Level, Problem
from education.library.domain.audit import AuditException
from education.library.domain.checks_figures import Audit, cited_figures, statement_figures
from education.library.domain.markup import beginning, citations, paragraphs, prompt_left_open, prose
from education.library.domain.records import Shelf
from education.pathways.domain.compiling import cited
from education.pathways.domain.document import Pathway
from education.pathways.domain.texts import SOURCED_FIELDS, Text, texts

AUDITED_FIELDS = SOURCED_FIELDS | {"line", "difference", "absent", "summary", "compare"}
MOST_WORDS = {"vignette": 300, "body": 350, "why": 300, "rationale": 120, "feedback": 120, "line": 30, "difference": 60}
LONG_SENTENCE = 35  # words
LONG_WORD = 13  # letters

IMAGE_WITHOUT_ALT = re.compile(r"!\[\s*\]\([^)\n]*\)")


def text_problems(pathway: Pathway, shelf: Shelf, *, exceptions: tuple[AuditException, ...]) -> Iterator[Problem]:
    """Yield the problems of the pathway's texts, and of the texts of the records it cites."""
    audit = Audit(pathway.slug, shelf.references, exceptions)
    for text in texts(pathway):
        yield from _sources(text)
        yield from _form(text)
        yield from _length(text)
        if text.field.partition(":")[0] in AUDITED_FIELDS:
            yield from cited_figures(text.place, text.text, audit)
    yield from _without_rationale(pathway)
    yield from _record_figures(pathway, shelf, audit)


def is_hard_to_read(text: str) -> bool:
    """Say whether a text asks too much of a tired reader.

    Our own rule, meant for clinical prose, where long words cannot be avoided: hard is a text in which more than a
    third of the sentences have over 35 words, or sentences have over 28 words on average, or more than every fifth
    word has 13 letters or more.
    """
    sentences = [words for sentence in re.split(r"(?<=[.!?:])\s+|\n", prose(text)) if (words := sentence.split())]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < LONG_SENTENCE:
        return False
    long_sentences = sum(len(sentence) > LONG_SENTENCE for sentence in sentences)
    long_words = sum(sum(letter.isalpha() for letter in word) >= LONG_WORD for word in words)
    return long_sentences * 3 > len(sentences) or len(words) > 28 * len(sentences) or long_words * 5 > len(words)


def _sources(text: Text) -> Iterator[Problem]:
    """Yield paragraphs that state a fact and cite nothing."""
    if text.field not in SOURCED_FIELDS:
        return
    for paragraph in paragraphs(text.text):
        if not paragraph.prompt and not citations(paragraph.text):
            said = f"This paragraph cites nothing: “{beginning(paragraph.text)}”."
            fix = "Cite a reference in it, or put it between “::: prompt” and “:::” if it only says what to ask or do."
            yield _blocks("fact-without-source", text.place, said, fix)


def _form(text: Text) -> Iterator[Problem]:
    """Yield prompts left open and images without words."""
    if prompt_left_open(text.text):
        fix = "End it with a line “:::”."
        yield _blocks("prompt-left-open", text.place, "A practice prompt begins here and never ends.", fix)
    for image in IMAGE_WITHOUT_ALT.findall(text.text):
        said = f"The image {image} says nothing to those who cannot see it."
        yield _blocks("image-without-alt-text", text.place, said, "Describe what it shows between the square brackets.")


def _length(text: Text) -> Iterator[Problem]:
    """Yield advice on texts that are too long or hard to read."""
    words = len(prose(text.text).split())
    most = MOST_WORDS.get(text.field)
    if most and words > most:
        said = f"The text has {words} words; up to {most} are read to the end."
        yield Problem("too-long", Level.ADVICE, text.place, said, "Shorten it, or move a part under Why.")
    if most and is_hard_to_read(text.text):
        fix = f"Write sentences of fewer than {LONG_SENTENCE} words, and the shorter word where there is one."
        yield Problem("hard-to-read", Level.ADVICE, text.place, "The sentences or words are long.", fix)


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
