"""Routes to fibrosis in the teaching model, and what chosen therapies do to them.

**A route** is a node, other than the myofibroblast and outcomes, that acts on the myofibroblast along counted links,
directly or through relays only. Relays are nodes of kind "signalling". A link is *counted* when it is verified, in the
route count, rests on a live source and joins two nodes that do; it *hands on* when its effect is to activate or to
sustain. All other links are hypotheses or stand beside the count.

A node is *closed* only by a chosen, verified target with `closes` on that very node, *dampened* by one that acts on it
without closing it, *supported* by one that supports it. A route is closed when its node is, or when every way on from
it passes a closed relay (or when the myofibroblast itself is closed); dampened when its node is; else open. A route
that is open *stands out* when a counted link `compensates-for` makes it a way round something closed or dampened.

Why so, and what the number cannot mean: docs/decisions/0028-what-a-route-is.md.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from education.library.domain.library import Library, MechanismEdge, MechanismNode, TherapyGroup, TherapyTarget
from education.library.domain.standing import stands

END = "myofibroblast"
HANDS_ON = ("activates", "sustains")
State = Literal["open", "supported", "dampened", "closed"]
ANSWERS = 4  # numbers offered when a reader is to predict

EFFECT_STATES: Mapping[str, State] = {"blocks": "dampened", "depletes": "dampened", "reduces": "dampened"}
STRENGTH: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class MapTherapy:
    """A therapy as the map offers it: `key` stands for it in addresses; `therapy` is the library's, "" for none.

    `targets` are those that stand, `guesses` the others: named, and without any part in states and counts.
    """

    key: str
    name: str
    group: TherapyGroup
    therapy: str
    targets: tuple[TherapyTarget, ...]
    guesses: tuple[TherapyTarget, ...]


@dataclass(frozen=True)
class Network:
    """The model of one release. `links` are counted, `guesses` are all the others; `therapies` in list order.

    `onward` gives for each route what it hands on to: relays and the myofibroblast.
    """

    nodes: Mapping[str, MechanismNode]
    links: tuple[MechanismEdge, ...]
    guesses: tuple[MechanismEdge, ...]
    therapies: Mapping[str, MapTherapy]
    verified: frozenset[str]

    @cached_property
    def _from(self) -> Mapping[str, tuple[str, ...]]:
        """Return by node which nodes hand on to it."""
        found: dict[str, list[str]] = {}
        for link in self.links:
            if link.effect in HANDS_ON:
                found.setdefault(link.target, []).append(link.source)
        return {target: tuple(dict.fromkeys(sources)) for target, sources in found.items()}

    @cached_property
    def routes(self) -> tuple[str, ...]:
        """Return the nodes that are routes, sorted; nothing when the model has no myofibroblast."""
        return tuple(sorted(self.leading()))

    @cached_property
    def onward(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each route the relays it hands on to, and END where it acts on the myofibroblast itself."""
        ends = {END, *(key for key in self.routes if self.is_relay(key))}
        return {
            key: tuple(end for end in sorted(ends, key=lambda end: (end == END, end)) if key in self._from.get(end, ()))
            for key in self.routes
        }

    @cached_property
    def upstream(self) -> frozenset[str]:
        """Return the nodes from which counted links that hand on lead to the myofibroblast, routes among them."""
        found: set[str] = set()
        waiting = [END]
        while waiting:
            new = [source for source in self.feeders(waiting.pop()) if source not in found and source != END]
            found.update(new)
            waiting += new
        return frozenset(found)

    def feeders(self, key: str) -> tuple[str, ...]:
        """Return the nodes that hand on to this one, as the links come."""
        return tuple(one for one in self._from.get(key, ()) if self.nodes[one].kind != "outcome")

    def is_relay(self, key: str) -> bool:
        """Say whether a node hands signals on inside the cell."""
        return self.nodes[key].kind == "signalling" and key != END

    def leading(self, closed: Collection[str] = ()) -> frozenset[str]:
        """Return the nodes that act on the myofibroblast while none of the `closed` hands anything on."""
        if END not in self.nodes or END in closed:
            return frozenset()
        found: set[str] = set()
        waiting = [END]
        while waiting:
            for source in self.feeders(waiting.pop()):
                if source not in found and source != END:
                    found.add(source)
                    if self.is_relay(source) and source not in closed:
                        waiting.append(source)
        return frozenset(found)


@dataclass(frozen=True)
class Route:
    """How a route stands: `state` is never "supported".

    `by`: the chosen targets that act on its node. `stopped_at`: the closed relays that end its ways where its own node
    is not closed. `around`: the links that make it a way round something closed or dampened.
    """

    key: str
    state: State
    by: tuple[TherapyTarget, ...] = ()
    stopped_at: tuple[str, ...] = ()
    around: tuple[MechanismEdge, ...] = ()

    @property
    def stands_out(self) -> bool:
        """Say whether this open route goes round something closed or dampened."""
        return self.state == "open" and bool(self.around)


@dataclass(frozen=True)
class Result:
    """What a selection does: `states` of every node, `acting` the chosen targets by node, `routes` as the network's."""

    chosen: tuple[str, ...]
    states: Mapping[str, State]
    acting: Mapping[str, tuple[TherapyTarget, ...]]
    routes: tuple[Route, ...]

    @property
    def still_open(self) -> int:
        """Return how many routes are open or dampened."""
        return sum(route.state != "closed" for route in self.routes)


@dataclass(frozen=True)
class Question:
    """What to predict: how many routes stay open when `added` joins the selection; `answers` from many to few."""

    added: str
    answers: tuple[int, ...]
    right: int
    changed: tuple[Route, ...]


def network_of(library: Library) -> Network:
    """Return the model that a release holds."""
    verified = frozenset(key for key, node in library.nodes.items() if stands(node, library))
    edges = [library.edges[key] for key in sorted(library.edges)]
    known = [one for one in edges if one.source in library.nodes and one.target in library.nodes]
    counted = [one for one in known if one.in_route_count and {one.source, one.target} <= verified]
    links = tuple(one for one in counted if stands(one, library))
    rest = tuple(one for one in known if one not in links)
    return Network(library.nodes, links, rest, _therapies(library), verified)


def name_of(target: TherapyTarget) -> str:
    """Return the name under which addresses speak of a target's therapy."""
    return target.key.partition("--")[0]


def result(network: Network, chosen: Iterable[str]) -> Result:
    """Return what the chosen therapies (keys; unknown ones count for nothing) do to every node and route."""
    taken = tuple(sorted({key for key in chosen if key in network.therapies}))
    acting: dict[str, tuple[TherapyTarget, ...]] = {}
    for target in (target for key in taken for target in network.therapies[key].targets):
        acting[target.node] = (*acting.get(target.node, ()), target)
    states = {key: _state(acting.get(key, ())) for key in network.nodes}
    closed = {key for key, state in states.items() if state == "closed"}
    leading = network.leading(closed)
    ends = {key: _route_state(states[key], key in leading) for key in network.routes}
    routes = tuple(
        Route(
            key,
            state,
            acting.get(key, ()),
            _stops(network, key, closed) if state == "closed" and states[key] != "closed" else (),
            tuple(_around(network, key, states | ends)) if state != "closed" else (),
        )
        for key, state in ends.items()
    )
    return Result(taken, states, acting, routes)


def question(network: Network, now: Result) -> Question | None:
    """Return what to ask next: the first therapy not chosen, in list order, that would change a route; else None."""
    for key in network.therapies:
        if key not in now.chosen:
            then = result(network, (*now.chosen, key))
            changed = tuple(new for old, new in zip(now.routes, then.routes, strict=True) if old.state != new.state)
            if changed:
                answers = _answers(now.still_open, then.still_open, len(now.routes))
                return Question(key, answers, then.still_open, changed)
    return None


def _therapies(library: Library) -> dict[str, MapTherapy]:
    """Return the therapies by key: group by group, by name within a group."""
    groups: dict[str, list[TherapyTarget]] = {}
    for key in sorted(library.targets):
        target = library.targets[key]
        if target.node in library.nodes:
            groups.setdefault(name_of(target), []).append(target)
    found = [_therapy(key, targets, library) for key, targets in groups.items()]
    order = get_args(TherapyGroup)
    return {one.key: one for one in sorted(found, key=lambda one: (order.index(one.group), one.name.casefold()))}


def _therapy(key: str, targets: list[TherapyTarget], library: Library) -> MapTherapy:
    therapy = library.therapies.get(targets[0].therapy or "")
    standing = tuple(one for one in targets if stands(one, library))
    return MapTherapy(
        key=key,
        name=targets[0].name,
        group=therapy.group if therapy else "other",
        therapy=therapy.key if therapy else "",
        targets=standing,
        guesses=tuple(one for one in targets if one not in standing),
    )


def _state(acting: Iterable[TherapyTarget]) -> State:
    """Return the strongest of what targets do to one node."""
    found: State = "open"
    for target in acting:
        state: State = "closed" if target.closes else EFFECT_STATES.get(target.effect, "supported")
        found = max(found, state, key=STRENGTH.index)
    return found


def _route_state(own: State, leads: bool) -> State:
    if own == "closed" or not leads:
        return "closed"
    return "dampened" if own == "dampened" else "open"


def _stops(network: Network, key: str, closed: Collection[str]) -> tuple[str, ...]:
    """Return the closed nodes that the ways on from a route come to first, sorted."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        for end in network.onward[waiting.pop()]:
            if end in closed:
                found.add(end)
            elif end != END and end not in seen:
                seen.add(end)
                waiting.append(end)
    return tuple(sorted(found))


def _around(network: Network, key: str, states: Mapping[str, State]) -> Iterator[MechanismEdge]:
    """Yield the links by which a node stands in for one that is closed or dampened."""
    for link in network.links:
        if link.effect == "compensates-for" and link.source == key and states[link.target] in ("dampened", "closed"):
            yield link


def _answers(now: int, then: int, most: int) -> tuple[int, ...]:
    """Return ANSWERS numbers, `now` and `then` among them, from many to few; fewer where there are not so many."""
    highest = min(most, max(now, ANSWERS - 1))
    near = [number for number in range(then + 1, highest) if number != now]
    below = list(range(then - 1, -1, -1))
    window = list(range(highest, highest - ANSWERS, -1))
    if then in window and window[-1] >= 0:
        return tuple(window)
    others = [*near, *below][: ANSWERS - len({now, then})]
    return tuple(sorted({now, then, *others}, reverse=True))
