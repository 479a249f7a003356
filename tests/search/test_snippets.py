"""What was found is marked where it stands, in a short part of the text."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from education.search.domain.asking import read
from education.search.domain.composing import Question
from education.search.domain.snippets import LENGTH, Marker
from education.search.domain.thesaurus import Thesaurus

NAMES = Thesaurus([("ILD", "interstitial lung disease"), ("Mycophenolate", "MMF")])


def marker(typed):
    """Return what marks the answers to a search."""
    return Marker(Question(read(typed).terms, NAMES).marks)


def marked(typed, text):
    """Return the text with its marks in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in marker(typed).marked(text))


class MarkingTests(SimpleTestCase):
    def test_other_endings_accents_and_compounds_are_marked(self):
        self.assertEqual(marked("ulcer", "Ulcers, an ulceration"), "[Ulcers], an [ulceration]")
        self.assertEqual(marked("phenomene", "Le phénomène"), "Le [phénomène]")
        self.assertEqual(marked("TGFb ", "High TGF-β1 and TGF beta"), "High [TGF-β1] and [TGF beta]")
        self.assertEqual(marked("IL6 ", "IL 6, IL-6R and KL-6"), "[IL 6], IL-6R and KL-6")
        self.assertEqual(marked("ILD ", "SSc-ILD"), "[SSc-ILD]")

    def test_another_name_is_marked_as_a_whole_and_its_words_alone_are_not(self):
        text = "Interstitial lung disease is a disease of the lung"
        self.assertEqual(marked("ILD ", text), "[Interstitial lung disease] is a disease of the lung")
        self.assertEqual(marked("mmf ", "On mycophenolate"), "On [mycophenolate]")

    def test_a_quotation_is_marked_where_it_stands_together(self):
        self.assertEqual(marked('"skin score"', "A skin score, no score of skin"), "A [skin score], no score of skin")

    def test_a_number_beside_a_word_is_no_match_of_its_own(self):
        self.assertEqual(marked("IL 6 ", "6 months of IL-6"), "6 months of [IL-6]")

    @given(st.text(max_size=80), st.text(max_size=400))
    def test_no_text_is_lost_or_changed(self, typed, text):
        if read(typed).terms:
            self.assertEqual("".join(piece.text for piece in marker(typed).marked(text)), text)


class ExcerptTests(SimpleTestCase):
    TEXT = "Nothing here of note. " * 30 + "At last the skin score fell, and the lung held. " + "More of nothing. " * 30

    def excerpt(self, typed, text=TEXT):
        return "".join(piece.text for piece in marker(typed).snippet(text))

    def test_it_is_the_part_that_holds_most_of_what_was_asked_for(self):
        excerpt = self.excerpt("skin lung")
        self.assertIn("the skin score fell, and the lung held", excerpt)
        self.assertTrue(excerpt.startswith("…") and excerpt.endswith("…"))
        self.assertLessEqual(len(excerpt), LENGTH + 2)

    def test_it_begins_with_a_sentence_that_begins_near(self):
        self.assertTrue(self.excerpt("score").startswith("…At last the skin"))

    def test_a_text_that_holds_nothing_shows_its_beginning(self):
        self.assertTrue(self.excerpt("gut").startswith("Nothing here of note."))

    def test_a_short_text_is_whole(self):
        self.assertEqual(self.excerpt("skin", "The skin."), "The skin.")
        self.assertEqual(self.excerpt("skin", ""), "")

    @given(st.text(max_size=40), st.text(max_size=1000))
    def test_it_is_short_and_of_the_text(self, typed, text):
        if read(typed).terms:
            pieces = [piece.text for piece in marker(typed).snippet(text)]
            self.assertIn("".join(pieces).strip("…"), text)
            self.assertLessEqual(len("".join(pieces)), LENGTH + 2)
