"""Names that stand for one another: an abbreviation and its full term, a drug and its brands.

They come from the titles and names of what is published under a vocabulary heading (drugs, terms).
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from education.search.domain.folding import Part, chunks, exact_of, joined
from education.search.domain.query import Query, Word, any_of, phrase

MOST = 8  # other names of one
LONGEST = 6  # words of a name that is looked for in the place of another

Names = tuple[tuple[Part, ...], ...]


class Thesaurus:
    """Which other names there are for the words asked for."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        """`entries`: all names of one thing each, its title first."""
        found: dict[str, dict[tuple[Part, ...], None]] = {}
        for entry in entries:
            names = [parts for name in entry if 0 < len(parts := _parts(name)) <= LONGEST]
            for name in names:
                found.setdefault(exact_of(name), {}).update(dict.fromkeys(names))
        self._named: Mapping[str, Names] = MappingProxyType({key: tuple(names) for key, names in found.items()})

    def others(self, parts: Sequence[Part]) -> tuple[Query, ...]:
        """Return what else to look for in the place of a name; nothing when it is none.

        A name that says less or more of the same words is no other name: "skin" is not "skin thickness".
        """
        own = {part.stem for part in parts}
        names = (name for name in self._named.get(exact_of(parts), ()) if exact_of(name) != exact_of(parts))
        apart = [name for name in names if not (own <= (stems := {part.stem for part in name}) or stems <= own)]
        return tuple(_query(name) for name in apart[:MOST])


NONE = Thesaurus(())


def _parts(name: str) -> tuple[Part, ...]:
    return tuple(part for chunk in chunks(name) for part in chunk.parts)


def _query(name: tuple[Part, ...]) -> Query:
    """Return a name as a phrase; one of two parts may be written as one word as well."""
    words = phrase(tuple(part.stem for part in name))
    one = joined(name) if len(name) == 2 else ""
    return any_of(Word(one), words) if one else words
