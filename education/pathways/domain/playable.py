"""A published pathway held ready in memory: the same for everyone, asked at every step of every walk."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cached_property
from itertools import count, groupby
from string import ascii_uppercase

from education.core.domain.canonical import canonical, fingerprint
from education.core.domain.strict import Strict
from education.library.domain.citing import labels
from education.library.domain.markup import citations
from education.library.domain.records import Shelf
from education.pathways.domain import graph
from education.pathways.domain.document import LENSES, Choice, CompiledPathway, Lens, Step
from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.screen import CheckBlock, CheckLine, LensState, Option, SeriesTable, StepView
from education.pathways.domain.strips import WORDS, led, nothing_found, strips_in

_serials = count()


class Playable:
    """A compiled pathway with every answer worked out at most once; nothing in it changes while it is used.

    It knows nothing of walks or of the day; `serial` tells it from any other of this process. It also opens a draft
    that checks would refuse, so that an educator can look at one step of it: a choice that leads nowhere is then on no
    graph, and what is not on the shelf is left out.
    """

    def __init__(self, compiled: CompiledPathway) -> None:
        self.serial = next(_serials)
        self.compiled = compiled
        self.slug = compiled.pathway.slug
        self.title = compiled.pathway.title
        self.outcomes = tuple(step.key for step in compiled.pathway.steps if step.kind == "outcome")
        self.lens_states = tuple(_lens_state(compiled, lens) for lens in LENSES)
        self._steps = {step.key: step for step in compiled.pathway.steps}
        self._edges = {lens: self._known_edges(lens) for lens in LENSES}
        self._ahead = {lens: graph.distance_to_any(self.outcomes, self._edges[lens]) for lens in LENSES}
        self._views: dict[tuple[str, Lens], StepView] = {}
        self._choices: dict[tuple[str, Lens], tuple[Choice, ...]] = {}
        self._onward: dict[tuple[str, Lens], frozenset[str]] = {}
        self._hashes: dict[str, str] = {}

    @cached_property
    def start(self) -> str:
        """Return the key of the step where a walk begins. Raises UnknownStep for a draft without one."""
        for step in self._steps.values():
            if step.kind == "start":
                return step.key
        raise UnknownStep(f"no step of kind “start” in {self.slug}")

    def step(self, key: str) -> Step:
        """Return a step as its authors wrote it. Raises UnknownStep."""
        try:
            return self._steps[key]
        except KeyError:
            raise UnknownStep(key) from None

    def choices(self, step: str, lens: Lens) -> tuple[Choice, ...]:
        """Return the choices offered at a step in this lens, in the author's order. Raises UnknownStep."""
        kept = self._choices.get((step, lens))
        if kept is None:
            offered = (choice for choice in self.step(step).choices if graph.exists_in(choice, lens))
            kept = self._choices[step, lens] = tuple(offered)
        return kept

    def onward(self, step: str, lens: Lens) -> frozenset[str]:
        """Return the steps that are two choices away and not one. Raises KeyError for a step that is not there."""
        kept = self._onward.get((step, lens))
        if kept is None:
            edges = self._edges[lens]
            further = {target for near in edges[step] for target in edges[near]}
            kept = self._onward[step, lens] = frozenset(further.difference(edges[step]))
        return kept

    def edges(self, lens: Lens) -> Mapping[str, tuple[str, ...]]:
        """Return who leads where in this lens, every step included."""
        return self._edges[lens]

    def ahead(self, step: str, lens: Lens) -> int:
        """Return how many choices the nearest outcome is away: 0 at an outcome, and where no way leads to one."""
        return self._ahead[lens].get(self.step(step).key, 0)

    def view(self, step: str, lens: Lens) -> StepView:
        """Return what a step shows in this lens, before anybody has walked it. Raises UnknownStep."""
        kept = self._views.get((step, lens))
        if kept is None:
            kept = self._views[step, lens] = step_view(self.step(step), lens, self.compiled.shelf, self._told_at)
        return kept

    def step_hash(self, key: str) -> str:
        """Return the SHA-256 (hex) of a step with the statements, references and therapies it cites.

        Two editions agree on it exactly when a learner would read the same there; a later review date alone is no
        change. Raises UnknownStep.
        """
        kept = self._hashes.get(key)
        if kept is None:
            sealed = SealedStep(step=self.step(key), shelf=undated(shelf_of(self.step(key), self.compiled.shelf)))
            kept = self._hashes[key] = fingerprint(canonical(sealed))
        return kept

    def _told_at(self, step: str) -> tuple[str, ...]:
        """Return the statements that a step tells in full; none where a draft names a step that is not there."""
        return self._steps[step].statements if step in self._steps else ()

    def _known_edges(self, lens: Lens) -> dict[str, tuple[str, ...]]:
        """Return the lens's graph without ends that a draft only names."""
        drawn = graph.edges(self.compiled.pathway, lens)
        return {step: tuple(target for target in targets if target in drawn) for step, targets in drawn.items()}


class SealedStep(Strict):
    """A step and all the evidence behind it: what its hash is taken over."""

    step: Step
    shelf: Shelf


def shelf_of(step: Step, shelf: Shelf) -> Shelf:
    """Return the statements, references and therapies that a step cites, directly or through a statement."""
    keys = dict.fromkeys((*step.statements, *(key for choice in step.choices for key in choice.statements)))
    statements = {key: shelf.statements[key] for key in keys if key in shelf.statements}
    named = {one.therapy for one in statements.values()} | {choice.therapy for choice in step.choices}
    therapies = {key: one for key, one in shelf.therapies.items() if key in named}
    sources = {key for one in statements.values() for key in one.references}
    for record in (step, *statements.values(), *therapies.values()):
        sources.update(citations(canonical(record)))
    references = {key: one for key, one in shelf.references.items() if key in sources}
    return Shelf(statements=statements, references=references, therapies=therapies)


def undated(shelf: Shelf) -> Shelf:
    """Return the records without their review dates."""
    stripped = {
        kind: {key: one.model_copy(update={"review_by": date.max}) for key, one in getattr(shelf, kind).items()}
        for kind in ("references", "statements", "therapies")
    }
    return shelf.model_copy(update=stripped)


def step_view(step: Step, lens: Lens, shelf: Shelf, told_at: Callable[[str], Collection[str]]) -> StepView:
    """Return a step as this lens words it; its sources are all that its texts and strips cite.

    `told_at`: the statements that the step of a key tells in full.
    """
    wording = step.wordings.get(lens)
    body = wording.body if wording and wording.body else step.body
    why = wording.why if wording and wording.why else step.why
    strips = strips_in(lens, step.statements, shelf)
    cited = [*citations(f"{step.vignette} {body} {why}"), *(source.key for one in strips for source in one.sources)]
    options = [option(choice, lens, place, shelf, told_at(choice.target)) for place, choice in enumerate(step.choices)]
    return StepView(
        key=step.key,
        kind=step.kind,
        flavour=step.flavour,
        title=step.title,
        short=step.short,
        vignette=step.vignette,
        body=body,
        why=why,
        minutes=step.minutes,
        roles=step.roles,
        checks=check_block(step),
        series=_series(step),
        strips=strips,
        sources=labels(cited, shelf),
        difference=wording.difference if wording else "",
        options=tuple(one for one in options if one.offer),
        absent=tuple(one for one in options if not one.offer),
    )


def option(choice: Choice, lens: Lens, place: int, shelf: Shelf, told: Collection[str] = ()) -> Option:
    """Return a choice as this lens offers it, or why it does not.

    `told`: the statements that the step it leads to tells in full, which need not be told here as well.
    `place` is its place among all the step's choices: the letter comes from it, so that it is the same in both lenses.
    """
    therapy = shelf.therapies.get(choice.therapy) if choice.therapy else None
    offered = graph.exists_in(choice, lens)
    strips = strips_in(lens, choice.statements, shelf) if offered else ()
    shown, more = led(strips)
    rationale = worded(choice, "rationale", lens) if offered else ""
    word = therapy.child_word if therapy and offered and lens == "child" else ""
    inline = citations(f"{rationale} {word}")
    behind = [source.key for one in strips for source in one.sources if source.key not in inline]
    return Option(
        key=choice.key,
        letter=ascii_uppercase[place % 26] * (place // 26 + 1),
        label=worded(choice, "label", lens),
        line=worded(choice, "line", lens),
        rationale=rationale,
        therapy=therapy.name if therapy else choice.therapy or "",
        strips=shown,
        more=tuple(one for one in more if one.key not in told),
        untold=tuple(one for one in shown if one.key not in told),
        sources=labels(inline, shelf),
        further=labels(behind, shelf),
        nothing_found=nothing_found(therapy, lens, strips, shelf) if offered else "",
        child_word=word,
        absent="" if offered else choice.absent.get(lens, "") or WORDS[f"not worded for {lens}"],
    )


def worded(choice: Choice, field: str, lens: Lens) -> str:
    """Return a text of a choice (label, line, rationale, feedback) in the words of this lens."""
    wording = choice.wordings.get(lens)
    own: str = getattr(choice, field)
    return getattr(wording, field, "") or own


def check_block(step: Step, *, only_open: bool = False, seq: int | None = None) -> CheckBlock | None:
    """Return the checks of a gate, or only those not settled and not known; None where there are none.

    `settled` counts among the checks that are listed. Only gates have a flavour, so only gates have checks.
    """
    lines = tuple(
        CheckLine(check.key, check.state, check.text)
        for check in step.checks
        if not (only_open and check.state == "settled")
    )
    if step.flavour is None or not lines:
        return None
    settled = sum(line.state == "settled" for line in lines)
    return CheckBlock(flavour=step.flavour, title=step.title, checks=lines, settled=settled, seq=seq)


def _series(step: Step) -> tuple[SeriesTable, ...]:
    """Return the vignette's measurements, a table for each measure and unit, months in order."""
    drawn = {(point.measure, point.unit): place for place, point in reversed(list(enumerate(step.series)))}
    ordered = sorted(step.series, key=lambda point: (drawn[point.measure, point.unit], point.month))
    return tuple(
        SeriesTable(measure=measure, unit=unit, points=tuple((point.month, point.value) for point in points))
        for (measure, unit), points in groupby(ordered, key=lambda point: (point.measure, point.unit))
    )


def _lens_state(compiled: CompiledPathway, lens: Lens) -> LensState:
    """Return whether a lens is open, why not, and whether the vignette is about its population."""
    return LensState(
        lens=lens,
        open=graph.has_graph(compiled.pathway, lens),
        reason=graph.closed_reason(compiled.pathway, lens),
        fits=lens in compiled.pathway.populations,
    )
