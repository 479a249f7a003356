"""What a way through a pathway came to: asked, chosen, left and why; what stayed open; what it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from education.library.domain import citing
from education.library.domain.citing import SourceLabel, labels
from education.library.domain.records import Shelf
from education.library.domain.strips import Strip
from education.pathways.domain import playing
from education.pathways.domain.document import LENSES, Lens, StepKind
from education.pathways.domain.playable import Playable, check_block
from education.pathways.domain.screen import (
    CheckBlock,
    Feedback,
    Option,
    Screen,
    SeriesTable,
    StepView,
    TrailItem,
    Visit,
)


@dataclass(frozen=True)
class Left:
    """A choice that the way did not take; `seqs` are the visits it led to on other branches, if any."""

    label: str
    seqs: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """One step of the way: what it asked, what was chosen and what was left.

    `chosen` is "" at the visit asked for, where nothing has been chosen yet on this way. `strips` are those of the
    option chosen. `feedback` is what the author holds of it. `foreign`: the choice does not exist in the lens shown.
    """

    item: TrailItem
    kind: StepKind
    minutes: int
    vignette: str
    series: tuple[SeriesTable, ...]
    sources: tuple[SourceLabel, ...]
    chosen: str
    letter: str
    strips: tuple[Strip, ...]
    feedback: Feedback | None
    left: tuple[Left, ...]

    @property
    def foreign(self) -> bool:
        """Say whether the choice taken here does not exist in the lens shown."""
        return self.item.foreign


@dataclass(frozen=True)
class Differs:
    """What another population would change at one step of the way; `absent` are choices missing there, with why."""

    item: TrailItem
    difference: str
    absent: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ending:
    """Where another branch of the walk stands: it left the way at `fork` by the choice `label` and ended at `seq`."""

    fork: TrailItem
    label: str
    seq: int
    title: str
    outcome: bool


@dataclass(frozen=True)
class Source:
    """A reference in full; `links` are (label, address). `live` is False once retracted or unverified."""

    key: str
    label: str
    live: bool
    title: str
    authors: str
    where: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Recap:
    """A way from the root to one visit, looked back on through one lens.

    `complete`: the visit is an outcome. `minutes`: what the authors allow for the steps of the way, a step visited
    twice counted twice. `between`: from the first visit of the way to its last. `open_checks`: what is not settled or
    not known at every gate on the way, as it was visited last. `differing` is the population that `differs` is about:
    the other one, or the one shown where only that is noted; `closed` is why nothing is said of it.
    """

    screen: Screen
    steps: tuple[Asked, ...]
    complete: bool
    minutes: int
    between: timedelta
    open_checks: tuple[CheckBlock, ...]
    differing: Lens
    differs: tuple[Differs, ...]
    closed: str
    endings: tuple[Ending, ...]
    sources: tuple[Source, ...]


def recap(playable: Playable, visits: Sequence[Visit], *, seq: int, lens: Lens, today: date) -> Recap:
    """Return the recap of the way to visit `seq`, seen through `lens`.

    `visits`: the whole tree of one walk. `today` decides what evidence is overdue.
    Raises UnknownVisit, and UnknownStep when the edition has no such step.
    """
    way = playing.trail_to(visits, seq)
    screens = [playing.screen(playable, visits, seq=visit.seq, lens=lens, today=today) for visit in way]
    here = screens[-1]
    steps = tuple(_asked(playable, way, screens, place) for place in range(len(way)))
    differing = _differing(playable, lens)
    closed = next(state.reason for state in playable.lens_states if state.lens == differing)
    used = [source.key for screen, asked in zip(screens, steps, strict=True) for source in _used(screen, asked)]
    return Recap(
        screen=here,
        steps=steps,
        complete=here.step.kind == "outcome",
        minutes=sum(screen.step.minutes for screen in screens),
        between=way[-1].at - way[0].at,
        open_checks=tuple(_open_checks(playable, way)),
        differing=differing,
        differs=() if closed else tuple(_differs(playable, here.trail, differing)),
        closed=closed,
        endings=tuple(_endings(playable, visits, here.trail)),
        sources=sources(used, playable.compiled.shelf),
    )


def sources(keys: Iterable[str], shelf: Shelf) -> tuple[Source, ...]:
    """Return the references in full, each once, in this order; a key the shelf does not hold is left out."""
    found = []
    for line in labels(keys, shelf):
        record = shelf.references[line.key]
        found.append(
            Source(
                key=line.key,
                label=line.label,
                live=line.live,
                title=record.title,
                authors=citing.authors_line(record),
                where=citing.source_line(record),
                links=citing.links(record),
            )
        )
    return tuple(found)


def cited(step: StepView) -> tuple[str, ...]:
    """Return the keys of all sources that a step and its options show, each once, in reading order."""
    lines = [*step.sources]
    for option in step.options:
        lines += _cited_by(option)
    return tuple(dict.fromkeys(line.key for line in lines))


def _asked(playable: Playable, way: Sequence[Visit], screens: Sequence[Screen], place: int) -> Asked:
    """Return one step of the way; what the author holds of its choice is known at the visit after it."""
    screen, item = screens[place], screens[-1].trail[place]
    then = way[place + 1] if place + 1 < len(way) else None
    taken = _taken(playable, screen.step, then)
    return Asked(
        item=item,
        kind=screen.step.kind,
        minutes=screen.step.minutes,
        vignette=screen.step.vignette,
        series=screen.step.series,
        sources=screen.step.sources,
        chosen=item.answer,
        letter=taken.letter if taken else "",
        strips=taken.strips if taken else (),
        feedback=screens[place + 1].feedback if then else None,
        left=tuple(Left(one.label, one.taken) for one in screen.step.options if not then or one.key != then.choice),
    )


def _taken(playable: Playable, step: StepView, then: Visit | None) -> Option | None:
    """Return the option that led on from a step: as shown, or as its own lens shows it where this one does not."""
    if then is None:
        return None
    shown = (*step.options, *playable.view(step.key, then.lens).options)
    return next((one for one in shown if one.key == then.choice), None)


def _used(screen: Screen, asked: Asked) -> Iterator[SourceLabel]:
    """Yield the sources of what was read on the way: the step, the option chosen, what the author holds of it."""
    yield from screen.step.sources
    for option in screen.step.options:
        if option.letter == asked.letter:
            yield from _cited_by(option)
    yield from (source for strip in asked.strips for source in strip.sources)
    yield from asked.feedback.sources if asked.feedback else ()


def _cited_by(option: Option) -> tuple[SourceLabel, ...]:
    return (*option.sources, *option.further)


def _open_checks(playable: Playable, way: Sequence[Visit]) -> Iterator[CheckBlock]:
    """Yield what each gate on the way left open, once a gate."""
    last = {visit.step: visit.seq for visit in way}
    for visit in way:
        if last[visit.step] == visit.seq:
            block = check_block(playable.step(visit.step), only_open=True, seq=visit.seq)
            if block:
                yield block


def _differing(playable: Playable, lens: Lens) -> Lens:
    """Return the population whose differences are noted: the other one, unless notes exist for this one alone."""
    other = next(one for one in LENSES if one != lens)
    noted = {one for step in playable.compiled.pathway.steps for one in step.wordings}
    return lens if lens in noted and other not in noted else other


def _differs(playable: Playable, trail: Sequence[TrailItem], lens: Lens) -> Iterator[Differs]:
    """Yield each step of the way that differs in `lens`, once a step."""
    for item in {item.step: item for item in trail}.values():
        view = playable.view(item.step, lens)
        absent = tuple((one.label, one.absent) for one in view.absent)
        if view.difference or absent:
            yield Differs(item, view.difference, absent)


def _endings(playable: Playable, visits: Sequence[Visit], trail: Sequence[TrailItem]) -> Iterator[Ending]:
    """Yield the newest visit of every other branch, in the order in which they were left."""
    parents = {visit.parent for visit in visits}
    on_trail = {item.seq: item for item in trail}
    labels = {seq: label for item in trail for seq, label in item.left}
    for visit in sorted(visits, key=lambda visit: visit.seq):
        if visit.seq in parents or visit.seq in on_trail:
            continue
        way = playing.trail_to(visits, visit.seq)
        place = max(place for place, one in enumerate(way) if one.seq in on_trail)
        step = playable.step(visit.step)
        yield Ending(
            fork=on_trail[way[place].seq],
            label=labels[way[place + 1].seq],
            seq=visit.seq,
            title=step.title,
            outcome=step.kind == "outcome",
        )
