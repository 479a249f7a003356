"""Checks of the texts: that facts cite, that figures are in the sources cited, that the text can be read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from education.core.domain.problems import Level, Problem
from education.library.domain.records import Reference, Shelf
from education.pathways.domain.audit import AuditException, excused, figures, held
from education.pathways.domain.compiling import cited
from education.pathways.domain.document import Pathway
from education.pathways.domain.texts import (
    CITATION,
    SOURCED_FIELDS,
    TERM,
    Text,
    citations,
    paragraphs,
    prompt_left_open,
    texts,
)

AUDITED_FIELDS = SOURCED_FIELDS | {"line", "difference", "absent", "summary", "compare"}
STATEMENT_FIELDS = (
    "finding", "direction_note", "population_detail", "line_detail", "stage", "comparator", "outcome",
    "certainty_reason",
)  # fmt: skip

MOST_WORDS = {"vignette": 300, "body": 350, "why": 300, "rationale": 120, "feedback": 120, "line": 30, "difference": 60}
LONG_SENTENCE = 35  # words
LONG_WORD = 13  # letters

IMAGE_WITHOUT_ALT = re.compile(r"!\[\s*\]\([^)\n]*\)")


@dataclass(frozen=True)
class _Audit:
    """What figures are looked up in."""

    slug: str
    references: Mapping[str, Reference]
    exceptions: tuple[AuditException, ...]


def text_problems(pathway: Pathway, shelf: Shelf, *, exceptions: tuple[AuditException, ...]) -> Iterator[Problem]:
    """Yield the problems of the pathway's texts, and of the texts of the records it cites."""
    audit = _Audit(pathway.slug, shelf.references, exceptions)
    for text in texts(pathway):
        yield from _sources(text)
        yield from _form(text)
        yield from _length(text)
        if text.field.partition(":")[0] in AUDITED_FIELDS:
            for paragraph in paragraphs(text.text):
                yield from _figures(text.place, paragraph.text, citations(paragraph.text), audit)
    yield from _without_rationale(pathway)
    yield from _record_figures(pathway, shelf, audit)


def is_hard_to_read(text: str) -> bool:
    """Say whether a text asks too much of a tired reader.

    Our own rule, meant for clinical prose, where long words cannot be avoided: hard is a text in which more than a
    third of the sentences have over 35 words, or sentences have over 28 words on average, or more than every fifth
    word has 13 letters or more.
    """
    sentences = [words for sentence in re.split(r"(?<=[.!?:])\s+|\n", _prose(text)) if (words := sentence.split())]
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
            said = f"This paragraph cites nothing: “{_beginning(paragraph.text)}”."
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
    words = len(_prose(text.text).split())
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


def _record_figures(pathway: Pathway, shelf: Shelf, audit: _Audit) -> Iterator[Problem]:
    """Yield figures in the statements and therapies the pathway cites that their own references do not hold."""
    keys = cited(pathway, shelf)
    for key in sorted(keys.statements & shelf.statements.keys()):
        statement = shelf.statements[key]
        for field in STATEMENT_FIELDS:
            text = getattr(statement, field)
            named = (*statement.references, *citations(text))
            yield from _figures(f"statements/{key}:{field}", text, named, audit)
    for key in sorted(keys.therapies & shelf.therapies.keys()):
        for paragraph in paragraphs(shelf.therapies[key].child_word):
            yield from _figures(f"therapies/{key}:child_word", paragraph.text, citations(paragraph.text), audit)


def _figures(place: str, text: str, keys: tuple[str, ...], audit: _Audit) -> Iterator[Problem]:
    """Yield each figure of a text that none of the references named by `keys` holds as a verified number.

    Nothing is said while one of them is unknown: that is a problem of its own, and it may hold the figure.
    """
    if not audit.references.keys() >= set(keys):
        return
    cited_here = [audit.references[key] for key in keys]
    verified = frozenset[str]().union(*(held(found) for found in cited_here if found.numbers_verified))
    for figure in figures(text):
        if figure in verified or excused(place, figure, audit.exceptions, slug=audit.slug):
            continue
        holding = [reference.key for reference in cited_here if figure in held(reference)]
        if holding:
            said = f"The figure {figure} is in “{holding[0]}”, whose numbers are not verified."
            fix = "Leave the figure out until somebody has checked the record's numbers."
            yield _blocks("unverified", place, said, fix)
        else:
            where = f"the records of {', '.join(keys)}" if keys else "any record, for nothing is cited next to it"
            said = f"The figure {figure} is not in {where}: “{_beginning(text)}”."
            fix = (
                "Copy the figure as the record has it, cite the record that holds it here, or list it as an exception."
            )
            yield _blocks("figure-not-in-source", place, said, fix)


def _beginning(text: str) -> str:
    """Return the first words of a text."""
    words = " ".join(_prose(text).split())
    return words if len(words) <= 60 else f"{words[:60].rstrip()}…"


def _prose(text: str) -> str:
    """Return a text without citations, fences and keys of terms."""
    return re.sub(r"(?m)^:::.*$", "", CITATION.sub("", TERM.sub(lambda link: link[2] or link[1], text)))


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem that blocks publishing."""
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
