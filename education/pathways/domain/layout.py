"""Drawing a pathway's graph: where each step stands and which way its lines go, in the units of an SVG.

Steps are set in rows by fast-sugiyama (the method of Sugiyama, Tagawa and Toda, 1981). Everything else is done
here: wrapping labels, turning loops round, setting unconnected parts side by side.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import fast_sugiyama

from education.pathways.domain.graph import Edges, back_edges, reachable

LETTER, TEXT_LINE, MOST_LINES, LINE_LETTERS = 7.5, 18.0, 3, 14
PADDING = 12.0
GAP, ROW_GAP = 36.0, 48.0
THREAD = 16.0  # how much room a line takes that passes between steps
SIDE = 10.0  # how far beside the middle a line leaves that leads back

Point = tuple[float, float]
Link = tuple[str, str]


@dataclass(frozen=True)
class Node:
    """A step's box: `x`, `y` is its top left corner; `lines` is its label, wrapped, cut with "…"."""

    key: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """A line from one step to another, corner by corner; `back` when it closes a loop."""

    source: str
    target: str
    points: tuple[Point, ...]
    back: bool


@dataclass(frozen=True)
class Drawing:
    """A whole graph on a sheet that begins at 0, 0; nodes and routes in the order of the graph."""

    nodes: tuple[Node, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


def arrange(edges: Edges, labels: Mapping[str, str], *, start: str) -> Drawing:
    """Return the drawing of a graph, the start's part first; the same graph gives the same drawing.

    `labels`: a text for each step; its key where there is none. Raises UnknownStep for a target that is no step.
    """
    lines = {step: _wrapped(labels.get(step, step)) for step in edges}
    width = round(2 * PADDING + LETTER * max(len(line) for wrapped in lines.values() for line in wrapped), 1)
    height = 2 * PADDING + TEXT_LINE * max(len(wrapped) for wrapped in lines.values())
    back = _loops(edges, start)
    forward = tuple(dict.fromkeys(_downwards(edges, back)))
    centres, bends = _placed(edges, forward, start, slot=width + GAP, row=height + ROW_GAP)
    nodes = tuple(
        Node(step, round(x - width / 2, 1), round(y - height / 2, 1), width, height, lines[step])
        for step, (x, y) in ((step, centres[step]) for step in edges)
    )
    boxes = {node.key: node for node in nodes}
    routes = tuple(
        Route(
            source,
            target,
            _line(boxes[source], boxes[target], bends, (source, target) in back),
            (source, target) in back,
        )
        for source, targets in edges.items()
        for target in dict.fromkeys(targets)
    )
    return _on_sheet(nodes, routes)


def _wrapped(label: str) -> tuple[str, ...]:
    """Return a label in at most MOST_LINES lines; a long word is broken."""
    return tuple(textwrap.wrap(label, LINE_LETTERS, max_lines=MOST_LINES, placeholder="…")) or ("",)


def _loops(edges: Edges, start: str) -> frozenset[Link]:
    """Return the edges that lead back, in the start's part and in what cannot be reached from it."""
    found: set[Link] = set()
    seen: frozenset[str] = frozenset()
    for root in (start, *edges):
        if root in seen:
            continue
        # What was already walked is left out: turning loops round is only safe within one depth-first walk.
        rest = {step: tuple(target for target in targets if target not in seen) for step, targets in edges.items()}
        found |= back_edges(root, rest)
        seen |= reachable(root, rest)
    return frozenset(found)


def _downwards(edges: Edges, back: frozenset[Link]) -> Iterator[Link]:
    """Yield every edge so that it leads down, those that lead back turned round; no step leads to itself."""
    for source, targets in edges.items():
        for target in targets:
            if source != target:
                yield (target, source) if (source, target) in back else (source, target)


def _placed(
    steps: Iterable[str], links: Sequence[Link], start: str, *, slot: float, row: float
) -> tuple[dict[str, Point], dict[Link, tuple[Point, ...]]]:
    """Return the middle of every step and the corners of every link, unconnected parts side by side."""
    centres: dict[str, Point] = {}
    bends: dict[Link, tuple[Point, ...]] = {}
    left = slot / 2
    for part in _parts(steps, links, start):
        inside = [link for link in links if link[0] in part]
        points, corners = _part_placed(part, inside, slot=slot, row=row)
        shift = left - min(x for middles in (points.values(), *corners.values()) for x, _ in middles)
        centres |= {step: (x + shift, y) for step, (x, y) in points.items()}
        bends |= {link: tuple((x + shift, y) for x, y in bend) for link, bend in corners.items()}
        left = slot + max(x for bend in (centres.values(), *bends.values()) for x, _ in bend)
    return centres, bends


def _parts(steps: Iterable[str], links: Sequence[Link], start: str) -> list[tuple[str, ...]]:
    """Return the steps that hang together, the start's part first, each in the order of the graph."""
    steps = list(steps)
    near: dict[str, list[str]] = {step: [] for step in steps}
    for one, other in links:
        near[one].append(other)
        near[other].append(one)
    parts: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for root in (start, *steps):
        if root not in seen:
            part = reachable(root, {step: tuple(others) for step, others in near.items()})
            parts.append(tuple(step for step in steps if step in part))
            seen |= part
    return parts


def _part_placed(
    part: Sequence[str], links: Sequence[Link], *, slot: float, row: float
) -> tuple[dict[str, Point], dict[Link, tuple[Point, ...]]]:
    """Return the same for one connected part. `links` must not hold a loop: fast-sugiyama would end the whole process.

    Steps are passed as numbers: it keeps texts in a set, whose order is another in every process.
    """
    if not links:
        return {part[0]: (0.0, row / 2)}, {}
    number = {step: place for place, step in enumerate(part)}
    found = fast_sugiyama.from_edges(
        [(number[source], number[target]) for source, target in links],
        minimum_length=1,
        vertex_spacing=slot,
        dummy_vertices=True,
        dummy_size=THREAD,
    )
    [(positions, _, height, threads)] = found
    at = {int(name): (float(x), round((height - y) / slot) * row + row / 2) for name, (x, y) in positions}
    onward: dict[int, list[int]] = {}
    for source, target in threads or ():
        onward.setdefault(int(source), []).append(int(target))
    points = {step: at[place] for step, place in number.items()}
    return points, {
        (part[source], part[chain[-1]]): tuple(at[place] for place in chain[:-1])
        for source in range(len(part))
        for chain in (_chain(first, onward, len(part)) for first in onward.get(source, ()))
    }


def _chain(first: int, onward: Mapping[int, Sequence[int]], steps: int) -> list[int]:
    """Return the numbers from `first` to the next step; numbers from `steps` on are corners of a line."""
    chain = [first]
    while chain[-1] >= steps:
        chain.append(onward[chain[-1]][0])
    return chain


def _line(source: Node, target: Node, bends: Mapping[Link, tuple[Point, ...]], back: bool) -> tuple[Point, ...]:
    """Return the corners of a line, from one box's edge to the other's."""
    if source == target:
        right, middle = source.x + source.width, source.y + source.height / 2
        out = right + GAP / 3
        points = [(right, middle - SIDE), (out, middle - SIDE), (out, middle + SIDE), (right, middle + SIDE)]
    elif back:
        # A little to the side, so that it never covers a line between the same two steps that leads down.
        points = [(_middle(source) + SIDE, source.y)]
        points += [(x + SIDE, y) for x, y in reversed(_upright(bends[target.key, source.key], source.height))]
        points.append((_middle(target) + SIDE, target.y + target.height))
    else:
        points = [(_middle(source), source.y + source.height)]
        points += _upright(bends[source.key, target.key], source.height)
        points.append((_middle(target), target.y))
    return tuple((round(x, 1), round(y, 1)) for x, y in points)


def _upright(bend: Sequence[Point], height: float) -> list[Point]:
    """Return corners between which a line passes each row upright, beside the boxes: it slants between rows only."""
    return [(x, y + side) for x, y in bend for side in (-height / 2, height / 2)]


def _middle(node: Node) -> float:
    """Return the middle of a box from left to right."""
    return node.x + node.width / 2


def _on_sheet(nodes: tuple[Node, ...], routes: tuple[Route, ...]) -> Drawing:
    """Return the drawing with its size: everything inside, a margin at the right and the bottom."""
    corners = [point for route in routes for point in route.points]
    corners += [(node.x + node.width, node.y + node.height) for node in nodes]
    width = max(x for x, _ in corners) + GAP / 2
    height = max(y for _, y in corners) + ROW_GAP / 2
    return Drawing(nodes, routes, round(width, 1), round(height, 1))
