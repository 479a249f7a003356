"""A reader's terms as questions to an index: all of them, any of them, and what makes an answer a better one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from education.search.domain.asking import Term
from education.search.domain.folding import Part, exact_of, joined, parts_of, without_number
from education.search.domain.query import Phrase, Query, Word, all_of, any_of, leaves, often, phrase
from education.search.domain.thesaurus import NONE, Thesaurus

LONGEST_SPAN = 6  # terms that together may be one name
PARTICLES = frozenset("anti auto non post pre pro sub".split())
"""What says nothing without the word that it stands before."""


@dataclass(frozen=True)
class Question:
    """Terms with what they stand for; there is at least one term."""

    terms: tuple[Term, ...]
    thesaurus: Thesaurus = NONE

    @cached_property
    def units(self) -> tuple[Query, ...]:
        """What has to be found: a term each, or several that together are one name."""
        return tuple(_units(self.terms, self.thesaurus))

    @property
    def all(self) -> Query:
        """What holds every term."""
        return all_of(*self.units)

    @property
    def often(self) -> Query:
        """What says every term often: it is about them."""
        return often(self.all)

    @property
    def any(self) -> Query:
        """What holds at least one."""
        return any_of(*self.units)

    @property
    def exact(self) -> Query:
        """A title or name that is just this."""
        return Word(exact_of(part for term in self.terms for part in term.parts))

    @property
    def together(self) -> Query:
        """The terms one after the other."""
        words = tuple(part.stem for term in self.terms for part in term.parts)
        return phrase(words, begins=_grows(self.terms[-1]))

    @property
    def marks(self) -> tuple[Word | Phrase, ...]:
        """What to mark in an answer."""
        found = dict.fromkeys(leaf for unit in self.units for leaf in leaves(unit))
        telling = tuple(leaf for leaf in found if isinstance(leaf, Phrase) or not leaf.word.isdigit())
        return telling or tuple(found)


def literal(term: Term) -> Query:
    """Return what finds one term in any way it may be written."""
    if term.quoted:
        return phrase(tuple(part.stem for part in term.parts))
    if len(term.parts) == 1:
        return any_of(*_ways_of_word(term))
    return any_of(*_ways_of_compound(term))


def respelled(term: Term, word: str) -> Term:
    """Return a term of one word with that word in its place."""
    return Term(word, parts_of(word), term.quoted)


def _units(terms: Sequence[Term], thesaurus: Thesaurus) -> Iterator[Query]:
    at = 0
    while at < len(terms):
        size, others = _longest_name(terms[at:], thesaurus)
        yield any_of(all_of(*(literal(term) for term in terms[at : at + size])), *others)
        at += size


def _longest_name(terms: Sequence[Term], thesaurus: Thesaurus) -> tuple[int, tuple[Query, ...]]:
    """Return how many of the first terms make up a name, and its other names; (1, ()) for none."""
    for size in range(min(LONGEST_SPAN, len(terms)), 0, -1):
        span = terms[:size]
        if not any(term.quoted for term in span):
            others = thesaurus.others([part for term in span for part in term.parts])
            if others:
                return size, others
    return 1, ()


def _ways_of_word(term: Term) -> Iterator[Query]:
    part = term.parts[0]
    yield Word(part.stem)
    if _grows(term):
        yield Word(part.raw, begins=True)
    if plain := without_number(part.raw):
        yield Word(plain)


def _ways_of_compound(term: Term) -> Iterator[Query]:
    """Yield the compound as one word, as words one after the other and, where its parts say enough, as these alone."""
    parts, one = term.parts, joined(term.parts)
    yield phrase(tuple(part.stem for part in parts))
    if one:
        yield Word(one)
        if _grows(term):
            yield Word("".join(part.letter or part.raw for part in parts), begins=True)
    if len(parts) > 2 and parts[-2].letter and parts[-1].raw.isdigit():  # TGF-β1 is written TGF-β too
        yield Word(joined(parts[:-1]))
    if term.apart or all(_says_enough(part) for part in parts):
        yield all_of(*(Word(part.stem) for part in parts))


def _says_enough(part: Part) -> bool:
    return len(part.raw) > 2 and part.raw.isalpha() and not part.letter and part.raw not in PARTICLES


def _grows(term: Term) -> bool:
    """Tell whether the term may be the beginning of a longer word."""
    last = term.parts[-1].raw
    return term.growing and not last.isdigit() and sum(len(part.raw) for part in term.parts) > 1
