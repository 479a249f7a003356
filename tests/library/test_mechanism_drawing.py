"""The drawing of the map: every node and link in its place, nothing on top of anything, the same every time."""

from itertools import combinations, pairwise

from django.test import SimpleTestCase

from education.library.domain.mechanism_drawing import drawing
from education.library.domain.mechanism_layout import (
    CELL,
    CENTRE,
    RELAY,
    SIGNAL,
    TISSUE,
    TRIGGER,
    column,
    layout,
    shown,
)
from education.library.domain.routes import END, network_of
from tests import builders
from tests.library.test_routes import network, starter


class StarterDrawingTests(SimpleTestCase):
    def setUp(self):
        self.network = network_of(starter())
        self.drawing = drawing(self.network)

    def test_every_route_and_what_feeds_it_is_drawn_and_what_leads_nowhere_is_not(self):
        drawn = {box.key for box in self.drawing.boxes}
        self.assertEqual(len(drawn), len(self.drawing.boxes))
        self.assertLess(set(self.network.routes) | self.network.upstream | {END, "organ_fibrosis"}, drawn | {""})
        left_out = {"drug_exposure", "gi_dysfunction", "treatment_resistance", "vascular_damage", "vasodilator_tone"}
        self.assertEqual(set(self.network.nodes) - drawn, left_out)

    def test_every_link_between_drawn_nodes_is_drawn_and_hypotheses_come_first_below_all_others(self):
        drawn = shown(self.network)
        wanted = {one.key for one in starter().edges.values() if {one.source, one.target} <= drawn}
        self.assertEqual({line.link.key for line in self.drawing.lines}, wanted)
        guesses = [line.guess for line in self.drawing.lines]
        self.assertEqual(guesses, sorted(guesses, reverse=True))
        self.assertEqual(sum(guesses), 6)

    def test_no_two_boxes_touch_and_all_are_on_the_sheet(self):
        for one, other in combinations(self.drawing.boxes, 2):
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart = apart or one.y + one.height < other.y or other.y + other.height < one.y
            self.assertTrue(apart, (one.key, other.key))
        for box in self.drawing.boxes:
            self.assertGreaterEqual(min(box.x, box.y), 0)
            self.assertLessEqual(box.x + box.width, self.drawing.width)
            self.assertLessEqual(box.y + box.height, self.drawing.height)

    def test_no_line_passes_a_column_through_a_box(self):
        placed = layout(self.network)
        boxes = {box.key: box for box in self.drawing.boxes}
        for key, way in placed.ways.items():
            for place in way[1:-1]:
                level = placed.middles[place]
                for box in (boxes[other[2]] for other in placed.middles if other[1] == place[1] and not other[0]):
                    self.assertFalse(box.y <= level <= box.y + box.height, (key, box.key))

    def test_every_name_is_whole(self):
        for box in self.drawing.boxes:
            self.assertEqual(
                " ".join(text.words for text in box.label).replace("- ", "-"), self.network.nodes[box.key].name
            )

    def test_the_columns_go_from_trigger_to_tissue(self):
        found = {key: column(self.network, key) for key in shown(self.network)}
        wanted = {
            TRIGGER: "autoantibodies costimulation endothelial_injury genetic_risk lymphocyte_proliferation",
            CELL: "b_cell macrophage pdc t_cell",
            SIGNAL: "baff ctgf cxcl4 egfr endothelin1 growth_factor_rtk il4_il13 il6 tgfb1 tgfb2_3 tlr4 type1_ifn",
            RELAY: "apoptosis_resistance epigenetic_memory jak_stat smad3 wnt yap_taz",
            CENTRE: "myofibroblast",
            TISSUE: "ecm_stiffness organ_fibrosis",
        }
        for place, keys in wanted.items():
            self.assertEqual(" ".join(sorted(key for key in found if found[key] == place)), keys)

    def test_the_same_model_gives_the_same_drawing_whatever_the_order_of_its_records(self):
        turned = starter().model_copy(
            update={
                "edges": dict(reversed(starter().edges.items())),
                "targets": dict(reversed(starter().targets.items())),
                "nodes": dict(reversed(starter().nodes.items())),
            }
        )
        self.assertEqual(drawing(network_of(turned)), self.drawing)


class SmallDrawingTests(SimpleTestCase):
    def test_a_model_without_a_myofibroblast_has_an_empty_drawing(self):
        empty = drawing(network_of(builders.shelf()))
        self.assertEqual((empty.boxes, empty.lines), ((), ()))

    def test_what_stands_in_for_something_ends_in_a_ring_and_what_acts_in_an_arrowhead(self):
        drawn = drawing(network("a > m b; b > m", **{"a--b": {"effect": "compensates-for"}}))
        rings = {line.link.key: "a3.5" in line.head for line in drawn.lines}
        self.assertEqual(rings, {"a--b": True, "a--m": False, "b--m": False})

    def test_what_inhibits_is_not_drawn(self):
        drawn = drawing(network("a > m b; b > m", **{"a--b": {"effect": "inhibits"}}))
        self.assertEqual({line.link.key for line in drawn.lines}, {"a--m", "b--m"})

    def test_a_long_name_is_cut_and_a_link_to_itself_is_drawn(self):
        shelf = builders.shelf(
            builders.node("a", name="Word " * 40, kind="cytokine"), builders.node(END, name="m"),
            builders.edge("a--m", source="a", target=END), builders.edge("a--a", source="a", target="a"),
        )  # fmt: skip
        found = drawing(network_of(shelf))
        labels = {box.key: box.label for box in found.boxes}
        self.assertEqual(len(labels["a"]), 2)
        self.assertTrue(labels["a"][-1].words.endswith("…"))
        self.assertEqual(len(found.lines), 2)

    def test_places_go_down_a_column_in_order(self):
        placed = layout(network("; ".join(f"{letter} > m" for letter in "abcdef")))
        levels = sorted(level for place, level in placed.middles.items() if place[1] == SIGNAL)
        self.assertTrue(all(other - one > 40 for one, other in pairwise(levels)))
