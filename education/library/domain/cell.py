"""Everything that is known of one therapy for one organ, by who was studied."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from education.library.domain.filters import Filters
from education.library.domain.library import Library, LibraryStatement
from education.library.domain.matrix import Spot, in_order
from education.library.domain.records import Population
from education.library.domain.standing import stands
from education.library.domain.strips import Strip, strip

ORDER: tuple[Population, ...] = ("adult", "mixed", "child")


@dataclass(frozen=True)
class Told:
    """A statement, and its strip with the day's mark on it."""

    statement: LibraryStatement
    strip: Strip


@dataclass(frozen=True)
class Part:
    """What was studied in one population: the leading statement first, those of harm last."""

    population: Population
    told: tuple[Told, ...]

    @property
    def lead(self) -> Told | None:
        """Return what speaks for this population; None where only harm is stated."""
        return None if self.told[0].statement.harm else self.told[0]

    @property
    def more(self) -> int:
        """Return how many further statements of benefit there are."""
        return max(0, sum(not one.statement.harm for one in self.told) - 1)

    @property
    def agree(self) -> bool:
        """Say whether all statements of benefit have one direction."""
        return len({one.statement.direction for one in self.told if not one.statement.harm}) < 2

    @property
    def harms(self) -> tuple[Told, ...]:
        """Return the statements of harm."""
        return tuple(one for one in self.told if one.statement.harm)


@dataclass(frozen=True)
class Page:
    """One cell in full: parts by population, and how many statements are not yet verified and therefore not told.

    `adults` and `children` say whether any were studied.
    """

    parts: tuple[Part, ...]
    unverified: int
    adults: bool
    children: bool


def page(library: Library, spot: Spot, today: date) -> Page:
    """Return all that stands about a cell; `today` decides whose review is overdue."""
    held = [one for one in library.statements.values() if (one.therapy, one.organ) == spot]
    known = [one for one in held if stands(one, library)]
    parts = tuple(
        Part(population, _told(found, library, today))
        for population in ORDER
        if (found := [one for one in known if one.population == population])
    )
    return Page(
        parts=parts,
        unverified=len(held) - len(known),
        adults=any(one.population != "child" for one in known),
        children=any(one.population != "adult" for one in known),
    )


def _told(statements: Sequence[LibraryStatement], library: Library, today: date) -> tuple[Told, ...]:
    return tuple(
        Told(one, replace(strip(one, library), overdue=one.review_by < today))
        for one in in_order(statements, Filters())
    )
