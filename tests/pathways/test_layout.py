"""Drawings: no box on another, every line from box to box, the same graph always drawn the same."""

import subprocess
import sys
from itertools import pairwise
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.layout import MOST_LINES, Drawing, Node, arrange
from tests.builders import edges

PRINT_ONE = """
from education.pathways.domain.layout import arrange
from tests.builders import CLEAN, edges
clean = {step.partition("=")[0]: targets for step, targets in edges(CLEAN).items()}
print(arrange(clean, {}, start="begin"))
"""


@st.composite
def graphs(draw):
    """Any graph of up to 14 steps: loops, steps on their own, choices back to the same step."""
    steps = [f"s{number}" for number in range(draw(st.integers(1, 14)))]
    ways = st.lists(st.sampled_from(steps), max_size=4, unique=True).map(tuple)
    return {step: draw(ways) for step in steps}


def overlap(one: Node, other: Node) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def on_edge(point: tuple[float, float], box: Node) -> bool:
    x, y = point
    inside = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return inside and (x in (box.x, round(box.x + box.width, 1)) or y in (box.y, round(box.y + box.height, 1)))


def cuts(one: tuple[float, float], other: tuple[float, float], box: Node) -> bool:
    """Say whether a straight line has a point well inside a box (a line along its edge has none)."""
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(one, other, strict=True))
    if right <= box.x or left >= box.x + box.width or bottom <= box.y or top >= box.y + box.height:
        return False
    points = (tuple(a + (b - a) * part / 50 for a, b in zip(one, other, strict=True)) for part in range(51))
    return any(
        box.x + 0.5 < x < box.x + box.width - 0.5 and box.y + 0.5 < y < box.y + box.height - 0.5 for x, y in points
    )


def boxes(drawing: Drawing) -> dict[str, Node]:
    return {node.key: node for node in drawing.nodes}


class AnyGraphTests(TestCase):
    @given(graphs())
    @settings(max_examples=150, deadline=None)
    def test_no_two_steps_overlap_and_all_is_on_the_sheet(self, graph):
        drawing = arrange(graph, {}, start="s0")
        self.assertEqual([node.key for node in drawing.nodes], list(graph))
        for place, one in enumerate(drawing.nodes):
            self.assertFalse([other.key for other in drawing.nodes[place + 1 :] if overlap(one, other)], one.key)
            self.assertTrue(one.x >= 0 and one.y >= 0)
            self.assertTrue(one.x + one.width <= drawing.width and one.y + one.height <= drawing.height)
        for x, y in (point for route in drawing.routes for point in route.points):
            self.assertTrue(0 <= x <= drawing.width and 0 <= y <= drawing.height)

    @given(graphs())
    @settings(max_examples=150, deadline=None)
    def test_every_edge_is_one_line_from_box_to_box(self, graph):
        drawing = arrange(graph, {}, start="s0")
        drawn = [(route.source, route.target) for route in drawing.routes]
        self.assertEqual(drawn, [(source, target) for source, targets in graph.items() for target in targets])
        box = boxes(drawing)
        for route in drawing.routes:
            self.assertTrue(on_edge(route.points[0], box[route.source]), route)
            self.assertTrue(on_edge(route.points[-1], box[route.target]), route)

    @given(graphs())
    @settings(max_examples=150, deadline=None)
    def test_lines_lead_down_unless_they_are_marked_as_leading_back(self, graph):
        drawing = arrange(graph, {}, start="s0")
        box = boxes(drawing)
        for route in drawing.routes:
            heights = [y for _, y in route.points]
            if route.source != route.target:
                self.assertEqual(heights, sorted(heights, reverse=route.back), route)
            self.assertEqual(route.back, box[route.source].y >= box[route.target].y)

    @given(graphs())
    @settings(max_examples=150, deadline=None)
    def test_no_line_passes_through_a_box(self, graph):
        drawing = arrange(graph, {}, start="s0")
        for route in drawing.routes:
            for box in drawing.nodes:
                for one, other in pairwise(route.points):
                    self.assertFalse(cuts(one, other, box), (route, box))


class ArrangeTests(TestCase):
    def test_a_step_alone_is_drawn(self):
        drawing = arrange({"only": ()}, {"only": "Only one"}, start="only")
        self.assertEqual(drawing.nodes[0].lines, ("Only one",))
        self.assertEqual(drawing.routes, ())

    def test_a_choice_back_to_its_own_step_leaves_and_returns_at_the_side(self):
        drawing = arrange(edges("ask > ask done; done >"), {}, start="ask")
        loop = drawing.routes[0]
        self.assertTrue(loop.back)
        self.assertEqual({loop.points[0][0], loop.points[-1][0]}, {drawing.nodes[0].x + drawing.nodes[0].width})

    def test_there_and_back_are_two_lines(self):
        there, back = arrange(edges("ask > wait; wait > ask"), {}, start="ask").routes
        self.assertEqual((there.back, back.back), (False, True))
        self.assertFalse(set(there.points) & set(back.points))

    def test_a_long_line_goes_round_the_step_between(self):
        drawing = arrange(edges("a > b c; b > c; c >"), {}, start="a")
        long = next(route for route in drawing.routes if (route.source, route.target) == ("a", "c"))
        middle = boxes(drawing)["b"]
        self.assertEqual(len(long.points), 4)
        self.assertFalse(middle.x <= long.points[1][0] <= middle.x + middle.width)

    def test_parts_that_do_not_hang_together_stand_side_by_side_the_start_first(self):
        box = boxes(arrange(edges("lost > end; end > lost; begin > done; done >"), {}, start="begin"))
        self.assertLess(box["begin"].x + box["begin"].width, box["lost"].x)
        self.assertEqual(box["begin"].y, box["lost"].y)

    def test_a_long_label_is_wrapped_and_then_cut(self):
        words = "Is it really getting worse, or was it measured in another way by somebody else?"
        lines = arrange({"ask": ()}, {"ask": words}, start="ask").nodes[0].lines
        self.assertEqual(len(lines), MOST_LINES)
        self.assertTrue(lines[-1].endswith("…"))
        self.assertEqual(
            arrange({"ask": ()}, {"ask": "Only apparent?"}, start="ask").nodes[0].lines, ("Only apparent?",)
        )

    def test_a_choice_to_a_missing_step_names_it(self):
        with self.assertRaisesRegex(UnknownStep, "gone"):
            arrange(edges("ask > gone"), {}, start="ask")

    def test_another_process_draws_the_same(self):
        command = [sys.executable, "-c", PRINT_ONE]
        drawn = {
            subprocess.run(
                command, env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, capture_output=True, check=True
            ).stdout
            for seed in ("1", "2", "3")
        }
        self.assertEqual(len(drawn), 1)
