"""What a reader types is understood, or safely left aside."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from education.search.domain.asking import MOST_CHARACTERS, MOST_WORDS, read


def shown(typed):
    """Return the terms as they were typed; a quotation in quotes."""
    return [f'"{term.shown}"' if term.quoted else term.shown for term in read(typed).terms]


class AskingTests(SimpleTestCase):
    def test_words_compounds_and_quotations_are_told_apart(self):
        self.assertEqual(shown('IL 6 "skin score" anti-Scl-70'), ["IL 6", '"skin score"', "anti-Scl-70"])
        self.assertEqual(shown("“lung function” TGF beta 1"), ['"lung function"', "TGF beta 1"])

    def test_a_quotation_mark_without_its_fellow_is_none(self):
        self.assertEqual(shown('skin "score'), ["skin", "score"])
        self.assertEqual(shown('""'), [])

    def test_stop_words_go_unless_nothing_else_is_left(self):
        self.assertEqual(shown("what is the skin score of a child"), ["skin", "score", "child"])
        self.assertEqual(shown("what is it"), ["what", "is", "it"])

    def test_operators_are_words_or_nothing(self):
        self.assertEqual(shown("skin AND NOT (lung*) :: -gut NEAR/3"), ["skin", "NOT", "lung", "gut", "NEAR/3"])
        self.assertEqual(shown("'; DROP TABLE x; --"), ["DROP", "TABLE", "x"])

    def test_control_characters_part_words(self):
        self.assertEqual(shown("skin\x00score\x1f\ud800lung"), ["skin", "score", "lung"])

    def test_too_much_is_cut_and_says_so(self):
        long = read("skin " * 2000)
        self.assertTrue(long.cut)
        self.assertLessEqual(len(long.text), MOST_CHARACTERS)
        self.assertEqual(len(long.terms), MOST_WORDS)
        self.assertFalse(read("skin").cut)
        self.assertTrue(read('"' + "skin " * 20 + '"').cut)

    def test_only_the_last_word_may_go_on(self):
        self.assertEqual([term.growing for term in read("skin sco").terms], [False, True])
        self.assertEqual([term.growing for term in read("skin score ").terms], [False, False])
        self.assertEqual([term.growing for term in read('skin "score"').terms], [False, False])

    @given(st.text(max_size=600))
    def test_any_text_gives_a_bounded_row_of_terms(self, typed):
        asked = read(typed)
        self.assertLessEqual(sum(len(term.parts) for term in asked.terms), MOST_WORDS)
        self.assertLessEqual(len(asked.text), MOST_CHARACTERS)
        self.assertEqual(read(asked.text).text, asked.text)
