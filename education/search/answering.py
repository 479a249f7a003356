"""Answering a reader: what was understood, what was found under which heading, and what to do when nothing was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from education.editorial import kinds
from education.search.domain.asking import Asked, Term, read
from education.search.domain.composing import Question, literal, respelled
from education.search.domain.folding import folded
from education.search.domain.snippets import Marker, Piece
from education.search.domain.spelling import nearest
from education.search.finding import NAMED, Live, Row, Window, find, live
from education.search.vocabulary import Vocabulary, vocabulary

FIRST = 5  # of each heading, where all headings are shown
PAGE = 20  # of one heading


@dataclass(frozen=True)
class Found:
    """One answer: where it leads, its title and an excerpt in pieces; names only where they say more than the title."""

    url: str
    title: tuple[Piece, ...]
    note: str
    names: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True)
class Heading:
    """What was found under one heading: how much, and some of it."""

    name: str
    label: Any
    total: int
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Answer:
    """What a search page shows.

    `some`: nothing holds every word, so these hold at least one. `respelled`: words as typed and as looked for;
    `looked_for`: the whole so. `meant`: what that would be, where the words were looked for exactly as typed.
    `group`: the one heading that was asked for.
    """

    asked: Asked
    examples: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    some: bool = False
    respelled: tuple[tuple[str, str], ...] = ()
    looked_for: str = ""
    meant: str = ""
    group: kinds.SearchGroup | None = None
    page: int = 1

    @property
    def total(self) -> int:
        """How much was found under all headings."""
        return sum(heading.total for heading in self.headings)

    @property
    def pages(self) -> int:
        """How many pages the one heading has."""
        return -(-self.total // PAGE) if self.group else 1


@dataclass(frozen=True)
class Wanted:
    """What a request asks for: `group` is the name of one heading, or ""; `exact` forbids other spellings."""

    typed: str
    group: str = ""
    page: int = 1
    exact: bool = False


def groups() -> tuple[kinds.SearchGroup, ...]:
    """Return all headings in their order: of what stands on other things first, so that pathways lead."""
    return tuple(group for kind in reversed(kinds.all_kinds()) for group in kind.search_groups)


def answer(wanted: Wanted, *, now: datetime) -> Answer:
    """Search what is live at `now`; two queries, three where nothing holds every word."""
    asked = read(wanted.typed)
    searched = [kind.name for kind in kinds.all_kinds() if kind.search_groups]
    editions, known = live(now, searched, [literal(term) for term in asked.terms])
    words = vocabulary(editions)
    group = next((one for one in groups() if one.name == wanted.group), None)
    empty = Answer(asked, words.examples, group=group, page=wanted.page)
    if not asked.terms or not editions:
        return empty
    meant = tuple(_meant(term, here, words) for term, here in zip(asked.terms, known, strict=True))
    terms = asked.terms if wanted.exact else meant
    question = Question(terms, words.thesaurus)
    # A word that nothing holds needs no query to show that nothing holds every word.
    hopeless = not all(here or new is not old for here, new, old in zip(known, terms, asked.terms, strict=True))
    window = Window(PAGE * wanted.page - PAGE + 1, PAGE * wanted.page, group.name) if group else Window(1, FIRST)
    ids = [one.edition for one in editions]
    rows = [] if hopeless else find(question, ids, window, now=now, every=True)
    some = not rows and len(question.units) > 1
    if some:
        rows = find(question, ids, window, now=now, every=False)
    return replace(
        empty,
        headings=tuple(_headings(rows, editions, question)),
        some=some,
        **_said(asked, meant, exact=wanted.exact),
    )


def _meant(term: Term, here: bool, words: Vocabulary) -> Term:
    """Return the term, or where search knows no such word the nearest name."""
    if here or term.quoted or len(term.parts) > 1:
        return term
    word = nearest(term.parts[0].raw, words.words)
    return respelled(term, word) if word else term


def _said(asked: Asked, meant: Sequence[Term], *, exact: bool) -> dict[str, Any]:
    """Return what to say of words that were, or could be, spelled another way."""
    changed = tuple((old.shown, new.shown) for old, new in zip(asked.terms, meant, strict=True) if new is not old)
    text = asked.text
    for old, new in changed:
        text = text.replace(old, new, 1)
    if not changed:
        return {}
    return {"meant": text} if exact else {"respelled": changed, "looked_for": text}


def _headings(rows: Sequence[Row], editions: Sequence[Live], question: Question) -> Iterator[Heading]:
    """Yield what was found by heading: first where a title or name is just that, else in the order of the headings."""
    by_id = {one.edition: one for one in editions}
    marker = Marker(question.marks)
    by_group = [(group, [row for row in rows if row.group == group.name]) for group in groups()]
    for group, own in sorted(by_group, key=lambda one: -_called(one[1])):
        if own:
            found = tuple(_found(row, by_id[row.edition], marker) for row in own)
            yield Heading(group.name, group.label, own[0].total, found)


def _called(rows: Sequence[Row]) -> int:
    """Return 3 when the first answer's title is just what was asked for, 1 when another name of it is, else 0."""
    return min(rows[0].strength // NAMED, 3) if rows else 0


def _found(row: Row, edition: Live, marker: Marker) -> Found:
    title, names = marker.marked(row.title), marker.marked(", ".join(row.names.splitlines()))
    said = {folded(piece.text) for piece in title if piece.is_match}
    return Found(
        url=kinds.get(edition.kind).address(edition.slug, row.at or row.key),
        title=title,
        note=row.note,
        names=names if any(piece.is_match and folded(piece.text) not in said for piece in names) else (),
        excerpt=marker.snippet(row.text),
    )
