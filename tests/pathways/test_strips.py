"""What a reader sees of evidence: designs and numbers, who was studied, what is borrowed, when nothing was found."""

from datetime import date
from typing import get_args
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.library.domain.citing import label, labels
from education.library.domain.records import Certainty
from education.library.domain.strips import LEVELS, strip
from education.pathways.domain.strips import led, nothing_found, short_date, strips_in
from tests.builders import reference, shelf, statement, therapy

GAP = "\u00a0"


class LevelTests(TestCase):
    def test_every_certainty_has_its_level(self):
        self.assertEqual(set(LEVELS), set(get_args(Certainty)))
        self.assertEqual([LEVELS[one] for one in ("very-low", "low", "moderate", "high")], [1, 2, 3, 4])


class LabelTests(TestCase):
    def test_a_source_is_named_by_its_first_author_or_group(self):
        for authors, expected in (
            ("Distler O, Highland KB, Gahlemann M, et al", "Distler 2019"),
            ("De Lorenzis E", "De Lorenzis 2019"),
            ("Guillén-Del Castillo A, Callejas-Moraga EL", "Guillén-Del Castillo 2019"),
            ("van Laar JM, Farge D", "van Laar 2019"),
            ("Bergmann C", "Bergmann 2019"),
            ("Øster ÅM, et al", "Øster 2019"),
            ("Khanna D, et al (full author list not confirmed)", "Khanna 2019"),
            ("EBMT ADWP", "EBMT ADWP 2019"),
            ("EBMT Practice Harmonization and Guidelines Committee", "EBMT Practice Harmonization and Guidelines 2019"),
            ("EUSTAR collaborators", "EUSTAR 2019"),
            ("European Medicines Agency (CHMP); EU product information", "European Medicines Agency 2019"),
            ("FDA; Dodgen AL, Hill KD", "FDA 2019"),
            ("US FDA (CDER/CBER)", "US FDA 2019"),
            ("US Food and Drug Administration", "US Food and Drug Administration 2019"),
            ("Committee for the Study of the", "Committee for the Study 2019"),
        ):
            with self.subTest(authors=authors):
                self.assertEqual(label(reference("senscis", authors=authors, year=2019)), expected)

    def test_where_no_author_is_known_the_journal_speaks_and_else_the_title(self):
        for authors in ("", "Not confirmed"):
            self.assertEqual(label(reference(authors=authors, journal="Chest", year=2019)), "Chest 2019")
        self.assertEqual(label(reference(authors="", year=2019)), "A trial of the drug… 2019")

    def test_an_unknown_year_is_left_out(self):
        self.assertEqual(label(reference(authors="Distler O", year=None)), "Distler")

    def test_what_is_unverified_or_retracted_is_not_live(self):
        held = shelf(
            reference("good"),
            reference("unsure", verified=False),
            reference("gone", retraction="retracted"),
            reference("mended", retraction="corrected"),
        )
        lines = labels(["good", "unsure", "gone", "mended", "good", "nowhere"], held)
        self.assertEqual(
            [(one.key, one.live) for one in lines],
            [("good", True), ("unsure", False), ("gone", False), ("mended", True)],
        )


class StripsInALensTests(TestCase):
    def setUp(self):
        self.shelf = shelf(
            statement("adult-1", population="adult"),
            statement("child-1", population="child"),
            statement("adult-harm", population="adult", harm=True),
            statement("mixed-1", population="mixed"),
            statement("child-harm", population="child", harm=True),
        )
        self.keys = ["adult-1", "child-1", "adult-harm", "mixed-1", "child-harm"]

    def shown(self, lens, keys=None):
        return [(one.key, one.borrowed) for one in strips_in(lens, keys or self.keys, self.shelf)]

    def test_the_adult_lens_shows_nothing_studied_in_children_alone(self):
        self.assertEqual(self.shown("adult"), [("adult-1", False), ("adult-harm", False), ("mixed-1", False)])

    def test_the_child_lens_shows_children_first_and_adults_as_borrowed(self):
        self.assertEqual(
            self.shown("child"),
            [("child-1", False), ("mixed-1", False), ("child-harm", False), ("adult-1", True), ("adult-harm", True)],
        )

    def test_one_benefit_leads_and_every_harm_has_its_own_strip(self):
        shown, more = led(strips_in("child", self.keys, self.shelf))
        self.assertEqual([one.key for one in shown], ["child-1", "child-harm"])
        self.assertEqual([one.key for one in more], ["mixed-1", "adult-1", "adult-harm"])

    def test_borrowed_harm_is_shown_where_none_was_studied_directly(self):
        shown, _more = led(strips_in("child", ["child-1", "adult-harm"], self.shelf))
        self.assertEqual([(one.key, one.borrowed) for one in shown], [("child-1", False), ("adult-harm", True)])

    def test_a_benefit_leads_even_when_harm_alone_was_studied_directly(self):
        shown, more = led(strips_in("child", ["child-harm", "adult-1"], self.shelf))
        self.assertEqual([(one.key, one.borrowed) for one in shown], [("adult-1", True), ("child-harm", False)])
        self.assertEqual(more, ())

    def test_harm_alone_is_shown(self):
        self.assertEqual([one.key for one in led(strips_in("adult", ["adult-harm"], self.shelf))[0]], ["adult-harm"])

    @given(st.permutations(range(5)), st.sampled_from(["adult", "child"]))
    def test_whatever_the_order_no_strip_is_lost_or_doubled(self, order, lens):
        strips = strips_in(lens, [self.keys[place] for place in order], self.shelf)
        shown, more = led(strips)
        self.assertEqual(sorted(one.key for one in (*shown, *more)), sorted(one.key for one in strips))
        self.assertFalse([one.key for one in more if one.harm and not one.borrowed])
        self.assertTrue(all(one.borrowed == (lens == "child" and one.population == "adult") for one in strips))

    def test_a_strip_holds_what_always_has_to_be_on_screen(self):
        one = strip(statement(line_studied="first-line", certainty="low", comparator="placebo"), shelf())
        self.assertEqual(
            (one.line_studied, one.comparator, one.level, one.therapy), ("first-line", "placebo", 2, "Drug")
        )

    def test_a_strip_names_every_source_that_its_texts_cite(self):
        said = statement(finding="Known [@trial], and later [@more].", certainty_reason="Small [@third].")
        held = shelf(reference("more"), reference("third"))
        self.assertEqual([source.key for source in strip(said, held).sources], ["trial", "more", "third"])


class NothingFoundTests(TestCase):
    def said(self, lens, keys, held, **changes):
        one = therapy(**changes)
        return nothing_found(one, lens, strips_in(lens, keys, held), held).replace(GAP, " ")

    def test_the_child_lens_says_when_somebody_looked_before_it_borrows(self):
        looked = {"child_looked_on": date(2026, 11, 3)}
        self.assertEqual(self.said("child", [], shelf(), **looked), "No study found, looked on 3 Nov 2026")
        self.assertEqual(self.said("child", ["drug-lung"], shelf(), **looked), "No study found, looked on 3 Nov 2026")

    def test_without_a_date_no_date_is_said(self):
        self.assertEqual(self.said("child", [], shelf(), child_looked_on=None), "No study found")
        self.assertEqual(self.said("adult", [], shelf(statement(therapy="other"))), "No study found")

    def test_a_word_for_children_is_not_contradicted(self):
        self.assertEqual(self.said("child", [], shelf(), child_looked_on=None, child_word="Four cases."), "")

    def test_a_study_shown_here_or_known_elsewhere_in_the_edition_is_not_denied(self):
        self.assertEqual(self.said("adult", ["drug-lung"], shelf()), "")
        self.assertEqual(self.said("adult", [], shelf()), "")
        self.assertEqual(self.said("child", [], shelf(statement("kids", population="mixed"))), "")

    def test_a_choice_without_a_therapy_says_nothing(self):
        self.assertEqual(nothing_found(None, "adult", (), shelf()), "")

    def test_a_date_is_short_and_stays_on_one_line(self):
        self.assertEqual(short_date(date(2026, 9, 1)), f"1{GAP}Sep{GAP}2026")
