"""Forest plots: every mark on its axis, nothing made up, nothing left out."""

from decimal import Decimal
from itertools import pairwise
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.library.domain.forest import EDGE, axis, number, placed, plots
from education.library.domain.library import Effect
from tests import builders

FIGURES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9)
RATIOS = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("1e-9"), max_value=10**9)


def effect(**changes):
    """Return a difference of 4.2 (2.0 to 6.4) in favour of the drug."""
    fields = {
        "reference": "trial",
        "measure": "Change of FVC, mL",
        "contrast": "difference",
        "better": "higher",
        "value": "4.2",
        "low": "2.0",
        "high": "6.4",
    }
    return Effect.model_validate(fields | changes)


def drawn(*effects, borrowed=False, **changes):
    """Return the plots of a library whose one statement holds these effects."""
    statement = builders.statement(effects=effects, **changes)
    return plots([(statement, borrowed)], builders.shelf(statement, builders.reference("other")))


class AxisTests(TestCase):
    @given(st.lists(FIGURES, max_size=6))
    def test_no_figure_stands_outside_the_axis(self, figures):
        self.check("difference", figures, neutral=Decimal(0))

    @given(st.lists(RATIOS, max_size=6))
    def test_no_ratio_stands_outside_the_axis(self, figures):
        self.check("ratio", figures, neutral=Decimal(1))

    def check(self, contrast, figures, neutral):
        scale = axis(contrast, figures)
        self.assertLess(scale.low, scale.high)
        self.assertLessEqual(scale.low, min([neutral, *figures]))
        self.assertGreaterEqual(scale.high, max([neutral, *figures]))
        self.assertTrue(2 <= len(scale.ticks) <= 12, scale.ticks)
        places = [float(scale.at(figure)) for figure in sorted([neutral, *figures, *scale.ticks])]
        self.assertEqual(places, sorted(places))
        self.assertTrue(all(EDGE <= place <= 100 - EDGE for place in places), places)

    @given(st.lists(FIGURES, min_size=1, max_size=6))
    def test_the_ticks_are_round_and_evenly_spaced(self, figures):
        ticks = axis("difference", figures).ticks
        gaps = {later - earlier for earlier, later in pairwise(ticks)}
        self.assertEqual(len(gaps), 1)
        self.assertIn(gaps.pop().normalize().as_tuple().digits, {(1,), (2,), (5,)})

    def test_half_and_double_are_as_far_from_no_effect(self):
        scale = axis("ratio", [Decimal("0.5"), Decimal(2)])
        low, none, high = (float(scale.at(Decimal(ratio))) for ratio in ("0.5", "1", "2"))
        self.assertAlmostEqual(none - low, high - none, places=1)

    def test_what_lies_beyond_stands_at_the_end(self):
        scale = axis("difference", [Decimal(4)])
        self.assertEqual((scale.at(Decimal(-9)), scale.at(Decimal(99))), (f"{EDGE:.2f}", f"{100 - EDGE:.2f}"))


class PlotsTests(TestCase):
    def test_a_row_shows_the_figures_as_the_source_prints_them(self):
        ((row,),) = [plot.rows for plot in drawn(effect(value="-1.70", low="-3.8", high="0.3"))]
        self.assertEqual((row.value, row.low, row.high), ("−1.70", "−3.8", "0.3"))
        self.assertEqual((row.source.label, row.design), ("Silva 2020", "RCT, n\u00a0=\u00a060"))
        self.assertLess(float(row.start), float(row.at))
        self.assertLess(float(row.at), float(row.end))

    def test_measures_contrasts_and_sides_each_have_an_axis_of_their_own(self):
        found = drawn(
            effect(),
            effect(measure="Death", contrast="ratio", better="lower", value="0.5", low="0.2", high="1.1"),
            effect(contrast="change", value="3"),
            effect(better="lower"),
            effect(measure="CHANGE OF FVC, ML", reference="other"),
        )
        self.assertEqual(
            [(plot.measure, plot.contrast, plot.better, len(plot.rows)) for plot in found],
            [
                ("Change of FVC, mL", "difference", "higher", 2),
                ("Death", "ratio", "lower", 1),
                ("Change of FVC, mL", "change", "higher", 1),
                ("Change of FVC, mL", "difference", "lower", 1),
            ],
        )

    def test_a_missing_interval_or_value_has_no_place_and_keeps_its_words(self):
        found = drawn(
            effect(low=None, high=None, missing="interval not held here"),
            effect(value=None, low=None, high=None, missing="reported in mL"),
            effect(value="5", low="1", high=None),
        )
        rows = found[0].rows
        self.assertEqual(
            [(bool(row.at), row.start, row.end) for row in rows], [(True, "", ""), (False, "", ""), (True, "", "")]
        )
        self.assertEqual([row.missing for row in rows], ["interval not held here", "reported in mL", ""])
        self.assertEqual((rows[2].low, rows[2].high), ("", ""))

    def test_a_ratio_that_cannot_be_drawn_is_still_told(self):
        ((row,),) = [plot.rows for plot in drawn(effect(contrast="ratio", value="0", low="0", high="2"))]
        self.assertEqual((row.value, row.at, row.start), ("0", "", ""))
        self.assertEqual((row.low, row.high), ("0", "2"))

    def test_a_plot_without_any_place_on_the_axis_is_only_a_table(self):
        nothing, something = effect(value=None, low=None, high=None, missing="reported in mL"), effect()
        self.assertFalse(drawn(nothing)[0].drawn)
        self.assertTrue(drawn(nothing, something)[0].drawn)

    def test_an_effect_that_two_statements_hold_is_drawn_once(self):
        both = [builders.statement(effects=[effect()]), builders.statement("drug-again", effects=[effect()])]
        (plot,) = plots([(one, False) for one in both], builders.shelf(*both))
        self.assertEqual([row.statement.key for row in plot.rows], ["drug-lung"])

    def test_a_source_that_may_carry_no_fact_is_not_drawn(self):
        statement = builders.statement(effects=[effect()])
        for changes in ({"verified": False}, {"retraction": "retracted"}):
            library = builders.shelf(builders.reference(**changes), statement)
            self.assertEqual(plots([(statement, False)], library), ())

    def test_what_is_borrowed_says_so(self):
        self.assertTrue(drawn(effect(), borrowed=True)[0].rows[0].borrowed)

    @given(st.sampled_from(["difference", "ratio", "change"]), *[st.none() | FIGURES] * 3)
    def test_no_figures_break_a_plot(self, contrast, value, low, high):
        one = effect(contrast=contrast, value=value, low=low, high=high)
        (plot,) = drawn(one)
        (row,) = plot.rows
        shown = [place for place in (row.at, row.start, row.end, plot.neutral) if place]
        self.assertTrue(all(EDGE <= float(place) <= 100 - EDGE for place in shown))
        self.assertEqual(bool(row.start), bool(row.end))
        self.assertEqual(row.value, number(value) if value is not None else "")
        self.assertIn(placed(one)[0], (value, None))
