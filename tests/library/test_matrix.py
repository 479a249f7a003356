"""The matrix's rules: which statement leads a cell, what harm and disagreement do, and what filters may change."""

from datetime import date
from itertools import combinations, permutations
from typing import get_args
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from education.library.domain import filters as asking
from education.library.domain.filters import Filters, Unknown
from education.library.domain.library import Library, TherapyGroup
from education.library.domain.matrix import CAUTION, ROLES, Spot, index, matrix, nearest
from education.library.domain.records import (
    Certainty,
    Direction,
    Directness,
    Domain,
    LineStudied,
    Organ,
    OutcomeRole,
    Population,
)
from tests import builders

TODAY = date(2026, 11, 22)
ORGANS = ("lung-ild", "skin")
LUNG = Spot("drug", "lung-ild")


def said(key="one", **changes):
    """Return a verified statement about the drug and the lungs, in adults."""
    return builders.statement(key, **changes)


def treatment(key="drug", **changes):
    """Return a therapy."""
    return builders.therapy(key, **{"name": key.title(), "group": "immunosuppression"} | changes)


def library(*statements, therapies=(), references=()):
    """Return a library of one trial, the drug and these statements; two organs."""
    return Library(
        organs={key: Organ(key=key, name=key.title(), position=at) for at, key in enumerate(ORGANS)},
        references={one.key: one for one in (builders.reference(), *references)},
        statements={one.key: one for one in statements},
        therapies={one.key: one for one in (treatment(), *therapies)},
    )


def asked(**filters):
    """Return filters as an address would set them."""
    return asking.read(filters)[0]


def shown(held, spot=LUNG, **filters):
    """Return one cell of the matrix."""
    found = matrix(index(held), asked(**filters), TODAY)
    cells = [cell for group in found.groups for row in group.rows for cell in row.cells if cell.spot == spot]
    return cells[0] if cells else None


def spots(held, filters):
    """Return the places with evidence."""
    found = matrix(index(held), filters, TODAY)
    cells = (cell for group in found.groups for row in group.rows for cell in row.cells)
    return {cell.spot for cell in cells if cell.state == "evidence"}


class LeadTests(TestCase):
    def leads(self, *statements, **filters):
        """Return the key of the leading statement, whatever the order of the statements."""
        found = {shown(library(*each), **filters).lead.key for each in permutations(statements)}
        self.assertEqual(len(found), 1)
        return found.pop()

    def test_the_highest_certainty_leads(self):
        low, high = said("a", certainty="low"), said("b", certainty="moderate", direction="not-shown")
        self.assertEqual(self.leads(low, high), "b")

    def test_then_what_asks_the_question_itself_then_after_failure_then_the_primary_outcome(self):
        other_disease = said("a", outcome_directness="indirect")
        first_line = said("b", line_directness="indirect")
        later = said("c", outcome_role="post-hoc")
        missed = said("d", outcome_role="primary-missed", direction="not-shown")
        self.assertEqual(self.leads(other_disease, first_line), "b")
        self.assertEqual(self.leads(first_line, later), "c")
        self.assertEqual(self.leads(later, missed), "d")

    def test_where_nothing_decides_doubt_speaks_before_benefit(self):
        met, missed = said("a"), said("b", outcome_role="primary-missed", direction="not-shown")
        self.assertEqual(self.leads(met, missed), "b")

    def test_a_primary_outcome_leads_whether_it_was_met_or_missed(self):
        self.assertEqual(ROLES["primary-met"], ROLES["primary-missed"])
        self.assertEqual(set(ROLES), set(get_args(OutcomeRole)))
        self.assertEqual(set(CAUTION), set(get_args(Direction)))

    def test_in_a_child_what_children_were_studied_in_leads_however_little_it_is(self):
        adult, child = said("a", certainty="high"), said("b", population="child", certainty="very-low")
        self.assertEqual(self.leads(adult, child, population="child"), "b")
        self.assertEqual(self.leads(adult, child), "a")


class CellTests(TestCase):
    def test_harm_never_leads_and_is_marked(self):
        harm = said("harm", harm=True, direction="against", certainty="high")
        cell = shown(library(said("a", certainty="low"), harm))
        self.assertEqual((cell.lead.key, cell.harms, cell.more, cell.agree), ("a", 1, 0, True))

    def test_a_cell_of_harm_alone_has_no_direction(self):
        cell = shown(library(said(harm=True, direction="against")))
        self.assertEqual((cell.state, cell.lead, cell.harms, cell.adults), ("evidence", None, 1, True))

    def test_further_statements_are_counted_and_said_not_to_agree(self):
        same, other = said("b", certainty="low"), said("c", certainty="low", direction="not-shown")
        agreeing, differing = shown(library(said("a"), same)), shown(library(said("a"), same, other))
        self.assertEqual((agreeing.more, agreeing.agree), (1, True))
        self.assertEqual((differing.more, differing.agree), (2, False))

    def test_no_filter_makes_a_disagreement_vanish(self):
        held = library(said("a"), said("b", certainty="very-low", direction="not-shown", line_studied="first-line"))
        for each in ({"direction": "favours"}, {"certainty": "low"}, {"line": "after-failure"}):
            cell = shown(held, **each)
            self.assertEqual((cell.lead.key, cell.more, cell.agree), ("a", 1, False), each)

    def test_harm_is_marked_under_every_filter_that_leaves_the_cell(self):
        held = library(said("a"), said("b", harm=True, direction="against", certainty="very-low"))
        self.assertEqual(shown(held, direction="favours").harms, 1)
        self.assertEqual(shown(held, certainty="moderate").harms, 1)

    def test_a_cell_that_filters_emptied_does_not_say_that_nothing_was_found(self):
        held = library(said("a"), said("b", organ="skin", certainty="low"))
        self.assertEqual(shown(held, Spot("drug", "skin"), certainty="moderate").state, "filtered")
        self.assertEqual(shown(library(said("a")), Spot("drug", "skin")).state, "none")

    def test_what_is_not_verified_or_rests_on_what_does_not_stand_is_not_shown(self):
        doubted = builders.reference("doubted", verified=False)
        gone = builders.reference("gone", retraction="retracted")
        for changes in ({"verified": False}, {"references": ["doubted"]}, {"references": ["gone"]}):
            held = library(said("a", organ="skin"), said("b", **changes), references=(doubted, gone))
            self.assertEqual(shown(held).state, "unverified", changes)
        mixed = library(said("b", references=["trial", "gone"]), references=(gone,))
        self.assertEqual(shown(mixed).state, "evidence")

    def test_overdue_begins_the_day_after(self):
        self.assertFalse(shown(library(said(review_by=TODAY))).overdue)
        self.assertTrue(shown(library(said(review_by=date(2026, 11, 21)))).overdue)


class PopulationTests(TestCase):
    def test_adults_alone_are_borrowed_for_a_child(self):
        held = library(said())
        everyone, adult, child = (shown(held, population=one) for one in ("everyone", "adult", "child"))
        self.assertEqual((everyone.adults, everyone.children, everyone.borrowed), (True, False, True))
        self.assertEqual((adult.adults, adult.children, adult.borrowed), (True, False, False))
        self.assertEqual((child.adults, child.children, child.borrowed), (False, False, True))

    def test_children_studied_are_never_called_borrowed_even_when_a_filter_hides_them(self):
        held = library(said("a"), said("b", population="child", certainty="very-low", direction="not-shown"))
        self.assertFalse(shown(held).borrowed)
        self.assertTrue(shown(held).children)
        self.assertEqual(shown(held).child.key, "b")
        hidden = shown(held, certainty="low")
        self.assertEqual((hidden.children, hidden.borrowed, hidden.agree), (False, False, False))

    def test_children_with_another_disease_are_no_figure_beside_adults(self):
        held = library(said("a"), said("b", population="child", outcome_directness="indirect", direction="not-shown"))
        cell = shown(held)
        self.assertEqual((cell.adults, cell.children, cell.borrowed, cell.child), (True, False, True, None))
        self.assertTrue(shown(held, population="child").children)

    def test_for_a_child_adult_evidence_is_counted_only_where_it_is_all_there_is(self):
        direct = library(said("a"), said("b", population="child", direction="not-shown"))
        cell = shown(direct, population="child")
        self.assertEqual((cell.lead.key, cell.more, cell.agree, cell.borrowed), ("b", 0, True, False))
        borrowed = library(said("a"), said("b", direction="not-shown", certainty="low"))
        self.assertEqual(shown(borrowed, population="child").more, 1)

    def test_hiding_borrowed_evidence_empties_the_cell_for_a_child_and_takes_off_the_mark_for_everyone(self):
        held = library(said("a"), said("b", organ="skin", population="child"))
        self.assertEqual(shown(held, population="child", borrowed="hide").state, "filtered")
        self.assertEqual(shown(held, borrowed="hide").state, "evidence")
        self.assertFalse(shown(held, borrowed="hide").borrowed)

    def test_what_was_studied_in_both_is_direct_for_both(self):
        held = library(said(population="mixed"))
        self.assertFalse(shown(held, population="child").borrowed)
        self.assertTrue(shown(held).adults and shown(held).children)

    def test_for_adults_what_only_children_were_studied_in_is_left_out(self):
        held = library(said("a", population="child"), said("b", organ="skin"))
        self.assertEqual(shown(held, population="adult").state, "filtered")

    def test_an_empty_cell_says_when_children_were_looked_for(self):
        held = library(said(organ="skin"), therapies=(treatment(child_looked_on=date(2026, 11, 1)),))
        self.assertEqual(shown(held, population="child").looked_on, date(2026, 11, 1))
        self.assertIsNone(shown(held).looked_on)


class WholeTests(TestCase):
    def test_rows_stand_in_their_groups_by_name_and_those_without_evidence_apart(self):
        others = (treatment("zinc", group="other"), treatment("acid", group="vascular"), treatment("bare"))
        held = library(said("a"), said("b", therapy="zinc"), said("c", therapy="acid"), therapies=others)
        found = matrix(index(held), Filters(), TODAY)
        self.assertEqual([(g.key, [r.therapy.key for r in g.rows]) for g in found.groups],
            [("immunosuppression", ["drug"]), ("vascular", ["acid"]), ("other", ["zinc"])])  # fmt: skip
        self.assertEqual([one.key for one in found.bare], ["bare"])
        self.assertEqual((found.therapies, found.cells, found.by_organ), (3, 3, {"lung-ild": 3, "skin": 0}))

    def test_an_organ_leaves_one_column_and_a_class_its_rows(self):
        held = library(
            said("a"),
            said("b", organ="skin"),
            said("c", therapy="acid"),
            therapies=(treatment("acid", group="vascular"),),
        )
        self.assertEqual([one.key for one in matrix(index(held), asked(organ="skin"), TODAY).organs], ["skin"])
        self.assertEqual(spots(held, asked(**{"class": "vascular"})), {Spot("acid", "lung-ild")})

    def test_where_nothing_fits_the_filter_in_the_way_is_named(self):
        held = library(said("a", certainty="low"), said("b", organ="skin", certainty="low"))
        self.assertEqual(nearest(index(held), asked(certainty="high", organ="lung-ild"), TODAY), "certainty")
        self.assertEqual(nearest(index(held), asked(certainty="high", direction="against"), TODAY), "")
        self.assertEqual(nearest(index(library()), asked(organ="skin"), TODAY), "")

    def test_unknown_values_are_left_out_and_named(self):
        found, unknown = asking.read({"population": "dogs", "organ": "skin", "certainty": "", "colour": "red"})
        self.assertEqual(found, Filters(organ="skin"))
        self.assertEqual(unknown, (Unknown("population", "dogs"),))
        self.assertEqual(asking.read({"organ": "skin"}, ["gi"]), (Filters(), (Unknown("organ", "skin"),)))


STATEMENTS = st.lists(
    st.fixed_dictionaries(
        {
            "therapy": st.sampled_from(["drug", "acid"]),
            "organ": st.sampled_from(ORGANS),
            "population": st.sampled_from(get_args(Population)),
            "direction": st.sampled_from(get_args(Direction)),
            "certainty": st.sampled_from(get_args(Certainty)),
            "line_studied": st.sampled_from(get_args(LineStudied)),
            "outcome_role": st.sampled_from(get_args(OutcomeRole)),
            "line_directness": st.sampled_from(get_args(Directness)),
            "harm": st.booleans(),
            "verified": st.sampled_from([True, True, True, False]),
        }
    ),
    max_size=8,
)
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "population": st.sampled_from(get_args(asking.Shown)),
        "line": st.sampled_from(get_args(LineStudied)),
        "certainty": st.sampled_from(get_args(Certainty)),
        "direction": st.sampled_from(get_args(Direction)),
        "class": st.sampled_from(get_args(TherapyGroup)),
        "organ": st.sampled_from(get_args(Domain)),
        "borrowed": st.just("hide"),
    },
)


def drawn(rows):
    """Return a library of these statements."""
    made = [said(f"s{number}", **row) for number, row in enumerate(rows)]
    return library(*made, therapies=(treatment("acid", group="vascular"),))


class FilterProperties(TestCase):
    @given(STATEMENTS, ASKED)
    def test_a_further_filter_never_adds_a_cell(self, rows, wanted):
        held = drawn(rows)
        fewer = [dict(some) for size in range(len(wanted)) for some in combinations(wanted.items(), size)]
        for some in fewer:
            self.assertLessEqual(spots(held, asked(**wanted)), spots(held, asked(**some)), some)

    @given(STATEMENTS, ASKED)
    def test_what_leads_is_what_was_asked_for_and_is_known(self, rows, wanted):
        held, filters = drawn(rows), asked(**wanted)
        for spot in spots(held, filters):
            cell = shown(held, spot, **wanted)
            for one in filter(None, (cell.lead, cell.child)):
                self.assertTrue(filters.passes(one) and one.verified and not one.harm)
            self.assertGreaterEqual(cell.more, 0)

    @given(STATEMENTS, ASKED)
    def test_nothing_asked_for_changes_how_many_speak_and_whether_they_agree_with_the_same_lead(self, rows, wanted):
        held = drawn(rows)
        only = {"population": wanted["population"]} if "population" in wanted else {}
        for spot in spots(held, asked(**wanted)):
            cell, plain = shown(held, spot, **wanted), shown(held, spot, **only)
            if cell.lead and plain.lead == cell.lead and "borrowed" not in wanted:
                self.assertEqual((cell.more, cell.agree, cell.harms), (plain.more, plain.agree, plain.harms))

    @given(STATEMENTS, ASKED)
    def test_adult_evidence_for_a_child_is_always_called_borrowed(self, rows, wanted):
        wanted = wanted | {"population": "child"}
        held = drawn(rows)
        for spot in spots(held, asked(**wanted)):
            cell = shown(held, spot, **wanted)
            if cell.lead and cell.lead.population == "adult":
                self.assertTrue(cell.borrowed and not cell.children)

    @given(ASKED)
    def test_filters_survive_the_way_through_an_address(self, wanted):
        self.assertEqual(asking.read(asked(**wanted).asked()), (asked(**wanted), ()))
        for name in asked(**wanted).asked():
            self.assertNotIn(name, asked(**wanted).without(name).asked())
