"""Checks of evidence and texts: each fires on what it is for."""

from datetime import date, timedelta

from education.core.domain.problems import Level
from education.library.domain.audit import AuditException
from education.library.domain.checks_prose import is_hard_to_read
from education.pathways.domain.checks import check
from tests.builders import TODAY, drawn_pathway, reference, shelf, statement, term, therapy
from tests.pathways.checking import SIGNED, CheckTestCase

YESTERDAY = TODAY - timedelta(days=1)


class EvidenceTests(CheckTestCase):
    def publish(self, code, place, pathway, *records):
        self.assert_only(code, place, Level.BLOCKS_PUBLISHING, pathway, *records)

    def test_what_is_cited_exists(self):
        self.publish("unknown-reference", "ask:body", drawn_pathway(steps={"ask": {"body": "So [@gone]."}}))
        self.publish("unknown-term", "ask:body", drawn_pathway(steps={"ask": {"body": "So [[gone]] [@trial]."}}))
        self.publish("unknown-statement", "ask", drawn_pathway(steps={"ask": {"statements": ["gone"]}}))
        self.publish("unknown-therapy", "choose/to-ask", drawn_pathway(choices={"choose/to-ask": {"therapy": "gone"}}))

    def test_what_a_statement_cites_exists_too(self):
        self.publish(
            "unknown-reference", "statements/drug-lung", drawn_pathway(), statement(references=["trial", "gone"])
        )

    def test_a_misspelt_key_is_answered_with_the_nearest(self):
        found = check(drawn_pathway(steps={"ask": {"body": "So [@trail]."}}), shelf(), today=TODAY, sign_offs=SIGNED)
        self.assertIn("Did you mean “trial”?", found[0].fix)

    def test_in_favour_means_in_favour_over_something(self):
        where = ("favours-without-comparator", "statements/drug-lung", drawn_pathway())
        self.publish(*where, statement(comparator=""))
        self.publish(*where, statement(comparator="before-after"))
        self.publish(*where, statement(comparator="Before–after in 60", certainty="low"))
        fair = (statement(comparator="before-after", certainty="very-low"), statement(comparator="", direction="mixed"))
        for record in fair:
            self.assertEqual(self.spots(drawn_pathway(), record), [])

    def test_evidence_is_verified(self):
        self.publish("unverified", "statements/drug-lung", drawn_pathway(), statement(verified=False))
        self.publish("unverified", "references/trial", drawn_pathway(), reference(verified=False))

    def test_figures_come_from_verified_numbers(self):
        unsure = reference(numbers_verified=False)
        found = self.spots(drawn_pathway(), unsure)
        self.assertEqual(found, [("unverified", "statements/drug-lung:finding")])

    def test_a_retracted_reference_blocks_and_a_corrected_one_does_not(self):
        self.publish("retracted", "references/trial", drawn_pathway(), reference(retraction="retracted"))
        self.assertEqual(self.spots(drawn_pathway(), reference(retraction="corrected")), [])

    def test_everything_is_reviewed_in_time(self):
        self.publish("overdue", "references/trial", drawn_pathway(), reference(review_by=YESTERDAY))
        self.publish("overdue", "statements/drug-lung", drawn_pathway(), statement(review_by=YESTERDAY))
        self.publish("overdue", "therapies/drug", drawn_pathway(), therapy(review_by=YESTERDAY))
        self.publish("overdue", "", drawn_pathway(review_by=YESTERDAY))
        cites = drawn_pathway(steps={"ask": {"body": "[[fvc]] [@trial]"}})
        self.publish("overdue", "terms/fvc", cites, term(review_by=YESTERDAY))
        self.assertEqual(self.spots(drawn_pathway(review_by=TODAY), reference(review_by=TODAY)), [])

    def test_a_therapy_says_a_word_for_children(self):
        silent = therapy(child_looked_on=None)
        self.publish("therapy-without-word-for-children", "therapies/drug", drawn_pathway(), silent)
        said = therapy(child_looked_on=None, child_word="No trial in children is known.")
        self.assertEqual(self.spots(drawn_pathway(), said), [])

    def test_a_statement_rests_on_a_reference(self):
        bare = statement(references=[], finding="Decline slowed.")
        self.publish("fact-without-source", "statements/drug-lung", drawn_pathway(), bare)

    def test_nothing_that_is_not_cited_is_asked_about(self):
        spare = (
            reference("spare", verified=False),
            statement("spare", verified=False),
            therapy("spare", review_by=date.min),
        )
        self.assertEqual(self.spots(drawn_pathway(), *spare), [])


class TextTests(CheckTestCase):
    def body(self, text, *records, **settings):
        return self.spots(drawn_pathway(steps={"ask": {"body": text}}), *records, **settings)

    def test_every_paragraph_cites(self):
        self.assertEqual(self.body("One [@trial].\n\nTwo."), [("fact-without-source", "ask:body")])
        self.assertEqual(self.body("One [@trial].\n\nTwo [@trial]."), [])

    def test_the_rule_holds_in_every_text_that_argues_and_in_each_lens(self):
        worded = {"child": {"difference": "x.", "why": "A fact."}}
        self.assertEqual(
            self.spots(drawn_pathway(child=True, steps={"ask": {"why": "A fact.", "wordings": worded}})),
            [("fact-without-source", "ask:why"), ("fact-without-source", "ask:why:child")],
        )
        for field in ("rationale", "feedback"):
            changed = {"choose/to-ask": {field: "A fact.", "wordings": {"adult": {field: "Another."}}}}
            place = f"choose/to-ask:{field}"
            self.assertEqual(
                self.spots(drawn_pathway(choices=changed)),
                [("fact-without-source", place), ("fact-without-source", f"{place}:adult")],
            )

    def test_prompts_headings_and_rules_state_no_fact(self):
        text = "### Ask\n\n::: prompt\nAsk about work.\n\nAsk twice.\n:::\n\n---\n\nOne [@trial]."
        self.assertEqual(self.body(text), [])

    def test_a_list_and_its_lead_in_are_one_paragraph(self):
        self.assertEqual(self.body("Look for:\n\n- one\n- two [@trial]\n\n  and more\n\n- three"), [])
        self.assertEqual(self.body("- one\n- two"), [("fact-without-source", "ask:body")])

    def test_a_prompt_never_ended_hides_nothing(self):
        found = self.body("::: prompt\nAsk.\n\nA fact.")
        self.assertEqual(set(found), {("prompt-left-open", "ask:body"), ("fact-without-source", "ask:body")})

    def test_a_vignette_and_a_title_need_no_source(self):
        self.assertEqual(self.spots(drawn_pathway(steps={"begin": {"vignette": "A woman of 58, FVC 62%."}})), [])

    def test_a_choice_gives_its_reason(self):
        self.assertEqual(
            self.spots(drawn_pathway(choices={"choose/to-ask": {"rationale": ""}})),
            [("choice-without-rationale", "choose/to-ask")],
        )

    def test_a_figure_stands_in_a_record_cited_in_its_paragraph(self):
        self.assertEqual(self.body("Slowed by 41 mL (95% CI 2.9–79.0) in 60 [@trial]."), [])
        self.assertEqual(self.body("Slowed by 42 mL [@trial]."), [("figure-not-in-source", "ask:body")])
        other = reference("other", key_findings=["42 mL"])
        self.assertEqual(self.body("By 42 mL [@trial].\n\nSo [@other].", other), [("figure-not-in-source", "ask:body")])
        self.assertEqual(self.body("By 42 mL [@trial] [@other].", other), [])

    def test_short_texts_and_prompts_hold_no_figure(self):
        self.assertEqual(self.body("::: prompt\nGive 10 mg.\n:::"), [("figure-not-in-source", "ask:body")])
        changed = {"choose/to-ask": {"line": "Helps 3 of 4."}}
        self.assertEqual(
            set(self.spots(drawn_pathway(choices=changed))), {("figure-not-in-source", "choose/to-ask:line")}
        )

    def test_a_row_for_comparing_cites_nothing_and_so_holds_no_figure(self):
        rows = [{"row": "aim", "text": "Slow the decline."}, {"row": "time-to-effect", "text": "After 6 months."}]
        pathway = drawn_pathway(choices={"choose/to-ask": {"compare": rows}})
        self.assertEqual(self.spots(pathway), [("figure-not-in-source", "choose/to-ask:compare:2")])

    def test_a_figure_of_a_statement_stands_in_its_references(self):
        where = [("figure-not-in-source", "statements/drug-lung:finding")]
        self.assertEqual(self.spots(drawn_pathway(), statement(finding="Slowed by 42 mL.")), where)
        place = [("figure-not-in-source", "statements/drug-lung:population_detail")]
        self.assertEqual(self.spots(drawn_pathway(), statement(population_detail="61 adults")), place)

    def test_an_exception_excuses_a_figure(self):
        excuse = AuditException(place="ask body", figure="42", reason="Of the vignette.")
        self.assertEqual(self.body("Slowed by 42 mL [@trial].", exceptions=[excuse]), [])

    def test_an_image_says_what_it_shows(self):
        self.assertEqual(self.body("![](a.png) [@trial]"), [("image-without-alt-text", "ask:body")])
        self.assertEqual(self.body("![A curve](a.png) [@trial]"), [])

    def test_length_and_reading_level_are_advice(self):
        short = "It is so. " * 120
        self.assert_only(
            "too-long", "ask:body", Level.ADVICE, drawn_pathway(steps={"ask": {"body": f"{short} [@trial]"}})
        )
        long = "This is one of those sentences that go on and on " * 5
        hard = drawn_pathway(steps={"ask": {"body": f"{long} [@trial]."}})
        self.assert_only("hard-to-read", "ask:body", Level.ADVICE, hard)
        self.assertFalse(is_hard_to_read(short))
