"""What may be shown as fact: a verified record that a verified, unretracted source stands behind."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from education.library.domain.library import (
    ClaimPart,
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
from education.library.domain.records import Reference

Claiming = (
    LibraryStatement
    | Recommendation
    | Threshold
    | MechanismNode
    | MechanismEdge
    | TherapyTarget
    | TeachingClaim
    | PaediatricFact
    | Reason
)
"""A record that states a fact."""


class Held(Protocol):
    """Whatever has references by key: a whole library, or the shelf of an edition."""

    @property
    def references(self) -> Mapping[str, Reference]:
        """Return the references by key."""


def is_live(reference: Reference | None) -> bool:
    """Say whether a reference may carry a fact: it is there, verified and not retracted."""
    return reference is not None and reference.verified and reference.retraction != "retracted"


def any_live(keys: Iterable[str], held: Held) -> bool:
    """Say whether one of the references may carry a fact."""
    return any(is_live(held.references.get(key)) for key in keys)


def stands(record: Claiming, library: Library) -> bool:
    """Say whether a record may be shown as fact: verified, and resting on at least one live reference."""
    return record.verified and any_live(rests_on(record), library)


def rests_on(record: Claiming) -> tuple[str, ...]:
    """Return the keys of the references that a record rests on, each once, the leading one first."""
    if isinstance(record, Recommendation):
        return (record.guideline,)
    if isinstance(record, Threshold):
        return tuple(dict.fromkeys((record.source, *record.also)))
    if isinstance(record, TeachingClaim):
        return tuple(dict.fromkeys(_weighed(record)))
    if isinstance(record, Reason):
        return tuple(dict.fromkeys(key for _field, text in texts("reasons", record) for key in citations(text)))
    return tuple(dict.fromkeys(record.references))


def text_stands(text: str, held: Held) -> bool:
    """Say whether a text may be shown: what it cites, if it cites at all, has a live reference among it."""
    cited = citations(text)
    return not cited or any_live(cited, held)


def _weighed(claim: TeachingClaim) -> Iterable[str]:
    """Yield the references of a claim and of its parts, whichever way they speak."""
    yield from claim.references
    weighed: tuple[TeachingClaim | ClaimPart, ...] = (claim, *claim.parts)
    for one in weighed:
        yield from (*one.supports, *one.qualifies, *one.contradicts)
