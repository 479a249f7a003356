"""Making a pathway self-contained: the text as written, with exactly the records it cites."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from education.core.domain.strict import Strict
from education.library.domain.markup import citations as cited_in
from education.library.domain.markup import terms as terms_in
from education.library.domain.pointers import texts as texts_of
from education.library.domain.records import Organ, Record, Reference, Shelf, Statement, Term, Therapy, embedded
from education.pathways.domain.document import CompiledPathway, Pathway, SignOffRecord
from education.pathways.domain.texts import texts

Citation = tuple[str, str, str]
"""What is cited (reference, statement, therapy or term), its key, and the place that cites it."""


@dataclass(frozen=True)
class Cited:
    """The keys of all that a pathway cites, directly or through a statement; also keys that no record has."""

    references: frozenset[str]
    statements: frozenset[str]
    therapies: frozenset[str]
    terms: frozenset[str]


def compile_pathway(
    pathway: Pathway, shelf: Shelf, *, release: int, sign_offs: Iterable[SignOffRecord] = ()
) -> CompiledPathway:
    """Return the pathway with the part of the shelf that it cites. A key that no record has is left out."""
    keys = cited(pathway, shelf)
    return CompiledPathway(
        pathway=pathway, release=release, shelf=_cut(shelf, keys, pathway), sign_offs=tuple(sign_offs)
    )


def cited(pathway: Pathway, shelf: Shelf) -> Cited:
    """Return the keys of everything the pathway cites, and everything those records cite in their turn."""
    return _keys(all_citations(pathway, shelf))


def citations(compiled: CompiledPathway) -> tuple[Citation, ...]:
    """Return what an edition cites and where; places of library records are "statements/<key>" and the like."""
    return tuple(sorted(set(all_citations(compiled.pathway, compiled.shelf))))


def all_citations(pathway: Pathway, shelf: Shelf) -> tuple[Citation, ...]:
    """Return every citation by the pathway, then by each record it cites, each record once."""
    found = list(_by_pathway(pathway))
    seen: set[tuple[str, str]] = set()
    for kind, key, _ in found:  # grows while we read it: what a cited record cites is cited too
        if (kind, key) not in seen:
            seen.add((kind, key))
            found.extend(_by_record(kind, key, shelf))
    return tuple(found)


def _by_pathway(pathway: Pathway) -> Iterator[Citation]:
    """Yield what the pathway itself cites."""
    for text in texts(pathway):
        yield from _by_text(text.text, text.place)
    for step in pathway.steps:
        yield from (("statement", key, step.key) for key in step.statements)
        for choice in step.choices:
            place = f"{step.key}/{choice.key}"
            yield from (("statement", key, place) for key in choice.statements)
            if choice.therapy:
                yield "therapy", choice.therapy, place


def _by_record(kind: str, key: str, shelf: Shelf) -> Iterator[Citation]:
    """Yield what a library record cites; nothing when it is not on the shelf."""
    if kind == "statement" and key in shelf.statements:
        statement = shelf.statements[key]
        place = f"statements/{key}"
        yield "therapy", statement.therapy, place
        yield from (("reference", reference, place) for reference in statement.references)
        for field, text in texts_of("statements", statement):
            yield from _by_text(text, f"{place}:{field}")
    elif kind == "therapy" and key in shelf.therapies:
        therapy = shelf.therapies[key]
        yield from _by_text(therapy.child_word, f"therapies/{key}:child_word")
        yield from _by_text(therapy.target, f"therapies/{key}:target")
    elif kind == "term" and key in shelf.terms:
        yield from _by_text(shelf.terms[key].plain, f"terms/{key}:plain")


def _by_text(text: str, place: str) -> Iterator[Citation]:
    """Yield the references and terms that a text names."""
    yield from (("reference", key, place) for key in cited_in(text))
    yield from (("term", key, place) for key in terms_in(text))


def _keys(found: Iterable[Citation]) -> Cited:
    """Return the keys sorted by kind."""
    kinds: dict[str, set[str]] = {"reference": set(), "statement": set(), "therapy": set(), "term": set()}
    for kind, key, _ in found:
        kinds[kind].add(key)
    return Cited(
        references=frozenset(kinds["reference"]),
        statements=frozenset(kinds["statement"]),
        therapies=frozenset(kinds["therapy"]),
        terms=frozenset(kinds["term"]),
    )


def _cut(shelf: Shelf, keys: Cited, pathway: Pathway) -> Shelf:
    """Return the cited part of the shelf, with the organs that the pathway and its statements are filed under."""
    statements = _only(shelf.statements, keys.statements, Statement)
    organs = {pathway.organ} | {statement.organ for statement in statements.values()}
    return Shelf(
        organs=_only(shelf.organs, organs, Organ),
        references=_only(shelf.references, keys.references, Reference),
        statements=statements,
        therapies=_only(shelf.therapies, keys.therapies, Therapy),
        terms=_only(shelf.terms, keys.terms, Term),
    )


def _only(records: Mapping[str, Strict], keys: Iterable[str], form: type[Record]) -> dict[str, Record]:
    """Return the records with these keys, sorted by key, without what only the library's own pages show."""
    return {key: embedded(records[key], form) for key in sorted(keys) if key in records}
