"""An edition held in memory: its graph, its words in each lens, and the hash of each step."""

from unittest import TestCase

from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.playable import Playable
from tests.builders import CLEAN, drawn_edition, reference, shelf, statement, therapy
from tests.pathways.test_playing import read_again

SMALL = "begin=start > drug wait; wait > begin done; drug=therapy > done; done=outcome >"


def small(*records, **changes) -> Playable:
    return Playable(drawn_edition(SMALL, *records, **changes))


class GraphTests(TestCase):
    def test_start_outcomes_and_distances_are_known_in_both_forms(self):
        for edition in read_again(drawn_edition(CLEAN)):
            playable = Playable(edition)
            self.assertEqual((playable.start, playable.outcomes), ("begin", ("done", "other", "same")))
            ahead = [playable.ahead(step, "adult") for step in ("begin", "right", "choose", "done")]
            self.assertEqual(ahead, [3, 1, 2, 0])

    def test_each_lens_has_its_own_choices_and_distances(self):
        absent = {"begin/to-drug": {"populations": ["adult"], "absent": {"child": "Not studied."}}}
        playable = small(child=True, choices=absent)
        self.assertEqual([one.key for one in playable.choices("begin", "child")], ["to-wait"])
        self.assertEqual(playable.edges("child")["begin"], ("wait",))
        self.assertEqual(playable.edges("adult")["begin"], ("drug", "wait"))

    def test_a_step_from_which_no_way_leads_on_is_no_distance_away(self):
        self.assertEqual(small().ahead("begin", "child"), 0)

    def test_a_lens_is_open_or_says_why_not(self):
        adult, child = small().lens_states
        self.assertEqual((adult.lens, adult.open, adult.reason, adult.fits), ("adult", True, "", True))
        self.assertEqual((child.lens, child.open, child.fits), ("child", False, False))
        self.assertIn("children", child.reason)
        adult, child = small(child=True).lens_states
        self.assertEqual((child.open, child.reason, child.fits), (True, "", False))

    def test_a_missing_step_is_named_by_every_question(self):
        playable = small()
        for ask in (
            playable.step,
            playable.step_hash,
            lambda key: playable.view(key, "adult"),
            lambda key: playable.choices(key, "adult"),
            lambda key: playable.ahead(key, "adult"),
        ):
            with self.assertRaisesRegex(UnknownStep, "gone"):
                ask("gone")

    def test_a_draft_with_loose_ends_can_be_looked_at(self):
        playable = Playable(drawn_edition("ask > gone"))
        self.assertEqual(playable.view("ask", "adult").options[0].label, "Go on to gone")
        self.assertEqual(playable.edges("adult"), {"ask": ()})
        with self.assertRaisesRegex(UnknownStep, "start"):
            _ = playable.start


class ViewTests(TestCase):
    def test_a_view_is_the_same_in_both_forms_and_made_once(self):
        built, read = (Playable(edition) for edition in read_again(drawn_edition(CLEAN, child=True)))
        for step in built.compiled.pathway.steps:
            for lens in ("adult", "child"):
                self.assertEqual(built.view(step.key, lens), read.view(step.key, lens))
                self.assertIs(built.view(step.key, lens), built.view(step.key, lens))

    def test_a_lens_replaces_the_texts_it_words_and_keeps_the_others(self):
        playable = small(
            child=True,
            steps={"wait": {"why": "Own.", "wordings": {"child": {"difference": "Slower.", "body": "For a child."}}}},
            choices={"wait/to-done": {"wordings": {"child": {"rationale": "Their reason."}}}},
        )
        child, adult = playable.view("wait", "child"), playable.view("wait", "adult")
        self.assertEqual((child.body, child.why, child.difference), ("For a child.", "Own.", "Slower."))
        self.assertEqual((adult.body, adult.difference), ("Something known about wait [@trial].", ""))
        self.assertEqual((child.options[1].rationale, child.options[1].label), ("Their reason.", "Go on to done"))

    def test_letters_stay_with_their_choice_and_an_absent_one_says_why(self):
        absent = {"begin/to-drug": {"populations": ["adult"], "absent": {"child": "Not studied in children."}}}
        playable = small(child=True, choices=absent)
        view = playable.view("begin", "child")
        self.assertEqual([(one.letter, one.key) for one in view.options], [("B", "to-wait")])
        self.assertEqual([(one.letter, one.absent) for one in view.absent], [("A", "Not studied in children.")])
        self.assertFalse(view.absent[0].strips or view.absent[0].offer)

    def test_a_choice_without_a_word_for_the_lens_is_still_not_offered(self):
        silent = small().view("begin", "child")
        self.assertEqual(silent.options, ())
        self.assertEqual([one.offer for one in silent.absent], [False, False])

    def test_an_option_of_a_therapy_carries_its_evidence(self):
        held = statement("drug-harm", harm=True)
        both = {"begin/to-drug": {"statements": ["drug-lung", "drug-harm"]}}
        one = small(held, choices=both).view("begin", "adult").options[0]
        self.assertEqual((one.therapy, [strip.key for strip in one.strips]), ("Drug", ["drug-lung", "drug-harm"]))
        self.assertEqual((one.nothing_found, [source.key for source in one.sources]), ("", ["trial"]))

    def test_the_child_lens_says_that_nothing_was_found_and_then_borrows(self):
        one = small(child=True).view("begin", "child").options[0]
        self.assertTrue(one.nothing_found.startswith("No study found, looked on"))
        self.assertEqual([strip.borrowed for strip in one.strips], [True])

    def test_sources_are_all_that_the_texts_and_strips_cite_each_once(self):
        steps = {"wait": {"body": "So [@second] and [@trial].", "why": "Also [@second].", "statements": ["drug-lung"]}}
        view = small(reference("second"), steps=steps).view("wait", "adult")
        self.assertEqual([source.key for source in view.sources], ["second", "trial"])

    def test_a_gate_counts_what_is_settled(self):
        states = [("dose", "settled"), ("adherence", "not-known")]
        checks = [{"key": key, "state": state, "text": "A fact."} for key, state in states]
        edition = drawn_edition(CLEAN, steps={"only": {"checks": checks}})
        block = Playable(edition).view("only", "adult").checks
        self.assertEqual((block.settled, len(block.checks), block.title), (1, 2, "What now at only?"))
        self.assertIsNone(Playable(edition).view("choose", "adult").checks)

    def test_measurements_stand_in_one_table_for_each_measure_months_in_order(self):
        points = [("FVC", "%", 6, "70.5"), ("mRSS", "points", 0, "12"), ("FVC", "%", 0, "80.0")]
        series = [dict(zip(("measure", "unit", "month", "value"), point, strict=True)) for point in points]
        for edition in read_again(drawn_edition(SMALL, steps={"begin": {"series": series}})):
            fvc, mrss = Playable(edition).view("begin", "adult").series
            self.assertEqual([(month, str(value)) for month, value in fvc.points], [(0, "80.0"), (6, "70.5")])
            self.assertEqual((fvc.measure, mrss.measure, mrss.unit), ("FVC", "mRSS", "points"))


class StepHashTests(TestCase):
    def hashes(self, *records, **changes):
        return {step: small(*records, **changes).step_hash(step) for step in ("begin", "wait", "drug", "done")}

    def changed(self, *records, **changes):
        before, after = self.hashes(), self.hashes(*records, **changes)
        return {step for step in before if before[step] != after[step]}

    def test_both_forms_have_the_same_hashes(self):
        built, read = (Playable(edition) for edition in read_again(drawn_edition(CLEAN, child=True)))
        for step in built.compiled.pathway.steps:
            self.assertEqual(built.step_hash(step.key), read.step_hash(step.key))
            self.assertRegex(built.step_hash(step.key), "^[0-9a-f]{64}$")

    def test_a_word_changes_its_step_alone(self):
        self.assertEqual(self.changed(steps={"wait": {"why": "Another reason."}}), {"wait"})
        self.assertEqual(self.changed(choices={"wait/to-done": {"label": "Stop"}}), {"wait"})

    def test_evidence_changes_the_steps_that_cite_it(self):
        self.assertEqual(self.changed(statement(certainty="low")), {"begin"})
        self.assertEqual(self.changed(therapy(child_word="Four cases.")), {"begin"})
        self.assertEqual(self.changed(reference(retraction="retracted")), {"begin", "wait", "drug", "done"})

    def test_what_it_does_not_cite_changes_nothing(self):
        self.assertEqual(self.changed(reference("unread"), statement("unread"), title="Another title"), set())
        self.assertEqual(self.changed(release=9), set())

    def test_a_source_named_only_by_a_statement_counts(self):
        said = statement(finding="Known [@deep].")
        self.assertNotEqual(
            small(said, reference("deep")).step_hash("begin"), small(said, reference("deep", n=9)).step_hash("begin")
        )

    def test_a_source_named_only_by_a_therapy_counts(self):
        said = therapy(child_word="Four cases [@deep].")
        self.assertNotEqual(
            small(said, reference("deep")).step_hash("begin"), small(said, reference("deep", n=9)).step_hash("begin")
        )

    def test_the_shelf_the_edition_was_cut_from_does_not_matter(self):
        self.assertEqual(set(shelf().references), {"trial"})
        self.assertEqual(self.hashes(), self.hashes(reference("another")))
