"""What is found, and in which order: the same on either database."""

from django.test import TestCase
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from education.search.answering import FIRST, Wanted, answer, groups
from tests.search.pamphlets import WithPamphlets, word


def asked(typed, **wanted):
    """Return the answer to what a reader types."""
    return answer(Wanted(typed, **wanted), now=timezone.now())


def titles(typed, **wanted):
    """Return the titles found, in order."""
    return [
        "".join(piece.text for piece in found.title)
        for heading in asked(typed, **wanted).headings
        for found in heading.found
    ]


class FindingTests(WithPamphlets, TestCase):
    def test_titles_names_texts_and_notes_are_searched(self):
        self.prints(
            {"title": "Hands"}, {"title": "Feet", "names": ("Soles",)}, {"title": "Face", "text": "Mouth and nose"},
            {"title": "Skin", "note": "Of the whole body"},
        )  # fmt: skip
        for typed, title in (("hand", "Hands"), ("sole", "Feet"), ("noses", "Face"), ("body", "Skin")):
            self.assertEqual(titles(typed), [title])

    def test_every_word_has_to_be_there(self):
        self.prints("Skin of hands", "Skin of feet", "Hands")
        self.assertEqual(titles("hands skin"), ["Skin of hands"])
        self.assertFalse(asked("hands skin").some)

    def test_where_nothing_holds_every_word_any_word_will_do_the_most_first(self):
        self.prints("Hands", "Skin of feet", {"title": "Other", "text": "skin and feet of a horse"})
        self.assertEqual(titles("skin feet hands"), ["Skin of feet", "Other", "Hands"])
        self.assertTrue(asked("skin feet hands").some)
        self.assertEqual(titles("skin xylophone"), ["Skin of feet", "Other"])

    def test_a_quotation_stands_together_and_in_one_name(self):
        self.prints("Skin score", "Score of skin", {"title": "A skin", "names": ("score",)})
        self.assertEqual(titles('"skin score"'), ["Skin score"])
        self.assertEqual(len(titles("skin score")), 3)

    def test_however_it_is_written_it_is_found(self):
        self.prints("TGF-β1", "IL-6", "SSc-ILD", "Anti-topoisomerase I", "Galiè’s paediatric phénomène")
        for title, ways in {
            "TGF-β1": ("TGF-β", "TGF-beta", "tgfb", "TGF beta", "tgfb1", "TGF-β1"),
            "IL-6": ("il6", "IL 6", "IL‑6"),
            "SSc-ILD": ("sscild", "SSc ILD", "ild ssc", "SSc/ILD"),
            "Anti-topoisomerase I": ("antitopoisomerase", "anti topoisomerase", "ANTI-TOPOISOMERASE"),
            "Galiè’s paediatric phénomène": ("galie", "pediatric phenomene", "GALIÈ"),
        }.items():
            for way in ways:
                self.assertEqual(titles(way), [title], way)

    def test_the_last_word_may_be_half_typed_and_no_other(self):
        self.prints("Rituximab infusion")
        self.assertEqual(titles("infusion ritu"), ["Rituximab infusion"])
        self.assertFalse(asked("infusion ritu").some)
        self.assertTrue(asked("ritu infusion").some)
        self.assertEqual(titles("ritu "), [])

    def test_headings_come_in_their_order_with_their_counts_and_five_each(self):
        self.prints(*[f"Skin {n}" for n in range(8)], word("The skin at large"))
        headings = asked("skin").headings
        self.assertEqual(
            [(one.name, one.total, len(one.found)) for one in headings], [("page", 8, FIRST), ("word", 1, 1)]
        )
        self.assertEqual([group.name for group in groups()][:2], ["page", "word"])
        self.assertGreater(
            [group.name for group in groups()].index("therapy"), [g.name for g in groups()].index("step")
        )

    def test_one_heading_is_shown_page_by_page(self):
        self.prints(*[f"Skin {n}" for n in range(45)], word("The skin at large"))
        pages = [titles("skin", group="page", page=page) for page in (1, 2, 3, 4)]
        self.assertEqual([len(page) for page in pages], [20, 20, 5, 0])
        self.assertEqual(len({title for page in pages for title in page}), 45)
        self.assertEqual(asked("skin", group="page").pages, 3)
        self.assertEqual(len(asked("skin", group="nonsense").headings), 2)

    def test_an_answer_leads_to_its_place(self):
        self.prints({"title": "Skin", "key": "of-hands"})
        self.assertEqual(asked("skin").headings[0].found[0].url, "/pamphlets/first/of-hands/")


class OrderTests(WithPamphlets, TestCase):
    def test_what_is_called_just_so_comes_first_then_titles_then_texts(self):
        self.prints(
            {"title": "Told in passing", "text": "skin"}, {"title": "Told at length", "text": "Skin, skin and skin."},
            "All about the skin", {"title": "Hide", "names": ("Skin",)}, "Skin",
        )  # fmt: skip
        self.assertEqual(titles("skin"), ["Skin", "Hide", "All about the skin", "Told at length", "Told in passing"])

    def test_words_that_stand_together_come_before_words_apart(self):
        self.prints("Score for the skin of it", "A modified skin score of many words")
        self.assertEqual(titles("skin score")[0], "A modified skin score of many words")

    def test_equals_keep_the_order_of_the_kind_and_then_of_the_editions(self):
        self.prints("Skin z", "Skin a", slug="second")
        self.prints("Skin m", slug="first")
        self.assertEqual(titles("skin"), ["Skin m", "Skin z", "Skin a"])

    def test_a_heading_in_which_something_is_called_so_comes_first(self):
        self.prints({"title": "The whole of it", "names": ("Skin",)}, word("Skin"))
        self.assertEqual([heading.name for heading in asked("skin").headings], ["word", "page"])
        self.assertEqual([heading.name for heading in asked("ski").headings], ["page", "word"])


class NamesTests(WithPamphlets, TestCase):
    def test_an_abbreviation_finds_the_full_term_and_the_reverse(self):
        self.prints("Interstitial lung disease in children", "ILD in adults", word("ILD", "interstitial lung disease"))
        both = ["ILD", "ILD in adults", "Interstitial lung disease in children"]
        self.assertEqual(sorted(titles("ILD")), sorted(both))
        self.assertEqual(sorted(titles("interstitial lung disease")), sorted(both))
        self.assertEqual(titles("ild children"), ["Interstitial lung disease in children"])
        self.assertTrue(asked('"lung disease" adults').some)

    def test_names_of_other_headings_stand_for_nothing_else(self):
        self.prints({"title": "Smith", "names": ("Jones",)}, "Jones again")
        self.assertEqual(titles("smith"), ["Smith"])

    def test_a_name_that_says_more_of_the_same_words_is_no_other_name(self):
        self.prints("Skin", word("Skin thickness", "skin"))
        self.assertEqual(titles("skin thickness"), ["Skin thickness"])

    def test_a_misspelt_name_is_put_right_and_can_be_searched_exactly(self):
        self.prints("About rituximab", word("Rituximab"))
        found = asked("rituxmab about")
        self.assertEqual(titles("rituxmab about"), ["About rituximab"])
        self.assertEqual(found.respelled, (("rituxmab", "rituximab"),))
        self.assertEqual(found.looked_for, "rituximab about")
        exact = asked("rituxmab", exact=True)
        self.assertEqual((exact.headings, exact.meant, exact.respelled), ((), "rituximab", ()))

    def test_a_word_that_something_holds_is_never_changed(self):
        self.prints({"title": "Slips", "text": "rituxmab"}, word("Rituximab"))
        self.assertEqual(titles("rituxmab"), ["Slips"])

    def test_nothing_found_says_what_can_be(self):
        self.prints(word("Rituximab"), word("Bosentan"))
        nothing = asked("xylophone")
        self.assertEqual((nothing.headings, nothing.some), ((), False))
        self.assertEqual(nothing.examples, ("Rituximab", "Bosentan"))


class AnyTextTests(WithPamphlets, HypothesisTestCase):
    """No text at all is an error on the real database."""

    def setUp(self):
        super().setUp()
        self.prints(
            "Skin score", {"title": "IL-6", "text": "TGF-β AND NOT \"quoted' text"}, word("ILD", "lung disease")
        )

    @settings(max_examples=60)
    @given(st.text(max_size=120), st.booleans())
    def test_any_text_is_answered(self, typed, exact):
        asked(typed, exact=exact)

    @settings(max_examples=60)
    @given(
        st.lists(
            st.sampled_from(
                "skin ild il-6 AND OR NOT NEAR ( ) \" ' * ^ : \\ % _ ; -- :* & | ! <-> = + β \x00".split(" ")
            )
        )
    )
    def test_operators_in_any_order_are_answered(self, words):
        asked(" ".join(words))

    def test_ten_thousand_characters_are_answered(self):
        for typed in ("skin " * 2000, "s" * 10_000, '"' * 10_000, "skin OR (" * 1200, "β-" * 5000):
            asked(typed)
