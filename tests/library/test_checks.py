"""The library's own checks."""

from datetime import date

from django.test import SimpleTestCase

from education.core.domain.problems import Level, Unreadable
from education.library.domain.checks import check
from education.library.domain.reading import read_library
from tests import builders


def found(*records, today=builders.TODAY, **shelves):
    """Return (code, place, level) of each problem of the drawn shelf with `records`."""
    shelf = builders.shelf(*records).model_copy(update=shelves)
    return [(problem.code, problem.place, problem.level) for problem in check(shelf, today=today)]


BLOCKS, ADVICE = Level.BLOCKS_PUBLISHING, Level.ADVICE


class ChecksTests(SimpleTestCase):
    def test_the_drawn_shelf_is_sound(self):
        self.assertEqual(found(), [])

    def test_each_fault_is_found_at_its_place(self):
        s, r = builders.statement, builders.reference
        cases = (
            (s(therapy="none"), "unknown-therapy", "statements/drug-lung:therapy", BLOCKS),
            (s(organ="skin"), "unknown-organ", "statements/drug-lung:organ", BLOCKS),
            (s(comparator=""), "favours-without-comparator", "statements/drug-lung:comparator", BLOCKS),
            (s(comparator="before-after"), "certainty-without-control", "statements/drug-lung:certainty", BLOCKS),
            (s(references=["trial", "gone"]), "unknown-reference", "statements/drug-lung:references", BLOCKS),
            (s(references=[], finding="x"), "statement-without-reference", "statements/drug-lung:references", BLOCKS),
            (s(finding="x [@other]"), "citation-not-listed", "statements/drug-lung:finding", BLOCKS),
            (s(finding="x [[gone|words]]"), "unknown-term", "statements/drug-lung:finding", BLOCKS),
            (s(verified=False), "unverified", "statements/drug-lung", ADVICE),
            (r(retraction="retracted"), "retracted-source", "statements/drug-lung:references", BLOCKS),
            (r(verified=False), "unverified-source", "statements/drug-lung:references", BLOCKS),
            (r(organ_domains=["skin"]), "unknown-organ", "references/trial:organ_domains", BLOCKS),
            (r(links=["javascript:alert(1)"]), "not-a-link", "references/trial:links", BLOCKS),
            (builders.therapy(child_looked_on=None), "no-word-for-children", "therapies/drug:child_word", BLOCKS),
        )
        for record, *expected in cases:
            with self.subTest(expected=expected):
                self.assertIn(tuple(expected), found(record))

    def test_before_after_with_very_low_certainty_is_allowed(self):
        self.assertEqual(found(builders.statement(comparator="before-after", certainty="very-low")), [])

    def test_an_unverified_statement_may_rest_on_an_unverified_source(self):
        records = builders.statement(verified=False), builders.reference(verified=False)
        self.assertEqual({level for _, _, level in found(*records)}, {ADVICE})

    def test_overdue_is_advice_from_the_day_after(self):
        due = builders.term(review_by=date(2026, 11, 22))
        self.assertEqual(found(due, today=date(2026, 11, 22)), [])
        self.assertEqual(found(due, today=date(2026, 11, 23)), [("overdue", "terms/fvc:review_by", ADVICE)])


class ReadingTests(SimpleTestCase):
    TERM = "- {key: fvc, name: FVC, plain: Breath., review_by: 2027-11-22}\n"

    def test_a_key_that_is_there_twice_is_named_with_its_second_line(self):
        with self.assertRaises(Unreadable) as refusal:
            read_library({"library/terms.yaml": "terms:\n" + self.TERM * 2})
        (problem,) = refusal.exception.problems
        self.assertEqual((problem.code, problem.file, problem.line), ("duplicate-key", "library/terms.yaml", 3))

    def test_a_file_that_no_shelf_has_is_refused(self):
        with self.assertRaisesRegex(Unreadable, "Known are organs.yaml"):
            read_library({"library/drugs.yaml": "drugs: []\n"})

    def test_part_of_a_library_may_be_missing(self):
        self.assertEqual(list(read_library({"library/terms.yaml": "terms:\n" + self.TERM}).terms), ["fvc"])
