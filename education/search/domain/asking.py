"""What a reader typed, as a bounded row of terms; any text at all is safe and gives an answer."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from education.search.domain.folding import Chunk, Part, chunks, compounds

MOST_CHARACTERS = 200
MOST_WORDS = 12
STOP = frozenset(
    """
    a an and are as at be been by can could did do does for from had has have how i if in into is it its may me my of on
    or our s should so such than that the their them then there these they this those to was we were what when where
    which who why will with would you your
    """.split()
)
"""Words that are left out unless nothing else is left."""

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')


@dataclass(frozen=True)
class Term:
    """A word, a compound ("TGF beta 1") or, `quoted`, a phrase; `shown` is how it was typed.

    `growing`: it is the last word, which may go on.
    """

    shown: str
    parts: tuple[Part, ...]
    quoted: bool = False
    growing: bool = False
    apart: bool = False
    """A compound that was typed with spaces."""


@dataclass(frozen=True)
class Asked:
    """`text`: what is shown back. `cut`: there was more than is looked for. Without terms there was no word in it."""

    text: str
    terms: tuple[Term, ...] = ()
    cut: bool = False


def read(typed: str) -> Asked:
    """Return what to look for; never fails."""
    plain = unicodedata.normalize("NFC", "".join(" " if _is_control(c) else c for c in typed[: 5 * MOST_CHARACTERS]))
    text = " ".join(plain.split())
    cut, text = len(text) > MOST_CHARACTERS or len(typed) > 5 * MOST_CHARACTERS, text[:MOST_CHARACTERS]
    ended = cut or typed[-1:].isspace()
    terms = list(_terms(text, ended=ended))
    kept = [term for term in terms if term.quoted or not _is_stop(term)] or terms
    chosen = list(_first(kept, MOST_WORDS))
    left_out = sum(len(term.parts) for term in kept) > sum(len(term.parts) for term in chosen)
    return Asked(text, tuple(chosen), cut or left_out)


def _terms(text: str, *, ended: bool) -> Iterator[Term]:
    """Yield the terms of a text; a quotation mark without its fellow is none."""
    at = 0
    for found in _QUOTED.finditer(text):
        yield from _words(text[at : found.start()], growing=False)
        parts = tuple(part for chunk in chunks(found[1]) for part in chunk.parts)
        if parts:
            yield Term(found[1].strip(), parts, quoted=True)
        at = found.end()
    yield from _words(text[at:], growing=not ended)


def _words(text: str, *, growing: bool) -> Iterator[Term]:
    row = list(chunks(text))
    for group in compounds(row):
        parts = tuple(part for chunk in group for part in chunk.parts)
        last = growing and group[-1] is row[-1]
        yield Term(_typed(text, group), parts, growing=last, apart=len(group) > 1)


def _typed(text: str, group: Sequence[Chunk]) -> str:
    return text[group[0].start : group[-1].end]


def _is_stop(term: Term) -> bool:
    return len(term.parts) == 1 and term.parts[0].raw in STOP


def _first(terms: Sequence[Term], most: int) -> Iterator[Term]:
    """Yield terms until they hold `most` words; a quotation that is longer by itself is cut."""
    for term in terms:
        if most <= 0:
            return
        parts = term.parts[:most]
        most -= len(parts)
        whole = len(parts) == len(term.parts)
        yield term if whole else Term(term.shown, parts, term.quoted, apart=term.apart)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}
