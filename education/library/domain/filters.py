"""What a reader asked the evidence matrix to show."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, get_args

from education.library.domain.library import TherapyGroup
from education.library.domain.records import Certainty, Direction, Domain, LineStudied, Statement
from education.library.domain.strips import LEVELS

Shown = Literal["everyone", "adult", "child"]


@dataclass(frozen=True)
class Filters:
    """Which statements are looked at, and which part of the matrix; None asks for nothing.

    `certainty` is the lowest that is wanted. `hide_borrowed` leaves out what children would borrow from adults.
    """

    population: Shown = "everyone"
    line: LineStudied | None = None
    certainty: Certainty | None = None
    direction: Direction | None = None
    group: TherapyGroup | None = None
    organ: Domain | None = None
    hide_borrowed: bool = False

    def looks_at(self, statement: Statement) -> bool:
        """Say whether a statement is of the population asked for; adults' are, for a child, borrowed."""
        if self.population == "adult":
            return statement.population != "child"
        if self.population == "child" and self.hide_borrowed:
            return statement.population != "adult"
        return True

    def passes(self, statement: Statement) -> bool:
        """Say whether a statement is what was asked for.

        A harm has no part in a cell's direction, so that who asks for a direction is not shown cells of harm alone.
        """
        return (
            self.looks_at(statement)
            and self.line in (None, statement.line_studied)
            and (self.certainty is None or LEVELS[statement.certainty] >= LEVELS[self.certainty])
            and (self.direction is None or (self.direction == statement.direction and not statement.harm))
        )

    def asked(self) -> dict[str, str]:
        """Return the filters that were set, as an address writes them; `read` is the way back."""
        values = ((name, getattr(self, field)) for name, (field, _) in NAMES.items())
        plain = {name: "hide" if value is True else value for name, value in values}
        return {name: value for name, value in plain.items() if value not in (None, False, "everyone")}

    def without(self, name: str) -> "Filters":
        """Return these filters with one of them, by its name in the address, taken off."""
        field = NAMES[name].field
        return replace(self, **{field: getattr(Filters(), field)})


class Named(NamedTuple):
    """A filter in an address: the field it sets and the values it may have."""

    field: str
    values: tuple[str, ...]


NAMES: dict[str, Named] = {
    "population": Named("population", get_args(Shown)),
    "line": Named("line", get_args(LineStudied)),
    "certainty": Named("certainty", tuple(LEVELS)),
    "direction": Named("direction", get_args(Direction)),
    "class": Named("group", get_args(TherapyGroup)),
    "organ": Named("organ", get_args(Domain)),
    "borrowed": Named("hide_borrowed", ("hide",)),
}


class Unknown(NamedTuple):
    """A value that no filter of this name has; it was left out."""

    name: str
    value: str


def read(
    asked: Mapping[str, str], organs: Collection[str] = NAMES["organ"].values
) -> tuple[Filters, tuple[Unknown, ...]]:
    """Return the filters that an address asks for, and the values of them that mean nothing here.

    `organs` are those that the library has. Empty values and names that are no filter's ask for nothing. The lowest
    certainty is the same as none.
    """
    given = {name: asked[name] for name in NAMES if asked.get(name)}
    values = {name: known.values for name, known in NAMES.items()} | {"organ": organs}
    known = {name: value for name, value in given.items() if value in values[name]}
    fields: dict[str, Any] = {NAMES[name].field: value for name, value in known.items()}
    if "hide_borrowed" in fields:
        fields["hide_borrowed"] = True
    if fields.get("certainty") == "very-low":
        del fields["certainty"]
    return Filters(**fields), tuple(_unknown(given, known))


def _unknown(given: Mapping[str, str], known: Mapping[str, str]) -> Iterable[Unknown]:
    return (Unknown(name, value) for name, value in given.items() if name not in known)
