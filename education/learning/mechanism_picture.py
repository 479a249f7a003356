"""The mechanism map as its template draws it: lines and boxes that look alike are drawn together."""

from dataclasses import dataclass

from education.learning.mechanism_words import LOOKS, look_of, node_said, of_selection, readout
from education.library.domain.mechanism_drawing import Box, Drawing, Line, Text
from education.library.domain.routes import END, Network, Result

BAR = 22  # from one bar to the next, in units of their picture

# From the bottom to the top: hypotheses, what feeds the routes, the routes' own last links.
LAYERS = [
    (look, strong)
    for strong in (False, True)
    for look in ("guess", "closed", "open", "dampened", "round")
]  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """Lines of one look: all their paths, arrowheads, rings and stop bars; `strong` as `Line` has it."""

    look: str
    strong: bool
    d: str
    tips: str
    rings: str
    stops: str


@dataclass(frozen=True)
class Boxes:
    """Boxes of one look: all their outlines, the lines of their names, and where a word stands beside each."""

    look: str
    outlines: str
    texts: tuple[Text, ...]
    tags: tuple[Text, ...]


def picture(network: Network, drawn: Drawing, found: Result) -> dict:
    """Return what the readout, the bars, the network and the ladder show."""
    looks = {route.key: look_of(route) for route in found.routes}
    kinds: dict[tuple[str, bool], list[Line]] = {}
    for line in drawn.lines:
        kinds.setdefault((line_look(line, found), line.strong), []).append(line)
    rows = [(network.nodes[box.key].name, looks[box.key]) for box in drawn.boxes if box.key in looks]
    counted = {look: sum(one == look for one in looks.values()) for look in LOOKS}
    return {
        "with": of_selection(network, found.chosen),
        "heading": readout(found),
        "rows": rows,
        "bars": [(BAR * at, BAR * at + 1, look) for at, (_name, look) in enumerate(rows)],
        "bars_width": BAR * len(rows) - 4,
        "tally": [(str(LOOKS[look]), number) for look, number in counted.items() if number],
        "drawing": drawn,
        "layers": [_layer(*kind, kinds[kind], found) for kind in LAYERS if kind in kinds],
        "boxes": _boxes(network, drawn, found, looks),
        "end": network.nodes[END].name,
        "end_said": node_said(network, found, END) if found.states[END] != "open" else "",
    }


def line_look(line: Line, found: Result) -> str:
    """Return how a line is drawn: one of LOOKS, or "guess"."""
    if line.guess:
        return "guess"
    source, target = found.states[line.link.source], found.states[line.link.target]
    # What stands in for something closed is not closed with it.
    if source == "closed" or (target == "closed" and line.link.effect != "compensates-for"):
        return "closed"
    if line.strong and any(one.key == line.link.source and one.stands_out for one in found.routes):
        return "round"
    return "dampened" if source == "dampened" else "open"


def _layer(look: str, strong: bool, lines: list[Line], found: Result) -> Layer:
    """Return lines of one look: those of something closed end in a bar, those that lead to it in nothing."""
    ended = [] if look == "closed" else lines
    acting = [line for line in ended if line.link.effect != "compensates-for"]
    stopped = [line for line in lines if look == "closed" and found.states[line.link.source] == "closed"]
    return Layer(
        look=look,
        strong=strong,
        d="".join(line.d for line in lines),
        tips="".join(line.broad if look == "round" else line.head for line in acting),
        rings="".join(line.head for line in ended if line not in acting),
        stops="".join(line.bar for line in stopped if strong),
    )


def _boxes(network: Network, drawn: Drawing, found: Result, looks: dict[str, str]) -> list[Boxes]:
    groups: dict[str, list[Box]] = {}
    for box in drawn.boxes:
        groups.setdefault(_box_look(network, found, looks, box.key), []).append(box)
    return [
        Boxes(
            look,
            "".join(box.outline for box in boxes),
            tuple(text for box in boxes for text in box.label),
            tuple(box.beside for box in boxes) if look in ("round", "guess") else (),
        )
        for look, boxes in groups.items()
    ]


def _box_look(network: Network, found: Result, looks: dict[str, str], key: str) -> str:
    if key not in network.verified:
        return "guess"
    state = found.states[key]
    return looks.get(key) or ("open" if state == "supported" else state)
