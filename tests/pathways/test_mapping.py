"""Maps: the drawing and its twin in words say the same, what was not met stays unsaid, the window keeps its bounds."""

from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from education.pathways.domain import minimap as small
from education.pathways.domain.compiling import compile_pathway
from education.pathways.domain.graph import back_edges
from education.pathways.domain.mapping import WIDEST, ZOOM_STEP, ZOOMS, MapView, map_of, window
from education.pathways.domain.minimap import minimap
from education.pathways.domain.playable import Playable
from education.pathways.domain.playing import UnknownVisit, screen
from education.pathways.domain.screen import Visit
from tests.builders import CLEAN, TODAY, drawn_edition, drawn_pathway, shelf
from tests.pathways.test_playing import visit, visits

FAN = "begin=start > ask wait; ask > drug study drug done; drug > done ask; study > done; wait > done; done=outcome >"


def playable(drawing: str = CLEAN, **changes) -> Playable:
    return Playable(drawn_edition(drawing, **changes))


def states(view: MapView) -> dict[str, str]:
    return {node.key: node.state for node in view.nodes}


def outline_edges(view: MapView) -> list[tuple[str, str]]:
    """Return the ways that the outline tells: from the nearest line above, one level out, to each line."""
    way, found = [], []
    for line in view.outline:
        del way[line.depth :]
        if way:
            found.append((way[-1], line.node.key))
        if not line.refers:
            way.append(line.node.key)
    return found


@st.composite
def walks(draw):
    """Any pathway of up to 10 steps whose choices exist in one lens or both, and any tree of visits on it."""
    steps = [f"s{number}" for number in range(draw(st.integers(2, 10)))]
    ways = {step: draw(st.lists(st.sampled_from(steps), max_size=4, unique=True)) for step in steps}
    drawing = "; ".join(f"{step}{'=start' * (step == 's0')} > {' '.join(to)}" for step, to in ways.items())
    lenses = st.sampled_from([("adult",), ("child",), ("adult", "child")])
    choices = {f"{step}/to-{target}": {"populations": draw(lenses)} for step in ways for target in ways[step]}
    edition = compile_pathway(drawn_pathway(drawing, child=True, choices=choices), shelf(), release=1)
    made = [visit(1, None, "s0")]
    for _ in range(draw(st.integers(0, 7))):
        before = draw(st.sampled_from(made))
        if ways[before.step]:
            target = draw(st.sampled_from(ways[before.step]))
            made.append(visit(len(made) + 1, before.seq, target, f"to-{target}"))
    at = draw(st.integers(1, len(made)))
    return Playable(edition), made, at, draw(st.sampled_from(["adult", "child"]))


class AnyWalkTests(TestCase):
    @given(walks())
    @settings(max_examples=150, deadline=None)
    def test_the_outline_tells_the_ways_that_the_drawing_draws(self, walk):
        edition, made, at, lens = walk
        view = map_of(edition, made, seq=at, lens=lens)
        drawn = [(edge.source, edge.target) for edge in view.edges]
        self.assertEqual(sorted(outline_edges(view)), sorted(drawn))
        self.assertEqual(len(drawn), len(set(drawn)))
        told = {line.node.key: line.node.state for line in view.outline if not line.refers}
        self.assertEqual(told, states(view))
        for line in view.outline:
            if line.edge:
                self.assertIn(line.edge, view.edges)
                self.assertEqual(line.edge.target, line.node.key)

    @given(walks())
    @settings(max_examples=150, deadline=None)
    def test_every_step_has_one_line_and_all_others_refer_to_it(self, walk):
        edition, made, at, lens = walk
        view = map_of(edition, made, seq=at, lens=lens)
        own = [line.node.key for line in view.outline if not line.refers]
        self.assertEqual(sorted(own), sorted(states(view)))
        self.assertEqual(len(view.outline), len(view.edges) + sum(line.depth == 0 for line in view.outline))

    @given(walks())
    @settings(max_examples=150, deadline=None)
    def test_only_what_was_visited_has_a_name_and_all_boxes_are_alike(self, walk):
        edition, made, at, lens = walk
        view = map_of(edition, made, seq=at, lens=lens)
        seen = {one.step: one.seq for one in made} | {next(one.step for one in made if one.seq == at): at}
        self.assertEqual({node.key: node.seq for node in view.nodes if node.name}, seen)
        self.assertEqual(len({(node.width, node.height) for node in view.nodes}), 1)
        for node in view.nodes:
            self.assertEqual(node.state in {"visited", "here"}, bool(node.name), node)
            self.assertEqual(node.state == "available", bool(node.letters), node)
            self.assertEqual(node.state == "later", bool(node.number), node)
        numbers = [line.node.number for line in view.outline if line.node.number and not line.refers]
        self.assertEqual(numbers, sorted(numbers))

    @given(walks())
    @settings(max_examples=150, deadline=None)
    def test_each_lens_draws_its_own_ways_and_what_was_taken_in_the_other(self, walk):
        edition, made, at, lens = walk
        view = map_of(edition, made, seq=at, lens=lens)
        known = {one.seq: one.step for one in made}
        taken = {(known[one.parent], one.step) for one in made if one.parent}
        offered = {(source, target) for source, targets in edition.edges(lens).items() for target in targets}
        drawn = {(edge.source, edge.target): edge for edge in view.edges}
        self.assertEqual({way for way, edge in drawn.items() if edge.taken}, taken)
        self.assertEqual({way for way, edge in drawn.items() if edge.foreign}, taken - offered)
        self.assertLessEqual(set(drawn), offered | taken)
        on_the_map = states(view)
        self.assertEqual({way for way in offered if way[0] in on_the_map} | taken, set(drawn))

    @given(walks(), st.integers(-30, 30), st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)))
    @settings(max_examples=150, deadline=None)
    def test_however_one_asks_the_window_has_its_middle_on_the_map_and_its_size_in_bounds(self, walk, zoom, middle):
        edition, made, at, lens = walk
        view = map_of(edition, made, seq=at, lens=lens)
        shown = window(view, zoom=zoom, middle=middle)
        x, y = shown.middle
        self.assertTrue(-1 <= x <= view.width + 1 and -1 <= y <= view.height + 1, shown)
        self.assertIn(shown.zoom, ZOOMS)
        self.assertLessEqual(shown.width, WIDEST * ZOOM_STEP ** -ZOOMS[0] + 1)
        self.assertGreater(shown.width, 100)

    @given(walks())
    @settings(max_examples=100, deadline=None)
    def test_the_small_map_stays_on_its_sheet_and_names_only_the_trail(self, walk):
        edition, made, at, lens = walk
        shown = screen(edition, made, seq=at, lens=lens, today=TODAY)
        found = minimap(edition, shown, made)
        self.assertEqual("".join(line.text for line in found.labels), "".join(i.short for i in shown.trail[:-1][-4:]))
        self.assertEqual([mark.text for mark in found.fan.letters], [option.letter for option in shown.step.options])
        half = small.WIDTH // 2
        for x, y in [*found.fan.points, *((mark.x, mark.y) for mark in found.fan.letters)]:
            self.assertTrue(-half + 5 <= x <= half - 5 and 0 < y + found.here < found.height, found)


class MapTests(TestCase):
    def test_visited_here_available_and_later_as_one_walks(self):
        view = map_of(playable(FAN), visits("begin, 1 ask"), seq=2, lens="adult")
        self.assertEqual(
            states(view),
            {"begin": "visited", "ask": "here", "drug": "available", "study": "available", "wait": "later"}
            | {"done": "available"},
        )
        self.assertEqual(view.here.key, "ask")

    def test_an_available_step_shows_the_letters_of_all_options_that_lead_to_it(self):
        two_ways = {"choices": [{"key": name, "label": name, "line": name, "target": "drug", "populations": ["adult"]}
                                for name in ("one", "two")]}  # fmt: skip
        drawn = playable(FAN, steps={"ask": two_ways})
        view = map_of(drawn, visits("begin, 1 ask"), seq=2, lens="adult")
        self.assertEqual({node.key: node.letters for node in view.nodes if node.letters}, {"drug": ("A", "B")})

    def test_looking_back_from_an_earlier_visit_keeps_what_was_visited_since(self):
        walked = visits("begin, 1 ask, 2 drug, 1 wait")
        view = map_of(playable(FAN), walked, seq=1, lens="adult")
        self.assertEqual(states(view)["begin"], "here")
        self.assertEqual({key for key, state in states(view).items() if state == "visited"}, {"ask", "drug", "wait"})

    def test_a_step_visited_twice_links_to_its_latest_visit_and_here_to_the_one_looked_from(self):
        walked = visits("begin, 1 ask, 2 drug, 3 ask, 1 ask")
        seqs = {
            seq: {n.key: n.seq for n in map_of(playable(FAN), walked, seq=seq, lens="adult").nodes} for seq in (2, 3)
        }
        self.assertEqual((seqs[3]["ask"], seqs[2]["ask"], seqs[3]["done"]), (5, 2, None))

    def test_a_loop_refers_back_instead_of_beginning_again(self):
        drawn = playable(FAN)
        view = map_of(drawn, visits("begin"), seq=1, lens="adult")
        back = {(edge.source, edge.target) for edge in view.edges if edge.back}
        self.assertEqual(back, back_edges("begin", drawn.edges("adult")))
        self.assertEqual(back, {("drug", "ask")})
        [line] = [line for line in view.outline if line.edge and line.edge.back]
        self.assertTrue(line.refers)

    def test_a_step_is_told_under_the_step_that_leads_to_it_soonest(self):
        view = map_of(playable("a=start > b e; b > c; c > d; d > e; e >"), visits("a"), seq=1, lens="adult")
        told = [(line.node.key, line.depth, line.refers) for line in view.outline]
        self.assertEqual(
            told,
            [("a", 0, False), ("b", 1, False), ("c", 2, False), ("d", 3, False), ("e", 4, True), ("e", 1, False)],
        )

    def test_a_way_of_the_other_lens_is_not_drawn_until_it_was_taken(self):
        choices = {"begin/to-wait": {"populations": ("adult",), "absent": {"child": "Not in children."}}}
        drawn = playable(FAN, child=True, choices=choices)
        self.assertNotIn("wait", states(map_of(drawn, visits("begin"), seq=1, lens="child")))
        self.assertIn("wait", states(map_of(drawn, visits("begin"), seq=1, lens="adult")))
        view = map_of(drawn, visits("begin, 1 wait"), seq=2, lens="child")
        self.assertEqual(states(view)["wait"], "here")
        self.assertEqual([(e.source, e.target) for e in view.edges if e.foreign], [("begin", "wait")])

    def test_options_stand_in_the_order_of_their_letters(self):
        view = map_of(playable("a=start > b c d e; b >; c >; d >; e >"), visits("a"), seq=1, lens="adult")
        left = {node.letters[0]: node.x for node in view.nodes if node.letters}
        self.assertEqual(sorted(left, key=left.__getitem__), ["A", "B", "C", "D"])

    def test_a_thousand_steps_in_one_line_are_outlined_without_recursion(self):
        line = "; ".join(f"s{n}{'=start' * (n == 0)} > s{n + 1}" for n in range(1000)) + "; s1000 >"
        view = map_of(playable(line), visits("s0"), seq=1, lens="adult")
        self.assertEqual(view.outline[-1].depth, 1000)

    def test_an_unknown_visit_is_named(self):
        with self.assertRaises(UnknownVisit):
            map_of(playable(), visits("begin"), seq=2, lens="adult")

    def test_the_same_walk_is_always_drawn_the_same(self):
        walked = visits("begin, 1 ease, 2 right")
        one, other = (map_of(playable(), walked, seq=3, lens="adult") for _ in range(2))
        self.assertEqual(one, other)


class WindowTests(TestCase):
    def setUp(self):
        self.view = map_of(playable(), visits("begin, 1 ease, 2 right, 3 only, 4 safe, 5 choose"), seq=6, lens="adult")

    def test_it_begins_around_the_current_step_and_its_neighbours(self):
        shown = window(self.view)
        for node in self.view.nodes:
            if node.key in {"safe", "choose", "drug", "study"}:
                inside = shown.x <= node.x and node.x + node.width <= shown.x + shown.width
                self.assertTrue(inside and shown.y <= node.y <= shown.y + shown.height, node.key)

    def test_zooming_in_and_out_again_shows_the_same(self):
        nearer = window(self.view, zoom=1, middle=window(self.view).middle)
        self.assertAlmostEqual(nearer.width * ZOOM_STEP, window(self.view).width, delta=0.2)
        again = window(self.view, zoom=0, middle=nearer.middle)
        self.assertAlmostEqual(again.x, window(self.view).x, delta=0.2)

    def test_it_shows_nothing_beside_the_sheet_unless_it_is_larger_than_the_sheet(self):
        for middle in ((-999.0, -999.0), (9999.0, 9999.0), None):
            for zoom in ZOOMS:
                shown = window(self.view, zoom=zoom, middle=middle)
                for begin, length, sheet in (
                    (shown.x, shown.width, self.view.width),
                    (shown.y, shown.height, self.view.height),
                ):
                    if length < sheet:
                        self.assertTrue(begin >= -0.2 and begin + length <= sheet + 0.2, (zoom, middle, begin))
                    else:
                        self.assertAlmostEqual(begin, (sheet - length) / 2, delta=0.2)


class SmallMapTests(TestCase):
    def small(self, walked: list[Visit], drawing: str = CLEAN):
        drawn = playable(drawing)
        seq = walked[-1].seq
        return minimap(drawn, screen(drawn, walked, seq=seq, lens="adult", today=TODAY), walked)

    def test_four_steps_of_the_trail_are_drawn_and_older_ones_counted(self):
        found = self.small(visits("begin, 1 ease, 2 right, 3 only, 4 safe, 5 choose"))
        self.assertEqual((found.behind, found.earlier, len(found.ticks)), (5, 1, 4))
        self.assertEqual([line.text for line in found.labels], ["ease", "right", "only", "safe"])
        self.assertEqual([(row.x, row.text) for row in found.fan.rows], [("-40 0 0 0 40", "A B C")])

    def test_nothing_leads_on_from_an_outcome(self):
        found = self.small(visits("begin, 1 ease, 2 right, 3 other"))
        self.assertEqual((found.fan.letters, found.fan.points, found.fan.ways), ((), (), ""))

    def test_points_are_what_was_never_met(self):
        before = self.small(visits("begin, 1 ask"), FAN)
        self.assertEqual(len(before.fan.points), 0)  # all that follows is an option already
        self.assertEqual(len(self.small(visits("begin"), FAN).fan.points), 3)
        walked = visits("begin, 1 ask, 2 drug, 1 wait")
        root = [*walked[:1], *walked[1:], visit(5, 4, "done", "to-done")]
        drawn = playable(FAN)
        at_root = minimap(drawn, screen(drawn, root, seq=1, lens="adult", today=TODAY), root)
        self.assertEqual(len(at_root.fan.points), 1)

    def test_a_long_name_is_wrapped_around_its_tick(self):
        drawn = playable(steps={"begin": {"short": "Wanted, safe, at hand?"}})
        walked = visits("begin, 1 ease")
        found = minimap(drawn, screen(drawn, walked, seq=2, lens="adult", today=TODAY), walked)
        self.assertEqual([line.text for line in found.labels], ["Wanted, safe, at", "hand?"])

    def test_letters_beyond_the_alphabet_and_beyond_a_row_have_a_place_each(self):
        many = " ".join(f"t{n}" for n in range(30))
        drawing = f"a=start > {many}; " + "; ".join(f"t{n} >" for n in range(30))
        found = self.small(visits("a"), drawing)
        self.assertEqual(len({(mark.x, mark.y) for mark in found.fan.letters}), 30)
        self.assertEqual([row.text for row in found.fan.rows][-4:], ["AA", "BB", "CC", "DD"])
        self.assertLessEqual(max(len(row.text.split()) for row in found.fan.rows), small.LETTERS_A_ROW)
