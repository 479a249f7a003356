"""Study designs in words, with numbers only where they count people."""

from typing import get_args
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.library.domain.designs import DESIGNS, design_line
from education.library.domain.records import Design
from tests.builders import reference

GAP = "\u00a0"


def study(design: str, n: int | None = None):
    return reference(design=design, n=n)


class DesignLineTests(TestCase):
    def test_a_design_is_named_with_its_number(self):
        for studies, line in (
            ([study("rct", 576)], "RCT, n = 576"),
            ([study("rct", 97), study("rct", 122)], "2 RCTs, n = 97 and 122"),
            ([study("rct", 97), study("rct", 122), study("rct", 205)], "3 RCTs, n = 97, 122 and 205"),
            ([study("rct")], "RCT"),
            ([study("rct", 97), study("rct")], "2 RCTs"),
            ([study("cohort", 210)], "Cohort, 210 people"),
            ([study("cohort", 210), study("cohort", 9)], "2 cohorts, 210 and 9 people"),
            ([study("rct-post-hoc", 131)], "Post-hoc analysis of an RCT, 131 people"),
            ([study("rct-post-hoc")], "Post-hoc analysis of an RCT"),
            ([study("case-series", 4)], "Case series, 4 people"),
            ([study("case-report", 1)], "Case report, 1 person"),
            ([study("systematic-review", 12)], "Systematic review"),
            ([study("guideline")], "Guideline"),
            ([study("rct", 97), study("cohort", 9), study("review")], "RCT, n = 97, and 2 more sources"),
            ([study("guideline"), study("rct", 97)], "Guideline, and 1 more source"),
            ([], ""),
        ):
            with self.subTest(line=line):
                self.assertEqual(design_line(studies).replace(GAP, " "), line)

    def test_a_number_never_breaks_from_what_it_counts(self):
        self.assertEqual(design_line([study("rct", 576)]), f"RCT, n{GAP}={GAP}576")
        self.assertEqual(design_line([study("cohort", 210)]), f"Cohort, 210{GAP}people")

    @given(st.lists(st.tuples(st.sampled_from(get_args(Design)), st.none() | st.integers(1, 900)), max_size=4))
    def test_only_trials_themselves_are_given_with_n(self, drawn):
        line = design_line([study(design, n) for design, n in drawn])
        if "=" in line:
            self.assertEqual(drawn[0][0], "rct")
            self.assertIsNotNone(drawn[0][1])
        self.assertEqual(bool(line), bool(drawn))

    def test_every_design_has_its_words(self):
        self.assertEqual(set(DESIGNS), set(get_args(Design)))
