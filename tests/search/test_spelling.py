"""A misspelt name leads to the nearest one, and a word that is near nothing stays as it is."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from education.search.domain.spelling import distance, nearest, words_of

WORDS = words_of(["Rituximab", "Mycophenolate mofetil (MMF)", "Nintedanib", "Cyclophosphamide", "Bosentan", "Skin"])
LETTERS = st.text(alphabet="abc", max_size=6)


def every_slip(word):
    """Return every word that one slip makes of this one."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {a + b[1:] for a, b in cuts if b}
        | {a + c + b for a, b in cuts for c in "abc"}
        | {a + c + b[1:] for a, b in cuts if b for c in "abc"}
        | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    )


class SpellingTests(SimpleTestCase):
    def test_slips_of_the_pen_lead_to_the_name(self):
        slips = {
            "rituximab": "rituxmab ritixumab rituximabb rituzimab", "mycophenolate": "mycofenolate mycophenolat",
            "nintedanib": "nintadenib nintendanib", "cyclophosphamide": "cyclofosfamide ciclophosphamid",
            "bosentan": "bosentin",
        }  # fmt: skip
        for name, written in slips.items():
            for word in written.split():
                self.assertEqual(nearest(word, WORDS), name, word)

    def test_short_and_distant_words_stay(self):
        for word in ("skim", "mmg", "lung", "rituximab-like", "tocilizumab", "x" * 60):
            self.assertEqual(nearest(word, WORDS), "", word)

    def test_of_two_as_near_the_one_that_begins_alike_comes_first(self):
        self.assertEqual(nearest("bbcdef", {"abcdef", "bbcdeg"}), "bbcdeg")

    def test_exchanged_letters_are_one_slip(self):
        self.assertEqual(distance("ritxuimab", "rituximab", 2), 1)

    @given(LETTERS)
    def test_what_one_slip_makes_is_one_away(self, word):
        for other in every_slip(word):
            self.assertEqual(distance(word, other, 2), int(word != other), (word, other))

    @given(LETTERS, LETTERS, st.integers(0, 6))
    def test_distance_is_the_same_both_ways_and_bounded(self, one, two, most):
        self.assertEqual(distance(one, two, most), distance(two, one, most))
        self.assertEqual(distance(one, two, most), min(distance(one, two, 12), most + 1))
