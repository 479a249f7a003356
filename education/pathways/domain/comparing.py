"""Two ways on from a step, side by side: what they share, where they part, and in what they differ.

The two are A and B everywhere. What an author says of a choice stands in its compare rows, the same in both lenses;
what was studied stands in its evidence, as the lens shows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, zip_longest
from typing import Literal, NamedTuple, get_args

from education.library.domain.strips import Strip
from education.pathways.domain.document import Choice, CompareKey, Lens
from education.pathways.domain.playable import Playable, worded
from education.pathways.domain.playing import screen, trail_to
from education.pathways.domain.screen import Feedback, Option, TrailItem, Visit
from education.pathways.domain.strips import strips_in

ORDER: tuple[CompareKey, ...] = get_args(CompareKey)

Why = Literal["same", "one-way"]


class UnknownChoice(LookupError):
    """A choice that the step does not have."""


class NothingToCompare(ValueError):
    """`why`: "same", one way was named twice; "one-way", one of the two lies on the other."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class ComparedRow:
    """What A and B are like in one respect, "" where nobody said. What is the same in both is no key difference."""

    row: CompareKey
    a: str
    b: str
    key_difference: bool

    @property
    def same(self) -> bool:
        """Say whether both sides read the same."""
        return self.a == self.b


@dataclass(frozen=True)
class ComparedEvidence:
    """Two statements of one kind, the leading ones or two of harm; None where a side has no such statement."""

    harm: bool
    a: Strip | None
    b: Strip | None


@dataclass(frozen=True)
class Way:
    """One side: the choice taken at the fork, and what followed where it was walked.

    `absent`: why the choice does not exist in this lens, "" when it does. `more`: its statements that are not set
    side by side. `steps`: the visits after the fork, in order. `end`: the visit this way came to, None where it was
    never taken. `feedback` is what the author holds of the choice, None unless it was taken.
    """

    letter: Literal["A", "B"]
    choice: str
    label: str
    line: str
    absent: str
    nothing_found: str
    more: int
    steps: tuple[TrailItem, ...] = ()
    end: int | None = None
    feedback: Feedback | None = None


@dataclass(frozen=True)
class Comparison:
    """Two ways on from the step `fork`, seen through `lens`.

    `trunk`: the visits both share before the fork; empty where nobody walks. `seq`: the visit at the fork, None then.
    `rows`: key differences first, then the others, each in the fixed order. `evidence`: the leading statements (also
    where there are none), then harm with harm. `meets`: short name of the first step of A that B came to as well, ""
    when they stay apart.
    """

    fork: str
    title: str
    short: str
    seq: int | None
    trunk: tuple[TrailItem, ...]
    a: Way
    b: Way
    rows: tuple[ComparedRow, ...]
    evidence: tuple[ComparedEvidence, ...]
    meets: str = ""

    @property
    def number(self) -> int:
        """Return the fork's number on the way, counted from 1."""
        return len(self.trunk) + 1


class Branch(NamedTuple):
    """A branch of a walk: its last visit, the answers by which it left the others, and the step it has come to."""

    seq: int
    answers: tuple[str, ...]
    short: str


def compare_options(playable: Playable, step: str, a: str, b: str, *, lens: Lens, today: date) -> Comparison:
    """Return two choices of a step side by side, before anybody took one.

    `today` decides what evidence is overdue. Raises UnknownStep, UnknownChoice, and NothingToCompare for one choice
    named twice.
    """
    sides = _choice(playable, step, a), _choice(playable, step, b)
    if a == b:
        raise NothingToCompare("same")
    shown = playable.view(step, lens)
    found = {option.key: option for option in (*shown.options, *shown.absent)}
    ways = [_way(playable, letter, choice, found[choice.key], lens) for letter, choice in zip("AB", sides, strict=True)]
    return Comparison(
        fork=step,
        title=shown.title,
        short=shown.short,
        seq=None,
        trunk=(),
        a=ways[0],
        b=ways[1],
        rows=compared_rows(*sides),
        evidence=tuple(_evidence(playable, found[a].strips, found[b].strips, today)),
    )


def compare_at(
    playable: Playable, visits: Sequence[Visit], seq: int, a: str, b: str, *, lens: Lens, today: date
) -> Comparison:
    """Return two choices of the step at visit `seq` side by side, with the way there and what was taken already.

    Raises UnknownVisit, UnknownChoice, NothingToCompare.
    """
    way = screen(playable, visits, seq=seq, lens=lens, today=today).trail
    found = compare_options(playable, way[-1].step, a, b, lens=lens, today=today)
    walked = [_walked(playable, visits, seq, side, lens, today) for side in (found.a, found.b)]
    return replace(found, seq=seq, trunk=way[:-1], a=walked[0], b=walked[1])


def compare_branches(
    playable: Playable, visits: Sequence[Visit], a_seq: int, b_seq: int, *, lens: Lens, today: date
) -> Comparison:
    """Return two branches of a walk side by side; a visit names the branch it lies on, to that branch's latest end.

    Branches part where their answers do, whichever visits they were given at. Raises UnknownVisit, NothingToCompare.
    """
    ends = [end_of(visits, seq) for seq in (a_seq, b_seq)]
    if ends[0] == ends[1]:
        raise NothingToCompare("same" if a_seq == b_seq else "one-way")
    one, other = (trail_to(visits, end) for end in ends)
    shared = _shared(one, other)
    if shared == min(len(one), len(other)):
        raise NothingToCompare("one-way")
    fork = one[shared - 1]
    found = compare_options(playable, fork.step, one[shared].choice, other[shared].choice, lens=lens, today=today)
    trails = [screen(playable, visits, seq=end, lens=lens, today=today).trail for end in ends]
    sides = [
        replace(side, steps=trail[shared:], end=end, feedback=_feedback(playable, visits, way[shared], lens, today))
        for side, trail, end, way in zip((found.a, found.b), trails, ends, (one, other), strict=True)
    ]
    return replace(
        found,
        seq=fork.seq,
        trunk=trails[0][: shared - 1],
        a=sides[0],
        b=sides[1],
        meets=_meets(trails[0], trails[1], shared),
    )


def branches(playable: Playable, visits: Sequence[Visit]) -> tuple[Branch, ...]:
    """Return every branch of a walk, the oldest end first."""
    parents = [visit.parent for visit in visits]
    ends = sorted(visit.seq for visit in visits if visit.seq not in parents)
    return tuple(_branch(playable, trail_to(visits, end), parents) for end in ends)


def end_of(visits: Sequence[Visit], seq: int) -> int:
    """Return the latest visit at or after visit `seq` on its branch. Raises UnknownVisit."""
    trail_to(visits, seq)
    below = {seq}
    for visit in sorted(visits, key=_number):
        if visit.parent in below:
            below.add(visit.seq)
    return max(below)


def compared_rows(a: Choice, b: Choice) -> tuple[ComparedRow, ...]:
    """Return what is said of either choice: key differences first, then the rest, each in the fixed order."""
    sides = [{row.row: row for row in choice.compare} for choice in (a, b)]
    rows = []
    for key in ORDER:
        one, other = (side.get(key) for side in sides)
        if one or other:
            texts = one.text if one else "", other.text if other else ""
            marked = any(row.key_difference for row in (one, other) if row)
            rows.append(ComparedRow(key, *texts, key_difference=marked and texts[0] != texts[1]))
    return tuple(sorted(rows, key=lambda row: not row.key_difference))


def _number(visit: Visit) -> int:
    """Return a visit's number, to sort by."""
    return visit.seq


def _choice(playable: Playable, step: str, key: str) -> Choice:
    """Return a choice of a step, in whichever lens it exists. Raises UnknownStep, UnknownChoice."""
    for choice in playable.step(step).choices:
        if choice.key == key:
            return choice
    raise UnknownChoice(f"{step}/{key}")


def _way(playable: Playable, letter: str, choice: Choice, option: Option, lens: Lens) -> Way:
    """Return one side as it is before anybody took it."""
    studied = strips_in(lens, choice.statements, playable.compiled.shelf)
    return Way(
        letter="A" if letter == "A" else "B",
        choice=choice.key,
        label=option.label,
        line=option.line,
        absent=option.absent,
        nothing_found=option.nothing_found,
        more=len(studied) - len(option.strips) if option.offer else 0,
    )


def _walked(playable: Playable, visits: Sequence[Visit], seq: int, side: Way, lens: Lens, today: date) -> Way:
    """Return a side with the latest way that was taken from visit `seq` by its choice, if any was."""
    taken = [visit for visit in visits if visit.parent == seq and visit.choice == side.choice]
    if not taken:
        return side
    first = max(taken, key=_number)
    end = end_of(visits, first.seq)
    trail = screen(playable, visits, seq=end, lens=lens, today=today).trail
    steps = tuple(item for item in trail if item.seq >= first.seq)
    return replace(side, steps=steps, end=end, feedback=_feedback(playable, visits, first, lens, today))


def _evidence(
    playable: Playable, one: Sequence[Strip], other: Sequence[Strip], today: date
) -> Iterator[ComparedEvidence]:
    """Yield the leading strips of two options, then harm with harm; what one side lacks is None."""
    statements = playable.compiled.shelf.statements

    def dated(strip: Strip | None) -> Strip | None:
        return replace(strip, overdue=statements[strip.key].review_by < today) if strip else None

    leads = [next((strip for strip in side if not strip.harm), None) for side in (one, other)]
    yield ComparedEvidence(False, *map(dated, leads))
    harms = ([strip for strip in side if strip.harm] for side in (one, other))
    yield from (ComparedEvidence(True, dated(a), dated(b)) for a, b in zip_longest(*harms))


def _shared(one: Sequence[Visit], other: Sequence[Visit]) -> int:
    """Return how many visits, counted from the root, were come to by the same answers."""
    shared = 0
    for mine, yours in zip(one, other, strict=False):
        if (mine.step, mine.choice) != (yours.step, yours.choice):
            break
        shared += 1
    return shared


def _feedback(playable: Playable, visits: Sequence[Visit], first: Visit, lens: Lens, today: date) -> Feedback | None:
    """Return what the author holds of the choice that led to a visit."""
    return screen(playable, visits, seq=first.seq, lens=lens, today=today).feedback


def _meets(one: Sequence[TrailItem], other: Sequence[TrailItem], shared: int) -> str:
    """Return the short name of the first step of one way after the fork that is on the other as well."""
    met = {item.step for item in other[shared:]}
    return next((item.short for item in one[shared:] if item.step in met), "")


def _branch(playable: Playable, way: Sequence[Visit], parents: Sequence[int | None]) -> Branch:
    """Return a branch with the answers given wherever another one leaves it."""
    answers = [
        worded(_choice(playable, before.step, visit.choice), "label", visit.lens)
        for before, visit in pairwise(way)
        if parents.count(before.seq) > 1
    ]
    return Branch(way[-1].seq, tuple(answers), playable.step(way[-1].step).short)
