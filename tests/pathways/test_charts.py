"""Charts hold every value, in order, inside their frame, with words that do not run into one another."""

import re
from decimal import Decimal
from itertools import combinations, pairwise
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.pathways.domain.charts import WIDTH, chart, charts, rows, ticks, written
from education.pathways.domain.screen import SeriesTable

VALUES = st.decimals(min_value=-9999, max_value=9999, places=1)
POINTS = st.lists(st.tuples(st.integers(-24, 120), VALUES), min_size=1, max_size=9)
COURSES = st.lists(POINTS, min_size=1, max_size=3)


def table(*points, measure="FVC", unit="% predicted"):
    return SeriesTable(measure, unit, tuple((month, Decimal(str(value))) for month, value in points))


def tables(courses):
    """Return courses of one unit."""
    measures = ("FVC", "DLCO", "mRSS")
    return [SeriesTable(measures[place], "units", tuple(points)) for place, points in enumerate(courses)]


def places(path):
    """Return the corners of a path or its points as (x, y)."""
    return [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", path)]


def texts(labels):
    return [label.text for label in labels]


class ChartTests(TestCase):
    def test_a_course_is_drawn_with_its_first_and_last_value(self):
        drawn = chart([table((0, 82), (6, 80), (12, 75), (18, 70))])
        self.assertEqual(texts(drawn.labels), ["82", "80", "75"])
        self.assertEqual([(one.text, one.name) for one in drawn.last], [("70", "")])
        self.assertEqual(texts(drawn.ticks), ["70", "75", "80", "85"])
        self.assertEqual(texts(drawn.months), ["0", "6", "12", "18"])
        heights = [y for _, y in places(drawn.dots)]
        self.assertEqual(heights, sorted(heights), "a falling course falls")

    def test_courses_of_one_unit_share_a_chart_and_are_named_at_their_ends(self):
        drawn = charts(
            [table((0, 82), (6, 73)), table((0, 18), unit="points"), table((0, 62), (6, 52), measure="DLCO")]
        )
        self.assertEqual([(one.unit, len(one.courses)) for one in drawn], [("% predicted", 2), ("points", 1)])
        self.assertEqual([(one.text, one.name) for one in drawn[0].last], [("73", "FVC"), ("52", "DLCO")])

    def test_z_scores_keep_their_digits_and_get_a_true_minus_sign(self):
        drawn = chart([table((0, "-0.9"), (5, "-1.10"), (10, "-1.8"), (14, "-2.3"))])
        self.assertEqual([value for _, value in drawn.courses[0].values], ["−0.9", "−1.10", "−1.8", "−2.3"])
        self.assertEqual(texts(drawn.ticks), ["−2.5", "−2.0", "−1.5", "−1.0", "−0.5"])
        self.assertEqual(drawn.last[0].text, "−2.3")

    def test_one_point_is_a_dot_with_its_value_and_month(self):
        drawn = chart([table((3, 70))])
        self.assertEqual((len(places(drawn.dots)), texts(drawn.labels), texts(drawn.months)), (1, ["70"], ["3"]))
        self.assertEqual(drawn.last, ())

    def test_equal_values_are_a_level_line_within_the_axis(self):
        for value in (0, 70, "-2.5"):
            drawn = chart([table((0, value), (6, value), (12, value))])
            self.assertEqual(len({y for _, y in places(drawn.dots)}), 1)
            self.assertGreater(len(drawn.ticks), 1)

    def test_several_points_in_one_month_are_all_drawn_and_all_in_the_table(self):
        course = table((0, 82), (6, 80), (6, 71), (12, 70))
        self.assertEqual(len(places(chart([course]).dots)), 4)
        self.assertEqual(rows([course]), (("0", ("82",)), ("6", ("80",)), ("6", ("71",)), ("12", ("70",))))

    def test_a_month_in_which_one_measure_is_missing_has_an_empty_cell(self):
        found = rows([table((0, 82), (6, 80)), table((6, 60), (12, 57), measure="DLCO")])
        self.assertEqual(found, (("0", ("82", "")), ("6", ("80", "60")), ("12", ("", "57"))))

    def test_a_course_without_points_is_refused(self):
        with self.assertRaisesRegex(ValueError, "FVC"):
            chart([table()])

    @given(COURSES)
    def test_every_value_is_in_the_drawing_and_in_the_table_in_order(self, courses):
        series = tables(courses)
        drawn = chart(series)
        for course, points in zip(drawn.courses, courses, strict=True):
            ordered = sorted(points, key=lambda point: point[0])
            self.assertEqual(list(course.values), [(written(month), written(value)) for month, value in ordered])
        self.assertEqual(len(places(drawn.dots)), sum(map(len, courses)))
        for place, course in enumerate(drawn.courses):
            cells = [(month, values[place]) for month, values in rows(series) if values[place]]
            self.assertEqual(cells, list(course.values))

    @given(COURSES)
    def test_every_coordinate_is_inside_the_view_box(self, courses):
        drawn = chart(tables(courses))
        height = int(drawn.view_box.split()[3])
        labels = [(int(one.x), int(one.y)) for one in (*drawn.ticks, *drawn.months, *drawn.labels, *drawn.last)]
        for x, y in [*places(drawn.line), *places(drawn.dots), *places(drawn.grid), *labels]:
            self.assertTrue(0 <= x <= WIDTH and 0 <= y <= height, (x, y))

    @given(COURSES)
    def test_later_points_stand_further_right_and_higher_values_higher(self, courses):
        drawn = chart(tables(courses))
        dots = iter(places(drawn.dots))
        placed = [(point, next(dots)) for points in courses for point in sorted(points, key=lambda point: point[0])]
        for (one, (x, y)), (other, (other_x, other_y)) in combinations(placed, 2):
            if one[0] < other[0]:
                self.assertLessEqual(x, other_x)
            if one[1] < other[1]:
                self.assertGreaterEqual(y, other_y)

    @given(COURSES)
    def test_values_do_not_overlap(self, courses):
        drawn = chart(tables(courses))
        boxes = [self.box(one, 7, 10, len(one.text) * 7 / 2) for one in drawn.labels]
        boxes += [self.box(one, 9, 13, 0) for one in drawn.last]
        for one, other in combinations(boxes, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            self.assertTrue(apart, (one, other))

    @given(COURSES)
    def test_no_value_stands_on_a_line(self, courses):
        drawn = chart(tables(courses))
        boxes = [self.box(one, 7, 10, len(one.text) * 7 / 2) for one in drawn.labels]
        for line in drawn.line.split("M")[1:]:
            for (x, y), (to_x, to_y) in pairwise(places(line)):
                for left, top, right, bottom in boxes:
                    for share in range(11):
                        at_x, at_y = x + (to_x - x) * share / 10, y + (to_y - y) * share / 10
                        inside = left + 1 < at_x < right - 1 and top + 1 < at_y < bottom - 1
                        self.assertFalse(inside, ((at_x, at_y), (left, top, right, bottom)))

    def test_close_courses_keep_the_values_that_can_be_told_apart(self):
        drawn = chart(
            [
                table((0, "-0.9"), (6, "-1.1"), (12, "-1.6"), (16, "-2.1"), unit="z-score"),
                table((0, "-0.8"), (6, "-1.0"), (12, "-1.5"), (16, "-1.9"), measure="BMI", unit="z-score"),
            ]
        )
        heights = {one.text: int(one.y) for one in drawn.labels}
        self.assertLess(heights["−0.8"], places(drawn.dots)[4][1], "the upper course has its value above it")
        self.assertGreater(heights["−0.9"], places(drawn.dots)[0][1], "the lower one below it")

    def box(self, label, letter, rise, back):
        left = int(label.x) - back + 1
        return left, int(label.y) - rise, left + letter * len(label.text) - 2, int(label.y)

    @given(VALUES, VALUES)
    def test_ticks_are_round_even_and_hold_both_values(self, one, other):
        low, high = sorted((one, other))
        found = ticks(low, high)
        self.assertTrue(2 <= len(found) <= 6, found)
        self.assertTrue(found[0] <= low and high <= found[-1], found)
        step = found[1] - found[0]
        self.assertEqual({after - before for before, after in pairwise(found)}, {step})
        self.assertIn(Decimal(step.normalize().as_tuple().digits[0]), {1, 2, 5})
