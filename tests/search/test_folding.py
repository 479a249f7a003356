"""However a word is written, it is one word."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from education.search.domain.folding import chunks, folded, parts_of, stem
from education.search.domain.indexing import columns


def indexed(text):
    """Return the words under which a title is found."""
    return set(columns(text, (), "").titled.split())


class FoldingTests(SimpleTestCase):
    def test_case_accents_and_letters_of_other_alphabets_do_not_matter(self):
        self.assertEqual(folded("Ångström MÜLLER Galiè Straße œdema"), "angstrom muller galie strasse oedema")
        self.assertEqual(folded("FEV₁ CO²"), "fev1 co2")

    def test_an_ending_does_not_matter(self):
        for words in ("disease diseases", "therapy therapies", "progress progressing progression", "ulcer ulcers"):
            self.assertEqual(len({stem(word) for word in words.split()}), 1, words)

    def test_british_and_american_are_one(self):
        pairs = (
            "paediatric pediatric", "oedema edema", "haemoglobin hemoglobin", "tumour tumor", "randomised randomized",
            "fibre fiber", "titres titers", "oesophageal esophageal", "analysed analyzed", "dyspnoea dyspnea",
        )  # fmt: skip
        for pair in pairs:
            one, other = pair.split()
            self.assertEqual(stem(one), stem(other), pair)

    def test_short_words_keep_their_letters(self):
        self.assertNotEqual(stem("does"), stem("des"))
        self.assertNotEqual(stem("four"), stem("for"))

    def test_a_greek_letter_is_its_name_and_its_latin_letter(self):
        for written in ("TGF-β", "TGF-beta", "TGFb", "TGF beta", "TGFβ", "TGFbeta", "TGF-β1", "TGFb1", "TGF‑β 1"):
            self.assertIn("tgfb", indexed(written), written)
        for written in ("NF-κB", "NF-kappaB", "NFκB", "NF-kB", "NFkB"):
            self.assertIn("nfkb", indexed(written), written)

    def test_a_greek_word_stays_a_word(self):
        self.assertIn("σκληροδερμα", indexed("Σκληρόδερμα"))

    def test_a_compound_is_found_joined_apart_and_in_part(self):
        for written in ("IL-6", "IL6", "IL 6", "IL–6"):
            self.assertIn("il6", indexed(written), written)
        self.assertLessEqual({"ssc", "ild", "sscild"}, indexed("SSc-ILD"))
        self.assertLessEqual({"scl70", "antiscl70", "scl", "70"}, indexed("anti-Scl-70"))
        self.assertIn(stem("antitopoisomerases"), indexed("anti-topoisomerase"))

    def test_a_possessive_says_nothing(self):
        self.assertEqual([part.raw for part in parts_of("Raynaud’s")], ["raynaud"])

    def test_figures_stay_and_do_not_run_into_each_other(self):
        self.assertLessEqual({"0", "5", "mgkg"}, indexed("0.5 mg/kg"))
        self.assertNotIn("36", indexed("3–6 months"))

    def test_a_chunk_knows_where_it_stands(self):
        text = "High TGF-β, low IL-6."
        self.assertEqual([text[chunk.start : chunk.end] for chunk in chunks(text)], ["High", "TGF-β", "low", "IL-6"])

    @given(st.text(max_size=300))
    def test_any_text_gives_plain_words_and_the_same_ones_whatever_its_case(self, text):
        told = columns(text, (text,), text)
        for column in (told.titled, told.called, told.told):
            for word in column.split(" "):
                self.assertRegex(word, r"^(=|[=+]?\w+)$")
                self.assertLessEqual(len(word), 70)
        self.assertEqual(told.size, sum(len(chunk.parts) for chunk in chunks(text)))
