"""Routes to fibrosis: small drawn networks, an oracle that lists every way, and the starter's own counts."""

import random
from functools import cache
from itertools import pairwise

from django.conf import settings as site
from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from education.editorial import kinds
from education.library.domain.routes import END, Network, name_of, network_of, question, result
from tests import builders

KINDS = ("cell", "cytokine", "receptor", "signalling", "process", "outcome")
LOWER = {"closed": 0, "dampened": 1, "open": 2}


@cache
def starter():
    """Return the starter's library as its files hold it."""
    folder = site.ROOT / "fixtures" / "starter"
    files = {str(path.relative_to(folder)): path.read_text("utf-8") for path in (folder / "library").glob("*.yaml")}
    return kinds.get("library").read(files)[0]


def network(drawing, *targets, of_kind=None, **changes):
    """Return the model of a drawn graph; m stands for the myofibroblast, r, r1, r2 are relays.

    A target is "drug x" (closes x), "drug ~x" (reduces it) or "drug +x" (supports it); "?" before it: not verified.
    `of_kind` gives nodes other kinds; `changes` are those of links by key, "x--y".
    """
    drawn = builders.edges(drawing)
    names = sorted({*drawn, *(end for ends in drawn.values() for end in ends)})
    given = {name: (of_kind or {}).get(name, "signalling" if name.startswith("r") else "cytokine") for name in names}
    nodes = [builders.node(key_of(name), name=name, kind=given[name]) for name in names]
    links = [
        builders.edge(f"{one}--{end}", source=key_of(one), target=key_of(end), **changes.get(f"{one}--{end}", {}))
        for one, ends in drawn.items()
        for end in ends
    ]
    return network_of(builders.shelf(*nodes, *links, *(target(said) for said in targets)))


def key_of(name):
    """Return the key of a drawn node."""
    return END if name == "m" else name


def target(said):
    """Return the target that a few signs stand for."""
    drug, node = said.removeprefix("?").split()
    effect = {"~": "reduces", "+": "supports"}.get(node[0], "blocks")
    node = node.lstrip("~+")
    return builders.target(
        f"{drug}--{node}", name=drug.title(), node=key_of(node), effect=effect, closes=effect == "blocks",
        verified=not said.startswith("?"),
    )  # fmt: skip


def states(found):
    """Return the state of each route."""
    return {route.key: route.state for route in found.routes}


def routes_of(drawing, *targets, chosen="", **options):
    """Return how the routes of a drawn network stand under a selection."""
    return states(result(network(drawing, *targets, **options), chosen.split()))


class RouteTests(SimpleTestCase):
    def test_a_route_acts_on_the_myofibroblast_itself_or_through_relays_alone(self):
        drawn = network("a > m; b > r; r > r2; r2 > m; up > a; m > scar", of_kind={"scar": "outcome"})
        self.assertEqual(drawn.routes, ("a", "b", "r", "r2"))

    def test_an_outcome_and_the_myofibroblast_are_no_routes(self):
        drawn = network("scar > m; m > r; r > m; a > m", of_kind={"scar": "outcome"})
        self.assertEqual(drawn.routes, ("a", "r"))

    def test_what_inhibits_or_stands_in_for_something_leads_nowhere(self):
        inhibits, instead = {"a--m": {"effect": "inhibits"}}, {"b--r": {"effect": "compensates-for"}}
        self.assertEqual(network("a > m; b > r; r > m", **inhibits, **instead).routes, ("r",))

    def test_a_hypothesis_never_counts(self):
        for change in ({"verified": False}, {"in_route_count": False}, {"references": ["gone"]}):
            with self.subTest(change):
                drawn = network("a > m; b > m", **{"a--m": change})
                self.assertEqual(drawn.routes, ("b",))
                self.assertEqual([one.key for one in drawn.guesses], ["a--m"])

    def test_a_link_of_an_unverified_node_is_a_hypothesis(self):
        shelf = builders.shelf(
            builders.node("a", verified=False),
            builders.node(END, name="m"),
            builders.edge("a--m", source="a", target=END),
        )
        self.assertEqual(network_of(shelf).routes, ())

    def test_a_model_without_a_myofibroblast_has_no_routes(self):
        self.assertEqual(network_of(builders.shelf()).routes, ())
        self.assertEqual(result(network_of(builders.shelf()), ["drug"]).still_open, 0)


class StateTests(SimpleTestCase):
    def test_only_a_target_that_closes_that_very_node_closes_it(self):
        drawn = ("up > a; a > m; b > m; c > m", "x a", "x ~b", "x +c", "y up")
        self.assertEqual(routes_of(*drawn, chosen="x"), {"a": "closed", "b": "dampened", "c": "open"})
        self.assertEqual(routes_of(*drawn, chosen="y"), {"a": "open", "b": "open", "c": "open"})

    def test_a_supported_node_is_neither_closed_nor_dampened(self):
        found = result(network("c > m", "x +c"), ["x"])
        self.assertEqual((found.states["c"], found.routes[0].state), ("supported", "open"))

    def test_closing_is_stronger_than_dampening_whichever_comes_first(self):
        for chosen in ("x y", "y x"):
            self.assertEqual(routes_of("a > m", "x a", "y ~a", chosen=chosen), {"a": "closed"})

    def test_a_route_closes_when_every_way_on_passes_a_closed_relay(self):
        drawn = ("a > r; b > r r2; r > m; r2 > m; c > r m", "x r", "y r2")
        self.assertEqual(
            routes_of(*drawn, chosen="x"), {"a": "closed", "b": "open", "c": "open", "r": "closed", "r2": "open"}
        )
        found = result(network(*drawn), ["x", "y"])
        self.assertEqual(states(found), {"a": "closed", "b": "closed", "c": "open", "r": "closed", "r2": "closed"})
        stops = {route.key: route.stopped_at for route in found.routes}
        self.assertEqual(stops, {"a": ("r",), "b": ("r", "r2"), "c": (), "r": (), "r2": ()})

    def test_a_dampened_relay_closes_and_dampens_nothing_before_it(self):
        self.assertEqual(routes_of("a > r; r > m", "x ~r", chosen="x"), {"a": "open", "r": "dampened"})

    def test_a_dampened_route_whose_relay_is_closed_is_closed(self):
        self.assertEqual(routes_of("a > r; r > m", "x ~a", "x r", chosen="x"), {"a": "closed", "r": "closed"})

    def test_relays_in_a_ring_end(self):
        drawn = ("a > r; r > r2; r2 > r m", "x r2")
        self.assertEqual(routes_of(*drawn, chosen="x"), {"a": "closed", "r": "closed", "r2": "closed"})

    def test_a_closed_myofibroblast_closes_every_route_and_a_dampened_one_none(self):
        self.assertEqual(
            routes_of("a > m; b > r; r > m", "x m", chosen="x"), {"a": "closed", "b": "closed", "r": "closed"}
        )
        self.assertEqual(routes_of("a > m", "x ~m", chosen="x"), {"a": "open"})

    def test_an_unverified_target_does_nothing_and_is_named(self):
        drawn = network("a > m; b > m", "?x a", "x ~b")
        self.assertEqual(states(result(drawn, ["x"])), {"a": "open", "b": "dampened"})
        self.assertEqual([one.key for one in drawn.therapies["x"].guesses], ["x--a"])

    def test_unknown_therapies_count_for_nothing(self):
        drawn = network("a > m", "x a")
        self.assertEqual(result(drawn, ["nonsense", "", "x", "x"]).chosen, ("x",))

    def test_an_open_way_round_stands_out_only_while_what_it_stands_in_for_is_closed_or_dampened(self):
        around = {"b--a": {"effect": "compensates-for"}}
        drawn = network("a > m; b > m a", "x a", "y ~a", "z b", "w ~b", **around)
        for chosen, stands_out in ((["x"], True), (["y"], True), ([], False), (["x", "z"], False), (["x", "w"], False)):
            with self.subTest(chosen):
                found = {route.key: route for route in result(drawn, chosen).routes}
                self.assertEqual(found["b"].stands_out, stands_out)

    def test_a_way_round_that_is_a_hypothesis_does_not_stand_out(self):
        guess = {"b--a": {"effect": "compensates-for", "verified": False}}
        drawn = network("a > m; b > m a", "x a", **guess)
        self.assertFalse(any(route.stands_out for route in result(drawn, ["x"]).routes))


def open_by_every_way(drawn, found, key):
    """Return whether a way without a closed relay leads from a node to the end, and whether any does; all are tried."""
    closed = {one for one, state in found.states.items() if state == "closed"}
    ways = list(_ways(drawn, (key,)))
    return any(not closed & set(way[1:]) for way in ways), bool(ways)


def _ways(drawn, way):
    for link in drawn.links:
        if link.source == way[-1] and link.effect in ("activates", "sustains") and link.target not in way:
            if link.target == END:
                yield (*way, END)
            elif drawn.nodes[link.target].kind == "signalling":
                yield from _ways(drawn, (*way, link.target))


@st.composite
def models(draw):
    """Draw a small network with targets, and two selections, the second with more in it."""
    names = ["a", "b", "c", "r1", "r2", "r3", "s", "m"]
    kinds = {name: draw(st.sampled_from(KINDS)) for name in names[:-1]} | {"m": "cell"}
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=18, unique=True))
    effects = st.sampled_from(["activates", "sustains", "inhibits", "compensates-for"])
    nodes = [
        builders.node(key_of(name), name=name, kind=kinds[name], verified=draw(st.booleans()) or name in "mr1")
        for name in names
    ]
    links = [
        builders.edge(f"{one}--{end}", source=key_of(one), target=key_of(end), effect=draw(effects),
                      verified=draw(st.integers(0, 5)) > 0, in_route_count=draw(st.integers(0, 5)) > 0)
        for one, end in pairs
    ]  # fmt: skip
    said = draw(
        st.lists(
            st.tuples(st.sampled_from("uvwx"), st.sampled_from(["", "~", "+", "?"]), st.sampled_from(names)), max_size=8
        )
    )
    targets = [
        target(f"{'?' if sign == '?' else ''}{drug} {'' if sign == '?' else sign}{node}") for drug, sign, node in said
    ]
    fewer = draw(st.sets(st.sampled_from("uvwx")))
    more = fewer | draw(st.sets(st.sampled_from("uvwx")))
    return network_of(builders.shelf(*nodes, *links, *targets)), fewer, more


class OracleTests(SimpleTestCase):
    @settings(max_examples=150, deadline=None)
    @given(models())
    def test_routes_and_their_states_are_those_that_every_way_written_out_gives(self, model):
        drawn, chosen, _more = model
        found = result(drawn, chosen)
        expected = {}
        for key, node in drawn.nodes.items():
            if key == END or node.kind == "outcome":
                continue
            is_open, is_route = open_by_every_way(drawn, found, key)
            if is_route:
                own = found.states[key]
                expected[key] = (
                    "closed" if own == "closed" or not is_open else "dampened" if own == "dampened" else "open"
                )
        self.assertEqual(states(found), expected)
        self.assertEqual(found.still_open, sum(state != "closed" for state in expected.values()))

    @settings(max_examples=100, deadline=None)
    @given(models())
    def test_choosing_more_never_opens_and_order_never_matters(self, model):
        drawn, fewer, more = model
        before, after = result(drawn, fewer), result(drawn, more)
        for key, state in states(before).items():
            self.assertLessEqual(LOWER[states(after)[key]], LOWER[state])
        shuffled = sorted(more, reverse=True) * 2
        self.assertEqual(result(drawn, shuffled), after)

    @settings(max_examples=60, deadline=None)
    @given(models())
    def test_a_question_offers_the_right_answer_once_among_others_from_many_to_few(self, model):
        drawn, chosen, _more = model
        now = result(drawn, chosen)
        asked = question(drawn, now)
        if asked is None:
            return
        self.assertNotIn(asked.added, now.chosen)
        self.assertEqual(asked.right, result(drawn, (*now.chosen, asked.added)).still_open)
        self.assertIn(asked.right, asked.answers)
        self.assertTrue(all(one > other for one, other in pairwise(asked.answers)))
        self.assertTrue(all(0 <= number <= len(now.routes) for number in asked.answers))


class QuestionTests(SimpleTestCase):
    def test_it_asks_for_the_first_therapy_not_chosen_that_would_change_a_route(self):
        drawn = network("up > a; a > m; b > m", "v up", "w a", "x b")
        self.assertEqual(question(drawn, result(drawn, ())).added, "w")
        self.assertEqual(question(drawn, result(drawn, ["w"])).added, "x")
        self.assertIsNone(question(drawn, result(drawn, ["w", "x"])))

    def test_four_numbers_are_offered_where_there_are_so_many(self):
        wide = network("; ".join(f"{letter} > m" for letter in "abcdefgh"), "x a", *(f"y {one}" for one in "bcdefg"))
        self.assertEqual(question(wide, result(wide, ())).answers, (8, 7, 6, 5))
        far = question(wide, result(wide, ["x"]))
        self.assertEqual((far.right, far.answers), (1, (7, 3, 2, 1)))
        small = network("a > m", "x a")
        self.assertEqual(question(small, result(small, ())).answers, (1, 0))


class StarterTests(SimpleTestCase):
    # What each therapy does alone: routes still open, those closed, those dampened, those that stand out.
    ALONE = {
        "abatacept": (19, "", "", ""),
        "ambrisentan": (18, "endothelin1", "", ""),
        "anifrolumab": (18, "type1_ifn", "", ""),
        "autologous-hsct": (18, "b_cell", "", ""),
        "belimumab": (19, "", "", ""),
        "bosentan": (18, "endothelin1", "", ""),
        "cd19-car-t": (18, "b_cell", "", ""),
        "cyclophosphamide": (19, "", "", ""),
        "fresolimumab": (17, "tgfb1 tgfb2_3", "", "ctgf"),
        "imatinib": (19, "", "growth_factor_rtk smad3", "yap_taz"),
        "ivig": (19, "", "", ""),
        "jak-inhibitors": (17, "jak_stat type1_ifn", "", ""),
        "macitentan": (18, "endothelin1", "", ""),
        "metelimumab-cat-192": (18, "tgfb1", "", "ctgf"),
        "methotrexate": (19, "", "", ""),
        "mycophenolate": (19, "", "", ""),
        "nintedanib": (18, "growth_factor_rtk", "", ""),
        "pde5-inhibitors": (19, "", "", ""),
        "pirfenidone": (19, "", "", ""),
        "prostacyclins": (19, "", "", ""),
        "riociguat": (19, "", "", ""),
        "rituximab": (18, "b_cell", "", ""),
        "romilkimab": (18, "il4_il13", "", ""),
        "tocilizumab": (18, "il6", "", ""),
    }  # fmt: skip

    def setUp(self):
        self.network = network_of(starter())

    def test_there_are_nineteen_routes(self):
        found = result(self.network, ())
        self.assertEqual((found.still_open, len(found.routes)), (19, 19))

    def test_what_each_therapy_does_alone(self):
        self.assertEqual(set(self.network.therapies), set(self.ALONE))
        for key, expected in self.ALONE.items():
            with self.subTest(key):
                routes = result(self.network, [key]).routes
                by_state = {
                    state: " ".join(r.key for r in routes if r.state == state) for state in ("closed", "dampened")
                }
                out = " ".join(route.key for route in routes if route.stands_out)
                still = sum(route.state != "closed" for route in routes)
                self.assertEqual((still, by_state["closed"], by_state["dampened"], out), expected)

    def test_all_of_them_together_leave_the_fibroblasts_own_routes_open(self):
        found = result(self.network, self.network.therapies)
        left = {route.key for route in found.routes if route.state != "closed"}
        self.assertEqual(len(left), 10)
        self.assertLess({"ctgf", "ecm_stiffness", "yap_taz", "wnt", "epigenetic_memory"}, left)

    def test_every_way_written_out_agrees_for_many_selections(self):
        dice = random.Random(5)
        for _ in range(60):
            chosen = [key for key in self.network.therapies if dice.random() < 0.4]
            found = result(self.network, chosen)
            for route in found.routes:
                is_open, _is_route = open_by_every_way(self.network, found, route.key)
                closed = found.states[route.key] == "closed" or not is_open
                self.assertEqual(route.state == "closed", closed, (chosen, route.key))

    def test_a_therapy_is_named_by_its_target(self):
        self.assertIsInstance(self.network, Network)
        self.assertEqual(name_of(starter().targets["autologous-hsct--b-cell"]), "autologous-hsct")
