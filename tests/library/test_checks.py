"""The library's own checks."""

from datetime import date
from typing import get_args

from django.test import SimpleTestCase

from education.core.domain.problems import Level, Unreadable
from education.library.domain.audit import AuditException
from education.library.domain.checks import check
from education.library.domain.reading import read_library
from education.library.domain.reasons import SectionName
from tests import builders


def found(*records, today=builders.TODAY, **shelves):
    """Return (code, place, level) of each problem of the drawn shelf with `records`."""
    shelf = builders.shelf(*records).model_copy(update=shelves)
    return [(problem.code, problem.place, problem.level) for problem in check(shelf, today=today)]


PART = {"key": "1a", "claim": "A part.", "verdict": "not-shown", "explanation": "No."}
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
            (r(doi="10.12/x"), "not-a-doi", "references/trial:doi", BLOCKS),
            (r(doi="https://doi.org/10.1056/x"), "not-a-doi", "references/trial:doi", BLOCKS),
            (r(pmid="12a"), "not-a-pmid", "references/trial:pmid", BLOCKS),
            (r(links=["javascript:alert(1)"]), "not-a-link", "references/trial:links", BLOCKS),
            (builders.therapy(child_looked_on=None), "no-word-for-children", "therapies/drug:child_word", BLOCKS),
        )
        for record, *expected in cases:
            with self.subTest(expected=expected):
                self.assertIn(tuple(expected), found(record))

    def test_each_fault_of_guidelines_map_and_claims_is_found_at_its_place(self):
        b = builders
        cases = (
            (b.recommendation(guideline="gone"), "unknown-reference", ":guideline", BLOCKS),
            (b.recommendation(therapies=["gone"]), "unknown-therapy", ":therapies", BLOCKS),
            (b.recommendation(organ="skin"), "unknown-organ", ":organ", BLOCKS),
            (b.recommendation(verified=False), "unverified", "", ADVICE),
            (b.threshold(source="gone"), "unknown-reference", ":source", BLOCKS),
            (b.threshold(also=["gone"]), "unknown-reference", ":also", BLOCKS),
            (b.threshold(disagrees=["gone"]), "unknown-threshold", ":disagrees", BLOCKS),
            (b.threshold(disagrees=["decline"]), "disagrees-with-itself", ":disagrees", BLOCKS),
            (b.node(references=["gone"]), "unknown-reference", ":references", BLOCKS),
            (b.node(references=[]), "without-reference", ":references", BLOCKS),
            (b.edge(target="gone"), "unknown-node", ":target", BLOCKS),
            (b.edge(target="b_cell"), "edge-to-itself", ":target", BLOCKS),
            (b.target(node="gone"), "unknown-node", ":node", BLOCKS),
            (b.target(therapy="gone"), "unknown-therapy", ":therapy", BLOCKS),
            (b.target(effect="reduces"), "closes-without-blocking", ":closes", BLOCKS),
            (b.claim(contradicts=["gone"]), "unknown-reference", ":contradicts", BLOCKS),
            (b.claim(parts=[PART, PART]), "duplicate-key", ":parts", BLOCKS),
            (b.claim(parts=[PART | {"supports": ["gone"]}]), "unknown-reference", ":parts", BLOCKS),
            (b.fact(references=["gone"]), "unknown-reference", ":references", BLOCKS),
            (b.question(references=["gone"]), "unknown-reference", ":references", BLOCKS),
            (b.question(review_by=date(2026, 1, 1)), "overdue", ":review_by", ADVICE),
            (b.reason(claims=["gone"]), "unknown-claim", ":claims", BLOCKS),
            (b.reason(facts=["gone"]), "unknown-fact", ":facts", BLOCKS),
            (b.reason(questions=["gone"]), "unknown-question", ":questions", BLOCKS),
            (b.reason(thresholds=["gone"]), "unknown-threshold", ":thresholds", BLOCKS),
            (b.reason(nodes=["gone"]), "unknown-node", ":nodes", BLOCKS),
            (b.reason(in_clinic="So [@gone]."), "unknown-reference", ":in_clinic", BLOCKS),
            (b.reason(in_clinic="See [[gone]] [@trial]."), "unknown-term", ":in_clinic", BLOCKS),
            (b.reason("twin"), "place-taken", ":position", BLOCKS),
            (b.reason(verified=False), "unverified", "", ADVICE),
        )
        sound = builders.one_of_each()
        self.assertEqual(found(*sound), [])
        for record, code, field, level in cases:
            place = f"{builders.SLOTS[type(record)]}/{record.key}{field}"
            with self.subTest(code=code, place=place):
                self.assertIn((code, place, level), found(*sound, record))

    def test_what_is_verified_rests_on_nothing_unverified_or_retracted(self):
        sound = builders.one_of_each()
        for change, code in (
            ({"verified": False}, "unverified-source"),
            ({"retraction": "retracted"}, "retracted-source"),
        ):
            places = {
                place.partition("/")[0] for one, place, _ in found(*sound, builders.reference(**change)) if one == code
            }
            named = {"statements", "thresholds", "nodes", "edges", "targets", "claims", "facts", "reasons"}
            self.assertEqual(places, named)
            bad_guide = builders.reference("guide", **change)
            self.assertIn((code, "recommendations/guide--lung-ild--drug:guideline", BLOCKS), found(*sound, bad_guide))
        doubtful = builders.fact(verified=False)
        self.assertNotIn(
            ("unverified-source", "facts/1:references", BLOCKS),
            found(*sound, doubtful, builders.reference(verified=False)),
        )

    def test_an_open_question_may_name_a_source_that_is_not_verified(self):
        records = builders.question(references=["other"]), builders.reference("other", verified=False)
        self.assertEqual(found(*records), [("unverified", "references/other", ADVICE)])

    def test_before_after_with_very_low_certainty_is_allowed(self):
        self.assertEqual(found(builders.statement(comparator="before-after", certainty="very-low")), [])

    def test_an_unverified_statement_may_rest_on_an_unverified_source(self):
        records = builders.statement(verified=False), builders.reference(verified=False)
        self.assertEqual({level for _, _, level in found(*records)}, {ADVICE})

    def test_overdue_is_advice_from_the_day_after(self):
        due = builders.term(review_by=date(2026, 11, 22))
        self.assertEqual(found(due, today=date(2026, 11, 22)), [])
        self.assertEqual(found(due, today=date(2026, 11, 23)), [("overdue", "terms/fvc:review_by", ADVICE)])


class EffectsTests(SimpleTestCase):
    def codes(self, source=None, **changes):
        effect = {"reference": "trial", "measure": "FVC", "contrast": "difference", "better": "higher"}
        effect |= {"value": "41.0", "low": "2.9", "high": "79.0"} | changes
        records = [builders.statement(effects=[effect])] + ([source] if source else [])
        return {code for code, place, _ in found(*records) if place == "statements/drug-lung:effects"}

    def test_figures_of_the_source_are_sound(self):
        self.assertEqual(self.codes(), set())
        self.assertEqual(self.codes(value="41", low=None, high=None), set())

    def test_each_fault_of_a_size_of_effect_is_found(self):
        for changes, code in (
            ({"value": "41.1"}, "figure-not-in-source"), ({"low": "3"}, "figure-not-in-source"),
            ({"high": "80"}, "figure-not-in-source"), ({"low": "79", "high": "2.9"}, "effect-outside-interval"),
            ({"value": None}, "effect-without-value"), ({"reference": "other"}, "effect-not-listed"),
            ({"value": "4.1E3"}, "effect-not-plain"),
        ):  # fmt: skip
            with self.subTest(changes=changes):
                self.assertIn(code, self.codes(**changes))

    def test_a_figure_of_the_title_is_not_a_finding(self):
        source = builders.reference(title="A trial in 97 people", n=97)
        self.assertEqual(self.codes(source, value="97", low=None, high=None), {"figure-not-in-source"})

    def test_numbers_that_nobody_verified_block(self):
        self.assertEqual(self.codes(builders.reference(numbers_verified=False)), {"unverified"})


class TextsTests(SimpleTestCase):
    def codes(self, **changes):
        return {(code, place.partition(":")[2]) for code, place, _ in found(builders.therapy(**changes))}

    def test_every_line_cites_or_asks(self):
        sound = {
            "verdict": "It slows decline by 41.0 mL a year [@trial]. More is not known.",
            "after_failure": "No study after failure is in this library.",
            "fails": ["Is it taken as agreed?", "Ask how it is taken."],
            "monitoring": ["Follow your local policy.", "Loss was 41.0 mL [@trial]."],
            "safety": ["Nothing on it is held here."],
        }
        self.assertEqual(self.codes(**sound), set())

    def test_each_fault_of_a_text_is_found(self):
        for changes, expected in (
            ({"verdict": "It helps."}, ("fact-without-source", "verdict")),
            ({"safety": ["It harms the liver."]}, ("fact-without-source", "safety")),
            ({"monitoring": ["Check it every 4 weeks."]}, ("fact-without-source", "monitoring")),
            ({"monitoring": ["Check it every 4 weeks [@trial]."]}, ("figure-not-in-source", "monitoring")),
            ({"verdict": "It slows decline by 42 mL [@trial]."}, ("figure-not-in-source", "verdict")),
            ({"after_failure": "So [@gone]."}, ("unknown-reference", "after_failure")),
            ({"safety": ["So [@trial], see [[gone]]."]}, ("unknown-term", "safety")),
            ({"verdict": "One [@trial]. Two [@trial]. Three [@trial]."}, ("too-long", "verdict")),
        ):
            with self.subTest(changes=changes):
                self.assertIn(expected, self.codes(**changes))

    def test_a_text_may_not_cite_what_is_not_verified_or_retracted(self):
        for change, code in (
            ({"verified": False}, "unverified-source"),
            ({"retraction": "retracted"}, "retracted-source"),
        ):
            records = builders.therapy(verdict="So [@other]."), builders.reference("other", **change)
            self.assertIn((code, "therapies/drug:verdict", BLOCKS), found(*records))

    def test_a_term_with_a_figure_cites_it(self):
        place = "terms/fvc:plain"
        self.assertIn(("figure-not-in-source", place, BLOCKS), found(builders.term(plain="About 41 mL.")))
        self.assertEqual(found(builders.term(plain="About 41 mL [@trial].")), [])

    def test_a_figure_may_be_excused(self):
        shelf = builders.shelf(builders.term(plain="About 42 mL."))
        excused = AuditException(place="terms/fvc:plain", figure="42", reason="Everybody knows.")
        self.assertEqual(check(shelf, today=builders.TODAY, allowed=[excused]), ())


class ReasonTests(SimpleTestCase):
    ASKED = "::: prompt\nAsk when the first sign was seen.\n:::"

    def codes(self, *records, **changes):
        return {(code, place.partition(":")[2]) for code, place, _ in found(builders.reason(**changes), *records)}

    def test_every_paragraph_cites_or_is_a_practice_prompt_or_says_that_nothing_is_known(self):
        sound = {
            "lead": "Decline slowed by 41.0 mL a year [@trial].",
            "what_to_do": f"So [@trial].\n\n{self.ASKED}",
            "not_known": "When it is too late is not known.",
        }
        self.assertEqual(self.codes(**sound), set())

    def test_each_fault_of_a_section_is_found(self):
        for changes, expected in (
            ({"lead": "Scars answer less."}, ("fact-without-source", "lead")),
            ({"mechanism": "So [@trial].\n\nAnd scars stay."}, ("fact-without-source", "mechanism")),
            ({"what_to_do": "Ask when the first sign was seen."}, ("fact-without-source", "what_to_do")),
            ({"what_to_do": "::: prompt\nAsk."}, ("prompt-left-open", "what_to_do")),
            ({"what_to_do": "::: prompt\nAsk every 4 weeks.\n:::"}, ("figure-not-in-source", "what_to_do")),
            ({"in_patients": "It fell by 42 mL [@trial]."}, ("figure-not-in-source", "in_patients")),
        ):
            with self.subTest(changes=changes):
                self.assertIn(expected, self.codes(**changes))

    def test_a_verified_one_cites_only_what_may_carry_a_fact(self):
        for change, code in (
            ({"verified": False}, "unverified-source"),
            ({"retraction": "retracted"}, "retracted-source"),
        ):
            other = builders.reference("other", **change)
            self.assertIn((code, "in_clinic"), self.codes(other, in_clinic="So [@other]."))

    def test_a_verified_one_that_cites_nothing_rests_on_nothing(self):
        silent = dict.fromkeys(get_args(SectionName), "")
        self.assertIn(("without-reference", "references"), self.codes(**silent, lead="It is not known."))

    def test_one_that_nobody_verified_may_be_unfinished(self):
        unfinished = {"lead": "Scars.", "mechanism": "So [@other].", "verified": False}
        codes = self.codes(builders.reference("other", verified=False), **unfinished)
        self.assertEqual({code for code, _ in codes}, {"unverified"})

    def test_the_same_place_in_another_group_is_free(self):
        self.assertEqual(self.codes(builders.reason("growth", group="children")), set())


class ReadingTests(SimpleTestCase):
    TERM = "- {key: fvc, name: FVC, plain: Breath., review_by: 2027-11-22}\n"

    def test_a_key_that_is_there_twice_is_named_with_its_second_line(self):
        with self.assertRaises(Unreadable) as refusal:
            read_library({"library/terms.yaml": "terms:\n" + self.TERM * 2})
        (problem,) = refusal.exception.problems
        self.assertEqual((problem.code, problem.file, problem.line), ("duplicate-key", "library/terms.yaml", 3))

    def test_a_file_that_no_shelf_has_is_refused(self):
        with self.assertRaisesRegex(Unreadable, "Known are organs.yaml, references.yaml"):
            read_library({"library/drugs.yaml": "drugs: []\n"})

    def test_part_of_a_library_may_be_missing(self):
        self.assertEqual(list(read_library({"library/terms.yaml": "terms:\n" + self.TERM}).terms), ["fvc"])

    def test_the_notes_of_the_map_are_a_file_of_their_own(self):
        text = "notice: Not a map of lungs.\nnot_in_map: [The heart]\n"
        notes = read_library({"library/map-notes.yaml": text}).map_notes
        self.assertEqual((notes.notice, notes.not_in_map), ("Not a map of lungs.", ("The heart",)))
        with self.assertRaisesRegex(Unreadable, "library/map-notes.yaml:1 .*noticed"):
            read_library({"library/map-notes.yaml": "noticed: x\n"})

    def test_keys_of_the_evidence_files_keep_their_underscores(self):
        node = "- {key: b_cell, name: B cell, kind: cell, description: A cell., review_by: 2027-11-22}\n"
        self.assertEqual(list(read_library({"library/nodes.yaml": "nodes:\n" + node}).nodes), ["b_cell"])
        with self.assertRaises(Unreadable):
            read_library({"library/terms.yaml": "terms:\n" + self.TERM.replace("fvc", "f_vc")})
