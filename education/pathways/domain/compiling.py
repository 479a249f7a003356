"""Making a pathway self-contained: the text as written, with exactly the records it cites."""

from collections.abc import Iterable, Iterator

from education.editorial.domain.sign_off import SignOffRecord
from education.library.domain.embedding import Citation, Cited, by_text, cut, keys_of, with_records
from education.library.domain.records import Shelf
from education.pathways.domain.document import CompiledPathway, Pathway
from education.pathways.domain.texts import texts


def compile_pathway(
    pathway: Pathway, shelf: Shelf, *, release: int, sign_offs: Iterable[SignOffRecord] = ()
) -> CompiledPathway:
    """Return the pathway with the part of the shelf that it cites. A key that no record has is left out."""
    embedded = cut(shelf, cited(pathway, shelf), organ=pathway.organ)
    return CompiledPathway(pathway=pathway, release=release, shelf=embedded, sign_offs=tuple(sign_offs))


def cited(pathway: Pathway, shelf: Shelf) -> Cited:
    """Return the keys of everything the pathway cites, and everything those records cite in their turn."""
    return keys_of(all_citations(pathway, shelf))


def citations(compiled: CompiledPathway) -> tuple[Citation, ...]:
    """Return what an edition cites and where; places of library records are "statements/<key>" and the like."""
    return tuple(sorted(set(all_citations(compiled.pathway, compiled.shelf))))


def all_citations(pathway: Pathway, shelf: Shelf) -> tuple[Citation, ...]:
    """Return every citation by the pathway, then by each record it cites, each record once."""
    return with_records(_by_pathway(pathway), shelf)


def _by_pathway(pathway: Pathway) -> Iterator[Citation]:
    """Yield what the pathway itself cites."""
    for text in texts(pathway):
        yield from by_text(text.text, text.place)
    for step in pathway.steps:
        yield from (("statement", key, step.key) for key in step.statements)
        for choice in step.choices:
            place = f"{step.key}/{choice.key}"
            yield from (("statement", key, place) for key in choice.statements)
            if choice.therapy:
                yield "therapy", choice.therapy, place
