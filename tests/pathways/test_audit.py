"""A figure is found in the record of what is cited, however either of them spells it."""

from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.library.domain.audit import AuditException, excused, figures, held, not_held
from tests.builders import reference


class FiguresTests(TestCase):
    def test_one_number_has_one_spelling(self):
        for text, found in (
            ("1,234 of 1234 and 1\u2009234", ("1234",)),
            ("0.30, 0.3, 0·3 and .3", ("0.3",)),
            ("−44.8, -44.8 and (–44.8)", ("-44.8",)),
            ("52% of 52", ("52",)),
            ("+5 against 5", ("+5", "5")),
        ):
            with self.subTest(text):
                self.assertEqual(figures(text), found)

    def test_ranges_and_intervals_are_two_figures(self):
        self.assertEqual(figures("10–20% (95% CI −93.3 to −2.1)"), ("10", "20", "95", "-93.3", "-2.1"))
        self.assertEqual(figures("−4.5–−0.2; 3-4; 12/24"), ("-4.5", "-0.2", "3", "4", "12", "24"))

    def test_units_and_signs_touching_a_figure_do_not_hide_it(self):
        self.assertEqual(figures("n=576, p<0.05, 24w, 150mg, 12-month, week-48, under-18"),
                         ("576", "0.05", "24", "150", "12", "48", "18"))  # fmt: skip

    def test_digits_inside_names_are_no_figures(self):
        names = (
            "IL-6 CD19 SLS II FVC50 anti-Scl-70 COVID-19 TGF-β1 6MWD 5-HT type 2, phase 2/3, grade 3 to 4, 1st, SF-36"
        )
        self.assertEqual(figures(names), ())

    def test_links_keys_and_list_numbers_are_no_figures(self):
        text = (
            "1. One [@trial-2020]\n2) two [[term-3]] [[fvc|FVC]] [words](https://x.org/7) https://x.org/8 10.1056/abc9"
        )
        self.assertEqual(figures(text), ())

    def test_a_number_after_a_word_like_a_name_is_still_a_figure(self):
        self.assertEqual(figures("a level 0.05, group 5% and phase 3 in 360"), ("0.05", "5", "360"))

    @given(st.decimals(min_value=-9999, max_value=9999, places=2))
    def test_a_decimal_is_found_as_itself(self, number):
        (found,) = figures(f"It was {number} there")
        self.assertEqual(float(found), float(number))


class HeldTests(TestCase):
    def test_a_record_holds_its_findings_caveats_size_year_title_and_details(self):
        record = reference(title="A 52-week trial", caveats=["Only 7 children."], line_detail="After 2 drugs", n=60)
        self.assertLessEqual({"41", "2.9", "79", "0.04", "52", "7", "2", "60", "2020"}, held(record))

    def test_identifiers_hold_nothing(self):
        record = reference(doi="10.1000/77", pmid="88", volume_pages="99:1", authors="Group 66")
        self.assertFalse({"77", "88", "99", "66"} & held(record))

    def test_a_sign_needs_the_same_sign_and_a_bare_figure_may_drop_it(self):
        record = reference(key_findings=["Difference −44.8 mL; gain of 5.1."])
        self.assertEqual(not_held("fell by 44.8 (−44.8)", [record]), ())
        self.assertEqual(not_held("+44.8, −5.1, +5.1", [record]), ("+44.8", "-5.1"))

    def test_a_rounded_or_recomputed_figure_is_not_held(self):
        record = reference(key_findings=["41.4 mL, 5 of 7"])
        self.assertEqual(not_held("41 mL, 71%", [record]), ("41", "71"))


class ExcusedTests(TestCase):
    def test_an_exception_covers_its_place_and_figure_only(self):
        exception = AuditException(place="start body", figure="18%", reason="From the vignette.")
        self.assertTrue(excused("start:body", "18", [exception], slug="small"))
        self.assertTrue(excused("start:body:child", "18", [exception], slug="small"))
        self.assertFalse(excused("start:why", "18", [exception], slug="small"))
        self.assertFalse(excused("start:body", "19", [exception], slug="small"))
        self.assertFalse(excused("start/go:rationale", "18", [exception], slug="small"))

    def test_an_exception_may_name_the_pathway(self):
        exception = AuditException(place="small start/go:rationale", figure="18", reason="From the vignette.")
        self.assertTrue(excused("start/go:rationale", "18", [exception], slug="small"))
        self.assertFalse(excused("start/go:rationale", "18", [exception], slug="other"))
