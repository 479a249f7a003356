"""The evidence matrix: what a cell of therapy × organ shows where several statements, populations and harms meet.

The rules, with their reasons, are in docs/decisions/0025-what-a-cell-of-the-matrix-shows.md. In short:

- one statement leads a cell; which one never depends on whether its result is welcome;
- harm never leads and is always marked;
- how many more there are, and that they do not all agree, is counted before any filter but the population, so that no
  filter makes a disagreement vanish;
- a cell that filters emptied does not say that nothing was found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

from education.library.domain.filters import Filters
from education.library.domain.library import Library, LibraryStatement, LibraryTherapy, TherapyGroup
from education.library.domain.records import Direction, Domain, Organ, OutcomeRole
from education.library.domain.standing import stands
from education.library.domain.strips import LEVELS

State = Literal["evidence", "filtered", "unverified", "none"]

# What a study set out to measure speaks before what was looked at afterwards, whether it met or missed its mark.
ROLES: dict[OutcomeRole, int] = {
    "primary-met": 0, "primary-missed": 0, "secondary": 1, "not-stated": 2, "not-applicable": 2, "post-hoc": 3,
    "subgroup": 3,
}  # fmt: skip
# Where nothing else decides, doubt speaks before benefit.
CAUTION: dict[Direction, int] = {"against": 0, "not-shown": 1, "mixed": 2, "no-difference": 3, "favours": 4}


class Spot(NamedTuple):
    """A place in the matrix."""

    therapy: str
    organ: Domain


@dataclass(frozen=True)
class Cell:
    """One therapy for one organ, as asked.

    `state`: there is evidence; or there is, but none that was asked for; or none of it is verified; or none was found.
    `lead` is the statement that speaks for the cell, None where only harm is stated. `child` is the leading one of
    children where the cell speaks for adults but children were studied too. `more` counts the other statements of
    benefit in the population asked for, `agree` says that all have the lead's direction. `harms` counts those of harm.
    `adults` and `children`: who was studied. `borrowed`: for a child this would be borrowed from adults.
    `statements` are the keys of all that the cell rests on. `looked_on`: when no study in children was found.
    """

    spot: Spot
    state: State
    lead: LibraryStatement | None = None
    child: LibraryStatement | None = None
    more: int = 0
    agree: bool = True
    harms: int = 0
    adults: bool = False
    children: bool = False
    borrowed: bool = False
    overdue: bool = False
    statements: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    looked_on: date | None = None


@dataclass(frozen=True)
class Row:
    """A therapy with a cell for every organ of the matrix."""

    therapy: LibraryTherapy
    cells: tuple[Cell, ...]

    @property
    def has_evidence(self) -> bool:
        """Say whether any of its cells shows evidence."""
        return any(cell.state == "evidence" for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """The therapies of one group, by name."""

    key: TherapyGroup
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """What was asked for: organs in order, groups of rows, and the therapies with nothing to show in `bare`.

    `therapies` and `cells` count those with evidence; `by_organ` counts the cells of each organ.
    """

    organs: tuple[Organ, ...]
    groups: tuple[Group, ...]
    bare: tuple[LibraryTherapy, ...]
    therapies: int
    cells: int
    by_organ: Mapping[Domain, int]


class Held(NamedTuple):
    """What is held of one cell: the statements that stand, in the order of their keys, and whether there are others."""

    known: tuple[LibraryStatement, ...]
    doubted: bool


NOTHING = Held((), False)


@dataclass(frozen=True)
class Index:
    """A library and what it holds of every cell: worked out once a release, for it depends on no filter."""

    library: Library
    held: Mapping[Spot, Held]


def index(library: Library) -> Index:
    """Return a library with what it holds of every cell."""
    found: dict[Spot, list[LibraryStatement]] = defaultdict(list)
    for key in sorted(library.statements):
        statement = library.statements[key]
        found[Spot(statement.therapy, statement.organ)].append(statement)
    held = {}
    for spot, statements in found.items():
        known = tuple(one for one in statements if stands(one, library))
        held[spot] = Held(known, len(known) < len(statements))
    return Index(library, held)


def matrix(index: Index, filters: Filters, today: date) -> Matrix:
    """Return the matrix as asked; `today` decides whose review is overdue."""
    library = index.library
    organs = [organ for organ in library.organs.values() if filters.organ in (None, organ.key)]
    organs.sort(key=lambda organ: organ.position)
    rows = [
        Row(therapy, tuple(_cell(Spot(therapy.key, organ.key), index, therapy, filters, today) for organ in organs))
        for therapy in sorted(library.therapies.values(), key=lambda one: one.name.casefold())
        if filters.group in (None, therapy.group)
    ]
    full = [row for row in rows if row.has_evidence]
    by_organ = {
        organ.key: sum(row.cells[place].state == "evidence" for row in full) for place, organ in enumerate(organs)
    }
    return Matrix(
        organs=tuple(organs),
        groups=tuple(_groups(full)),
        bare=tuple(row.therapy for row in rows if not row.has_evidence),
        therapies=len(full),
        cells=sum(by_organ.values()),
        by_organ=by_organ,
    )


def nearest(index: Index, filters: Filters, today: date) -> str:
    """Return the name of the one filter without which most is shown; "" when no single one stands in the way."""
    found = {name: matrix(index, filters.without(name), today).cells for name in filters.asked()}
    best = max(found, key=lambda name: found[name], default="")
    return best if best and found[best] else ""


def leading(statements: Iterable[LibraryStatement], filters: Filters) -> LibraryStatement | None:
    """Return the statement that speaks for these, None when there is none but of harm."""
    return min((one for one in statements if not one.harm), key=lambda one: _rank(one, filters), default=None)


def in_order(statements: Iterable[LibraryStatement], filters: Filters) -> tuple[LibraryStatement, ...]:
    """Return statements with the leading one first and those of harm last."""
    return tuple(sorted(statements, key=lambda one: (one.harm, _rank(one, filters))))


def _rank(statement: LibraryStatement, filters: Filters) -> tuple[object, ...]:
    """Return what a statement is ordered by: the smallest leads."""
    return (
        filters.population == "child" and statement.population == "adult",  # borrowed only when nothing is direct
        -LEVELS[statement.certainty],
        statement.outcome_directness != "direct",
        statement.line_directness != "direct",
        ROLES[statement.outcome_role],
        CAUTION[statement.direction],
        statement.key,
    )


def _cell(spot: Spot, index: Index, therapy: LibraryTherapy, filters: Filters, today: date) -> Cell:
    known, doubted = index.held.get(spot, NOTHING)
    shown = [one for one in known if filters.passes(one)]
    if shown:
        return _evidence(spot, shown, known, filters, today)
    state: State = "filtered" if known else "unverified" if doubted else "none"
    looked_on = therapy.child_looked_on if state == "none" and filters.population == "child" else None
    return Cell(spot, state, looked_on=looked_on)


def _evidence(
    spot: Spot,
    shown: Sequence[LibraryStatement],
    known: Sequence[LibraryStatement],
    filters: Filters,
    today: date,
) -> Cell:
    """Return a cell of which `shown` was asked for, and `known` is all that is known."""
    lead = leading(shown, filters)
    speaking = [one for one in shown if not one.harm] or shown
    pool = [one for one in known if not one.harm and filters.looks_at(one)]
    if lead and filters.population == "child" and lead.population != "adult":
        pool = [one for one in pool if one.population != "adult"]
    children = any(_is_of_children(one, filters) for one in speaking)
    rest = [one for one in known if filters.looks_at(one)]
    return Cell(
        spot=spot,
        state="evidence",
        lead=lead,
        child=_of_children(speaking, lead, filters),
        more=len(pool) - (lead is not None),
        agree=lead is None or all(one.direction == lead.direction for one in pool),
        harms=sum(one.harm for one in rest),
        adults=filters.population != "child" and any(one.population != "child" for one in speaking),
        children=filters.population != "adult" and children,
        borrowed=_is_borrowed(lead, speaking, known, filters),
        overdue=any(one.review_by < today for one in shown),
        statements=tuple(one.key for one in rest),
        references=tuple(dict.fromkeys(key for one in rest for key in one.references)),
    )


def _of_children(
    speaking: Sequence[LibraryStatement], lead: LibraryStatement | None, filters: Filters
) -> LibraryStatement | None:
    """Return what leads in children where the cell's own lead is of adults alone."""
    if filters.population != "everyone" or lead is None or lead.population != "adult":
        return None
    return leading((one for one in speaking if _is_of_children(one, filters)), filters)


def _is_of_children(statement: LibraryStatement, filters: Filters) -> bool:
    """Say whether children were studied in what the column asks.

    Shown for everyone, children with another disease, such as localised scleroderma, are no figure in the cell: it
    would be read as juvenile SSc. Asked for children, the statement leads and its page says what it is.
    """
    asked = statement.outcome_directness == "direct" or filters.population == "child"
    return statement.population != "adult" and asked


def _is_borrowed(
    lead: LibraryStatement | None,
    speaking: Sequence[LibraryStatement],
    known: Sequence[LibraryStatement],
    filters: Filters,
) -> bool:
    """Say whether a child would have to borrow what the cell shows; what filters hide was studied all the same."""
    if filters.population == "adult" or filters.hide_borrowed:
        return False
    if filters.population == "child":
        return all(one.population == "adult" for one in speaking)
    harm = lead is None
    return not any(_is_of_children(one, filters) for one in known if one.harm == harm)


def _groups(rows: Sequence[Row]) -> Iterator[Group]:
    for key in get_args(TherapyGroup):
        found = tuple(row for row in rows if row.therapy.group == key)
        if found:
            yield Group(key, found)
