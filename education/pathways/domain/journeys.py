"""The fewest walks that together take every choice of a pathway: what a tester, or a browser, has to walk.

The method has two parts, both textbook:
- minimum flow with lower bounds (Ahuja, Magnanti, Orlin, "Network Flows", 1993, sections 6.7 and 9.6): every choice
  carries a flow of at least 1, a walk is one unit of flow from the start to an outcome; begin with one walk for each
  choice, then take away what can be taken away, round after round (cycle cancelling, Klein 1967);
- Hierholzer's Eulerian circuit (1873): what is left, closed by an edge from the end to the start, is in balance at each
  step and hangs together, so it can be taken in one go; cut where it passes the end, it gives the walks.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from education.pathways.domain.graph import distance_to_any, reachable

Choices = Mapping[str, Sequence[tuple[str, str]]]
Walk = tuple[tuple[str, str], ...]

# Two ends around the graph, named as no step can be.
OPEN, CLOSE = "<", ">"


class NoWayOut(ValueError):
    """A step from which no outcome can be reached; the message names it."""


class Edge(NamedTuple):
    """A choice as an edge: two choices with the same target are two edges.

    `least` is the flow it has to carry, `cost` what each unit of flow costs.
    """

    source: str
    choice: str
    target: str
    least: int
    cost: int


Arc = tuple[Edge, bool]
"""An edge and whether it is used forwards."""


def smallest_walks(choices: Choices, start: str, outcomes: Collection[str]) -> tuple[Walk, ...]:
    """Return as few walks as possible, and these as short as possible, that together take every choice.

    Each begins at `start` and ends at an outcome.

    `choices`: for every step its (choice, target) pairs. A walk is a sequence of (step, choice). Every outcome that can
    be reached is reached. What cannot be reached from the start belongs to no walk and is left out.

    Raises UnknownStep for a target or an outcome that is no step, NoWayOut for a choice that reaches no outcome.
    """
    graph = {step: tuple(target for _, target in ways) for step, ways in choices.items()}
    inside = reachable(start, graph)
    ends = list(dict.fromkeys(outcomes))
    stuck = sorted(inside - distance_to_any(ends, graph).keys())
    if stuck:
        raise NoWayOut(f"No outcome can be reached from: {', '.join(stuck)}.")
    edges = _network(choices, start, ends, inside)
    return tuple(_cut(_circuit(edges, _least_flow(edges))))


def _network(choices: Choices, start: str, ends: Sequence[str], inside: Collection[str]) -> list[Edge]:
    """Return the edges of a network in which flow goes round: from CLOSE back to OPEN once for every walk.

    That edge comes last and costs more than any round without it, so that fewer walks go before shorter ones.
    """
    inner = [
        Edge(step, choice, target, 1, 1) for step, ways in choices.items() if step in inside for choice, target in ways
    ]
    outer = [Edge(OPEN, "", start, 0, 0), *(Edge(end, "", CLOSE, 0, 0) for end in ends)]
    return [*inner, *outer, Edge(CLOSE, "", OPEN, 1, len(inner) + 1)]


def _least_flow(edges: Sequence[Edge]) -> Counter[Edge]:
    """Return the cheapest flow that gives each edge at least what it has to carry."""
    flow = _first_flow(edges)
    while cycle := _cheaper_round(edges, flow):
        # Some edge of it is used against its direction: the others cost nothing or more.
        spare = min(flow[edge] - edge.least for edge, forwards in cycle if not forwards)
        for edge, forwards in cycle:
            flow[edge] += spare if forwards else -spare
    return flow


def _first_flow(edges: Sequence[Edge]) -> Counter[Edge]:
    """Return a flow that is large enough: for each edge one walk by the shortest way to it and on to the end."""
    *_, again = edges
    to_step = _shortest_ways(OPEN, edges, forwards=True)
    to_end = _shortest_ways(CLOSE, edges, forwards=False)
    flow: Counter[Edge] = Counter()
    for edge in edges:
        if edge == again:
            flow.update([again, *to_end[OPEN]])
        elif edge.least:
            flow.update([*to_step[edge.source], edge, *to_end[edge.target], again])
    return flow


def _shortest_ways(root: str, edges: Sequence[Edge], *, forwards: bool) -> dict[str, tuple[Edge, ...]]:
    """Return for each step the edges of a shortest way from `root` to it, or, not `forwards`, from it to `root`."""
    leaving: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        leaving[edge.source if forwards else edge.target].append(edge)
    ways: dict[str, tuple[Edge, ...]] = {root: ()}
    queue = [root]
    for step in queue:
        for edge in leaving[step]:
            other = edge.target if forwards else edge.source
            if other not in ways:
                ways[other] = (*ways[step], edge) if forwards else (edge, *ways[step])
                queue.append(other)
    return ways


def _cheaper_round(edges: Sequence[Edge], flow: Counter[Edge]) -> list[Arc]:
    """Return a round along which changing the flow makes it cheaper, [] when there is none (Bellman and Ford).

    An edge may be used forwards (its flow grows, without limit) or against its direction (its flow shrinks, down to
    what it has to carry, and what it cost is won back).
    """
    arcs = [(edge, True) for edge in edges] + [(edge, False) for edge in edges if flow[edge] > edge.least]
    price = {step: 0 for edge in edges for step in (edge.source, edge.target)}
    came: dict[str, Arc] = {}
    last = ""
    for _ in price:
        last = ""
        for edge, forwards in arcs:
            source, target, cost = _used(edge, forwards)
            if price[source] + cost < price[target]:
                price[target] = price[source] + cost
                came[target] = (edge, forwards)
                last = target
        if not last:
            return []
    for _ in price:  # whatever still gets cheaper was reached from a round: go back until we are on it
        last = _used(*came[last])[0]
    return _round_at(last, came)


def _round_at(step: str, came: Mapping[str, Arc]) -> list[Arc]:
    """Return the arcs of the round that passes `step`."""
    cycle = [came[step]]
    while (source := _used(*cycle[-1])[0]) != step:
        cycle.append(came[source])
    return cycle


def _used(edge: Edge, forwards: bool) -> tuple[str, str, int]:
    """Return where an edge leads from, where to, and its cost, when it is used in this direction."""
    return (edge.source, edge.target, edge.cost) if forwards else (edge.target, edge.source, -edge.cost)


def _circuit(edges: Sequence[Edge], flow: Counter[Edge]) -> list[Edge]:
    """Return one closed way that uses every edge as often as its flow says, from OPEN round to it (Hierholzer)."""
    left: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in reversed(edges):
        left[edge.source].extend([edge] * flow[edge])
    stack = [left[CLOSE].pop()]
    circuit: list[Edge] = []
    while stack:
        ways = left[stack[-1].target]
        if ways:
            stack.append(ways.pop())
        else:
            circuit.append(stack.pop())
    return circuit[::-1]


def _cut(circuit: Sequence[Edge]) -> Iterator[Walk]:
    """Yield the walks of a circuit: what lies between OPEN and CLOSE."""
    walk: list[tuple[str, str]] = []
    for edge in circuit:
        if edge.target == CLOSE:
            yield tuple(walk)
            walk = []
        elif OPEN not in (edge.source, edge.target):
            walk.append((edge.source, edge.choice))
