"""What one visit of a walk shows: trail, branches, checks kept in sight, feedback, both as built and as read again."""

from datetime import UTC, date, datetime, timedelta
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from education.core.domain.canonical import canonical
from education.pathways.domain.document import CompiledPathway
from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.playable import Playable
from education.pathways.domain.playing import NotOffered, UnknownVisit, latest, screen, target_of, trail_to
from education.pathways.domain.screen import Visit
from education.pathways.domain.upgrades import read_compiled
from tests.builders import LATER, TODAY, drawn_edition, sign_off, statement

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def read_again(edition: CompiledPathway) -> tuple[CompiledPathway, CompiledPathway]:
    """Return an edition as it was built and as it comes back from its stored text."""
    return edition, read_compiled(canonical(edition))


def visit(seq: int, parent: int | None, step: str, choice: str = "", lens: str = "adult") -> Visit:
    return Visit(seq=seq, parent=parent, step=step, choice=choice, lens=lens, at=NOON + timedelta(minutes=seq))


def visits(drawing: str) -> list[Visit]:
    """Read "begin, 1 ask, 2 wait": each visit after its parent's number, by "to-<step>"; "!" is the child lens."""
    made = [visit(1, None, drawing.split(",")[0].strip())]
    for seq, word in enumerate(drawing.split(",")[1:], start=2):
        parent, step = word.split()
        name = step.rstrip("!")
        made.append(visit(seq, int(parent), name, f"to-{name}", "child" if step.endswith("!") else "adult"))
    return made


def shown(edition: CompiledPathway, walked: list[Visit], seq: int, lens: str = "adult", today: date = TODAY):
    return screen(Playable(edition), walked, seq=seq, lens=lens, today=today)


FORK = "begin=start > ask wait; ask > drug done; drug=therapy > done; wait > done ask; done=outcome >"


class TrailTests(TestCase):
    def test_the_trail_numbers_the_way_and_says_what_was_answered(self):
        for edition in read_again(drawn_edition(FORK)):
            trail = shown(edition, visits("begin, 1 ask, 2 drug"), 3).trail
            self.assertEqual([item.number for item in trail], [1, 2, 3])
            self.assertEqual([item.answer for item in trail], ["Go on to ask", "Go on to drug", ""])
            self.assertEqual([item.here for item in trail], [False, False, True])

    def test_other_branches_are_kept_beside_what_was_never_tried(self):
        walked = visits("begin, 1 ask, 2 drug, 1 wait, 1 ask, 4 done")
        for edition in read_again(drawn_edition(FORK)):
            begin, ask, _ = shown(edition, walked, 3).trail
            self.assertEqual(begin.left, ((4, "Go on to wait"), (5, "Go on to ask")))
            self.assertEqual((begin.untaken, ask.untaken), (0, 1))
            self.assertEqual([item.seq for item in shown(edition, walked, 6).trail], [1, 4, 6])

    def test_an_earlier_visit_shows_the_branches_begun_there_and_its_options_their_visits(self):
        walked = visits("begin, 1 ask, 2 drug, 2 drug")
        here = shown(drawn_edition(FORK), walked, 2)
        self.assertEqual(here.here.left, ((3, "Go on to drug"), (4, "Go on to drug")))
        self.assertEqual([(one.key, one.taken) for one in here.step.options], [("to-drug", (3, 4)), ("to-done", ())])

    def test_a_choice_taken_at_another_visit_of_the_same_step_is_not_taken_here(self):
        here = shown(drawn_edition(FORK), visits("begin, 1 wait, 2 ask, 3 drug, 1 ask"), 5)
        self.assertEqual([one.taken for one in here.step.options], [(), ()])
        self.assertEqual(here.here.untaken, 2)

    def test_an_answer_keeps_the_words_of_the_lens_it_was_given_in(self):
        wording = {"begin/to-ask": {"wordings": {"child": {"label": "Ask the family"}}}}
        for edition in read_again(drawn_edition(FORK, child=True, choices=wording)):
            walked = visits("begin, 1 ask!, 1 ask")
            self.assertEqual(shown(edition, walked, 2, "adult").trail[0].answer, "Ask the family")
            self.assertEqual(shown(edition, walked, 3, "child").trail[0].answer, "Go on to ask")
            self.assertEqual(shown(edition, walked, 3, "child").trail[0].left, ((2, "Ask the family"),))

    def test_a_choice_the_other_lens_does_not_offer_stays_and_is_marked(self):
        adults_only = {"ask/to-drug": {"populations": ["adult"], "absent": {"child": "Not studied in children."}}}
        for edition in read_again(drawn_edition(FORK, child=True, choices=adults_only)):
            walked = visits("begin, 1 ask, 2 drug")
            self.assertEqual([item.foreign for item in shown(edition, walked, 3, "child").trail], [False, True, False])
            self.assertEqual([item.foreign for item in shown(edition, walked, 3, "adult").trail], [False, False, False])
            self.assertEqual(shown(edition, walked, 3, "child").trail[1].untaken, 1)

    @given(st.lists(st.integers(0, 30), max_size=25), st.integers(0, 30), st.randoms())
    @settings(max_examples=100, deadline=None)
    def test_the_trail_of_any_tree_is_the_chain_of_parents(self, picks, wanted, dice):
        walked = [visit(1, None, "begin")]
        playable = Playable(drawn_edition("begin=start > begin done; done=outcome > begin"))
        for seq, pick in enumerate(picks, start=2):
            parent = walked[pick % len(walked)]
            choice = dice.choice(playable.choices(parent.step, "adult"))
            walked.append(visit(seq, parent.seq, choice.target, choice.key))
        seq = walked[wanted % len(walked)].seq
        chain, parents = [seq], {one.seq: one.parent for one in walked}
        while parents[chain[0]] is not None:
            chain.insert(0, parents[chain[0]])
        trail = screen(playable, dice.sample(walked, len(walked)), seq=seq, lens="adult", today=TODAY).trail
        self.assertEqual([item.seq for item in trail], chain)
        for item, then in zip(trail, [*chain[1:], None], strict=True):
            children = {one.seq for one in walked if one.parent == item.seq}
            self.assertEqual({branch for branch, _ in item.left}, children - {then})

    def test_a_number_the_walk_does_not_have_is_named(self):
        with self.assertRaisesRegex(UnknownVisit, "7"):
            trail_to(visits("begin, 1 ask"), 7)

    def test_visits_in_a_circle_are_refused(self):
        with self.assertRaises(UnknownVisit):
            trail_to([visit(1, 2, "begin"), visit(2, 1, "ask")], 2)

    def test_a_visit_of_a_step_the_edition_does_not_have_names_it(self):
        with self.assertRaisesRegex(UnknownStep, "gone"):
            shown(drawn_edition(FORK), [visit(1, None, "gone")], 1)

    def test_the_latest_visit_is_the_one_made_last_on_any_branch(self):
        self.assertEqual(latest(visits("begin, 1 ask, 1 wait")[::-1]).step, "wait")
        with self.assertRaises(UnknownVisit):
            latest([])


GATES = """
    begin=start > right; right=gate:right-disease > only; only=gate:only-apparent > safe right;
    safe=gate:wanted-safe-available > choose only; choose=decision > drug done; drug=therapy > done; done=outcome >
"""


def checks(*states: str) -> dict:
    keys = ("adherence", "dose", "duration")
    return {"checks": [{"key": k, "state": s, "text": f"{k} {s}"} for k, s in zip(keys, states, strict=False)]}


class KeptChecksTests(TestCase):
    STEPS = {
        "right": checks("settled", "settled"),
        "only": checks("settled", "not-known"),
        "safe": checks("settled", "not-settled", "not-known"),
    }

    def test_only_apparent_is_kept_in_full_and_of_the_others_what_is_open(self):
        walked = visits("begin, 1 right, 2 only, 3 safe, 4 choose, 5 drug")
        for edition in read_again(drawn_edition(GATES, steps=self.STEPS)):
            for seq in (5, 6):
                only, safe = shown(edition, walked, seq).kept_checks
                self.assertEqual([line.state for line in only.checks], ["settled", "not-known"])
                self.assertEqual([line.state for line in safe.checks], ["not-settled", "not-known"])
                self.assertEqual((only.seq, only.settled, safe.seq, safe.settled), (3, 1, 4, 0))

    def test_a_gate_visited_twice_is_kept_once_where_it_was_visited_last(self):
        walked = visits("begin, 1 right, 2 only, 3 right, 4 only, 5 safe, 6 choose")
        self.assertEqual([block.seq for block in shown(drawn_edition(GATES), walked, 7).kept_checks], [4, 5, 6])

    def test_of_two_gates_on_apparent_resistance_the_later_is_kept_in_full(self):
        drawing = "begin=start > one; one=gate:only-apparent > two; two=gate:only-apparent > pick; pick=decision >"
        edition = drawn_edition(drawing, steps={key: checks("settled", "not-known") for key in ("one", "two")})
        kept = shown(edition, visits("begin, 1 one, 2 two, 3 pick"), 4).kept_checks
        self.assertEqual([(block.seq, len(block.checks)) for block in kept], [(2, 1), (3, 2)])

    def test_elsewhere_nothing_is_kept_and_a_gate_shows_its_own(self):
        walked = visits("begin, 1 right, 2 only, 3 safe, 4 choose, 5 done")
        here = shown(drawn_edition(GATES, steps=self.STEPS), walked, 4)
        self.assertEqual((here.kept_checks, len(here.step.checks.checks)), ((), 3))
        self.assertEqual(shown(drawn_edition(GATES), walked, 6).kept_checks, ())

    def test_a_gate_on_another_branch_does_not_count(self):
        walked = visits("begin, 1 right, 2 only, 3 safe, 4 choose, 1 right, 6 only")
        self.assertEqual([block.seq for block in shown(drawn_edition(GATES), walked, 5).kept_checks], [2, 3, 4])


class AroundTheStepTests(TestCase):
    def test_feedback_is_on_the_choice_that_led_here_in_the_lens_it_was_taken(self):
        wording = {"begin/to-ask": {"verdict": "weak", "wordings": {"child": {"feedback": "Ask a child [@trial]."}}}}
        for edition in read_again(drawn_edition(FORK, child=True, choices=wording)):
            found = shown(edition, visits("begin, 1 ask!"), 2, "adult").feedback
            self.assertEqual(
                (found.text, found.verdict, found.label), ("Ask a child [@trial].", "weak", "Go on to ask")
            )
            self.assertEqual([source.label for source in found.sources], ["Silva 2020"])
            self.assertIsNone(shown(edition, visits("begin"), 1).feedback)

    def test_without_a_text_only_a_given_verdict_is_feedback(self):
        silent = {"begin/to-ask": {"feedback": ""}, "begin/to-wait": {"feedback": "", "verdict": "unsafe"}}
        edition = drawn_edition(FORK, choices=silent)
        self.assertIsNone(shown(edition, visits("begin, 1 ask"), 2).feedback)
        self.assertEqual(shown(edition, visits("begin, 1 wait"), 2).feedback.verdict, "unsafe")

    def test_the_head_comes_from_the_document(self):
        for edition in read_again(drawn_edition(FORK, child=True)):
            here = shown(edition, visits("begin, 1 ask"), 2)
            self.assertEqual((here.organ, here.organ_key, here.language), ("Lung", "lung-ild", "en"))
            self.assertEqual((here.title, here.review_by), ("Lungs getting worse on treatment", LATER))
            self.assertEqual(here.other_difference, "What differs at ask.")
            self.assertEqual(shown(edition, visits("begin, 1 ask"), 2, "child").other_difference, "")
            self.assertEqual((here.ahead, here.reviewed), (1, False))

    def test_signed_off_is_reviewed(self):
        edition = drawn_edition(FORK).model_copy(update={"sign_offs": (sign_off(),)})
        self.assertTrue(shown(edition, visits("begin"), 1).reviewed)

    def test_evidence_past_its_review_is_overdue_from_the_next_day(self):
        due = statement(review_by=TODAY)
        for edition in read_again(drawn_edition(FORK, due)):
            walked = visits("begin, 1 ask")
            on_the_day = shown(edition, walked, 2).step.options[0].strips[0]
            the_day_after = shown(edition, walked, 2, today=TODAY + timedelta(days=1)).step.options[0].strips[0]
            self.assertEqual((on_the_day.overdue, the_day_after.overdue), (False, True))

    def test_a_screen_leaves_the_kept_view_as_it_was(self):
        playable = Playable(drawn_edition(FORK))
        screen(playable, visits("begin, 1 ask, 2 drug"), seq=2, lens="adult", today=LATER + timedelta(days=1))
        self.assertEqual([one.taken for one in playable.view("ask", "adult").options], [(), ()])
        self.assertFalse(playable.view("ask", "adult").options[0].strips[0].overdue)


class TargetTests(TestCase):
    def test_a_choice_leads_where_the_author_said(self):
        self.assertEqual(target_of(Playable(drawn_edition(FORK)), "ask", "to-drug", "adult"), "drug")

    def test_what_this_lens_or_step_does_not_offer_is_refused(self):
        adults_only = {"ask/to-drug": {"populations": ["adult"], "absent": {"child": "Not studied."}}}
        playable = Playable(drawn_edition(FORK, child=True, choices=adults_only))
        for step, choice, lens in (("ask", "to-drug", "child"), ("ask", "to-wait", "adult"), ("ask", "", "adult")):
            with self.subTest(choice=choice, lens=lens), self.assertRaisesRegex(NotOffered, f"{step}/{choice}"):
                target_of(playable, step, choice, lens)

    def test_a_missing_step_is_named(self):
        with self.assertRaisesRegex(UnknownStep, "gone"):
            target_of(Playable(drawn_edition(FORK)), "gone", "to-drug", "adult")
