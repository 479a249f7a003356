"""What the mechanism map says in words: how a route stands and why, what trials showed of a therapy, every link.

What is not verified is named and said to be a hypothesis; what it says of the body or of patients is left unsaid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from education.library.domain.citing import SourceLabel, labels
from education.library.domain.library import Library, MechanismEdge, MechanismNode, TherapyTarget
from education.library.domain.mechanism_drawing import Drawing
from education.library.domain.mechanism_layout import shown
from education.library.domain.routes import END, Network, Result, Route

LOOKS = {
    "open": pgettext_lazy("route", "Open"),
    "round": pgettext_lazy("route", "Open, a way round"),
    "dampened": pgettext_lazy("route", "Dampened, still open"),
    "closed": pgettext_lazy("route", "Closed"),
}
ACTS = {
    "blocks": gettext_lazy("%(therapy)s blocks it."),
    "depletes": gettext_lazy("%(therapy)s depletes it."),
    "reduces": gettext_lazy("%(therapy)s reduces it and does not close it."),
    "supports": gettext_lazy("%(therapy)s supports it."),
}
PASSIVE = {
    "closed": gettext_lazy("%(node)s (closed by %(therapies)s)"),
    "dampened": gettext_lazy("%(node)s (dampened by %(therapies)s)"),
    "supported": gettext_lazy("%(node)s (supported by %(therapies)s)"),
}


@dataclass(frozen=True)
class Cited:
    """A text of the release with its sources."""

    text: str
    sources: tuple[SourceLabel, ...]
    note: str = ""


@dataclass(frozen=True)
class RouteRow:
    """A route in words. `look`: one of LOOKS; `around`: the links that make it a way round."""

    key: str
    name: str
    look: str
    word: str
    why: tuple[str, ...]
    around: tuple[Cited, ...]
    onward: str
    fed: str


@dataclass(frozen=True)
class NodeRow:
    """A node that is no route; `description` cites, and is left out of one that is not verified."""

    key: str
    name: str
    description: Cited | None


@dataclass(frozen=True)
class LinkRow:
    """A link in words. `status`: "counted", "aside" (verified, not counted) or "guess"."""

    link: MechanismEdge
    source: str
    target: str
    status: str
    said: Cited


@dataclass(frozen=True)
class Trial:
    """What trials showed of a therapy: `acts` on the map, `signals` each once, `guesses` with why they are such."""

    name: str
    therapy: str
    acts: tuple[Cited, ...]
    signals: tuple[Cited, ...]
    notes: tuple[str, ...]
    guesses: tuple[Cited, ...]


def mid_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: "nintedanib", and still "IVIG"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them: "a, b and c"."""
    return get_text_list(list(names), _("and"))


def of_selection(network: Network, chosen: Sequence[str]) -> str:
    """Return "With mycophenolate and nintedanib", in the order of the list."""
    names = [mid_sentence(one.name) for one in network.therapies.values() if one.key in chosen]
    return _("With %(therapies)s") % {"therapies": listed(names)} if names else _("With no therapy chosen")


def readout(found: Result) -> str:
    """Return the heading: how many routes are still open."""
    counts = {"open": found.still_open, "all": len(found.routes)}
    return _("Routes to fibrosis still open: %(open)d of %(all)d") % counts


def look_of(route: Route) -> str:
    """Return how a route is drawn and named; one of LOOKS."""
    return "round" if route.stands_out else route.state


def route_rows(library: Library, network: Network, drawn: Drawing, result: Result) -> list[RouteRow]:
    """Return the routes in the order of the picture, from left to right and top to bottom."""
    found = {route.key: route for route in result.routes}
    return [_route_row(library, network, result, found[box.key]) for box in drawn.boxes if box.key in found]


def _route_row(library: Library, network: Network, result: Result, route: Route) -> RouteRow:
    nodes, look = network.nodes, look_of(route)
    onward = [
        _("the myofibroblast itself") if end == END else mid_sentence(nodes[end].name)
        for end in network.onward[route.key]
    ]
    fed = [mid_sentence(node_said(network, result, key)) for key in network.feeders(route.key)]
    return RouteRow(
        key=route.key,
        name=nodes[route.key].name,
        look=look,
        word=str(LOOKS[look]),
        why=tuple(_why(network, result, route)),
        around=tuple(_around(library, network, result, link) for link in route.around),
        onward=_("Acts on %(ends)s.") % {"ends": listed(onward)},
        fed=_("Fed by %(nodes)s.") % {"nodes": listed(fed)} if fed else _("Nothing in this model feeds it."),
    )


def _why(network: Network, result: Result, route: Route) -> Iterable[str]:
    """Yield why a route stands as it does."""
    yield from (str(ACTS[target.effect]) % {"therapy": target.name} for target in route.by)
    if route.stopped_at:
        stops = listed(mid_sentence(node_said(network, result, key)) for key in route.stopped_at)
        said = ngettext("Its way on is closed at %(stops)s.", "All its ways on are closed: %(stops)s.",
                        len(route.stopped_at))  # fmt: skip
        yield said % {"stops": stops}
    feeders = network.feeders(route.key)
    if route.state != "closed" and feeders and all(result.states[key] == "closed" for key in feeders):
        yield _("All that feeds it here is closed; it is not itself blocked, so it counts as open.")
    elif result.chosen and not route.by and not route.stopped_at:
        yield _("No therapy chosen acts on it.")


def _around(library: Library, network: Network, result: Result, link: MechanismEdge) -> Cited:
    text = _("A way round %(node)s.") % {"node": mid_sentence(node_said(network, result, link.target))}
    return Cited(f"{text} {link.statement}", labels(link.references, library), link.note)


def node_said(network: Network, result: Result, key: str) -> str:
    """Return the name of a node, and by which therapies it is closed, dampened or supported."""
    state, name = result.states[key], network.nodes[key].name
    if state == "open":
        return name
    by = [mid_sentence(one.name) for one in result.acting[key] if _weight(one) == state]
    return str(PASSIVE[state]) % {"node": name, "therapies": listed(by)}


def _weight(target: TherapyTarget) -> str:
    if target.closes:
        return "closed"
    return "supported" if target.effect == "supports" else "dampened"


def others(network: Network, result: Result) -> str:
    """Return the nodes that are no routes and that a chosen therapy acts on, as a sentence lists them."""
    keys = (key for key in result.acting if key not in network.routes)
    return listed(mid_sentence(node_said(network, result, key)) for key in keys)


def node_rows(library: Library, network: Network) -> dict[str, list[NodeRow]]:
    """Return the nodes that are no routes: "upstream" feed them, "end" is where they lead, "aside" all the others."""
    rows: dict[str, list[NodeRow]] = {"end": [], "upstream": [], "aside": []}
    seen = shown(network)
    for key, node in sorted(network.nodes.items(), key=lambda item: item[1].name.casefold()):
        if key not in network.routes:
            place = (
                "upstream" if key in network.upstream else "end" if key in seen and _is_end(network, key) else "aside"
            )
            rows[place].append(_node_row(library, network, node))
    return rows


def _is_end(network: Network, key: str) -> bool:
    return key == END or any(link.source == END and link.target == key for link in network.links)


def _node_row(library: Library, network: Network, node: MechanismNode) -> NodeRow:
    if node.key not in network.verified:
        return NodeRow(node.key, node.name, None)
    described = Cited(node.description, labels(node.references, library))
    return NodeRow(node.key, node.name, described)


def link_rows(library: Library, network: Network) -> list[LinkRow]:
    """Return every link of the model, by the names of what it joins; those counted first."""
    rows = [_link_row(library, network, link) for link in (*network.links, *network.guesses)]
    return sorted(rows, key=lambda row: (row.status != "counted", row.source.casefold(), row.target.casefold()))


def _link_row(library: Library, network: Network, link: MechanismEdge) -> LinkRow:
    nodes = network.nodes
    status = "counted" if link in network.links else "aside" if link.verified else "guess"
    statement = "" if status == "guess" else link.statement
    cited = Cited(statement, labels(link.references, library), link.note)
    return LinkRow(link, nodes[link.source].name, nodes[link.target].name, status, cited)


def trial(library: Library, network: Network, key: str) -> Trial:
    """Return what trials showed of a therapy, joined over its targets; each signal once."""
    therapy = network.therapies[key]
    signals: dict[str, list[str]] = {}
    for target in therapy.targets:
        if target.trial_signal:
            signals.setdefault(target.trial_signal, []).extend(target.references)
    return Trial(
        name=therapy.name,
        therapy=therapy.therapy,
        acts=tuple(Cited(_act(network, one), _sources_of(one, library)) for one in therapy.targets),
        signals=tuple(Cited(text, labels(keys, library)) for text, keys in signals.items()),
        notes=tuple(dict.fromkeys(target.note for target in therapy.targets if target.note)),
        guesses=tuple(
            Cited(mid_sentence(network.nodes[one.node].name), labels(one.references, library), one.note)
            for one in therapy.guesses
        ),
    )


def _sources_of(target: TherapyTarget, library: Library) -> tuple[SourceLabel, ...]:
    """Return the sources of an action; those of a target with a trial signal are told with the signal."""
    return () if target.trial_signal else labels(target.references, library)


DOES = {
    "blocks": pgettext_lazy("what a therapy does", "Blocks %(node)s"),
    "depletes": pgettext_lazy("what a therapy does", "Depletes %(node)s"),
    "reduces": pgettext_lazy("what a therapy does", "Reduces %(node)s"),
    "supports": pgettext_lazy("what a therapy does", "Supports %(node)s"),
}


def _act(network: Network, target: TherapyTarget) -> str:
    """Return what a target does on the map."""
    does = str(DOES[target.effect]) % {"node": mid_sentence(network.nodes[target.node].name)}
    if target.closes:
        return _("%(does)s: closed on this map") % {"does": does}
    if target.effect == "supports":
        return _("%(does)s: neither closed nor dampened on this map") % {"does": does}
    return _("%(does)s: dampened on this map, still open") % {"does": does}


def sentences(notice: str) -> list[str]:
    """Return the parts of the standing notice, which semicolons part, each as a sentence."""
    parts = [part.strip() for part in notice.split(";") if part.strip()]
    return [f"{part[0].upper()}{part[1:].rstrip('.')}." for part in parts]
