"""What leans on a reference: every record of the release that rests on it or cites it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from education.library.domain.library import (
    SHELF_OF,
    Library,
    LibraryStatement,
    MechanismEdge,
    MechanismNode,
    PaediatricFact,
    Reason,
    Recommendation,
    TeachingClaim,
    TherapyTarget,
    Threshold,
)
from education.library.domain.markup import citations
from education.library.domain.pointers import texts
from education.library.domain.standing import Claiming, rests_on, stands, text_stands

Kind = Literal[
    "statement", "recommendation", "threshold", "claim", "fact", "reason", "term", "therapy", "node", "edge", "target",
]  # fmt: skip
Page = Literal["therapy", "threshold", "term", "reason", ""]

CLAIMING: tuple[Kind, ...] = (
    "statement", "recommendation", "threshold", "claim", "fact", "reason", "node", "edge", "target",
)  # fmt: skip
"""The kinds of records that state a fact by themselves; therapies and terms do so in texts that cite."""


@dataclass(frozen=True)
class Leaner:
    """A record that leans on the reference: how it is called, and the page and place on it where it stands.

    `organ` is a word's key, "" where there is none. A claim is named without its verdict, which readers predict first.
    """

    key: str
    title: str
    detail: str = ""
    organ: str = ""
    page: Page = ""
    slug: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Leaning:
    """The records of one kind that lean on a reference; `unverified` counts those that may not be shown as fact."""

    kind: Kind
    shown: tuple[Leaner, ...]
    unverified: int


def leaning(key: str, library: Library) -> tuple[Leaning, ...]:
    """Return what leans on the reference `key`, by kind; kinds of which nothing does are left out."""
    by_kind: dict[Kind, tuple[list[Leaner], int]] = {}
    for kind in CLAIMING:
        records: Iterable[Claiming] = getattr(library, SHELF_OF[kind]).values()
        on_it = [one for one in records if key in rests_on(one) or key in _cited(one)]
        shown = [_named(one, library) for one in on_it if stands(one, library)]
        by_kind[kind] = (shown, len(on_it) - len(shown))
    by_kind["therapy"] = (list(_therapies(key, library)), 0)
    by_kind["term"] = (list(_terms(key, library)), 0)
    found = ((kind, by_kind[kind]) for kind in get_args(Kind))
    return tuple(Leaning(kind, tuple(shown), unverified) for kind, (shown, unverified) in found if shown or unverified)


def _cited(record: Claiming) -> tuple[str, ...]:
    return citations(getattr(record, "finding", ""))


def _therapies(key: str, library: Library) -> Iterator[Leaner]:
    for therapy in library.therapies.values():
        if any(key in citations(text) and text_stands(text, library) for _field, text in texts("therapies", therapy)):
            yield Leaner(therapy.key, therapy.name, page="therapy", slug=therapy.key)


def _terms(key: str, library: Library) -> Iterator[Leaner]:
    for term in library.terms.values():
        if key in citations(term.plain) and text_stands(term.plain, library):
            yield Leaner(term.key, term.name, page="term", slug=term.key)


def _named(record: Claiming, library: Library) -> Leaner:
    """Return a record that stands, under its name."""
    if isinstance(record, LibraryStatement):
        return _statement(record, library)
    if isinstance(record, Recommendation):
        return _recommendation(record)
    if isinstance(record, Threshold):
        return Leaner(record.key, record.name, organ=record.organ, page="threshold", anchor=record.key)
    if isinstance(record, TeachingClaim):
        return Leaner(record.key, record.claim)
    if isinstance(record, PaediatricFact):
        return Leaner(record.key, record.fact)
    if isinstance(record, Reason):
        return Leaner(record.key, record.title, page="reason", slug=record.key)
    if isinstance(record, MechanismNode):
        return Leaner(record.key, record.name)
    if isinstance(record, MechanismEdge):
        return Leaner(record.key, record.statement)
    return _target(record, library)


def _statement(record: LibraryStatement, library: Library) -> Leaner:
    therapy = library.therapies.get(record.therapy)
    return Leaner(
        key=record.key,
        title=therapy.name if therapy else record.therapy,
        detail=record.outcome,
        organ=record.organ,
        page="therapy" if therapy else "",
        slug=record.therapy,
        anchor=record.key,
    )


def _recommendation(record: Recommendation) -> Leaner:
    slug = record.therapies[0] if record.therapies else ""
    page: Page = "therapy" if slug else ""
    return Leaner(record.key, record.intervention, organ=record.organ, page=page, slug=slug, anchor="stances")


def _target(record: TherapyTarget, library: Library) -> Leaner:
    node = library.nodes.get(record.node)
    named = node is not None and stands(node, library)
    page: Page = "therapy" if record.therapy in library.therapies else ""
    return Leaner(record.key, record.name, node.name if node and named else "", page=page, slug=record.therapy or "")
