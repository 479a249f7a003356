"""The questions asked of a pathway's graph, compared with a library that answers them too."""

from unittest import TestCase

import networkx
from hypothesis import given
from hypothesis import strategies as st

from education.pathways.domain import graph
from education.pathways.domain.graph import (
    UnknownStep,
    back_edges,
    closed_reason,
    components,
    distance_to_any,
    distances,
    dominators,
    has_graph,
    reachable,
    shortest_way,
)
from tests.builders import drawn_pathway, edges

LONG = {f"s{i}": (f"s{i + 1}",) for i in range(3000)} | {"s3000": ("s0",)}


@st.composite
def graphs(draw, most=12):
    names = [f"s{i}" for i in range(draw(st.integers(1, most)))]
    return {name: tuple(draw(st.lists(st.sampled_from(names), max_size=4, unique=True))) for name in names}


def oracle(drawn):
    whole = networkx.DiGraph()
    whole.add_nodes_from(drawn)
    whole.add_edges_from((step, target) for step, targets in drawn.items() for target in targets)
    return whole


class DistancesTests(TestCase):
    def test_a_loop_ends_and_a_stranded_step_is_left_out(self):
        drawn = edges("ask > treat wait; treat >; wait > ask; stranded > treat")
        self.assertEqual(distances("ask", drawn), {"ask": 0, "treat": 1, "wait": 1})
        self.assertEqual(reachable("ask", drawn), {"ask", "treat", "wait"})

    def test_a_choice_to_a_missing_step_names_it(self):
        for question in (distances, reachable, dominators, back_edges):
            with self.subTest(question.__name__), self.assertRaisesRegex(UnknownStep, "gone"):
                question("ask", edges("ask > gone"))
        with self.assertRaisesRegex(UnknownStep, "gone"):
            components(edges("ask > gone"))
        with self.assertRaisesRegex(UnknownStep, "gone"):
            distance_to_any(["gone"], edges("ask > "))

    def test_the_way_to_the_nearest_outcome_is_counted(self):
        drawn = edges("ask > treat wait; treat > done; wait > ask; done >; lost > lost")
        self.assertEqual(distance_to_any(["done"], drawn), {"done": 0, "treat": 1, "ask": 2, "wait": 3})

    def test_a_shortest_way_has_both_ends(self):
        drawn = edges("ask > a b; a > b; b > done; done >; lost >")
        self.assertEqual(shortest_way("ask", "done", drawn), ("ask", "b", "done"))
        self.assertEqual(shortest_way("ask", "lost", drawn), ())
        self.assertEqual(shortest_way("ask", "ask", drawn), ("ask",))

    @given(graphs())
    def test_distances_are_those_of_the_oracle(self, drawn):
        whole = oracle(drawn)
        self.assertEqual(distances("s0", drawn), dict(networkx.single_source_shortest_path_length(whole, "s0")))
        ends = sorted(drawn)[:2]
        nearest = networkx.multi_source_dijkstra_path_length(whole.reverse(), set(ends))
        self.assertEqual(distance_to_any(ends, drawn), nearest)


class StructureTests(TestCase):
    def test_every_way_passes_its_dominators(self):
        drawn = edges("ask > a b; a > gate; b > gate; gate > treat; treat > gate done; done >")
        self.assertEqual(dominators("ask", drawn)["done"], {"ask", "gate", "treat", "done"})

    def test_loops_are_components_and_the_edge_that_closes_one_is_a_back_edge(self):
        drawn = edges("ask > wait; wait > ask done; done >")
        self.assertIn(frozenset({"ask", "wait"}), components(drawn))
        self.assertEqual(back_edges("ask", drawn), {("wait", "ask")})
        self.assertEqual(back_edges("done", edges("done > done")), {("done", "done")})

    def test_two_ways_that_meet_again_are_no_loop(self):
        self.assertEqual(back_edges("ask", edges("ask > a b done; a > done; b > done a; done >")), frozenset())

    def test_three_thousand_steps_in_a_ring_are_no_danger(self):
        self.assertEqual(len(reachable("s0", LONG)), 3001)
        self.assertEqual(len(components(LONG)), 1)
        self.assertEqual(back_edges("s0", LONG), {("s3000", "s0")})
        self.assertEqual(len(dominators("s0", LONG)["s3000"]), 3001)

    @given(graphs())
    def test_components_are_those_of_the_oracle(self, drawn):
        self.assertCountEqual(
            components(drawn), [frozenset(group) for group in networkx.strongly_connected_components(oracle(drawn))]
        )

    @given(graphs())
    def test_dominators_are_those_of_the_oracle(self, drawn):
        nearest = networkx.immediate_dominators(oracle(drawn), "s0")
        found = dominators("s0", drawn)
        self.assertEqual(set(found), set(reachable("s0", drawn)))
        for step in found:
            expected, above = {step}, step
            while above not in (None, "s0"):
                above = nearest[above]
                expected.add(above)
            self.assertEqual(found[step], expected | {"s0"})

    @given(graphs())
    def test_without_its_back_edges_a_graph_has_no_loop(self, drawn):
        cut = back_edges("s0", drawn)
        met = reachable("s0", drawn)
        kept = {step: tuple(t for t in drawn[step] if (step, t) not in cut) for step in drawn if step in met}
        self.assertTrue(networkx.is_directed_acyclic_graph(oracle(kept)))
        self.assertEqual(bool(cut), not networkx.is_directed_acyclic_graph(oracle({s: drawn[s] for s in met})))


class LensTests(TestCase):
    def test_only_choices_that_exist_in_the_lens_are_edges(self):
        adults = {"begin/to-call": {"populations": ["adult"], "absent": {"child": "Not studied."}}}
        pathway = drawn_pathway(child=True, choices=adults)
        self.assertEqual(graph.edges(pathway, "adult")["begin"], ("call", "ease"))
        self.assertEqual(graph.edges(pathway, "child")["begin"], ("ease",))

    def test_two_choices_to_one_step_are_one_edge(self):
        ways = [{"key": key, "label": key, "target": "b", "populations": ["adult"]} for key in ("one", "two")]
        pathway = drawn_pathway("a=start > b; b >", steps={"a": {"choices": ways}})
        self.assertEqual(graph.edges(pathway, "adult"), {"a": ("b",), "b": ()})

    def test_a_lens_that_fits_is_open(self):
        self.assertTrue(has_graph(drawn_pathway(), "adult"))

    def test_the_other_lens_is_open_when_every_step_and_choice_speaks_of_it(self):
        self.assertTrue(has_graph(drawn_pathway(child=True), "child"))
        self.assertIn("do not yet say what would differ for children", closed_reason(drawn_pathway(), "child"))

    def test_one_silent_step_or_choice_closes_it_and_is_named(self):
        silent_step = drawn_pathway(child=True, steps={"call": {"wordings": {}}})
        self.assertIn("The step “call” does not yet say", closed_reason(silent_step, "child"))
        silent_choice = drawn_pathway(child=True, choices={"begin/to-call": {"populations": ["adult"]}})
        self.assertIn("“Go on to call”", closed_reason(silent_choice, "child"))
        said = {"begin/to-call": {"populations": ["adult"], "absent": {"child": "Not studied."}}}
        self.assertEqual(closed_reason(drawn_pathway(child=True, choices=said), "child"), "")
