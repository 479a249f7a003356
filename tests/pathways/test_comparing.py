"""Two ways on side by side: rows, evidence, the fork and what each side walked; as built and as read again."""

from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from education.pathways.domain.comparing import (
    ORDER,
    NothingToCompare,
    UnknownChoice,
    branches,
    compare_at,
    compare_branches,
    compare_options,
    compared_rows,
    end_of,
)
from education.pathways.domain.document import Choice
from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.playable import Playable
from education.pathways.domain.playing import UnknownVisit, trail_to
from tests.builders import LATER, TODAY, drawn_edition, statement
from tests.pathways.test_playing import read_again, visit, visits

FORK = (
    "begin=start > ask wait; ask=equipoise > drug study done; drug=therapy > watch; study=trial > watch;"
    " watch=monitor > ask done; wait > done; done=outcome >"
)
WALKED = visits("begin, 1 ask, 2 drug, 3 watch, 2 study, 5 watch, 6 done")


def row(key, text, key_difference=False):
    return {"row": key, "text": text, "key_difference": key_difference}


def choice(*rows):
    return Choice.model_validate({"key": "a", "label": "A", "target": "b", "compare": rows})


def edition(*records, drug=(), study=(), **changes):
    """Return the drawn edition whose options drug and study have these compare rows, and other changes."""
    choices = {
        "ask/to-drug": {"compare": drug} | changes.pop("to_drug", {}),
        "ask/to-study": {"compare": study} | changes.pop("to_study", {}),
    }
    return drawn_edition(FORK, *records, child=True, choices=choices, **changes)


def options(built, a="to-drug", b="to-study", lens="adult", today=TODAY):
    return compare_options(Playable(built), "ask", a, b, lens=lens, today=today)


class RowTests(TestCase):
    def test_key_differences_come_first_and_each_part_keeps_the_fixed_order(self):
        rows = compared_rows(
            choice(row("aim", "x"), row("main-harm", "y", True), row("works-on", "z")),
            choice(row("stopping-rule", "s"), row("works-on", "w", True), row("aim", "v")),
        )
        self.assertEqual([one.row for one in rows], ["works-on", "main-harm", "aim", "stopping-rule"])
        self.assertEqual([one.key_difference for one in rows], [True, True, False, False])

    def test_what_one_side_does_not_say_is_empty_and_what_neither_says_is_left_out(self):
        (only,) = compared_rows(choice(row("aim", "x")), choice())
        self.assertEqual((only.a, only.b, only.same), ("x", "", False))
        self.assertEqual(compared_rows(choice(), choice()), ())

    def test_what_is_the_same_in_both_is_no_difference_whatever_is_marked(self):
        (only,) = compared_rows(choice(row("aim", "x", True)), choice(row("aim", "x")))
        self.assertEqual((only.same, only.key_difference), (True, False))


ROWS = st.lists(
    st.builds(row, st.sampled_from(ORDER), st.sampled_from("xyz"), st.booleans()), unique_by=lambda one: one["row"]
)


class AnyRowsTests(TestCase):
    @given(ROWS, ROWS)
    @settings(max_examples=60, deadline=None)
    def test_nothing_said_is_lost_and_swapping_the_sides_swaps_the_cells(self, mine, yours):
        one, other = choice(*mine), choice(*yours)
        found = compared_rows(one, other)
        self.assertEqual({r.row: r.a for r in found if r.a}, {r["row"]: r["text"] for r in mine})
        self.assertEqual({r.row: r.b for r in found if r.b}, {r["row"]: r["text"] for r in yours})
        self.assertEqual([(r.row, r.b, r.a) for r in compared_rows(other, one)], [(r.row, r.a, r.b) for r in found])
        places = [(not r.key_difference, ORDER.index(r.row)) for r in found]
        self.assertEqual(places, sorted(places))

    @given(ROWS, ROWS)
    @settings(max_examples=15, deadline=None)
    def test_an_edition_says_the_same_after_its_text(self, mine, yours):
        built, again = read_again(edition(drug=mine, study=yours))
        self.assertEqual(options(built), options(again))


class EvidenceTests(TestCase):
    def pairs(self, built, **settings):
        return [
            (pair.harm, pair.a and pair.a.key, pair.b and pair.b.key) for pair in options(built, **settings).evidence
        ]

    def test_the_leading_statements_stand_together_and_harm_with_harm(self):
        built = edition(
            statement("gain"), statement("bleeds", harm=True), statement("kills", harm=True),
            to_drug={"statements": ["bleeds", "drug-lung", "kills"]}, to_study={"statements": ["gain", "bleeds"]},
        )  # fmt: skip
        for one in read_again(built):
            self.assertEqual(
                self.pairs(one), [(False, "drug-lung", "gain"), (True, "bleeds", "bleeds"), (True, "kills", None)]
            )

    def test_two_options_without_a_statement_still_have_the_leading_pair(self):
        built = edition(to_drug={"statements": []}, to_study={"statements": []})
        self.assertEqual(self.pairs(built), [(False, None, None)])

    def test_the_lens_decides_what_is_borrowed_and_what_is_said_of_nothing_found(self):
        child = options(edition(), lens="child")
        self.assertTrue(child.evidence[0].a.borrowed)
        self.assertIn("No study found", child.a.nothing_found)
        self.assertFalse(options(edition()).evidence[0].a.borrowed)

    def test_evidence_due_for_review_is_marked_on_its_day(self):
        self.assertFalse(options(edition(), today=LATER).evidence[0].a.overdue)
        late = options(edition(), today=LATER.replace(year=LATER.year + 1))
        self.assertTrue(late.evidence[0].a.overdue)

    def test_statements_not_set_side_by_side_are_counted(self):
        built = edition(statement("more"), to_drug={"statements": ["drug-lung", "more"]})
        self.assertEqual((options(built).a.more, options(built).b.more), (1, 0))

    def test_an_option_that_the_lens_does_not_offer_says_why_and_shows_no_evidence(self):
        absent = {"populations": ["adult"], "absent": {"child": "No study takes children."}}
        found = options(edition(drug=[row("aim", "x")], to_drug=absent), lens="child")
        self.assertEqual(found.a.absent, "No study takes children.")
        self.assertEqual((found.evidence[0].a, found.a.more), (None, 0))
        self.assertEqual(found.rows[0].a, "x")


class OptionsTests(TestCase):
    def test_before_anybody_chose_there_is_no_trunk_no_way_and_no_verdict(self):
        for built in read_again(edition()):
            found = options(built)
            self.assertEqual((found.fork, found.seq, found.trunk, found.meets), ("ask", None, (), ""))
            for side, letter in ((found.a, "A"), (found.b, "B")):
                self.assertEqual((side.letter, side.steps, side.end, side.feedback), (letter, (), None, None))

    def test_the_sides_keep_their_letters_when_they_are_swapped(self):
        found = options(edition(), a="to-study", b="to-drug")
        self.assertEqual(
            [(side.letter, side.choice) for side in (found.a, found.b)], [("A", "to-study"), ("B", "to-drug")]
        )

    def test_what_is_not_there_is_refused(self):
        with self.assertRaises(UnknownChoice):
            options(edition(), b="to-nowhere")
        with self.assertRaises(UnknownStep):
            compare_options(Playable(edition()), "gone", "a", "b", lens="adult", today=TODAY)
        with self.assertRaises(NothingToCompare) as caught:
            options(edition(), b="to-drug")
        self.assertEqual(caught.exception.why, "same")


class AtVisitTests(TestCase):
    def at(self, a, b, walked=WALKED, seq=2):
        for built in read_again(edition()):
            found = compare_at(Playable(built), walked, seq, a, b, lens="adult", today=TODAY)
        return found

    def test_the_way_there_is_the_trunk(self):
        found = self.at("to-drug", "to-study")
        self.assertEqual([item.step for item in found.trunk], ["begin"])
        self.assertEqual((found.number, found.seq), (2, 2))

    def test_only_a_branch_that_was_taken_shows_its_steps_and_its_verdict(self):
        found = self.at("to-drug", "to-done")
        self.assertEqual([item.step for item in found.a.steps], ["drug", "watch"])
        self.assertEqual((found.a.end, found.a.feedback.label), (4, "Go on to drug"))
        self.assertEqual((found.b.end, found.b.steps, found.b.feedback), (None, (), None))

    def test_the_latest_way_taken_by_a_choice_counts(self):
        found = self.at("to-drug", "to-done", [*WALKED, visit(8, 2, "drug", "to-drug")])
        self.assertEqual((found.a.end, [item.seq for item in found.a.steps]), (8, [8]))

    def test_an_unknown_visit_is_refused(self):
        with self.assertRaises(UnknownVisit):
            self.at("to-drug", "to-done", seq=99)


class BranchTests(TestCase):
    def between(self, a, b, walked=WALKED):
        for built in read_again(edition()):
            found = compare_branches(Playable(built), walked, a, b, lens="adult", today=TODAY)
        return found

    def test_two_branches_share_their_trunk_and_part_at_the_fork(self):
        found = self.between(4, 7)
        self.assertEqual([item.step for item in found.trunk], ["begin"])
        self.assertEqual((found.fork, found.seq, found.number), ("ask", 2, 2))
        self.assertEqual([item.step for item in found.a.steps], ["drug", "watch"])
        self.assertEqual([item.step for item in found.b.steps], ["study", "watch", "done"])
        self.assertEqual(found.meets, "watch")

    def test_both_were_taken_so_both_verdicts_are_shown(self):
        found = self.between(4, 7)
        self.assertEqual([side.feedback.label for side in (found.a, found.b)], ["Go on to drug", "Go on to study"])

    def test_any_visit_names_its_branch_to_the_latest_end(self):
        self.assertEqual(self.between(3, 5), self.between(4, 7))

    def test_the_same_answers_given_twice_are_shared(self):
        walked = visits("begin, 1 ask, 2 drug, 1 ask, 4 study")
        self.assertEqual(self.between(3, 5, walked).fork, "ask")

    def test_two_visits_of_one_way_are_not_two_branches(self):
        for a, b, why in ((3, 4, "one-way"), (4, 4, "same"), (1, 7, "one-way")):
            with self.subTest((a, b)), self.assertRaises(NothingToCompare) as caught:
                self.between(a, b)
            self.assertEqual(caught.exception.why, why)

    def test_a_branch_that_only_repeats_the_other_is_refused(self):
        walked = visits("begin, 1 ask, 1 ask, 3 drug")
        with self.assertRaises(NothingToCompare):
            self.between(2, 4, walked)

    def test_branches_are_named_by_the_answers_that_part_them(self):
        found = branches(Playable(edition()), WALKED)
        self.assertEqual(found, ((4, ("Go on to drug",), "watch"), (7, ("Go on to study",), "done")))

    def test_an_unknown_visit_is_refused(self):
        for a, b in ((4, 99), (99, 4)):
            with self.assertRaises(UnknownVisit):
                self.between(a, b)


@st.composite
def trees(draw):
    """Return a walk drawn at random on FORK: each visit takes any choice from any earlier visit."""
    playable = Playable(edition())
    walked = [visit(1, None, "begin")]
    for seq in range(2, draw(st.integers(3, 14))):
        parent = draw(st.sampled_from([one for one in walked if playable.choices(one.step, "adult")]))
        taken = draw(st.sampled_from(playable.choices(parent.step, "adult")))
        walked.append(visit(seq, parent.seq, taken.target, taken.key))
    return walked


class AnyWalkTests(TestCase):
    @given(trees(), st.data())
    @settings(max_examples=60, deadline=None)
    def test_trunk_fork_and_way_make_up_each_branch(self, walked, data):
        playable = Playable(edition())
        a, b = (data.draw(st.sampled_from(walked)).seq for _ in "ab")
        try:
            found = compare_branches(playable, walked, a, b, lens="adult", today=TODAY)
        except NothingToCompare:
            return
        for side, named in ((found.a, a), (found.b, b)):
            self.assertEqual(side.end, end_of(walked, named))
            whole = [(one.step) for one in trail_to(walked, side.end)]
            self.assertEqual([*(i.step for i in found.trunk), found.fork, *(i.step for i in side.steps)], whole)
        self.assertNotEqual(found.a.choice, found.b.choice)
        swapped = compare_branches(playable, walked, b, a, lens="adult", today=TODAY)
        self.assertEqual(
            (swapped.fork, swapped.a.choice, swapped.b.choice), (found.fork, found.b.choice, found.a.choice)
        )

    @given(trees())
    @settings(max_examples=40, deadline=None)
    def test_every_visit_lies_on_a_branch_that_can_be_chosen(self, walked):
        ends = {one.seq for one in branches(Playable(edition()), walked)}
        self.assertEqual({end_of(walked, one.seq) for one in walked} - ends, set())
