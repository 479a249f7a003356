"""Citations for other programs: what is written is read back as it was, and what is not held is not made up."""

import re
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.library.domain import citing, csl
from education.library.domain.exporting import bibtex, remark, ris
from tests.builders import reference

NAMES = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^", **{f"\\{sign}": sign for sign in "&%$#_"},
}  # fmt: skip
TEX = re.compile("|".join(map(re.escape, NAMES)))
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"), min_size=1)


def read_bibtex(text):
    """Return (type, key, fields) of one entry: braces are counted, as BibTeX does, even behind a backslash."""
    head = re.match(r"@(\w+)\{([^,\s]+),\n", text)
    fields, at = {}, head.end()
    while found := re.compile(r"\s*(\w+) = \{").match(text, at):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        fields[found[1]] = text[found.end() : end - 1]
        at = end + text[end:].startswith(",")
    if text[at:] != "\n}\n":
        raise ValueError(f"not read: {text[at:]!r}")
    return head[1], head[2], fields


def untex(text):
    """Return what a value says, its own protecting braces taken off."""
    return TEX.sub(lambda found: NAMES[found[0]], text)


def read_ris(text):
    """Return [(tag, value)] of one record."""
    lines = text.split("\r\n")
    if lines.pop() != "":
        raise ValueError("the last line is not ended")
    return [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line).groups() for line in lines]


def on_one_line(text):
    return " ".join(text.split())


class RoundTripTests(TestCase):
    @given(TEXTS, TEXTS)
    def test_bibtex_gives_back_whatever_stands_in_a_title_and_a_journal(self, title, journal):
        source = reference(title=f"x{title}", journal=f"x{journal}")
        _, _, fields = read_bibtex(bibtex(source))
        self.assertEqual(untex(fields["title"].removeprefix("{").removesuffix("}")), on_one_line(source.title))
        self.assertEqual(untex(fields.get("journal", "")), on_one_line(citing.confirmed(source.journal)))

    @given(TEXTS, TEXTS)
    def test_ris_gives_back_whatever_stands_in_a_title_and_a_journal(self, title, journal):
        source = reference(title=f"x{title}", journal=f"x{journal}")
        fields = dict(read_ris(ris(source)))
        self.assertEqual(fields["TI"], on_one_line(source.title))
        self.assertEqual(fields.get("JO", ""), on_one_line(citing.confirmed(source.journal)))

    @given(st.text(max_size=80))
    def test_no_field_can_break_out_of_an_entry(self, text):
        source = reference(title=f"x{text}", authors=text, journal=text, volume_pages=text, doi=text, links=[text])
        _, key, fields = read_bibtex(bibtex(source))
        self.assertEqual(key, "trial")
        self.assertLessEqual(
            set(fields),
            {"author", "title", "journal", "year", "volume", "number", "pages", "doi", "pmid", "url", "note"},
        )
        tags = [tag for tag, _ in read_ris(ris(source))]
        self.assertEqual((tags[0], tags[-1], tags.count("ER")), ("TY", "ER", 1))


class ExportTests(TestCase):
    full = reference(
        authors="Medsger TA Jr, van Laar J-M, De Lorenzis E", journal="Lung & Heart", volume_pages="76(8):1051-1069",
        doi="10.1000/x_1", pmid="123", links=["https://example.org/"], citation_complete=True,
    )  # fmt: skip

    def test_a_whole_citation_as_bibtex(self):
        kind, _, fields = read_bibtex(bibtex(self.full))
        self.assertEqual(kind, "article")
        self.assertEqual(fields["author"], "Medsger, Jr, T. A. and van Laar, J-M. and De Lorenzis, E.")
        self.assertEqual((fields["volume"], fields["number"], fields["pages"]), ("76", "8", "1051--1069"))
        self.assertEqual((fields["doi"], fields["journal"]), ("10.1000/x_1", r"Lung \& Heart"))
        self.assertNotIn("note", fields)

    def test_a_whole_citation_as_ris(self):
        fields = read_ris(ris(self.full))
        self.assertEqual(next(value for tag, value in fields if tag == "AU"), "Medsger, T. A., Jr")
        self.assertEqual({"VL": "76", "IS": "8", "SP": "1051", "EP": "1069"}.items() - set(fields), set())
        self.assertNotIn("N1", dict(fields))

    def test_what_is_not_held_is_said_and_not_made_up(self):
        half = reference(authors="Müller F, et al (from linked paper)", journal="Lung (not confirmed)", year=None)
        _, _, fields = read_bibtex(bibtex(half))
        self.assertEqual(fields["author"], "Müller, F. and others")
        self.assertEqual(set(fields), {"author", "title", "note"})
        self.assertEqual(
            remark(half),
            "Not held here: authors after the first, journal, year, volume and pages. "
            "Part of this citation is not confirmed.",
        )
        self.assertEqual(dict(read_ris(ris(half)))["TY"], "GEN")

    def test_groups_and_remarks_are_no_persons(self):
        for written, named in (
            ("Not confirmed", []),
            ("", []),
            ("SENSCIS authors (list not confirmed)", ["SENSCIS authors"]),
            ("US FDA; Dodgen AL, Hill KD", ["US FDA", "Dodgen", "Hill"]),
            ("Zulian F, Culpo R, et al. (last author Foeldvari I)", ["Zulian", "Culpo"]),
            ("Kwakkenbos L, et al.; SPIN Investigators", ["Kwakkenbos", "SPIN Investigators"]),
        ):
            with self.subTest(written):
                found = citing.authors(reference(authors=written))
                self.assertEqual([one.group or one.family for one in found.named], named)
                self.assertEqual(found.more, "et al" in written)

    def test_volume_and_pages_are_read_only_in_a_form_that_says_which_is_which(self):
        for written, parts in (
            ("76(8):1051-1069", ("76", "8", "1051-1069")),
            ("9(Suppl 1):P73", ("9", "Suppl 1", "P73")),
            ("3:735", ("3", "", "735")),
            ("1379", ("", "", "")),
            ("12:3 (not confirmed)", ("", "", "")),
        ):
            self.assertEqual(citing.volume(reference(volume_pages=written)), parts, written)

    def test_initials_stand_apart_for_the_citation_styles(self):
        (name, other) = csl.item(reference(authors="Denton DP, van Laar J-M"))["author"]
        self.assertEqual((name, other["given"]), ({"family": "Denton", "given": "D P"}, "J-M"))
