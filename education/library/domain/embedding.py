"""What a published document cites, directly or through a record it cites, and the part of the library it embeds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from education.core.domain.strict import Strict
from education.library.domain.markup import citations as cited_in
from education.library.domain.markup import terms as terms_in
from education.library.domain.pointers import texts as texts_of
from education.library.domain.records import Organ, Record, Reference, Shelf, Statement, Term, Therapy, embedded

Citation = tuple[str, str, str]
"""What is cited (reference, statement, therapy or term), its key, and the place that cites it."""


@dataclass(frozen=True)
class Cited:
    """The keys of all that a document cites, directly or through a record; also keys that no record has."""

    references: frozenset[str]
    statements: frozenset[str]
    therapies: frozenset[str]
    terms: frozenset[str]


def with_records(own: Iterable[Citation], shelf: Shelf) -> tuple[Citation, ...]:
    """Return a document's own citations, then those by each record it cites, each record once."""
    found = list(own)
    seen: set[tuple[str, str]] = set()
    for kind, key, _ in found:  # grows while we read it: what a cited record cites is cited too
        if (kind, key) not in seen:
            seen.add((kind, key))
            found.extend(_by_record(kind, key, shelf))
    return tuple(found)


def by_text(text: str, place: str) -> Iterator[Citation]:
    """Yield the references and terms that a Markdown text names."""
    yield from (("reference", key, place) for key in cited_in(text))
    yield from (("term", key, place) for key in terms_in(text))


def keys_of(found: Iterable[Citation]) -> Cited:
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


def cut(shelf: Shelf, keys: Cited, *, organ: str) -> Shelf:
    """Return the cited part of the shelf, with `organ` and the organs that the statements are filed under."""
    statements = _only(shelf.statements, keys.statements, Statement)
    organs = {organ} | {statement.organ for statement in statements.values()}
    return Shelf(
        organs=_only(shelf.organs, organs, Organ),
        references=_only(shelf.references, keys.references, Reference),
        statements=statements,
        therapies=_only(shelf.therapies, keys.therapies, Therapy),
        terms=_only(shelf.terms, keys.terms, Term),
    )


def _by_record(kind: str, key: str, shelf: Shelf) -> Iterator[Citation]:
    """Yield what a library record cites; nothing when it is not on the shelf."""
    if kind == "statement" and key in shelf.statements:
        statement = shelf.statements[key]
        place = f"statements/{key}"
        yield "therapy", statement.therapy, place
        yield from (("reference", reference, place) for reference in statement.references)
        for field, text in texts_of("statements", statement):
            yield from by_text(text, f"{place}:{field}")
    elif kind == "therapy" and key in shelf.therapies:
        therapy = shelf.therapies[key]
        yield from by_text(therapy.child_word, f"therapies/{key}:child_word")
        yield from by_text(therapy.target, f"therapies/{key}:target")
    elif kind == "term" and key in shelf.terms:
        yield from by_text(shelf.terms[key].plain, f"terms/{key}:plain")


def _only(records: Mapping[str, Strict], keys: Iterable[str], form: type[Record]) -> dict[str, Record]:
    """Return the records with these keys, sorted by key, without what only the library's own pages show."""
    return {key: embedded(records[key], form) for key in sorted(keys) if key in records}
