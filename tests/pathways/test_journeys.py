"""The fewest walks that take every choice: legal, complete, and as few as an independent method finds."""

from unittest import TestCase

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.journeys import NoWayOut, smallest_walks
from tests.builders import CLEAN, drawn_edition, edges
from tests.pathways.test_playing import read_again


def drawn(drawing: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Read a drawing with a choice for each word, numbered, so that "a > b b" has two choices to one step."""
    return {
        step: tuple((f"{number}-{target}", target) for number, target in enumerate(targets))
        for step, targets in edges(drawing).items()
    }


@st.composite
def legal_graphs(draw):
    """A graph in which everything is reachable from "s0" and everything reaches an outcome; with loops and twins."""
    count = draw(st.integers(1, 9))
    steps = [f"s{number}" for number in range(count)]
    outcomes = [f"o{number}" for number in range(draw(st.integers(1, 3)))]
    targets: dict[str, list[str]] = {step: [] for step in (*steps, *outcomes)}
    for place in range(1, count):
        targets[draw(st.sampled_from(steps[:place]))].append(steps[place])
    for outcome in outcomes:
        targets[draw(st.sampled_from(steps))].append(outcome)
    for place, step in enumerate(steps):
        targets[step] += draw(st.lists(st.sampled_from([*steps, *outcomes]), max_size=2))
        if not set(targets[step]) & {*steps[place + 1 :], *outcomes}:
            targets[step].append(draw(st.sampled_from([*steps[place + 1 :], *outcomes])))
    choices = {step: tuple((f"{n}-{t}", t) for n, t in enumerate(ways)) for step, ways in targets.items()}
    return choices, outcomes


def fewest(choices, start, outcomes) -> tuple[int, int]:
    """Return the smallest number of walks, and of choices in them, by another method (network simplex)."""
    graph = networkx.DiGraph()
    opening = 1000  # a walk costs more than all the choices of one
    surplus = dict.fromkeys([*choices, "close"], 0)
    for step, ways in choices.items():
        for choice, target in ways:
            # Each choice is a vertex of its own, so that two choices to one step stay two. One unit has to pass.
            graph.add_edge(step, (step, choice), weight=1)
            graph.add_edge((step, choice), target, weight=0)
            surplus[step] -= 1
            surplus[target] += 1
    graph.add_edges_from((outcome, "close", {"weight": 0}) for outcome in outcomes)
    graph.add_edge("close", start, weight=opening)
    for vertex, units in surplus.items():
        graph.add_node(vertex, demand=-units)
    walks, more = divmod(networkx.network_simplex(graph)[0], opening)
    return walks, more + sum(map(len, choices.values()))


def taken(walks) -> list[tuple[str, str]]:
    return [pair for walk in walks for pair in walk]


class SmallestWalksTests(TestCase):
    @given(legal_graphs())
    @settings(max_examples=200, deadline=None)
    def test_any_legal_graph_is_covered_by_as_few_and_as_short_walks_as_can_be(self, made):
        choices, outcomes = made
        walks = smallest_walks(choices, "s0", outcomes)
        self.assertEqual(set(taken(walks)), {(s, c) for s, ways in choices.items() for c, _ in ways})
        self.assertEqual((len(walks), len(taken(walks))), fewest(choices, "s0", outcomes))
        for walk in walks:
            here = "s0"
            for step, choice in walk:
                self.assertEqual(step, here)
                here = dict(choices[step])[choice]
            self.assertIn(here, outcomes)

    def test_two_choices_to_one_step_need_two_walks(self):
        self.assertEqual(
            smallest_walks(drawn("ask > done done; done >"), "ask", ["done"]),
            ((("ask", "0-done"),), (("ask", "1-done"),)),
        )

    def test_a_loop_is_taken_on_the_way(self):
        walks = smallest_walks(drawn("ask > wait; wait > ask done; done >"), "ask", ["done"])
        self.assertEqual(walks, ((("ask", "0-wait"), ("wait", "0-ask"), ("ask", "0-wait"), ("wait", "1-done")),))

    def test_a_start_that_is_the_outcome_is_one_walk_without_choices(self):
        self.assertEqual(smallest_walks({"done": ()}, "done", ["done"]), ((),))

    def test_an_outcome_that_leads_on_does_not_hide_its_choices(self):
        walks = smallest_walks(drawn("ask > rest; rest > ask"), "ask", ["rest"])
        self.assertEqual(set(taken(walks)), {("ask", "0-rest"), ("rest", "0-ask")})
        self.assertEqual(walks[0][-1], ("ask", "0-rest"))

    def test_a_choice_that_reaches_no_outcome_is_named(self):
        with self.assertRaisesRegex(NoWayOut, "round, trap"):
            smallest_walks(drawn("ask > done trap; trap > round; round > trap; done >"), "ask", ["done"])

    def test_what_cannot_be_reached_is_left_out(self):
        walks = smallest_walks(drawn("ask > done; done >; lost > other; other >"), "ask", ["done", "other"])
        self.assertEqual(walks, ((("ask", "0-done"),),))

    def test_a_choice_to_a_missing_step_names_it(self):
        with self.assertRaisesRegex(UnknownStep, "gone"):
            smallest_walks(drawn("ask > gone"), "ask", ["ask"])
        with self.assertRaisesRegex(UnknownStep, "gone"):
            smallest_walks(drawn("ask > done; done >"), "ask", ["gone"])

    def test_a_whole_pathway_ends_everywhere_it_can_in_both_forms(self):
        for edition in read_again(drawn_edition(CLEAN)):
            steps = edition.pathway.steps
            choices = {step.key: tuple((one.key, one.target) for one in step.choices) for step in steps}
            outcomes = [step.key for step in steps if step.kind == "outcome"]
            walks = smallest_walks(choices, "begin", outcomes)
            self.assertEqual(
                {dict(choices[step])[choice] for step, choice in (walk[-1] for walk in walks)}, set(outcomes)
            )
