"""Teaching claims as their pages show them: the verdict, what speaks for and against it, what leans on it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from education.library.domain.citing import SourceLabel, labels
from education.library.domain.designs import design_line
from education.library.domain.library import ClaimPart, Library, MechanismNode, Reason, TeachingClaim
from education.library.domain.records import Population
from education.library.domain.standing import stands

Role = Literal["supports", "qualifies", "contradicts", "references"]
SIDES: tuple[Role, ...] = ("supports", "qualifies", "contradicts")


@dataclass(frozen=True)
class Source:
    """A reference behind a claim; of one that is not verified only the name is told: no design, no population."""

    label: SourceLabel
    design: str = ""
    population: Population | Literal[""] = ""


@dataclass(frozen=True)
class Side:
    """The references that speak one way; "references" are those that the claim rests on without taking a side."""

    role: Role
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Weighed:
    """A claim, or one of its parts, with what speaks each way; `parts` are weighed by themselves."""

    claim: TeachingClaim | ClaimPart
    sides: tuple[Side, ...]
    parts: tuple["Weighed", ...] = ()


def standing_claims(library: Library) -> tuple[TeachingClaim, ...]:
    """Return the claims that may be shown, in the order in which they are weighed: that of their keys."""
    return tuple(one for _key, one in sorted(library.claims.items()) if stands(one, library))


def weighed(claim: TeachingClaim, library: Library) -> Weighed:
    """Return a claim with its sources: the three sides, empty ones too, and the rest where there is one."""
    sides = [_side(role, getattr(claim, role), library) for role in SIDES]
    told = {source.label.key for side in sides for source in side.sources}
    rest = _side("references", (key for key in claim.references if key not in told), library)
    parts = tuple(_part(part, library) for part in claim.parts)
    return Weighed(claim, (*sides, rest) if rest.sources else tuple(sides), parts)


def reasons_of(claim: TeachingClaim, library: Library) -> tuple[Reason, ...]:
    """Return the reasons that may be shown and lean on a claim, by title."""
    leaning = (one for one in library.reasons.values() if claim.key in one.claims and stands(one, library))
    return tuple(sorted(leaning, key=lambda one: one.title))


def nodes_of(reasons: Iterable[Reason], library: Library) -> tuple[MechanismNode, ...]:
    """Return the parts of the mechanism map that reasons name and that may be shown, each once."""
    keys = dict.fromkeys(key for reason in reasons for key in reason.nodes)
    found = (library.nodes[key] for key in keys if key in library.nodes)
    return tuple(one for one in found if stands(one, library))


def next_to_weigh(
    claims: Sequence[TeachingClaim], done: Collection[str], *, after: str = "", most: int = 1
) -> tuple[TeachingClaim, ...]:
    """Return at most `most` claims that are not `done`, in order: those behind `after` first, then from the beginning.

    `after` itself is never among them.
    """
    place = next((number for number, one in enumerate(claims, start=1) if one.key == after), 0)
    waiting = (one for one in (*claims[place:], *claims[:place]) if one.key not in done and one.key != after)
    return tuple(one for _number, one in zip(range(most), waiting, strict=False))


def _part(part: ClaimPart, library: Library) -> Weighed:
    sides = (_side(role, getattr(part, role), library) for role in SIDES)
    return Weighed(part, tuple(side for side in sides if side.sources))


def _side(role: Role, keys: Iterable[str], library: Library) -> Side:
    return Side(role, tuple(_source(label, library) for label in labels(keys, library)))


def _source(label: SourceLabel, library: Library) -> Source:
    reference = library.references[label.key]
    if not reference.verified:
        return Source(label)
    return Source(label, design_line([reference]), reference.population)
