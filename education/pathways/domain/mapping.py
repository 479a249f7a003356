"""The whole of a pathway as one walk sees it: a drawing and its twin in words, made from the same nodes and edges.

What the learner has not met stays unsaid: neither the name nor the kind of an unseen step is in a map, and every box is
of one size, so that nothing can be told from it. `key` is for our own use; no page shows it.
"""

import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from education.pathways.domain.document import Lens
from education.pathways.domain.graph import Edges, reachable
from education.pathways.domain.layout import LINE_LETTERS, MOST_LINES, Drawing, Node, Point, Route, arrange
from education.pathways.domain.playable import Playable
from education.pathways.domain.playing import trail_to
from education.pathways.domain.screen import Visit

State = Literal["visited", "here", "available", "later"]
Link = tuple[str, str]
Line = tuple[str, int, bool, str]  # step, depth, refers, the step before it or ""

# The label that every box is measured by: the first line says the state, two are for the name.
NEUTRAL = " ".join(["m" * LINE_LETTERS] * MOST_LINES)
NAME_LINES, NAME_LETTERS = 2, 16

ZOOMS = range(-4, 6)  # each step makes everything ZOOM_STEP times as large
ZOOM_STEP = 1.4
SHAPE = 1.5  # width of a window for a height of 1
NARROWEST, WIDEST = 720.0, 1100.0
MARGIN = 40.0


@dataclass(frozen=True)
class MapNode:
    """A step on the map; `x`, `y` is the top left corner of its box.

    `name` and `seq` (its latest visit) are empty for a step that was not visited; `letters` are the options that lead
    to an available one; `number` tells later steps apart (0 for all others).
    """

    key: str
    state: State
    name: str
    seq: int | None
    letters: tuple[str, ...]
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class MapEdge:
    """A way from one step to another, corner by corner.

    `taken`: the walk went this way; `back`: it closes a loop; `foreign`: it was taken, and this lens does not offer it.
    """

    source: str
    target: str
    taken: bool
    back: bool
    foreign: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class OutlineLine:
    """A line of the twin in words, `depth` levels in: a step, or (`refers`) a way to a step that has a line elsewhere.

    A line's ways on are the lines one level further in that follow it. `edge` leads to it; None at the beginning.
    """

    node: MapNode
    depth: int
    refers: bool
    edge: MapEdge | None


@dataclass(frozen=True)
class MapView:
    """A map and its twin; `here` is the step of the visit that is looked from."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    outline: tuple[OutlineLine, ...]
    here: MapNode
    width: float
    height: float


@dataclass(frozen=True)
class Window:
    """The part of a map that is shown, in its units, and how far it is zoomed in."""

    x: float
    y: float
    width: float
    height: float
    zoom: int

    @property
    def middle(self) -> Point:
        """Return the point that is shown in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


def map_of(playable: Playable, visits: Sequence[Visit], *, seq: int, lens: Lens) -> MapView:
    """Return the map of an edition in this lens for a walk, looked at from visit `seq`.

    `visits`: the whole tree of one walk. Raises UnknownVisit, and UnknownStep when the edition has no such step.
    """
    here = trail_to(visits, seq)[-1]
    known = {visit.seq: visit for visit in visits}
    taken = {(known[visit.parent].step, visit.step) for visit in visits if visit.parent is not None}
    latest = {visit.step: visit.seq for visit in sorted(visits, key=lambda visit: visit.seq)} | {here.step: seq}
    drawing = _drawing(playable, lens, latest, _foreign(playable, lens, taken))
    outline = _outline(drawing.routes, (playable.start, *latest))
    letters = letters_from(playable, here.step, lens)
    unseen = [key for key, _, refers, _ in outline if not refers and key not in latest and key not in letters]
    numbers = {key: number for number, key in enumerate(unseen, start=1)}
    nodes = {
        box.key: _node(playable, box, here.step, latest.get(box.key), letters.get(box.key, ()), numbers.get(box.key, 0))
        for box in drawing.nodes
    }
    edges = {(route.source, route.target): _edge(playable, lens, route, taken) for route in drawing.routes}
    return MapView(
        nodes=tuple(nodes.values()),
        edges=tuple(edges.values()),
        outline=tuple(
            OutlineLine(nodes[key], depth, refers, edges[came_from, key] if came_from else None)
            for key, depth, refers, came_from in outline
        ),
        here=nodes[here.step],
        width=drawing.width,
        height=drawing.height,
    )


def letters_from(playable: Playable, step: str, lens: Lens) -> dict[str, tuple[str, ...]]:
    """Return the letters of the options that lead from a step to each of its next steps, in the author's order."""
    letters: dict[str, tuple[str, ...]] = {}
    offered = zip(playable.choices(step, lens), playable.view(step, lens).options, strict=True)
    for choice, option in offered:
        if choice.target in playable.edges(lens)[step]:  # a draft may name an end that is not there
            letters[choice.target] = (*letters.get(choice.target, ()), option.letter)
    return letters


def wrapped(name: str) -> tuple[str, ...]:
    """Return a name in the lines that a box has room for, cut with "…"."""
    return tuple(textwrap.wrap(name, NAME_LETTERS, max_lines=NAME_LINES, placeholder="…"))


def window(view: MapView, *, zoom: int = 0, middle: Point | None = None) -> Window:
    """Return what is shown: the current step with its neighbours, or as near and around as asked; all within bounds."""
    near = _neighbourhood(view)
    boxes = [node for node in view.nodes if node.key in near]
    left, top = min(node.x for node in boxes), min(node.y for node in boxes)
    right, bottom = max(node.x + node.width for node in boxes), max(node.y + node.height for node in boxes)
    wide = max(right - left + 2 * MARGIN, (bottom - top + 2 * MARGIN) * SHAPE, NARROWEST)
    zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
    width = min(wide, WIDEST) / ZOOM_STEP**zoom
    if middle is None and wide > WIDEST:
        middle = (view.here.x + view.here.width / 2, view.here.y + view.here.height / 2)
    x, y = middle or ((left + right) / 2, (top + bottom) / 2)
    height = width / SHAPE
    x, y = _held(x, width, view.width), _held(y, height, view.height)
    return Window(round(x - width / 2, 1), round(y - height / 2, 1), round(width, 1), round(height, 1), zoom)


def _held(middle: float, length: float, sheet: float) -> float:
    """Return the middle of a window so that it shows no more beside the sheet than it must."""
    if length >= sheet:
        return sheet / 2
    return min(max(middle, length / 2), sheet - length / 2)


def _neighbourhood(view: MapView) -> set[str]:
    """Return the current step, and the steps one way from it; over a loop they may stand far off and are left out."""
    here = view.here.key
    ways = [(edge.source, edge.target) for edge in view.edges if not edge.back]
    return {here} | {source for source, target in ways if target == here} | {t for source, t in ways if source == here}


def _foreign(playable: Playable, lens: Lens, taken: Iterable[Link]) -> frozenset[Link]:
    """Return the ways taken that this lens does not offer: they stay on the map."""
    return frozenset((source, target) for source, target in taken if target not in playable.edges(lens)[source])


def _drawing(playable: Playable, lens: Lens, visited: Iterable[str], foreign: Iterable[Link]) -> Drawing:
    """Return the drawing of the lens's graph with what was taken elsewhere; what nobody can come to is left out."""
    ways: dict[str, tuple[str, ...]] = {
        step: (*targets, *sorted(target for source, target in foreign if source == step))
        for step, targets in playable.edges(lens).items()
    }
    met = reachable(playable.start, ways)
    for step in visited:
        met = met if step in met else met | reachable(step, ways)
    return _arranged(tuple((step, targets) for step, targets in ways.items() if step in met), playable.start)


@lru_cache(maxsize=256)
def _arranged(ways: tuple[tuple[str, tuple[str, ...]], ...], start: str) -> Drawing:
    """Return the drawing of a graph, every step labelled alike; nearly all walks of an edition share one.

    It is turned left to right when that puts more options in the order of their letters.
    """
    edges: Edges = dict(ways)
    drawing = arrange(edges, dict.fromkeys(edges, NEUTRAL), start=start)
    left = {node.key: node.x for node in drawing.nodes}
    ordered = sum(
        (left[one] < left[other]) - (left[one] > left[other])
        for targets in edges.values()
        for one, other in pairwise(targets)
    )
    return _mirrored(drawing) if ordered < 0 else drawing


def _mirrored(drawing: Drawing) -> Drawing:
    """Return a drawing as a mirror shows it."""
    width = drawing.width
    return Drawing(
        nodes=tuple(replace(node, x=round(width - node.x - node.width, 1)) for node in drawing.nodes),
        routes=tuple(
            replace(route, points=tuple((round(width - x, 1), y) for x, y in route.points)) for route in drawing.routes
        ),
        width=width,
        height=drawing.height,
    )


def _edge(playable: Playable, lens: Lens, route: Route, taken: Collection[Link]) -> MapEdge:
    """Return a line of the drawing with what the walk adds to it."""
    offered = route.target in playable.edges(lens)[route.source]
    went = (route.source, route.target) in taken
    return MapEdge(route.source, route.target, went, route.back, not offered, route.points)


def _outline(routes: Sequence[Route], roots: Sequence[str]) -> list[Line]:
    """Return the lines of the twin in words.

    A step has its line under the step that leads to it soonest; every other way to it refers to that line. It begins at
    the first of `roots`, and anew at another that nothing listed leads to.
    """
    ways: dict[str, list[str]] = {}
    for route in routes:
        ways.setdefault(route.source, []).append(route.target)
    parent: dict[str, str] = {}
    for root in roots:
        queue = [root] if root not in parent else []
        parent.setdefault(root, "")
        for step in queue:
            new = [target for target in ways.get(step, ()) if target not in parent]
            parent |= dict.fromkeys(new, step)
            queue += new
    beginnings = [step for step, before in parent.items() if not before]
    return [line for root in beginnings for line in _lines(root, ways, parent)]


def _lines(root: str, ways: Mapping[str, Sequence[str]], parent: Mapping[str, str]) -> Iterator[Line]:
    """Yield the lines of a root and all below it, each before its ways on; without recursion, however long the way."""
    stack: list[Line] = [(root, 0, False, "")]
    while stack:
        line = stack.pop()
        yield line
        step, depth, refers, _ = line
        if not refers:
            stack += [(to, depth + 1, parent[to] != step, step) for to in reversed(ways.get(step, ()))]


def _node(playable: Playable, box: Node, here: str, seq: int | None, letters: tuple[str, ...], number: int) -> MapNode:
    """Return a step on the map. `seq`: its latest visit; `letters`: the options that lead to it from `here`."""
    seen = seq is not None
    name = playable.step(box.key).short if seen else ""
    met: State = "here" if box.key == here else "visited"
    unmet: State = "available" if letters else "later"
    return MapNode(
        key=box.key,
        state=met if seen else unmet,
        name=name,
        seq=seq,
        letters=() if seen else letters,
        number=number,
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
    )
