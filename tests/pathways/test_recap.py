"""A recap looks back on one way: chosen, left, why, what stayed open, what differs, what it rests on."""

from datetime import timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.pathways.domain.playable import Playable
from education.pathways.domain.playing import UnknownVisit, trail_to
from education.pathways.domain.recap import recap, sources
from tests.builders import CLEAN, TODAY, drawn_edition, reference, statement
from tests.pathways.test_playing import FORK, read_again, visit, visits

DONE = "begin, 1 ease, 2 right, 3 only, 4 safe, 5 choose, 6 drug, 7 watch, 8 done"


def looked_back(edition, drawing, seq, lens="adult"):
    walked = visits(drawing) if isinstance(drawing, str) else drawing
    return recap(Playable(edition), walked, seq=seq, lens=lens, today=TODAY)


class WayTests(TestCase):
    def test_each_step_says_what_was_chosen_what_was_left_and_what_the_author_holds(self):
        for edition in read_again(drawn_edition(FORK)):
            begin, ask, done = looked_back(edition, "begin, 1 ask, 2 done", 3).steps
            self.assertEqual((begin.chosen, begin.letter), ("Go on to ask", "A"))
            self.assertEqual([(left.label, left.seqs) for left in begin.left], [("Go on to wait", ())])
            self.assertEqual((ask.feedback.verdict, ask.feedback.text), ("reasonable", "Feedback on done [@trial]."))
            self.assertEqual((done.chosen, done.left, done.feedback), ("", (), None))

    def test_it_is_complete_at_an_outcome_and_works_before_one(self):
        for edition in read_again(drawn_edition(FORK)):
            self.assertTrue(looked_back(edition, "begin, 1 ask, 2 done", 3).complete)
            before = looked_back(edition, "begin, 1 ask, 2 done", 2)
            self.assertFalse(before.complete)
            self.assertEqual(before.steps[-1].chosen, "")
            self.assertEqual([left.label for left in before.steps[-1].left], ["Go on to drug", "Go on to done"])

    def test_a_choice_left_here_and_taken_on_another_branch_names_its_visits(self):
        edition = drawn_edition(FORK)
        begin = looked_back(edition, "begin, 1 wait, 1 ask, 3 done, 1 wait", 4).steps[0]
        self.assertEqual(begin.left[0].seqs, (2, 5))

    def test_a_visit_the_walk_does_not_have_is_refused(self):
        with self.assertRaises(UnknownVisit):
            looked_back(drawn_edition(FORK), "begin, 1 ask", 3)

    def test_time_is_the_authors_minutes_and_the_time_between_the_visits_of_this_way(self):
        edition = drawn_edition(FORK, steps={"ask": {"minutes": 7}, "begin": {"minutes": 2}})
        found = looked_back(edition, "begin, 1 ask, 1 wait, 2 done", 4)
        self.assertEqual((found.minutes, found.between), (2 + 7 + 1, timedelta(minutes=3)))

    def test_a_choice_that_the_lens_does_not_offer_stays_and_is_marked(self):
        adults_only = {"ask/to-drug": {"populations": ("adult",), "absent": {"child": "Not for children."}}}
        edition = drawn_edition(FORK, child=True, choices=adults_only)
        ask = looked_back(edition, "begin, 1 ask, 2 drug", 3, lens="child").steps[1]
        self.assertEqual((ask.chosen, ask.foreign, ask.letter), ("Go on to drug", True, "A"))
        self.assertEqual([strip.key for strip in ask.strips], ["drug-lung"])
        self.assertEqual([left.label for left in ask.left], ["Go on to done"])


class OpenAndDifferentTests(TestCase):
    def test_what_every_gate_left_open_is_kept_and_what_was_settled_is_not(self):
        checks = [{"key": "dose", "state": state, "text": state} for state in ("settled", "not-settled", "not-known")]
        edition = drawn_edition(CLEAN, steps={"only": {"checks": checks}})
        found = looked_back(edition, DONE, 9).open_checks
        self.assertEqual([block.seq for block in found], [3, 4, 5])
        self.assertEqual([line.state for line in found[1].checks], ["not-settled", "not-known"])

    def test_what_would_differ_names_the_steps_taken_and_the_choices_missing_there(self):
        adults_only = {"choose/to-study": {"populations": ("adult",), "absent": {"child": "No study takes children."}}}
        edition = drawn_edition(CLEAN, child=True, choices=adults_only)
        found = looked_back(edition, DONE, 9)
        self.assertEqual(found.differing, "child")
        choose = next(one for one in found.differs if one.item.step == "choose")
        self.assertEqual(choose.difference, "What differs at choose.")
        self.assertEqual(choose.absent, (("Go on to study", "No study takes children."),))
        self.assertEqual([one.item.step for one in found.differs], [one.item.step for one in found.steps])

    def test_in_the_lens_that_alone_has_notes_they_are_about_this_lens(self):
        found = looked_back(drawn_edition(CLEAN, child=True), "begin, 1 ease", 2, lens="child")
        self.assertEqual((found.differing, len(found.differs)), ("child", 2))

    def test_a_closed_lens_says_why_instead(self):
        found = looked_back(drawn_edition(CLEAN), "begin, 1 ease", 2)
        self.assertEqual(found.differs, ())
        self.assertIn("children", found.closed)

    def test_other_branches_say_where_they_left_and_where_they_stand(self):
        found = looked_back(drawn_edition(FORK), "begin, 1 ask, 2 done, 1 wait, 4 done, 2 drug", 3)
        ends = [(one.fork.number, one.label, one.seq, one.outcome) for one in found.endings]
        self.assertEqual(ends, [(1, "Go on to wait", 5, True), (2, "Go on to drug", 6, False)])

    def test_what_was_walked_on_from_the_visit_asked_for_is_another_branch(self):
        found = looked_back(drawn_edition(FORK), "begin, 1 ask, 2 done", 2)
        self.assertEqual([(one.fork.seq, one.seq) for one in found.endings], [(2, 3)])


class SourceTests(TestCase):
    def test_the_sources_are_those_of_the_way_each_once_and_in_full(self):
        other = reference("left-out", title="Another trial", doi="10.1/2")
        edition = drawn_edition(FORK, other, choices={"ask/to-drug": {"rationale": "A reason [@left-out]."}})
        taken = looked_back(edition, "begin, 1 ask, 2 drug", 3).sources
        self.assertEqual([source.key for source in taken], ["trial", "left-out"])
        self.assertEqual(taken[1].links, (("DOI 10.1/2", "https://doi.org/10.1/2"),))
        left = looked_back(edition, "begin, 1 ask, 2 done", 3).sources
        self.assertEqual([source.key for source in left], ["trial"])

    def test_a_source_that_was_retracted_is_not_live(self):
        edition = drawn_edition(FORK, reference(retraction="retracted"), statement())
        self.assertEqual([one.live for one in sources(["trial", "gone"], edition.shelf)], [False])


class AnyWalkTests(TestCase):
    @given(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12), st.sampled_from(("adult", "child"))
    )
    def test_any_visit_of_any_walk_can_be_looked_back_on(self, draws, lens):
        playable = Playable(drawn_edition(CLEAN, child=True))
        walked = [visit(1, None, "begin")]
        for parent, place in draws:
            here = walked[parent % len(walked)]
            offered = playable.choices(here.step, "adult")
            if offered:
                choice = offered[place % len(offered)]
                walked.append(visit(len(walked) + 1, here.seq, choice.target, choice.key))
        for one in walked:
            found = recap(playable, walked, seq=one.seq, lens=lens, today=TODAY)
            way = trail_to(walked, one.seq)
            self.assertEqual([asked.item.seq for asked in found.steps], [visited.seq for visited in way])
            parents = {visited.parent for visited in walked}
            leaves = {visited.seq for visited in walked} - parents - {visited.seq for visited in way}
            self.assertEqual({ending.seq for ending in found.endings}, leaves)
