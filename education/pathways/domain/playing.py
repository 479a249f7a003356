"""What a learner sees at one visit of a walk: the step, the way that led there, and what stays open.

A walk is a tree of visits. Everything here is worked out from the edition and the recorded visits alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from education.library.domain.citing import labels
from education.library.domain.markup import citations
from education.library.domain.strips import Strip
from education.pathways.domain.document import LENSES, Choice, Lens
from education.pathways.domain.playable import Playable, check_block, worded
from education.pathways.domain.screen import (
    CheckBlock,
    Feedback,
    Option,
    Screen,
    StepView,
    TrailItem,
    Visit,
)

KEEPS_CHECKS = ("decision", "equipoise", "therapy", "trial")


class UnknownVisit(LookupError):
    """A visit that the walk does not have."""


class NotOffered(LookupError):
    """A choice that the step does not offer in this lens."""


def screen(playable: Playable, visits: Sequence[Visit], *, seq: int, lens: Lens, today: date) -> Screen:
    """Return everything the player shows at visit `seq` of a walk, seen through `lens`.

    `visits`: the whole tree of one walk, in any order. `today` decides what evidence is overdue.
    Raises UnknownVisit, and UnknownStep when the edition has no such step.
    """
    way = trail_to(visits, seq)
    pathway, shelf = playable.compiled.pathway, playable.compiled.shelf
    organ = shelf.organs.get(pathway.organ)
    return Screen(
        slug=playable.slug,
        title=playable.title,
        organ=organ.name if organ else pathway.organ,
        organ_key=pathway.organ,
        language=pathway.language,
        lens=lens,
        lenses=playable.lens_states,
        seq=seq,
        step=_step(playable, visits, way[-1], lens, today),
        kept_checks=_kept_checks(playable, way),
        trail=_trail(playable, visits, way, lens),
        ahead=playable.ahead(way[-1].step, lens),
        feedback=_feedback(playable, way),
        other_difference=_other_difference(playable, way[-1].step, lens),
        reviewed=bool(playable.compiled.sign_offs),
        review_by=pathway.review_by,
    )


def target_of(playable: Playable, step: str, choice: str, lens: Lens) -> str:
    """Return the step that a choice leads to. Raises UnknownStep, and NotOffered when this lens does not offer it."""
    for offered in playable.choices(step, lens):
        if offered.key == choice:
            return offered.target
    raise NotOffered(f"{step}/{choice} in the {lens} lens")


def latest(visits: Sequence[Visit]) -> Visit:
    """Return the visit made last. Raises UnknownVisit for a walk without any."""
    if not visits:
        raise UnknownVisit("the walk has no visits")
    return max(visits, key=lambda visit: visit.seq)


def trail_to(visits: Sequence[Visit], seq: int) -> tuple[Visit, ...]:
    """Return the visits from the root to visit `seq`, both included.

    Raises UnknownVisit for a number the walk does not have, and for a visit that comes from a later one.
    """
    known = {visit.seq: visit for visit in visits}
    way: list[Visit] = []
    wanted: int | None = seq
    while wanted is not None:
        if wanted not in known or (way and wanted >= way[-1].seq):
            raise UnknownVisit(wanted)
        way.append(known[wanted])
        wanted = known[wanted].parent
    return tuple(reversed(way))


def _step(playable: Playable, visits: Sequence[Visit], here: Visit, lens: Lens, today: date) -> StepView:
    """Return the step on screen with what this walk and this day add: choices already taken, evidence overdue."""
    view = playable.view(here.step, lens)
    statements = playable.compiled.shelf.statements
    taken = [(visit.choice, visit.seq) for visit in visits if visit.parent == here.seq]

    def dated(strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
        return tuple(replace(one, overdue=True) if statements[one.key].review_by < today else one for one in strips)

    def lived(option: Option) -> Option:
        numbers = tuple(sorted(seq for choice, seq in taken if choice == option.key))
        strips, more = dated(option.strips), dated(option.more)
        if (numbers, strips, more) == (option.taken, option.strips, option.more):
            return option
        return replace(option, taken=numbers, strips=strips, more=more)

    return replace(view, strips=dated(view.strips), options=tuple(lived(option) for option in view.options))


def _trail(playable: Playable, visits: Sequence[Visit], way: Sequence[Visit], lens: Lens) -> tuple[TrailItem, ...]:
    """Return one item for each visit on the way; the last one is here."""
    children: dict[int, list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: visit.seq):
        if visit.parent is not None:
            children.setdefault(visit.parent, []).append(visit)
    following: list[Visit | None] = [*way[1:], None]
    return tuple(
        _trail_item(playable, number, visit, then, children.get(visit.seq, []), lens)
        for number, (visit, then) in enumerate(zip(way, following, strict=True), start=1)
    )


def _trail_item(
    playable: Playable, number: int, visit: Visit, then: Visit | None, children: Sequence[Visit], lens: Lens
) -> TrailItem:
    """Return a visit as the trail shows it; `then` is the next visit on the way, None at the last."""
    step = playable.step(visit.step)
    offered = {choice.key for choice in playable.choices(visit.step, lens)}
    return TrailItem(
        number=number,
        seq=visit.seq,
        step=step.key,
        kind=step.kind,
        short=step.short,
        title=step.title,
        answer=_label(playable, visit, then) if then else "",
        lens=visit.lens,
        here=then is None,
        left=tuple((child.seq, _label(playable, visit, child)) for child in children if child != then),
        untaken=len(offered - {child.choice for child in children}),
        foreign=then is not None and then.choice not in offered,
    )


def _label(playable: Playable, visit: Visit, then: Visit) -> str:
    """Return the label of the choice that led from one visit to the next, as it was worded then."""
    return worded(_choice(playable, visit, then), "label", then.lens)


def _choice(playable: Playable, visit: Visit, then: Visit) -> Choice:
    """Return the choice that led from one visit to the next. Raises NotOffered when the step has none of that key."""
    for choice in playable.step(visit.step).choices:
        if choice.key == then.choice:
            return choice
    raise NotOffered(f"{visit.step}/{then.choice}")


def _kept_checks(playable: Playable, way: Sequence[Visit]) -> tuple[CheckBlock, ...]:
    """Return what stays in sight at a decision: whether resistance was only apparent, and all still open."""
    if playable.step(way[-1].step).kind not in KEEPS_CHECKS:
        return ()
    return tuple(_open_blocks(playable, way))


def _open_blocks(playable: Playable, way: Sequence[Visit]) -> Iterator[CheckBlock]:
    """Yield the latest "only apparent?" gate in full and the other gates' open checks, in the order of the way.

    A gate that was visited more than once counts where it was visited last.
    """
    last = {visit.step: visit.seq for visit in way}
    gates = [visit for visit in way if last[visit.step] == visit.seq and playable.step(visit.step).kind == "gate"]
    apparent = [visit.seq for visit in gates if playable.step(visit.step).flavour == "only-apparent"]
    for visit in gates:
        in_full = visit.seq in apparent[-1:]
        block = check_block(playable.step(visit.step), only_open=not in_full, seq=visit.seq)
        if block:
            yield block


def _feedback(playable: Playable, way: Sequence[Visit]) -> Feedback | None:
    """Return what the author holds of the choice that led here; None at the root and where nothing was written."""
    if len(way) == 1:
        return None
    choice = _choice(playable, way[-2], way[-1])
    text = worded(choice, "feedback", way[-1].lens)
    # "Reasonable" is what a verdict is when nobody gave one; any other says something even without a text.
    if not text and choice.verdict == "reasonable":
        return None
    sources = labels(citations(text), playable.compiled.shelf)
    return Feedback(label=_label(playable, way[-2], way[-1]), verdict=choice.verdict, text=text, sources=sources)


def _other_difference(playable: Playable, step: str, lens: Lens) -> str:
    """Return the sentence on what the other lens would change here, "" where it has none."""
    other = next(one for one in LENSES if one != lens)
    wording = playable.step(step).wordings.get(other)
    return wording.difference if wording else ""
