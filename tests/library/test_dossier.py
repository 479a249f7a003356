"""A therapy as its page tells it: what leads, what is borrowed, what is left out and counted."""

from datetime import date
from unittest import TestCase

from education.library.domain.dossier import dossier, sentences
from education.library.domain.library import Library
from education.library.domain.records import Organ
from tests import builders
from tests.builders import TODAY, recommendation, reference, statement, target, therapy

ORGANS = {
    key: Organ(key=key, name=name, position=position)
    for position, (key, name) in enumerate([("skin", "Skin"), ("lung-ild", "Lung"), ("gi", "Gut")])
}


def told(*records, lens="adult", **changes):
    """Return the dossier of the drug; the library's own statement is there unless one of `records` replaces it."""
    held = builders.shelf(therapy(**changes), *records).model_copy(update={"organs": ORGANS})
    return dossier(held.therapies["drug"], held, lens, today=TODAY)


def keys(found):
    return [one.strip.key for one in found]


class StatementsTests(TestCase):
    def test_statements_stand_under_their_organs_and_the_others_are_named(self):
        found = told(statement("a", organ="skin"), statement("b"))
        self.assertEqual(
            [(one.organ.key, keys(one.rows)) for one in found.organs],
            [("skin", ["a"]), ("lung-ild", ["drug-lung", "b"])],
        )
        self.assertEqual([organ.key for organ in found.unstudied], ["gi"])

    def test_harm_has_a_place_of_its_own(self):
        found = told(statement("hurt", harm=True, direction="against"))
        self.assertEqual((keys(found.harms), keys(found.organs[0].rows)), (["hurt"], ["drug-lung"]))
        self.assertEqual(found.benefits, 1)

    def test_what_may_not_be_shown_is_counted_and_not_told(self):
        found = told(
            statement("no", verified=False),
            statement("bad", references=["gone"]),
            statement("half", references=["gone", "trial"]),
            statement("other", therapy="another"),
            reference("gone", retraction="retracted"),
        )
        self.assertEqual((keys(found.organs[0].rows), found.unverified), (["drug-lung", "half"], 2))

    def test_the_child_lens_shows_children_first_and_adults_as_borrowed(self):
        records = statement("young", population="child"), statement("both", population="mixed")
        (lung,) = told(*records, lens="child").organs
        self.assertEqual(
            [(row.strip.key, row.strip.borrowed) for row in lung.rows],
            [("young", False), ("both", False), ("drug-lung", True)],
        )
        (lung,) = told(*records).organs
        self.assertEqual(
            [(row.strip.key, row.strip.borrowed) for row in lung.rows],
            [("drug-lung", False), ("both", False), ("young", False)],
        )
        self.assertEqual(keys(told(*records).of_children), ["both", "young"])

    def test_the_line_studied_is_counted_over_the_statements_of_benefit(self):
        found = told(
            statement("a", line_studied="first-line"), statement("b", line_studied="first-line"),
            statement("hurt", harm=True, line_studied="mixed"),
        )  # fmt: skip
        self.assertEqual(found.lines, (("after-failure", 1), ("first-line", 2)))
        self.assertTrue(found.studied_after_failure)
        self.assertFalse(told(statement("drug-lung", line_studied="first-line")).studied_after_failure)

    def test_the_next_review_is_the_earliest_and_a_late_one_is_marked(self):
        found = told(statement("late", review_by=date(2026, 1, 1)))
        self.assertEqual(found.next_review, date(2026, 1, 1))
        self.assertEqual([row.strip.overdue for row in found.organs[0].rows], [False, True])

    def test_populations_say_once_who_was_studied(self):
        found = told(statement("a", population_detail="Early SSc"), statement("b", population_detail="Early SSc"))
        self.assertEqual(found.populations, (("adult", ("Early SSc",)),))


class TextsTests(TestCase):
    def test_a_verdict_is_read_in_two_sentences(self):
        self.assertEqual(
            sentences("It helped [@a]. People on it [@b] [@c]. More."),
            ("It helped [@a].", "People on it [@b] [@c]. More."),
        )
        self.assertEqual(
            sentences("It helped a little. [@a] But not all."), ("It helped a little. [@a]", "But not all.")
        )
        self.assertEqual((sentences("One only [@a]."), sentences("")), (("One only [@a].",), ()))

    def test_a_text_that_rests_on_nothing_live_is_not_told(self):
        gone = reference("gone", verified=False)
        texts = {"verdict": "It cures [@gone].", "after_failure": "Yes [@gone].", "child_word": "Safe [@gone]."}
        found = told(gone, **texts, safety=["Fine [@gone].", "Rash was seen [@trial]."], child_looked_on=None)
        self.assertEqual((found.verdict, found.after_failure, found.child_word), ((), "", ""))
        self.assertEqual([line.text for line in found.safety], ["Rash was seen [@trial]."])

    def test_a_practice_prompt_is_told_from_a_finding(self):
        found = told(fails=["Ask whether doses were missed.", "Levels fell in time [@trial]."])
        self.assertEqual([line.prompt for line in found.fails], [True, False])


class GuidelinesTests(TestCase):
    guides = reference("guide", design="guideline"), reference("other", authors="Berg A", design="guideline")

    def test_stances_on_one_thing_stand_beside_each_other_by_organ(self):
        found = told(
            *self.guides,
            recommendation("a", intervention="The drug"),
            recommendation("b", intervention="Another drug", organ="skin"),
            recommendation("c", intervention="the drug", guideline="other", stance="strongly-against"),
        )
        rows = [(group.organ.key, [row.recommendation.key for row in group.rows]) for group in found.stances]
        self.assertEqual(rows, [("skin", ["b"]), ("lung-ild", ["c", "a"])])

    def test_unverified_ones_are_only_counted(self):
        found = told(*self.guides, recommendation("a", verified=False), recommendation("b", therapies=[]))
        self.assertEqual((found.stances, found.stances_unverified), ((), 1))


class ActionsTests(TestCase):
    def test_what_it_acts_on_is_named_while_the_node_stands(self):
        (found,) = told(builders.node(), target(trial_signal="Missed its endpoint.")).acts_on
        self.assertEqual(
            (found.node, found.effect, found.closes, found.signal), ("B cell", "depletes", True, "Missed its endpoint.")
        )
        self.assertEqual(told(builders.node(verified=False), target()).acts_on, ())
        self.assertEqual(told(builders.node(), target(verified=False)).acts_on, ())


class EmptyTests(TestCase):
    def test_a_therapy_of_which_nothing_is_known_has_a_dossier(self):
        held = Library(organs=ORGANS, therapies={"drug": therapy()})
        found = dossier(held.therapies["drug"], held, "child", today=TODAY)
        self.assertEqual((found.organs, found.lines, found.plots, found.populations), ((), (), (), ()))
        self.assertEqual(len(found.unstudied), 3)
