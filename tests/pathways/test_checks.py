"""Checks of graph, gates, lenses and signatures: each fires on what it is for, and a clean pathway fires none."""

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from education.core.domain.problems import Level
from education.pathways.domain.checks_graph import gates_passed_by
from education.pathways.domain.graph import dominators, reachable
from tests.builders import CLEAN, drawn_pathway, sign_off
from tests.pathways.checking import CheckTestCase
from tests.pathways.test_graph import graphs

SUPPORTED = "begin=start > call ease; call=urgent > ease; ease=support > "


class CleanTests(CheckTestCase):
    def test_a_clean_pathway_has_no_problem_in_any_lens(self):
        self.assertEqual(self.problems(drawn_pathway()), ())
        self.assertEqual(self.problems(drawn_pathway(child=True)), ())
        self.assertEqual(self.problems(drawn_pathway(populations=("child",))), ())

    def test_the_worst_problems_come_first(self):
        levels = [p.level for p in self.problems(drawn_pathway("done=outcome >", summary="At 5 %."), sign_offs=())]
        self.assertEqual(levels, sorted(levels, reverse=True))
        self.assertEqual(set(levels), set(Level))


class GraphTests(CheckTestCase):
    def review(self, code, place, pathway):
        self.assert_only(code, place, Level.BLOCKS_REVIEW, pathway)

    def test_no_start(self):
        self.review("no-start", "", drawn_pathway("done=outcome >"))

    def test_a_respect_described_twice_in_one_choice(self):
        rows = [{"row": "aim", "text": "One."}, {"row": "aim", "text": "Other."}, {"row": "access", "text": "Ask."}]
        pathway = drawn_pathway(choices={"choose/to-drug": {"compare": rows}})
        self.review("compare-row-twice", "choose/to-drug", pathway)

    def test_several_starts(self):
        second = f"{SUPPORTED} more; more=start > done; done=outcome >"
        self.review("several-starts", "more", drawn_pathway(second))

    def test_a_start_that_asks_for_no_red_flag(self):
        self.review("start-without-red-flag", "begin", drawn_pathway("begin=start > ease; ease=support > done; done >"))

    def test_a_step_that_nothing_leads_to(self):
        self.review("unreachable", "lost", drawn_pathway(f"{CLEAN}; lost=outcome >"))

    def test_a_step_for_adults_only_is_not_unreachable_in_the_child_lens(self):
        adults = {"choose/to-study": {"populations": ["adult"], "absent": {"child": "Adults only."}}}
        self.assertEqual(self.spots(drawn_pathway(child=True, choices=adults)), [])

    def test_a_step_that_leads_nowhere_and_an_outcome_that_leads_on(self):
        self.review("dead-end", "stop", drawn_pathway(f"{SUPPORTED} stop done; stop=assess >; done >"))
        self.review("dead-end", "done", drawn_pathway(f"{SUPPORTED} done; done=outcome > ease"))

    def test_a_dead_end_in_one_lens_names_the_lens(self):
        adults = {"watch/to-choose": {"populations": ["adult"], "absent": {"child": "x"}}}
        adults["watch/to-done"] = adults["watch/to-choose"]
        found = self.problems(drawn_pathway(child=True, choices=adults))
        self.assertEqual([(p.code, p.place) for p in found], [("dead-end", "watch")])
        self.assertIn("In the lens “child”", found[0].message)

    def test_a_choice_to_no_step(self):
        self.review("unknown-target", "ease/to-gone", drawn_pathway(f"{SUPPORTED} done gone; done >"))

    def test_a_key_used_twice(self):
        twice = [
            {"key": "go", "label": "Go", "target": "done", "rationale": "So [@trial].", "populations": ["adult"]}
        ] * 2
        pathway = drawn_pathway(f"{SUPPORTED} done; done >", steps={"ease": {"choices": twice}})
        self.review("duplicate-key", "ease/go", pathway)
        steps = pathway.model_copy(update={"steps": (*drawn_pathway().steps, drawn_pathway().steps[-1])})
        self.review("duplicate-key", "same", steps)

    def test_a_loop_without_an_exit_is_said_once(self):
        self.review("loop-without-exit", "a", drawn_pathway(f"{SUPPORTED} a done; a > b; b > c; c > a b; done >"))
        self.review("loop-without-exit", "a", drawn_pathway(f"{SUPPORTED} a done; a > a; done >"))

    def test_a_loop_with_an_exit_is_legal(self):
        self.assertEqual(self.spots(drawn_pathway(f"{SUPPORTED} a; a > b; b > a done; done >")), [])


class GateTests(CheckTestCase):
    def publish(self, code, place, pathway):
        self.assert_only(code, place, Level.BLOCKS_PUBLISHING, pathway)

    def test_a_treatment_needs_both_gates(self):
        for missing, kept in (("only-apparent", "wanted-safe-available"), ("wanted-safe-available", "only-apparent")):
            pathway = drawn_pathway(f"{SUPPORTED} gate; gate=gate:{kept} > drug; drug=therapy > done; done >")
            self.publish("treatment-not-behind-gate", "drug", pathway)
            found = self.problems(pathway)[0]
            self.assertIn(missing, found.fix)
            self.assertIn("begin → ease → gate → drug", found.message)

    def test_a_way_round_the_gate_is_found(self):
        around = CLEAN.replace("right=gate:right-disease > only other", "right=gate:right-disease > only safe other")
        self.assertEqual(
            self.spots(drawn_pathway(around)),
            [("treatment-not-behind-gate", "drug"), ("treatment-not-behind-gate", "study")],
        )

    def test_two_gates_of_one_flavour_may_guard_two_ways(self):
        two = f"""{SUPPORTED} one two; one=gate:only-apparent > safe; two=gate:only-apparent > safe;
            safe=gate:wanted-safe-available > drug; drug=therapy > done; done >"""
        self.assertEqual(self.spots(drawn_pathway(two)), [])

    def test_a_gate_that_only_the_adult_lens_passes_is_missing_in_the_child_lens(self):
        around = CLEAN.replace("right=gate:right-disease > only other", "right=gate:right-disease > only safe other")
        adults = {"right/to-safe": {"populations": ["child"], "absent": {"adult": "Not for adults."}}}
        found = self.problems(drawn_pathway(around, child=True, choices=adults))
        self.assertEqual({p.code for p in found}, {"treatment-not-behind-gate"})
        self.assertTrue(all("In the lens “child”" in p.message for p in found))

    def test_what_is_urgent_is_never_gated(self):
        gated = f"{SUPPORTED} gate; gate=gate:really-worse > worse done; worse=urgent > done; done >"
        self.publish("gated-urgent", "worse", drawn_pathway(gated))

    def test_an_opinion_needs_no_gate(self):
        self.assertEqual(self.spots(drawn_pathway(f"{SUPPORTED} ask; ask=refer > done; done >")), [])

    def test_an_outcome_needs_supportive_care_on_every_way(self):
        self.publish(
            "outcome-without-support", "done",
            drawn_pathway("begin=start > call ease; call=urgent > done; ease=support > done; done >"),
        )  # fmt: skip

    def test_a_gate_is_complete_and_nothing_else_is_a_gate(self):
        self.publish("gate-without-flavour", "right", drawn_pathway(steps={"right": {"flavour": None}}))
        self.publish("gate-without-checks", "right", drawn_pathway(steps={"right": {"checks": []}}))
        self.publish("flavour-without-gate", "ask", drawn_pathway(steps={"ask": {"flavour": "only-apparent"}}))

    @given(graphs(most=6), st.sets(st.sampled_from(["s1", "s2", "s3"])))
    @settings(deadline=None)
    def test_taking_the_gates_out_agrees_with_walking_every_path(self, drawn, gates):
        whole = networkx.DiGraph((step, target) for step, targets in drawn.items() for target in targets)
        whole.add_nodes_from(drawn)
        targets = frozenset(drawn) - gates - {"s0"}
        passed_by = {
            target
            for target in targets
            if any(not gates & set(path) for path in networkx.all_simple_paths(whole, "s0", target))
        }
        self.assertEqual(gates_passed_by("s0", targets, frozenset(gates), drawn), passed_by)

    @given(graphs())
    def test_with_one_gate_it_is_the_dominator_test(self, drawn):
        above = dominators("s0", drawn)
        for gate in drawn.keys() - {"s0"}:
            targets = reachable("s0", drawn) - {gate}
            behind = {target for target in targets if gate in above[target]}
            self.assertEqual(targets - gates_passed_by("s0", targets, frozenset({gate}), drawn), behind)


class LensTests(CheckTestCase):
    def test_a_pathway_and_a_choice_are_for_somebody(self):
        nobody = drawn_pathway().model_copy(update={"populations": ()})
        self.assert_only("populations-empty", "", Level.BLOCKS_PUBLISHING, nobody)
        self.assert_only(
            "populations-empty", "begin/to-ease", Level.BLOCKS_PUBLISHING,
            drawn_pathway(choices={"begin/to-ease": {"populations": []}, "call/to-ease": {}}),
        )  # fmt: skip

    def test_a_choice_that_one_fitting_lens_lacks_says_why(self):
        silent = {"choose/to-study": {"populations": ["adult"]}}
        both = drawn_pathway(populations=("adult", "child"), choices=silent)
        self.assert_only("absence-unexplained", "choose/to-study", Level.BLOCKS_PUBLISHING, both)

    def test_a_lens_half_written_says_why_it_is_closed(self):
        half = drawn_pathway(child=True, steps={"call": {"wordings": {}}})
        self.assert_only("lens-closed", "", Level.ADVICE, half)
        self.assertIn("“call”", self.problems(half)[0].message)


class SignOffTests(CheckTestCase):
    def test_without_a_signature_there_is_one_advice(self):
        self.assert_only("missing-sign-off", "", Level.ADVICE, drawn_pathway(disclosure=""), sign_offs=())

    def test_a_required_role_blocks_until_it_has_signed(self):
        roles = {"required_roles": {"rheumatologist", "nurse"}}
        self.assert_only("missing-sign-off", "", Level.BLOCKS_PUBLISHING, drawn_pathway(), **roles)
        both = (sign_off(), sign_off("nurse"))
        self.assertEqual(self.spots(drawn_pathway(), sign_offs=both, **roles), [])

    def test_interests_are_disclosed(self):
        silent = (sign_off(disclosure=""),)
        self.assert_only("missing-disclosure", "", Level.ADVICE, drawn_pathway(), sign_offs=silent)
        self.assert_only(
            "missing-disclosure", "", Level.BLOCKS_PUBLISHING,
            drawn_pathway(), sign_offs=silent, required_roles={"rheumatologist"},
        )  # fmt: skip
        self.assert_only("missing-disclosure", "", Level.ADVICE, drawn_pathway(disclosure=""))
