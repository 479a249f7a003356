"""Why treatment fails, as its pages tell it: an index by group, and one reason with everything it leads on to.

Only what stands (`standing.py`) is told; the rest is counted. What follows never gives away how a claim was weighed:
readers weigh it themselves first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from education.library.domain.citing import SourceLabel, labels
from education.library.domain.library import (
    Library,
    MechanismNode,
    OpenQuestion,
    PaediatricFact,
    Reason,
    ReasonGroup,
    TeachingClaim,
)
from education.library.domain.limits import Limit
from education.library.domain.markup import citations
from education.library.domain.standing import rests_on, stands, text_stands

SectionName = Literal["mechanism", "in_patients", "in_laboratory", "in_clinic", "what_to_do", "not_known"]
GROUPS: tuple[ReasonGroup, ...] = get_args(ReasonGroup)


@dataclass(frozen=True)
class Section:
    """One section of a reason; "" as its text when none of its sources may carry a fact."""

    name: SectionName
    text: str


@dataclass(frozen=True)
class Fact:
    """A fact of children with its sources."""

    fact: PaediatricFact
    sources: tuple[SourceLabel, ...]


@dataclass(frozen=True)
class Question:
    """An open question with the sources that it names, verified or not."""

    question: OpenQuestion
    sources: tuple[SourceLabel, ...]


@dataclass(frozen=True)
class Told:
    """A reason in full. `unverified` counts the records it leads on to that may not be shown.

    `sources` name what its texts cite; `before` and `after` are its neighbours in the order of the index.
    """

    reason: Reason
    lead: str
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    facts: tuple[Fact, ...]
    limits: tuple[Limit, ...]
    claims: tuple[TeachingClaim, ...]
    nodes: tuple[MechanismNode, ...]
    unverified: int
    sources: tuple[SourceLabel, ...]
    before: Reason | None
    after: Reason | None


@dataclass(frozen=True)
class Entry:
    """A reason in the index; "" as its lead when none of the lead's sources may carry a fact."""

    reason: Reason
    lead: str


@dataclass(frozen=True)
class Group:
    """The reasons of one group in their order."""

    name: ReasonGroup
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Index:
    """Every reason that stands; `first` are those that come before all others, `sources` name what the leads cite.

    `claims` counts the teaching claims to weigh, `pathways` are the slugs that any reason leads on to.
    """

    first: tuple[Entry, ...]
    groups: tuple[Group, ...]
    claims: int
    pathways: tuple[str, ...]
    unverified: int
    sources: tuple[SourceLabel, ...]


def index(library: Library) -> Index:
    """Return the reasons of a library by group, in their order."""
    shown = in_order(library)
    by_group = {
        name: tuple(Entry(one, _kept(one.lead, library)) for one in shown if one.group == name) for name in GROUPS
    }
    first = by_group.pop("definition")
    return Index(
        first=first,
        groups=tuple(Group(name, entries) for name, entries in by_group.items() if entries),
        claims=sum(stands(claim, library) for claim in library.claims.values()),
        pathways=tuple(dict.fromkeys(slug for one in shown for slug in one.pathways)),
        unverified=len(library.reasons) - len(shown),
        sources=labels((key for one in shown for key in citations(one.lead)), library),
    )


def in_order(library: Library) -> tuple[Reason, ...]:
    """Return the reasons that stand, group by group."""
    shown = (one for one in library.reasons.values() if stands(one, library))
    return tuple(sorted(shown, key=lambda one: (GROUPS.index(one.group), one.position, one.key)))


def tell(reason: Reason, library: Library, *, today: date) -> Told:
    """Return a reason that stands, with what it leads on to; `today` decides which limits are overdue."""
    claims = _standing(reason.claims, library.claims, library)
    facts = _standing(reason.facts, library.facts, library)
    limits = _standing(reason.thresholds, library.thresholds, library)
    nodes = _standing(reason.nodes, library.nodes, library)
    listed = len(reason.claims) + len(reason.facts) + len(reason.thresholds) + len(reason.nodes)
    before, after = _beside(reason, in_order(library))
    return Told(
        reason=reason,
        lead=_kept(reason.lead, library),
        sections=tuple(_sections(reason, library)),
        questions=tuple(_questions(reason, library)),
        facts=tuple(Fact(one, labels(one.references, library)) for one in facts),
        limits=tuple(Limit(one, labels(rests_on(one), library), (), one.review_by < today) for one in limits),
        claims=claims,
        nodes=nodes,
        unverified=listed - len(claims) - len(facts) - len(limits) - len(nodes),
        sources=labels(rests_on(reason), library),
        before=before,
        after=after,
    )


def _sections(reason: Reason, library: Library) -> Iterable[Section]:
    """Yield the sections that say something; one whose sources all fell away is there with an empty text."""
    for name in get_args(SectionName):
        text = getattr(reason, name)
        if text:
            yield Section(name, _kept(text, library))


def _kept(text: str, library: Library) -> str:
    return text if text_stands(text, library) else ""


def _standing(keys: Iterable[str], records: Any, library: Library) -> tuple[Any, ...]:
    return tuple(records[key] for key in keys if key in records and stands(records[key], library))


def _questions(reason: Reason, library: Library) -> Iterable[Question]:
    for key in reason.questions:
        question = library.questions.get(key)
        if question is not None:
            yield Question(question, labels(question.references, library))


def _beside(reason: Reason, order: Sequence[Reason]) -> tuple[Reason | None, Reason | None]:
    """Return the reasons before and after one that is in `order`."""
    at = order.index(reason)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)
