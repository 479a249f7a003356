"""The terms as a list by letter, and looking one up."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from education.library.domain.library import LibraryTerm

OTHERS = "#"
"""The letter of terms whose name begins with none from A to Z."""


@dataclass(frozen=True)
class Letter:
    """The terms that begin with one letter."""

    letter: str
    terms: tuple[LibraryTerm, ...]


def by_letter(terms: Iterable[LibraryTerm], *, asked: str = "") -> tuple[Letter, ...]:
    """Return the terms that hold every word of `asked`, by first letter, sorted by name; accents count for nothing."""
    words = plain(asked).split()
    letters: dict[str, list[LibraryTerm]] = {}
    for term in sorted(terms, key=lambda one: (plain(one.name), one.key)):
        if all(word in _searched(term) for word in words):
            letters.setdefault(_letter(term), []).append(term)
    return tuple(Letter(letter, tuple(letters[letter])) for letter in sorted(letters))


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def _letter(term: LibraryTerm) -> str:
    first = plain(term.name)[:1].upper()
    return first if "A" <= first <= "Z" else OTHERS


def _searched(term: LibraryTerm) -> str:
    return plain(" ".join((term.name, term.expansion, *term.also, term.key, term.plain)))


def names(terms: Iterable[LibraryTerm]) -> dict[str, str]:
    """Return the name of each term by its key, for links to it."""
    return {term.key: term.name for term in terms}


def expansions(terms: Iterable[LibraryTerm]) -> dict[str, str]:
    """Return the words behind each abbreviation, for `abbreviations.spell_out`."""
    return {term.name: term.expansion for term in terms if term.expansion}
