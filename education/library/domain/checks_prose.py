"""Checks of any text that an edition publishes: that facts cite, that it is well formed and can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from education.core.domain.problems import Level, Problem
from education.library.domain.markup import beginning, citations, paragraphs, prompt_left_open, prose

LONG_SENTENCE = 35  # words
LONG_WORD = 13  # letters

IMAGE_WITHOUT_ALT = re.compile(r"!\[\s*\]\([^)\n]*\)")


@dataclass(frozen=True)
class Text:
    """One text and its place, as "start:body", "start/red-flag:rationale", "start:body:child" or ":summary"."""

    place: str
    field: str
    text: str


def uncited(text: Text) -> Iterator[Problem]:
    """Yield paragraphs that state a fact and cite nothing."""
    for paragraph in paragraphs(text.text):
        if not paragraph.prompt and not citations(paragraph.text):
            said = f"This paragraph cites nothing: “{beginning(paragraph.text)}”."
            fix = "Cite a reference in it, or put it between “::: prompt” and “:::” if it only says what to ask or do."
            yield _blocks("fact-without-source", text.place, said, fix)


def malformed(text: Text) -> Iterator[Problem]:
    """Yield prompts left open and images without words."""
    if prompt_left_open(text.text):
        fix = "End it with a line “:::”."
        yield _blocks("prompt-left-open", text.place, "A practice prompt begins here and never ends.", fix)
    for image in IMAGE_WITHOUT_ALT.findall(text.text):
        said = f"The image {image} says nothing to those who cannot see it."
        yield _blocks("image-without-alt-text", text.place, said, "Describe what it shows between the square brackets.")


def unreadable(text: Text, most: int) -> Iterator[Problem]:
    """Yield advice on a text that has more than `most` words or is hard to read."""
    words = len(prose(text.text).split())
    if words > most:
        said = f"The text has {words} words; up to {most} are read to the end."
        yield Problem("too-long", Level.ADVICE, text.place, said, "Shorten it, or move a part under Why.")
    if is_hard_to_read(text.text):
        fix = f"Write sentences of fewer than {LONG_SENTENCE} words, and the shorter word where there is one."
        yield Problem("hard-to-read", Level.ADVICE, text.place, "The sentences or words are long.", fix)


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


def _blocks(code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem that blocks publishing."""
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
