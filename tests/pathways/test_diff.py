"""What changed between editions, and how much of a walk can be walked again."""

from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from education.pathways.domain.diff import WHY, Stopped, Taken, changed_steps, differences, replay
from education.pathways.domain.playing import UnknownVisit
from tests.builders import CLEAN, drawn_edition, drawn_pathway, reference, statement
from tests.pathways.test_playing import FORK, read_again, visit, visits

# One change each, the steps whose hash it changes, and how the difference reads.
STEP_CHANGES = (
    ({"steps": {"ask": {"title": "Another question?"}}}, {"ask"}, ("text-changed", "ask", "", "title")),
    ({"steps": {"ask": {"minutes": 7}}}, {"ask"}, ("text-changed", "ask", "", "minutes")),
    ({"steps": {"ask": {"statements": ["drug-lung"]}}}, {"ask"}, ("evidence-changed", "ask", "", "statements")),
    (
        {"steps": {"ask": {"checks": [{"key": "dose", "state": "settled", "text": "Full dose."}]}}},
        {"ask"},
        ("text-changed", "ask", "", "checks"),
    ),
    (
        {"steps": {"ask": {"wordings": {"child": {"difference": "Other."}}}}},
        {"ask"},
        ("text-changed", "ask", "", "child.difference"),
    ),
    ({"choices": {"ask/to-drug": {"label": "Start it"}}}, {"ask"}, ("text-changed", "ask", "to-drug", "label")),
    ({"choices": {"ask/to-drug": {"verdict": "unsafe"}}}, {"ask"}, ("text-changed", "ask", "to-drug", "verdict")),
    ({"choices": {"ask/to-drug": {"target": "wait"}}}, {"ask"}, ("choice-retargeted", "ask", "to-drug", "target")),
    ({"choices": {"ask/to-drug": {"statements": []}}}, {"ask"}, ("evidence-changed", "ask", "to-drug", "statements")),
    ({"choices": {"ask/to-drug": {"key": "other"}}}, {"ask"}, ("choice-removed", "ask", "to-drug", "")),
    ({"title": "Another title"}, set(), ("text-changed", "", "", "title")),
)


def read(change):
    return (change.kind, change.step, change.choice, change.field)


class ChangedStepsTests(TestCase):
    def test_the_same_edition_has_not_changed_in_either_form(self):
        for old in read_again(drawn_edition(CLEAN, child=True)):
            for new in read_again(drawn_edition(CLEAN, child=True, release=2)):
                self.assertEqual(changed_steps(old, new), frozenset())
                self.assertEqual(differences(old, new), ())

    def test_a_single_change_is_found_exactly_where_it_is(self):
        for changes, steps, line in STEP_CHANGES:
            for old, new in zip(
                read_again(drawn_edition(FORK)), read_again(drawn_edition(FORK, **changes)), strict=True
            ):
                with self.subTest(line=line):
                    self.assertEqual(changed_steps(old, new), steps)
                    self.assertIn(line, [read(change) for change in differences(old, new)])
                    self.assertEqual({change.step for change in differences(old, new)}, steps or {""})

    def test_changed_evidence_is_found_at_each_step_that_cites_it(self):
        old, new = drawn_edition(FORK), drawn_edition(FORK, statement(certainty="low"))
        self.assertEqual(changed_steps(old, new), {"ask"})
        [change] = differences(old, new)
        self.assertEqual((*read(change),), ("evidence-changed", "ask", "", "statement drug-lung: certainty"))
        self.assertEqual((change.before, change.after), ("moderate", "low"))
        everywhere = changed_steps(old, drawn_edition(FORK, reference(retraction="retracted")))
        self.assertEqual(everywhere, {"begin", "ask", "drug", "wait", "done"})

    def test_a_removed_step_has_changed_and_an_added_one_is_told(self):
        old = drawn_edition("begin=start > done; done=outcome >")
        new = drawn_edition("begin=start > rest; rest=outcome >")
        self.assertEqual(changed_steps(old, new), {"begin", "done"})
        self.assertEqual(
            [read(change)[:3] for change in differences(old, new)],
            [
                ("choice-added", "begin", "to-rest"),
                ("choice-removed", "begin", "to-done"),
                ("step-added", "rest", ""),
                ("step-removed", "done", ""),
            ],
        )

    def test_choices_in_another_order_are_told(self):
        old = drawn_edition("begin=start > one two; one >; two >")
        new = drawn_edition("begin=start > two one; one >; two >")
        [change] = differences(old, new)
        self.assertEqual(
            (read(change), change.after), (("text-changed", "begin", "", "order of choices"), "to-two\nto-one")
        )

    def test_a_text_is_told_before_and_after(self):
        old, new = drawn_edition(FORK), drawn_edition(FORK, steps={"wait": {"why": "Because."}})
        [change] = differences(old, new)
        self.assertEqual((change.before, change.after), ("", "Because."))

    @given(st.sampled_from([step.key for step in drawn_pathway(CLEAN).steps]), st.text("abc [@]", min_size=1))
    @settings(max_examples=40, deadline=None)
    def test_any_step_with_another_text_has_changed_alone(self, step, words):
        old, new = drawn_edition(CLEAN), drawn_edition(CLEAN, steps={step: {"why": f"x{words}"}})
        self.assertEqual(changed_steps(old, new), {step})
        self.assertEqual({change.step for change in differences(old, new)}, {step})


class ReplayTests(TestCase):
    WALKED = visits("begin, 1 ask, 2 drug, 3 done, 1 wait")

    def replayed(self, seq=4, walked=None, old=None, **changes):
        new = drawn_edition(FORK, **changes)
        return replay(old or drawn_edition(FORK), new, walked or self.WALKED, seq=seq)

    def test_an_edition_that_did_not_change_takes_the_whole_walk(self):
        for old in read_again(drawn_edition(FORK)):
            found = self.replayed(old=old)
            self.assertEqual([(one.step, one.choice) for one in found.taken], [
                ("begin", "to-ask"), ("ask", "to-drug"), ("drug", "to-done"),
            ])  # fmt: skip
            self.assertEqual((found.step, found.stopped), ("done", None))

    def test_another_branch_is_replayed_from_the_root(self):
        self.assertEqual(self.replayed(seq=5).taken, (Taken("begin", "to-wait", "adult"),))

    def test_a_changed_step_is_where_the_new_walk_ends(self):
        found = self.replayed(steps={"drug": {"why": "New."}})
        self.assertEqual([one.step for one in found.taken], ["begin", "ask"])
        self.assertEqual((found.step, found.stopped), ("drug", Stopped("drug", "step-changed")))

    def test_the_last_step_is_read_anew_when_it_changed(self):
        found = self.replayed(steps={"done": {"why": "New."}})
        self.assertEqual((len(found.taken), found.stopped), (3, Stopped("done", "step-changed")))

    def test_a_change_off_the_way_does_not_stop_it(self):
        self.assertIsNone(self.replayed(steps={"wait": {"why": "New."}}).stopped)

    def test_it_says_that_a_choice_is_missing_or_leads_elsewhere(self):
        missing = self.replayed(choices={"ask/to-drug": {"key": "other"}})
        self.assertEqual((missing.step, missing.stopped), ("ask", Stopped("ask", "choice-missing")))
        moved = self.replayed(choices={"ask/to-drug": {"target": "wait"}})
        self.assertEqual((moved.step, moved.stopped), ("ask", Stopped("ask", "target-moved")))

    def test_a_choice_taken_in_a_lens_that_no_longer_has_it_is_missing(self):
        walked = [*visits("begin"), visit(2, 1, "ask", "to-ask", "child")]
        both = drawn_edition(FORK, child=True)
        found = replay(both, drawn_edition(FORK), walked, seq=2)
        self.assertEqual(found.stopped, Stopped("begin", "choice-missing"))

    def test_a_lens_that_was_closed_elsewhere_stops_the_walk(self):
        walked = [*visits("begin"), visit(2, 1, "ask", "to-ask", "child")]
        both = drawn_edition(FORK, child=True)
        found = replay(both, drawn_edition(FORK, child=True, steps={"done": {"wordings": {}}}), walked, seq=2)
        self.assertEqual(found.stopped, Stopped("begin", "lens-closed"))

    def test_another_start_begins_anew(self):
        new = drawn_edition("other=start > done; done=outcome >")
        found = replay(drawn_edition(FORK), new, self.WALKED, seq=4)
        self.assertEqual((found.taken, found.step, found.stopped), ((), "other", Stopped("begin", "step-removed")))

    def test_a_root_that_is_no_longer_the_start_has_changed(self):
        new = drawn_edition("other=start > begin; begin=assess > done; done=outcome >")
        found = replay(drawn_edition(FORK), new, self.WALKED, seq=4)
        self.assertEqual((found.step, found.stopped), ("other", Stopped("begin", "step-changed")))

    def test_a_number_the_walk_does_not_have_is_named(self):
        with self.assertRaisesRegex(UnknownVisit, "9"):
            self.replayed(seq=9)

    def test_every_reason_has_its_sentence(self):
        for why in ("step-removed", "choice-missing", "target-moved", "step-changed", "lens-closed"):
            self.assertTrue(WHY[why].endswith("."))
