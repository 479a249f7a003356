"""One document has one text, and the hash stands for exactly that text."""

from datetime import date
from decimal import Decimal
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from education.core.domain.canonical import canonical, fingerprint


class Paper(BaseModel):
    title: str = ""
    words: dict[str, str] = {}
    value: Decimal | None = None
    seen: date | None = None
    items: tuple[int, ...] = ()
    ratio: float | None = None


class CanonicalTests(TestCase):
    def test_keys_are_sorted_and_nothing_is_spaced(self):
        text = canonical(Paper(title="é b", words={"z": "1", "a": "2"}, items=(2, 1)))
        self.assertEqual(
            text,
            '{"items":[2,1],"ratio":null,"seen":null,"title":"é b","value":null,"words":{"a":"2","z":"1"}}',
        )

    def test_decimals_keep_their_digits_and_dates_are_iso(self):
        text = canonical(Paper(value=Decimal("78.10"), seen=date(2026, 11, 22)))
        self.assertIn('"value":"78.10"', text)
        self.assertIn('"seen":"2026-11-22"', text)

    def test_two_spellings_of_one_letter_are_one_text(self):
        self.assertEqual(canonical(Paper(title="e\u0301")), canonical(Paper(title="\u00e9")))

    def test_a_float_is_refused_by_name(self):
        with self.assertRaisesRegex(ValueError, "ratio"):
            canonical(Paper(ratio=0.1))

    def test_a_decimal_that_is_no_number_is_refused(self):
        with self.assertRaises(ValueError):
            canonical(Paper.model_construct(value=Decimal("NaN")))

    def test_two_keys_that_become_one_are_refused(self):
        with self.assertRaisesRegex(ValueError, "twice"):
            canonical(Paper(words={"e\u0301": "1", "\u00e9": "2"}))

    def test_the_fingerprint_is_the_hash_of_the_utf_8_bytes(self):
        self.assertEqual(fingerprint("é"), "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c")

    @given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=5))
    def test_the_order_in_which_keys_were_given_does_not_matter(self, words):
        try:
            text = canonical(Paper(words=words))
        except ValueError:
            return  # two of the keys are one in NFC
        self.assertEqual(text, canonical(Paper(words=dict(reversed(words.items())))))
