"""Abbreviations are spelt out once a page, in running text, and whatever the text holds."""

import re
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.library.domain.abbreviations import spell_out

KNOWN = {"FVC": "forced vital capacity", "SSc": "systemic sclerosis", "SSc-ILD": "lung disease in systemic sclerosis"}
FVC = '<abbr title="forced vital capacity">FVC</abbr>'


class SpellOutTests(TestCase):
    def test_the_first_use_gets_its_words_and_later_ones_do_not(self):
        self.assertEqual(
            spell_out("<p>FVC fell.</p><p>FVC rose.</p>", KNOWN),
            f'<p>{FVC} <span class="s-spelt">(forced vital capacity)</span> fell.</p><p>FVC rose.</p>',
        )

    def test_words_that_stand_before_it_are_not_said_again(self):
        self.assertEqual(spell_out("Forced vital capacity (FVC) fell", KNOWN), f"Forced vital capacity ({FVC}) fell")

    def test_links_headings_and_drawings_are_left_alone(self):
        for inside in ("a", "h2", "th", "svg", "button", "option", "summary", "abbr"):
            with self.subTest(inside):
                html = f"<{inside}>FVC <b>FVC</b></{inside}>"
                self.assertEqual(spell_out(html, KNOWN), html)
                self.assertIn(FVC, spell_out(f"{html} FVC", KNOWN))

    def test_the_longest_name_is_meant_and_parts_of_words_are_not(self):
        self.assertIn('<abbr title="lung disease in systemic sclerosis">SSc-ILD</abbr>', spell_out("SSc-ILD", KNOWN))
        for text in ("FVCs", "xFVC", "pre-FVC", "FVC-like"):
            self.assertEqual(spell_out(text, KNOWN), text)

    def test_attributes_are_never_touched(self):
        html = "<p title=\"FVC > 70\" data-x='a>FVC'>of it</p>"
        self.assertEqual(spell_out(html, KNOWN), html)

    def test_hostile_words_come_out_as_text(self):
        found = spell_out("AB", {"AB": '"><script>alert(1)</script>'})
        self.assertNotIn("<script", found)
        self.assertIn("A&amp;B</abbr>", spell_out("A&amp;B", {"A&B": "a and b"}))

    def test_without_known_abbreviations_nothing_changes(self):
        self.assertEqual(spell_out("<p>FVC", {}), "<p>FVC")

    @given(st.text(alphabet="<>/abFVC\"'= &;h2", max_size=60))
    def test_taking_the_marks_out_again_gives_the_html_back(self, html):
        found = spell_out(html, KNOWN)
        plain = re.sub(r' <span class="s-spelt">\(forced vital capacity\)</span>', "", found)
        self.assertEqual(plain.replace(FVC, "FVC"), html)
        self.assertLessEqual(found.count("<abbr "), html.count("<abbr ") + 1)
