"""A question to an index: words, phrases, and how they hang together. Each database writes it in its own language."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

OFTEN = "+"
"""Stands before a word of the index that a text says often."""


class Where(StrEnum):
    """In which words of a document to look."""

    TITLE = "title"
    NAMED = "named"  # title and other names
    ALL = "all"


@dataclass(frozen=True)
class Word:
    """One word of the index; with `begins`, every word that begins so."""

    word: str
    begins: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words that stand one after the other, in one column; with `begins`, the last may go on."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True)
class AllOf:
    """All of these."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one of these."""

    parts: tuple["Query", ...]


Query = Word | Phrase | AllOf | AnyOf


def all_of(*parts: Query) -> Query:
    """Return all of these; one alone is itself. Raises ValueError for nothing."""
    return _together(AllOf, parts)


def any_of(*parts: Query) -> Query:
    """Return any of these, each once; one alone is itself. Raises ValueError for nothing."""
    return _together(AnyOf, tuple(dict.fromkeys(parts)))


def phrase(words: tuple[str, ...], *, begins: bool = False) -> Word | Phrase:
    """Return the words as a phrase; one alone is a word."""
    return Phrase(words, begins) if len(words) > 1 else Word(words[0], begins)


def often(query: Query) -> Query:
    """Return the same question to those texts alone that say each of its words often."""
    match query:
        case Word(word, begins):
            return Word(f"{OFTEN}{word}", begins)
        case Phrase(words):
            return AllOf(tuple(Word(f"{OFTEN}{word}") for word in words))
    return type(query)(tuple(often(part) for part in query.parts))


def leaves(query: Query) -> Iterator[Word | Phrase]:
    """Yield the words and phrases of a question."""
    if isinstance(query, Word | Phrase):
        yield query
    else:
        for part in query.parts:
            yield from leaves(part)


def _together(kind: type[AllOf] | type[AnyOf], parts: tuple[Query, ...]) -> Query:
    if not parts:
        raise ValueError("A question holds at least one word.")
    return parts[0] if len(parts) == 1 else kind(parts)
