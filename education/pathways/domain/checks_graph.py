"""Checks of the graph: where a pathway begins and ends, and what has to be passed on the way.

Each runs on every open lens's own graph. What holds in all of them is said once; what holds in one names it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from education.core.domain.problems import Level, Problem
from education.pathways.domain.document import LENSES, Choice, Flavour, Lens, Pathway, Step
from education.pathways.domain.graph import (
    Edges,
    components,
    distance_to_any,
    edges,
    exists_in,
    has_graph,
    reachable,
    shortest_way,
)

TREATMENTS = ("therapy", "trial")
GATES_BEFORE_TREATMENT: Mapping[Flavour, str] = {
    "only-apparent": "is the resistance only apparent?",
    "wanted-safe-available": "is it wanted, safe and available?",
}


def graph_problems(pathway: Pathway) -> Iterator[Problem]:
    """Yield the problems of the graph; those of a lens need a start and a lens that is open."""
    yield from _key_problems(pathway)
    starts = [step for step in pathway.steps if step.kind == "start"]
    if not starts:
        fix = "Make the step that holds the vignette a start."
        yield _review("no-start", "", "The pathway has no step of the kind start.", fix)
    for extra in starts[1:]:
        said = f"“{extra.short}” is a second start; the first is “{starts[0].short}”."
        yield _review("several-starts", extra.key, said, "Keep one start and give the others another kind.")
    lenses = [lens for lens in LENSES if has_graph(pathway, lens)]
    if starts and lenses:
        yield from _unreachable(pathway, starts[0], lenses)
        yield from _said_once({lens: list(_lens_problems(pathway, starts[0], lens)) for lens in lenses})


def gates_passed_by(start: str, targets: frozenset[str], gates: frozenset[str], edges: Edges) -> frozenset[str]:
    """Return the targets that can be reached from `start` without passing any of the gates.

    A target that is itself one of the gates counts as passing it. Raises UnknownStep.
    """
    return targets & reachable(start, _without(gates, edges)) if start not in gates else frozenset()


def _key_problems(pathway: Pathway) -> Iterator[Problem]:
    """Yield keys used twice, and targets that are no step."""
    keys = Counter(step.key for step in pathway.steps)
    for key in (key for key, count in keys.items() if count > 1):
        yield _review("duplicate-key", key, f"{keys[key]} steps have the key “{key}”.", "Give each step its own key.")
    for step in pathway.steps:
        for key, count in Counter(choice.key for choice in step.choices).items():
            if count > 1:
                said = f"{count} choices of “{step.short}” have the key “{key}”."
                yield _review("duplicate-key", f"{step.key}/{key}", said, "Give each choice of a step its own key.")
        for choice in step.choices:
            yield from _rows_twice(step, choice)
            if choice.target not in keys:
                said = f"The choice “{choice.label}” leads to “{choice.target}”, which is no step."
                fix = "Point it at a step of this pathway, or add that step."
                yield _review("unknown-target", f"{step.key}/{choice.key}", said, fix)


def _rows_twice(step: Step, choice: Choice) -> Iterator[Problem]:
    """Yield the respects in which a choice is described more than once."""
    for row, count in Counter(one.row for one in choice.compare).items():
        if count > 1:
            said = f"The choice “{choice.label}” has {count} rows “{row}” for comparing."
            yield _review("compare-row-twice", f"{step.key}/{choice.key}", said, "Keep one of them.")


def _unreachable(pathway: Pathway, start: Step, lenses: list[Lens]) -> Iterator[Problem]:
    """Yield the steps that no open lens reaches; a step for one population only is no mistake."""
    met = frozenset[str]().union(*(reachable(start.key, _known_edges(pathway, lens)) for lens in lenses))
    for step in pathway.steps:
        if step.key not in met:
            fix = "Point a choice at it, or remove it."
            yield _review("unreachable", step.key, f"No way from the start leads to “{step.short}”.", fix)


def _lens_problems(pathway: Pathway, start: Step, lens: Lens) -> Iterator[Problem]:
    """Yield the problems of one lens's graph."""
    graph = _known_edges(pathway, lens)
    met = reachable(start.key, graph)
    steps = {step.key: step for step in pathway.steps if step.key in met}
    yield from _red_flag(start, steps, lens)
    for step in steps.values():
        yield from _dead_end(step, lens)
    yield from _loops(steps, graph)
    yield from _treatments(start.key, steps, graph)
    yield from _urgent(start.key, steps, graph)
    yield from _outcomes(start.key, steps, graph)


def _red_flag(start: Step, steps: Mapping[str, Step], lens: Lens) -> Iterator[Problem]:
    """Yield a start that does not ask what cannot wait."""
    targets = [choice.target for choice in start.choices if exists_in(choice, lens)]
    if not any(key in steps and steps[key].kind == "urgent" for key in targets):
        said = f"No choice of the start “{start.short}” leads to an urgent step."
        yield _review(
            "start-without-red-flag", start.key, said, "Ask for red flags first, with a way to an urgent step."
        )


def _dead_end(step: Step, lens: Lens) -> Iterator[Problem]:
    """Yield a step that ends too early, or an outcome that does not end."""
    ways = [choice for choice in step.choices if exists_in(choice, lens)]
    if step.kind != "outcome" and not ways:
        fix = "Add a choice, or make it an outcome."
        yield _review("dead-end", step.key, f"“{step.short}” is no outcome, and nothing leads on from it.", fix)
    if step.kind == "outcome" and ways:
        fix = "Remove its choices, or give the step another kind."
        yield _review("dead-end", step.key, f"“{step.short}” is an outcome, yet {ways[0].label!r} leads on.", fix)


def _loops(steps: Mapping[str, Step], graph: Edges) -> Iterator[Problem]:
    """Yield each loop that nothing leads out of."""
    inside = {key: graph[key] for key in steps}
    ends = [key for key, ways in inside.items() if not ways or steps[key].kind == "outcome"]
    stuck = inside.keys() - distance_to_any(ends, inside).keys()
    for group in components(inside):
        if group <= stuck and all(target in group for key in group for target in inside[key]):
            round_trip = [key for key in steps if key in group]
            names = ", ".join(f"“{steps[key].short}”" for key in round_trip[:5])
            said = f"Who enters the loop of {names} never comes to an outcome."
            yield _review("loop-without-exit", round_trip[0], said, "Add a choice that leads out of the loop.")


def _treatments(start: str, steps: Mapping[str, Step], graph: Edges) -> Iterator[Problem]:
    """Yield treatments that a way reaches without the two gates."""
    treatments = _of_kind(steps, *TREATMENTS)
    for flavour, question in GATES_BEFORE_TREATMENT.items():
        gates = frozenset(key for key, step in steps.items() if step.kind == "gate" and step.flavour == flavour)
        for key in sorted(gates_passed_by(start, treatments, gates, graph)):
            way = _way(start, key, _without(gates, graph), steps)
            said = f"The {steps[key].kind} “{steps[key].short}” is reached without the gate “{question}”: {way}."
            fix = f"Put a gate of the flavour {flavour} on this way."
            yield _publish("treatment-not-behind-gate", key, said, fix)


def _urgent(start: str, steps: Mapping[str, Step], graph: Edges) -> Iterator[Problem]:
    """Yield urgent steps that only a gate leads to."""
    urgent = _of_kind(steps, "urgent")
    for key in sorted(urgent - gates_passed_by(start, urgent, _of_kind(steps, "gate"), graph)):
        said = f"The urgent step “{steps[key].short}” is reached only through a gate."
        yield _publish("gated-urgent", key, said, "Lead to it before the first gate: what is urgent does not wait.")


def _outcomes(start: str, steps: Mapping[str, Step], graph: Edges) -> Iterator[Problem]:
    """Yield outcomes that a way reaches without supportive care."""
    support = _of_kind(steps, "support")
    for key in sorted(gates_passed_by(start, _of_kind(steps, "outcome"), support, graph)):
        way = _way(start, key, _without(support, graph), steps)
        said = f"The outcome “{steps[key].short}” is reached without supportive care: {way}."
        yield _publish("outcome-without-support", key, said, "Put a support step on this way.")


def _said_once(by_lens: Mapping[Lens, list[Problem]]) -> Iterator[Problem]:
    """Yield each problem once, naming the lens when not all open lenses have it."""
    for problem in dict.fromkeys(problem for problems in by_lens.values() for problem in problems):
        having = [lens for lens, problems in by_lens.items() if problem in problems]
        note = "" if len(having) == len(by_lens) else f" (In the lens “{having[0]}”.)"
        yield Problem(problem.code, problem.level, problem.place, problem.message + note, problem.fix)


def _known_edges(pathway: Pathway, lens: Lens) -> dict[str, tuple[str, ...]]:
    """Return the lens's graph without the targets that are no step; those have a problem of their own."""
    graph = edges(pathway, lens)
    return {step: tuple(target for target in targets if target in graph) for step, targets in graph.items()}


def _without(removed: frozenset[str], graph: Edges) -> dict[str, tuple[str, ...]]:
    """Return the graph with these steps taken out."""
    return {
        step: tuple(target for target in targets if target not in removed)
        for step, targets in graph.items()
        if step not in removed
    }


def _of_kind(steps: Mapping[str, Step], *kinds: str) -> frozenset[str]:
    """Return the keys of the steps of these kinds."""
    return frozenset(key for key, step in steps.items() if step.kind in kinds)


def _way(start: str, end: str, graph: Edges, steps: Mapping[str, Step]) -> str:
    """Return a shortest way as short titles with arrows."""
    return " → ".join(steps[key].short for key in shortest_way(start, end, graph))


def _review(code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem that blocks the review."""
    return Problem(code, Level.BLOCKS_REVIEW, place, message, fix)


def _publish(code: str, place: str, message: str, fix: str) -> Problem:
    """Return a problem that blocks publishing."""
    return Problem(code, Level.BLOCKS_PUBLISHING, place, message, fix)
