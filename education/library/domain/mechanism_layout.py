"""Where each node of the mechanism map stands: columns from trigger to tissue, rows so that few lines cross.

Columns follow from what a node is, rows from the method of Sugiyama, Tagawa and Toda (1981): a line that passes a
column takes a place in it, places are put in the order of what they lead to, and then drawn towards it. Lines from one
node that pass the same column the same way share a place. All is in the units of an SVG; the same model gives the same
layout. Decision 28 says what is left out of the picture.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from education.library.domain.library import MechanismEdge
from education.library.domain.routes import END, HANDS_ON, Network

TRIGGER, CELL, SIGNAL, RELAY, CENTRE, TISSUE = range(6)
COLUMNS = ((8.0, 126.0), (184.0, 126.0), (364.0, 140.0), (572.0, 150.0), (788.0, 98.0), (924.0, 104.0))
"""Left edge and width of each column."""
WIDTH, HEAD = 1036.0, 40.0  # the sheet; where the boxes begin, below the names of the columns
BOX, TISSUE_BOX, LANE = 40.0, 56.0, 10.0  # heights of a box, of one in the narrow last column, and of a line's place
GAP = 12.0
SWEEPS = 12

Place = tuple[str, int, str]
"""A place in a column: a node ("", its column, its key) or a line's ("on" or "back", the column, whose line)."""


@dataclass(frozen=True)
class Layout:
    """The middle of every place from top to bottom, the ways of the lines by link, and the height of the sheet.

    A way is the places from the source's to the target's, both included.
    """

    middles: Mapping[Place, float]
    ways: Mapping[str, tuple[Place, ...]]
    height: float


def shown(network: Network) -> frozenset[str]:
    """Return the nodes of the picture: those on a way to the myofibroblast, it, and what it makes.

    An unverified node that a hypothesis puts beside one of them is in the picture too.
    """
    if END not in network.nodes:
        return frozenset()
    ways = network.upstream | {END} | _made(network)
    beside = {one.source for one in network.guesses if one.target in network.upstream and one.effect != "inhibits"}
    return ways | beside


def lines(network: Network) -> tuple[MechanismEdge, ...]:
    """Return the links of the picture, hypotheses first; what inhibits leads nowhere and is in words alone."""
    nodes, every = shown(network), (*network.guesses, *network.links)
    return tuple(one for one in every if {one.source, one.target} <= nodes and one.effect != "inhibits")


def column(network: Network, key: str) -> int:
    """Return the column of a node."""
    kind = network.nodes[key].kind
    ends = {one.target for one in lines(network) if one.source == key and one.effect in HANDS_ON}
    kinds = {network.nodes[end].kind for end in ends if end != END}
    if key == END:
        return CENTRE
    if kind == "outcome" or key in _made(network):
        return TISSUE
    if kind in ("cell", "signalling"):
        return CELL if kind == "cell" else RELAY
    if kind == "process":
        return TRIGGER if kinds & {"cell", "cytokine", "receptor"} else RELAY
    return TRIGGER if kinds == {"cell"} and not network.feeders(key) else SIGNAL


def layout(network: Network) -> Layout:
    """Return the layout of the picture."""
    columns = {key: column(network, key) for key in sorted(shown(network))}
    ways = {one.key: tuple(_way(one, columns)) for one in lines(network)}
    places: dict[Place, None] = {("", place, key): None for key, place in columns.items()}
    for way in ways.values():
        places |= dict.fromkeys(way)
    near, beside = _near(ways.values()), [way for way in ways.values() if way[0][1] == way[-1][1]]
    order = _ordered(places, near, beside)
    height = max((_needed(row) for row in order), default=0.0)
    return Layout(_settled(order, near, height), ways, HEAD + height + GAP)


def _made(network: Network) -> frozenset[str]:
    return frozenset(one.target for one in network.links if one.source == END and one.effect in HANDS_ON)


def _way(link: MechanismEdge, columns: Mapping[str, int]) -> Iterator[Place]:
    begin, end = columns[link.source], columns[link.target]
    step = 1 if end >= begin else -1
    yield "", begin, link.source
    for between in range(begin + step, end, step):
        yield "on" if step > 0 else "back", between, link.source
    yield "", end, link.target


def _near(ways: Iterable[Sequence[Place]]) -> dict[Place, list[Place]]:
    """Return what each place is joined to in the columns beside it; the myofibroblast is as tall as the sheet."""
    found: dict[Place, dict[Place, None]] = {}
    for one, other in (pair for way in ways for pair in pairwise(way)):
        if one[1] != other[1] and "".join((one[0], one[2])) != END and "".join((other[0], other[2])) != END:
            found.setdefault(one, {})[other] = None
            found.setdefault(other, {})[one] = None
    return {place: list(others) for place, others in found.items()}


def _ordered(
    places: Iterable[Place], near: Mapping[Place, list[Place]], beside: Sequence[Sequence[Place]]
) -> list[list[Place]]:
    """Return the places of each column from top to bottom: of all orders tried the one with the fewest crossings.

    `beside` are the ways inside a column; what they pass in it counts as a crossing too.
    """
    rows: list[list[Place]] = [[] for _ in COLUMNS]
    for place in sorted(places):
        rows[place[1]].append(place)
    joined = {place: list(others) for place, others in near.items()}
    for first, last in beside:
        joined.setdefault(first, []).append(last)
        joined.setdefault(last, []).append(first)
    best, fewest = [list(row) for row in rows], _crossings(rows, near, beside)
    for sweep in range(2 * SWEEPS):
        numbers = range(len(rows)) if sweep % 2 == 0 else range(len(rows) - 1, -1, -1)
        for number in numbers:
            rank = {place: at / max(1, len(row) - 1) for row in rows for at, place in enumerate(row)}
            rows[number].sort(key=lambda place, rank=rank: _wanted(place, joined, rank))  # type: ignore[misc]
        crossings = _crossings(rows, near, beside)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _wanted(place: Place, near: Mapping[Place, list[Place]], rank: Mapping[Place, float]) -> tuple[bool, float]:
    """Return where a place belongs; beside the myofibroblast lines pass below it."""
    others = [rank[other] for other in near.get(place, ())] or [rank[place]]
    return place[1] == CENTRE and bool(place[0]), sum(others) / len(others)


def _crossings(
    rows: Sequence[Sequence[Place]], near: Mapping[Place, list[Place]], beside: Iterable[Sequence[Place]]
) -> int:
    ranks = {place: at for row in rows for at, place in enumerate(row)}
    found = sum(abs(ranks[first] - ranks[last]) - 1 for first, last in beside)
    for left, right in pairwise(rows):
        at = {place: number for number, place in enumerate(right)}
        ends = [sorted(at[other] for other in near.get(place, ()) if other in at) for place in left]
        found += sum(one > other for before, after in combinations(ends, 2) for one in before for other in after)
    return found


def _tall(place: Place) -> float:
    if place[0]:
        return LANE
    return TISSUE_BOX if place[1] == TISSUE else BOX


def _needed(row: Sequence[Place]) -> float:
    return sum(_tall(place) + GAP for place in row)


def _settled(rows: Sequence[Sequence[Place]], near: Mapping[Place, list[Place]], height: float) -> dict[Place, float]:
    """Return the middle of every place: as near as its order allows to what it is joined to."""
    middles: dict[Place, float] = {}
    for row in rows:
        spare = (height - _needed(row)) / max(1, len(row))
        top = HEAD + spare / 2
        for place in row:
            middles[place] = top + _tall(place) / 2
            top += _tall(place) + GAP + spare
    for _ in range(SWEEPS):
        for row in rows:
            wanted = [_drawn_to(place, near, middles, HEAD + height) for place in row]
            middles |= dict(zip(row, _apart(row, wanted, HEAD + height), strict=True))
    return {place: round(middle, 1) for place, middle in middles.items()}


def _apart(row: Sequence[Place], wanted: Sequence[float], bottom: float) -> list[float]:
    """Return middles in this order, apart, and together as near as can be to those wanted (pooled neighbours)."""
    offsets = [HEAD + _tall(row[0]) / 2] if row else []
    for above, below in pairwise(row):
        offsets.append(offsets[-1] + (_tall(above) + _tall(below)) / 2 + GAP)
    pools: list[tuple[float, int]] = []
    for middle, offset in zip(wanted, offsets, strict=True):
        mean, size = middle - offset, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    most = bottom - offsets[-1] - _tall(row[-1]) / 2 if row else 0.0
    shifts = [min(max(mean, 0.0), most) for mean, size in pools for _ in range(size)]
    return [shift + offset for shift, offset in zip(shifts, offsets, strict=True)]


def _drawn_to(place: Place, near: Mapping[Place, list[Place]], middles: Mapping[Place, float], bottom: float) -> float:
    """Return where a place would best stand; lines pass the myofibroblast at the bottom."""
    if place[1] == CENTRE and place[0]:
        return bottom
    others = [middles[other] for other in near.get(place, ())]
    return sum(others) / len(others) if others else middles[place]
