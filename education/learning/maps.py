"""The full map of a walk: the drawing, its twin in words, and moving about on it."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.editorial import memory
from education.learning import player, views, walking
from education.learning.own import visits_of
from education.pathways.domain import mapping, playing
from education.pathways.domain.mapping import MapEdge, MapNode, OutlineLine

PAGE = "learning/full_map.html"
PARTS = ("map_page", "status")
PAN = 0.35  # of the window, for each press of a button
INKS = ("taken", "open", "ahead")  # the reader's way, what leads on from here, all else

WORDS = {
    "visited": gettext_lazy("Visited"),
    "here": gettext_lazy("You are here"),
    "available": gettext_lazy("Available"),
    "later": gettext_lazy("Not reached"),
}
MOVES = {
    "in": gettext_lazy("Zoom in"),
    "out": gettext_lazy("Zoom out"),
    "reset": gettext_lazy("Where you are"),
    "left": pgettext_lazy("move the picture", "Left"),
    "right": pgettext_lazy("move the picture", "Right"),
    "up": pgettext_lazy("move the picture", "Up"),
    "down": pgettext_lazy("move the picture", "Down"),
}


@dataclass(frozen=True)
class Box:
    """A step as the page shows it: `name` for the learner, whole and in `lines`; `url` of its latest visit or "".

    `place` stands for the step in the page, whose key may tell too much.
    """

    node: MapNode
    place: int
    name: str
    lines: tuple[str, ...]
    word: str
    url: str


@dataclass(frozen=True)
class Line:
    """A line of the drawing, from place to place: `d` is its path, `ink` one of INKS."""

    edge: MapEdge
    source: int
    target: int
    d: str
    ink: str


@dataclass(frozen=True)
class Row:
    """A line of the outline; it `opens` a list inside the line before it, or is followed by `closes` ends of lists."""

    line: OutlineLine
    box: Box
    opens: bool
    closes: range
    ends: bool


@dataclass(frozen=True)
class Move:
    """A button that moves the window: what it does, and its address."""

    key: str
    label: str
    url: str


@require_safe
@reader_required
def full_map(request, walk_id):
    """Show the whole pathway as the reader's own walk sees it, as a drawing and in words."""
    now = timezone.now()
    found = get_object_or_404(views.walks_of(request, now), pk=walk_id)
    visits = visits_of(found)
    try:
        seq = int(request.GET.get("from") or visits[-1].seq)
        lens = views.known_lens(request.GET.get("lens") or walking.visit_at(visits, seq).lens)
        context = map_context(found, visits, seq=seq, lens=lens, asked=request.GET)
    except (ValueError, playing.UnknownVisit, walking.ClosedLens):
        raise Http404 from None
    return render_page(request, PAGE, context | {"announce": player.LENS_WORDS[lens]}, parts=PARTS)


def map_context(walk, visits, *, seq, lens, asked):
    """Return the context of the map's page; `asked` may hold zoom, x and y, and what is no number there is left out.

    Raises playing.UnknownVisit when the walk has no visit `seq`, walking.ClosedLens when its edition lacks the lens.
    """
    playable = memory.opened(walk.edition)
    walking.refuse_closed(playable, lens)
    view = mapping.map_of(playable, visits, seq=seq, lens=lens)
    boxes = {node.key: _box(node, place, walk.pk, lens) for place, node in enumerate(view.nodes, start=1)}
    counts = Counter(node.state for node in view.nodes)
    window = _window(view, asked)
    pathway, shelf = playable.compiled.pathway, playable.compiled.shelf
    return {
        "walk_id": walk.pk,
        "seq": seq,
        "lens": lens,
        "lenses": playable.lens_states,
        "language": pathway.language,
        "pathway_title": playable.title,
        "organ": shelf.organs[pathway.organ].name if pathway.organ in shelf.organs else pathway.organ,
        "step_url": player.step_url(walk.pk, seq, lens),
        "view": view,
        "window": window,
        "home": mapping.window(view),
        "boxes": sorted(boxes.values(), key=lambda box: (box.node.y, box.node.x)),
        "lines": [_line(edge, boxes, view.here) for edge in view.edges],
        "inks": INKS,
        "rows": _rows(view.outline, boxes),
        "met": counts["visited"] + counts["here"],
        "available": counts["available"],
        "all": len(view.nodes),
        "moves": _moves(window, walk.pk, lens, seq),
        "fits": not any(name in asked for name in ("zoom", "x", "y")),
        "sample": not playable.compiled.sign_offs,
        "title": _("Map: %(title)s") % {"title": playable.title},
        "nav_current": "pathways",
    }


def _box(node, place, walk_id, lens):
    name = node.name
    if node.state == "available":
        letters = ", ".join(node.letters)
        several = _("Options %(letters)s") if len(node.letters) > 1 else _("Option %(letters)s")
        name = several % {"letters": letters}
    elif node.state == "later":
        name = _("Later step %(number)d") % {"number": node.number}
    url = "" if node.seq is None else player.step_url(walk_id, node.seq, lens)
    return Box(node=node, place=place, name=name, lines=mapping.wrapped(name), word=WORDS[node.state], url=url)


def _line(edge, boxes, here):
    ink = "taken" if edge.taken else "open" if edge.source == here.key else "ahead"
    return Line(edge, boxes[edge.source].place, boxes[edge.target].place, _path(edge.points), ink)


def _path(points):
    """Return a line's path: upright pieces straight, slanting ones as a bend that begins and ends upright."""
    (x, y), *rest = points
    d = [f"M{x:g} {y:g}"]
    for to_x, to_y in rest:
        middle = (y + to_y) / 2
        straight = x == to_x or y == to_y
        d.append(f"L{to_x:g} {to_y:g}" if straight else f"C{x:g} {middle:g} {to_x:g} {middle:g} {to_x:g} {to_y:g}")
        x, y = to_x, to_y
    return "".join(d)


def _rows(outline, boxes):
    """Return the outline with the beginnings and ends of its nested lists."""
    depths = [line.depth for line in outline] + [0]
    return [
        Row(
            line=line,
            box=boxes[line.node.key],
            opens=place > 0 and line.depth > depths[place - 1],
            closes=range(max(0, line.depth - depths[place + 1])),
            ends=depths[place + 1] <= line.depth,
        )
        for place, line in enumerate(outline)
    ]


def _window(view, asked):
    zoom, x, y = (_number(asked.get(name)) for name in ("zoom", "x", "y"))
    middle = None if x is None or y is None else (float(x), float(y))
    return mapping.window(view, zoom=zoom or 0, middle=middle)


def _number(text):
    """Return a whole number within reason, None for anything else."""
    try:
        return min(max(int(text), -100_000), 100_000)
    except (TypeError, ValueError):
        return None


def _moves(window, walk_id, lens, seq):
    """Return the buttons that move the window; each is an address, so that it works as a link."""
    x, y = window.middle
    right, down = window.width * PAN, window.height * PAN
    to = {
        "in": (window.zoom + 1, x, y),
        "out": (window.zoom - 1, x, y),
        "reset": None,
        "left": (window.zoom, x - right, y),
        "right": (window.zoom, x + right, y),
        "up": (window.zoom, x, y - down),
        "down": (window.zoom, x, y + down),
    }
    page = reverse("learning:map", args=[walk_id])
    moves = []
    for key, place in to.items():
        query = {"lens": lens, "from": seq}
        if place:
            query |= {"zoom": place[0], "x": round(place[1]), "y": round(place[2])}
        moves.append(Move(key, MOVES[key], f"{page}?{urlencode(query)}#drawing"))
    return moves
