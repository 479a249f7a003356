"""The graph of a pathway as one lens sees it, and the questions asked of it.

A graph is `dict[step key, tuple of step keys]`: who leads where, in the order of the choices. Every function here is
iterative, so a thousand steps in one line are no danger, and answers in the same order for the same graph.
"""

from collections.abc import Iterable, Iterator, Mapping

from education.pathways.domain.document import Choice, Lens, Pathway, Step

Edges = Mapping[str, tuple[str, ...]]


class UnknownStep(LookupError):
    """A step that is named but is not in the graph."""


def exists_in(choice: Choice, lens: Lens) -> bool:
    """Say whether a choice is offered in this lens."""
    return lens in choice.populations


def edges(pathway: Pathway, lens: Lens) -> dict[str, tuple[str, ...]]:
    """Return the lens's graph; two choices to one step make one edge, and a missing target is kept as it is named."""
    targets: dict[str, dict[str, None]] = {}
    for step in pathway.steps:
        ways = targets.setdefault(step.key, {})
        ways.update((choice.target, None) for choice in step.choices if exists_in(choice, lens))
    return {key: tuple(ways) for key, ways in targets.items()}


def has_graph(pathway: Pathway, lens: Lens) -> bool:
    """Say whether the lens can be walked: the vignette fits it, or everything is worded for it."""
    return not closed_reason(pathway, lens)


def closed_reason(pathway: Pathway, lens: Lens) -> str:
    """Return why the lens is closed, as a sentence; "" when it is open."""
    if lens in pathway.populations:
        return ""
    silent = steps_without_difference(pathway, lens)
    if silent:
        return f"{_steps(silent)} not yet say what would differ for {_whom(lens)}."
    unsaid = choices_without_word(pathway, lens)
    if unsaid:
        places = ", ".join(f"“{choice.label}”" for _, choice in unsaid[:3])
        more = f" and {len(unsaid) - 3} more" if len(unsaid) > 3 else ""
        return f"Not every choice says whether it exists for {_whom(lens)}: {places}{more}."
    return ""


def steps_without_difference(pathway: Pathway, lens: Lens) -> list[Step]:
    """Return the steps that have no difference note for the lens."""
    return [step for step in pathway.steps if lens not in step.wordings]


def choices_without_word(pathway: Pathway, lens: Lens) -> list[tuple[Step, Choice]]:
    """Return the choices that neither exist in the lens nor say why they do not."""
    return [
        (step, choice)
        for step in pathway.steps
        for choice in step.choices
        if not exists_in(choice, lens) and not choice.absent.get(lens, "").strip()
    ]


def reachable(start: str, edges: Edges) -> frozenset[str]:
    """Return every step that can be reached from `start`, itself included. Raises UnknownStep."""
    return frozenset(distances(start, edges))


def distances(start: str, edges: Edges) -> dict[str, int]:
    """Return how many choices away from `start` each reachable step is. Raises UnknownStep for a missing target."""
    far = {start: 0}
    queue = [start]
    for step in queue:
        for target in _ways(step, edges):
            if target not in far:
                far[target] = far[step] + 1
                queue.append(target)
    return far


def shortest_way(start: str, end: str, edges: Edges) -> tuple[str, ...]:
    """Return the steps of a shortest way, both ends included; () when there is none. Raises UnknownStep."""
    came_from = {start: start}
    queue = [start]
    for step in queue:
        for target in _ways(step, edges):
            if target not in came_from:
                came_from[target] = step
                queue.append(target)
    way = [end] if end in came_from else []
    while way and way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def distance_to_any(targets: Iterable[str], edges: Edges) -> dict[str, int]:
    """Return how many choices away each step is from the nearest target; a step that reaches none is left out.

    Raises UnknownStep for a target, or the end of an edge, that is not in the graph.
    """
    backwards = _reversed(edges)
    far: dict[str, int] = {}
    for target in targets:
        _ways(target, edges)
        far[target] = 0
    queue = list(far)
    for step in queue:
        for source in backwards[step]:
            if source not in far:
                far[source] = far[step] + 1
                queue.append(source)
    return far


def dominators(start: str, edges: Edges) -> dict[str, frozenset[str]]:
    """Return for each reachable step the steps that every way from `start` passes, itself included.

    Raises UnknownStep. Source: Cooper, Harvey, Kennedy, "A simple, fast dominance algorithm" (2001).
    """
    order = _postorder(start, edges)
    immediate = _immediate_dominators(start, order, edges)
    found: dict[str, frozenset[str]] = {start: frozenset({start})}
    for step in reversed(order[:-1]):
        found[step] = found[immediate[step]] | {step}
    return found


def components(edges: Edges) -> tuple[frozenset[str], ...]:
    """Return the strongly connected components: the loops, and each other step alone. Raises UnknownStep.

    Source: Kosaraju and Sharir: walk forwards for the finishing order, then backwards in that order.
    """
    backwards = _reversed(edges)
    order: list[str] = []
    seen: set[str] = set()
    for step in edges:
        order.extend(_finish(step, edges, seen))
    taken: set[str] = set()
    groups = (frozenset(_finish(step, backwards, taken)) for step in reversed(order))
    return tuple(group for group in groups if group)


def back_edges(start: str, edges: Edges) -> frozenset[tuple[str, str]]:
    """Return the edges that close a loop when the graph is walked depth first; without them no loop is left.

    Raises UnknownStep. Only what can be reached from `start` is looked at.
    """
    found: set[tuple[str, str]] = set()
    open_steps = {start}
    seen = {start}
    stack = [(start, iter(_ways(start, edges)))]
    while stack:
        step, ways = stack[-1]
        target = next(ways, None)
        if target is None:
            open_steps.discard(step)
            stack.pop()
        elif target in open_steps:
            found.add((step, target))
        elif target not in seen:
            seen.add(target)
            open_steps.add(target)
            stack.append((target, iter(_ways(target, edges))))
    return frozenset(found)


def _ways(step: str, edges: Edges) -> tuple[str, ...]:
    """Return where a step leads, or name the step that is missing."""
    try:
        return edges[step]
    except KeyError:
        raise UnknownStep(step) from None


def _reversed(edges: Edges) -> dict[str, tuple[str, ...]]:
    """Return the graph with every edge turned round. Raises UnknownStep."""
    sources: dict[str, list[str]] = {step: [] for step in edges}
    for step, targets in edges.items():
        for target in targets:
            _ways(target, edges)
            sources[target].append(step)
    return {step: tuple(found) for step, found in sources.items()}


def _postorder(start: str, edges: Edges) -> list[str]:
    """Return the reachable steps, each after all it leads to except over loops; `start` comes last."""
    return list(_finish(start, edges, set()))


def _finish(start: str, edges: Edges, seen: set[str]) -> Iterator[str]:
    """Yield the steps not yet `seen` in the order in which a depth-first walk from `start` leaves them."""
    if start in seen:
        return
    seen.add(start)
    stack = [(start, iter(_ways(start, edges)))]
    while stack:
        step, ways = stack[-1]
        target = next((way for way in ways if way not in seen), None)
        if target is None:
            stack.pop()
            yield step
        else:
            seen.add(target)
            stack.append((target, iter(_ways(target, edges))))


def _immediate_dominators(start: str, order: list[str], edges: Edges) -> dict[str, str]:
    """Return the nearest dominator of each step in `order` (a post-order); `start` is its own."""
    rank = {step: position for position, step in enumerate(order)}
    sources: dict[str, list[str]] = {step: [] for step in order}
    for step in order:
        for target in edges[step]:
            sources[target].append(step)
    nearest = {start: start}
    changed = True
    while changed:
        changed = False
        for step in reversed(order[:-1]):
            known = [source for source in sources[step] if source in nearest]
            best = known[0]
            for other in known[1:]:
                best = _meet(best, other, nearest, rank)
            if nearest.get(step) != best:
                nearest[step] = best
                changed = True
    return nearest


def _meet(one: str, other: str, nearest: Mapping[str, str], rank: Mapping[str, int]) -> str:
    """Return the closest step that dominates both."""
    while one != other:
        while rank[one] < rank[other]:
            one = nearest[one]
        while rank[other] < rank[one]:
            other = nearest[other]
    return one


def _steps(steps: list[Step]) -> str:
    """Name up to three steps as the beginning of a sentence that goes on in the plural or singular."""
    names = ", ".join(f"“{step.short}”" for step in steps[:3])
    if len(steps) == 1:
        return f"The step {names} does"
    more = f" and {len(steps) - 3} more" if len(steps) > 3 else ""
    return f"The steps {names}{more} do"


def _whom(lens: Lens) -> str:
    """Return the lens's population in words."""
    return {"adult": "adults", "child": "children"}[lens]
