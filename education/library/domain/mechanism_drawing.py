"""The mechanism map as a drawing: boxes with their labels, lines with arrowheads and stop bars, in the units of an SVG.

It is the same whatever is chosen: states only change how its parts look (classes in the template).
"""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from education.library.domain.library import MechanismEdge
from education.library.domain.mechanism_layout import (
    BOX,
    CENTRE,
    COLUMNS,
    GAP,
    HEAD,
    TISSUE,
    TISSUE_BOX,
    WIDTH,
    Layout,
    Place,
    layout,
)
from education.library.domain.mechanism_layout import lines as links_shown
from education.library.domain.routes import END, HANDS_ON, Network

LETTER, TEXT_LINE, PADDING, MOST_LINES = 6.7, 15.0, 10.0, 2
PORT = 8.0  # between two lines that meet a box on one side
HEAD_LONG, TIP = 9.0, 2.0  # an arrowhead; how far before the box it ends
RING, CORNER = 3.5, 20.0
BEND = 18.0  # how far a line between two boxes of one column goes out

Point = tuple[float, float]


@dataclass(frozen=True)
class Text:
    """One line of a label, centred at x; y is its base line."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Box:
    """A node: `x`, `y` is its top left corner, `outline` its rounded edge as a path."""

    key: str
    x: float
    y: float
    width: float
    height: float
    outline: str
    label: tuple[Text, ...]

    @property
    def beside(self) -> Text:
        """Return where a word beside the box begins."""
        return Text(round(self.x + self.width + 4, 1), round(self.y + 9, 1), "")


@dataclass(frozen=True)
class Line:
    """A link: `d` its path, `head` and `broad` its arrowhead when thin and when thick, `bar` where it is stopped.

    A link that stands in for something ends in a ring instead. `strong`: it is the last part of a way to the
    myofibroblast. `guess`: a hypothesis.
    """

    link: MechanismEdge
    d: str
    head: str
    broad: str
    bar: str
    strong: bool
    guess: bool


@dataclass(frozen=True)
class Drawing:
    """The whole picture: boxes as they are read, column by column; `columns` are the middles of the six columns."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    columns: tuple[float, ...]
    width: float
    height: float


def drawing(network: Network) -> Drawing:
    """Return the drawing of a model; an empty one when it has no myofibroblast."""
    placed = layout(network)
    boxes = {place: _box(network, place, placed) for place in placed.middles if not place[0]}
    ports = _ports(placed, boxes)
    drawn = [_line(network, link, placed, boxes, ports) for link in links_shown(network)]
    drawn.sort(key=lambda line: (not line.guess, line.strong))
    order = sorted(boxes, key=lambda place: (place[1], placed.middles[place]))
    middles = tuple(left + width / 2 for left, width in COLUMNS)
    return Drawing(tuple(boxes[place] for place in order), tuple(drawn), middles, WIDTH, round(placed.height, 1))


def _box(network: Network, place: Place, placed: Layout) -> Box:
    _, column, key = place
    left, width = COLUMNS[column]
    middle, height = placed.middles[place], TISSUE_BOX if column == TISSUE else BOX
    if key == END:  # as tall as the sheet, down to the lines that pass below it
        passing = [y for other, y in placed.middles.items() if other[1] == CENTRE and other[0]]
        bottom = min([*(y - GAP for y in passing), placed.height - GAP])
        middle, height = (HEAD + bottom) / 2, bottom - HEAD
    top = round(middle - height / 2, 1)
    outline = _outline(left, top, width, round(height, 1))
    return Box(key, left, top, width, round(height, 1), outline, _label(network, place, middle))


def _outline(left: float, top: float, width: float, height: float) -> str:
    """Return the edge of a box with round corners as a path."""
    across, down, turn = width - 2 * CORNER, height - 2 * CORNER, f"a{CORNER:g} {CORNER:g} 0 0 1"
    there = f"h{across:g}{turn} {CORNER:g} {CORNER:g}v{down:g}{turn} {-CORNER:g} {CORNER:g}"
    back = f"h{-across:g}{turn} {-CORNER:g} {-CORNER:g}v{-down:g}{turn} {CORNER:g} {-CORNER:g}"
    return f"M{left + CORNER:g} {top:g}{there}{back}Z"


def _label(network: Network, place: Place, middle: float) -> tuple[Text, ...]:
    left, width = COLUMNS[place[1]]
    letters, most = int((width - PADDING) / LETTER), MOST_LINES + (place[1] == TISSUE)
    wrapped = textwrap.wrap(network.nodes[place[2]].name, letters, max_lines=most, placeholder="…")
    top = middle - TEXT_LINE * (len(wrapped) - 1) / 2 + 4.5
    return tuple(Text(left + width / 2, round(top + TEXT_LINE * at, 1), words) for at, words in enumerate(wrapped))


Side = tuple[Place, int]
"""A box and its side: −1 left, 1 right."""


def _sides(way: Sequence[Place]) -> tuple[Side, Side]:
    """Return where a line leaves and where it comes in; inside one column both on the left."""
    first, last = way[0], way[-1]
    if first[1] == last[1]:
        return (first, -1), (last, -1)
    onward = 1 if last[1] > first[1] else -1
    return (first, onward), (last, -onward)


def _ports(placed: Layout, boxes: Mapping[Place, Box]) -> dict[tuple[Side, str], float]:
    """Return where each line meets a box, by side and link; all that leave a box on one side share a place."""
    ends: dict[Side, dict[str, list[tuple[str, float]]]] = {}
    for key, way in placed.ways.items():
        leaves, comes = _sides(way)
        ends.setdefault(leaves, {}).setdefault("out", []).append((key, placed.middles[way[1]]))
        ends.setdefault(comes, {}).setdefault(key, []).append((key, placed.middles[way[-2]]))
    found: dict[tuple[Side, str], float] = {}
    for side, groups in ends.items():
        box = boxes[side[0]]
        for y, group in _spread(box, side, list(groups.values())):
            found |= {(side, key): y for key, _ in group}
    return found


def _spread(
    box: Box, side: Side, groups: list[list[tuple[str, float]]]
) -> Iterable[tuple[float, list[tuple[str, float]]]]:
    """Yield a height for each group of lines, in the order of their other ends; level with these at the end."""
    groups.sort(key=lambda group: (sum(y for _, y in group) / len(group), group[0][0]))
    middle = box.y + box.height / 2
    room = min(PORT, (box.height - 2 * PORT) / max(1, len(groups) - 1))
    for at, group in enumerate(groups):
        level = sum(y for _, y in group) / len(group)
        if box.key == END and side[1] < 0:
            yield min(max(level, box.y + 2 * PORT), box.y + box.height - 2 * PORT), group
        else:
            yield middle + (at - (len(groups) - 1) / 2) * room, group


def _line(
    network: Network,
    link: MechanismEdge,
    placed: Layout,
    boxes: Mapping[Place, Box],
    ports: Mapping[tuple[Side, str], float],
) -> Line:
    way = placed.ways[link.key]
    leaves, comes = _sides(way)
    begin = (_edge(boxes[leaves[0]], leaves[1]), ports[leaves, link.key])
    tip = (_edge(boxes[comes[0]], comes[1]) + TIP * comes[1], ports[comes, link.key])
    end = (tip[0] + HEAD_LONG * comes[1] * 0.8, tip[1])
    if way[0][1] == way[-1][1]:
        out = min(begin[0], end[0]) - BEND - abs(tip[1] - begin[1]) / 12
        d = f"M{_at(begin)}C{_at((out, begin[1]))} {_at((out, end[1]))} {_at(end)}"
    else:
        d = f"M{_at(begin)}" + "".join(_through(begin, way, placed, end))
    strong = link.source in network.routes and link.effect in HANDS_ON and _hands_on(network, link.target)
    head, broad = (_head(tip, comes[1], wide) for wide in (3.8, 6.5))
    if link.effect == "compensates-for":
        head = broad = _ring(end)
    return Line(link, d, head, broad, f"M{_at((end[0], end[1] - 7))}v14", strong, link in network.guesses)


def _through(begin: Point, way: Sequence[Place], placed: Layout, end: Point) -> Iterable[str]:
    """Yield the parts of a path: a bend between two columns, straight on where it passes one."""
    onward = way[-1][1] > way[0][1]
    corners = [begin]
    for place in way[1:-1]:
        left, width = COLUMNS[place[1]]
        sides = (left, left + width) if onward else (left + width, left)
        corners += [(side, placed.middles[place]) for side in sides]
    for one, other in pairwise([*corners, end]):
        middle = (one[0] + other[0]) / 2
        straight = one[1] == other[1]
        yield f"L{_at(other)}" if straight else f"C{_at((middle, one[1]))} {_at((middle, other[1]))} {_at(other)}"


def _hands_on(network: Network, key: str) -> bool:
    return key == END or (key in network.routes and network.is_relay(key))


def _edge(box: Box, side: int) -> float:
    return box.x if side < 0 else box.x + box.width


def _head(tip: Point, side: int, wide: float) -> str:
    """Return an arrowhead whose point is at `tip`, on that side of a box."""
    long = HEAD_LONG * wide / 3.8
    return f"M{_at(tip)}L{_at((tip[0] + long * side, tip[1] - wide))}V{tip[1] + wide:g}Z"


def _ring(middle: Point) -> str:
    return f"M{_at((middle[0] - RING, middle[1]))}a{RING} {RING} 0 1 0 {2 * RING} 0a{RING} {RING} 0 1 0 {-2 * RING} 0Z"


def _at(point: Point) -> str:
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"
