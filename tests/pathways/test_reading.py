"""A package file is read with every fault located, and written back exactly."""

from decimal import Decimal
from unittest import TestCase

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from education.core.domain.problems import Unreadable
from education.pathways.domain.document import LENSES, CheckKey, Pathway
from education.pathways.domain.reading import read_pathway, write_pathway
from tests.builders import drawn_pathway

FILE = """---
slug: small
title: Small
summary: A small one.
objectives: [Read it.]
organ: skin
populations: [adult]
minutes: 5
review_by: 2027-01-01
steps:
  - key: start
    kind: start
    title: What first?
    short: Start
    wordings:
      child: {difference: Children are smaller.}
    choices:
      - {key: go, label: Go on, target: end, populations: [adult]}
  - key: end
    kind: outcome
    title: Done
    short: End
---

# start vignette
A woman of 58.

# start body
Known [@trial].

### Small heading
- one [@trial]

# start body child
In children [@trial].

# start/go rationale
Because [@trial].
"""


def problems_of(text):
    try:
        read_pathway(text, file="small.md")
    except Unreadable as unreadable:
        return [(problem.code, problem.line) for problem in unreadable.problems]
    return []


class ReadingTests(TestCase):
    def test_bodies_come_to_their_places(self):
        start = read_pathway(FILE, file="small.md").steps[0]
        self.assertEqual(start.vignette, "A woman of 58.")
        self.assertEqual(start.body, "Known [@trial].\n\n### Small heading\n- one [@trial]")
        self.assertEqual(start.wordings["child"].body, "In children [@trial].")
        self.assertEqual(start.choices[0].rationale, "Because [@trial].")

    def test_a_header_that_points_nowhere_is_named_with_its_line(self):
        end = FILE.count("\n") + 1
        for header, code in (
            ("# strat body", "unknown-place"),
            ("# start/stay rationale", "unknown-place"),
            ("# start", "unknown-place"),
            ("# start rationale", "unknown-field"),
            ("# start/go body", "unknown-field"),
            ("# start vignette child", "unknown-field"),
            ("# start body children", "unknown-field"),
            ("# start body", "body-twice"),
            ("# start title", "unknown-field"),
        ):
            with self.subTest(header):
                self.assertEqual(problems_of(f"{FILE}{header}\nText.\n"), [(code, end)])

    def test_a_text_in_head_and_body_is_refused(self):
        text = FILE.replace("    short: Start\n", "    short: Start\n    body: Mine [@trial].\n")
        self.assertEqual(problems_of(text), [("body-in-head-too", 29)])

    def test_a_missing_difference_is_found_where_the_body_brings_the_wording(self):
        self.assertEqual(problems_of(f"{FILE}# end body child\nText.\n"), [("missing-key", FILE.count("\n") + 1)])

    def test_faults_of_the_head_carry_the_line_of_the_file(self):
        self.assertEqual(problems_of(FILE.replace("minutes: 5", "minutes: five")), [("unreadable-field", 8)])
        self.assertEqual(problems_of(FILE.replace("    kind: outcome", "    kind: end")), [("unreadable-field", 20)])

    def test_head_and_bodies_are_judged_together(self):
        text = FILE.replace("minutes: 5", "minutes: five") + "# gone body\nText.\n"
        self.assertEqual([code for code, _ in problems_of(text)], ["unreadable-field", "unknown-place"])

    def test_a_file_without_a_head_or_with_stray_text_is_refused(self):
        self.assertEqual(problems_of("slug: small\n"), [("no-head", 1)])
        self.assertEqual(problems_of("---\nslug: small\n"), [("no-head", 1)])
        self.assertEqual(
            problems_of(FILE.replace("---\n\n# start", "---\nStray.\n# start")), [("text-without-place", 24)]
        )

    def test_odd_heads_give_problems_and_never_crash(self):
        for head in ("steps: 3", "steps: [3]", "- a", "just words", "steps:\n- key: start\n  wordings: 3", ""):
            with self.subTest(head):
                self.assertTrue(problems_of(f"---\n{head}\n---\n# start body child\nText.\n"))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINES = st.sampled_from(
    ["# start body", "#", "## x", "::: prompt", "---", "- a: b", "é\u2028x", "a\rb", "'\"", "\ttab"]
)
TEXTS = st.lists(WORDS | LINES, max_size=3).map("\n".join)
SOLID = TEXTS.filter(
    lambda text: text.strip(" \n\t\r\x0b\x0c\x85\u2028\u2029") and text.strip().strip("\x1c\x1d\x1e\x1f")
)
KEYS = st.sampled_from(["start", "end", "a-b", "1", "null", "no", "007"])
LENS_SETS = st.lists(st.sampled_from(LENSES), unique=True)


def by_lens(values):
    return st.dictionaries(st.sampled_from(LENSES), values)


CHOICES = st.fixed_dictionaries(
    {"key": KEYS, "label": SOLID, "target": KEYS},
    optional={
        "line": TEXTS,
        "rationale": TEXTS,
        "feedback": TEXTS,
        "therapy": KEYS,
        "populations": LENS_SETS,
        "absent": by_lens(TEXTS),
        "statements": st.lists(KEYS, max_size=2),
        "wordings": by_lens(st.fixed_dictionaries({}, optional={"label": TEXTS, "rationale": TEXTS})),
    },
)
STEPS = st.fixed_dictionaries(
    {"key": KEYS, "kind": st.sampled_from(["start", "gate", "outcome"]), "title": SOLID, "short": st.just("Short")},
    optional={
        "vignette": TEXTS,
        "body": TEXTS,
        "why": TEXTS,
        "roles": st.lists(WORDS, max_size=2),
        "checks": st.lists(
            st.fixed_dictionaries(
                {"key": st.sampled_from(CheckKey.__args__), "state": st.just("not-known"), "text": SOLID}
            ),
            max_size=2,
        ),
        "series": st.lists(
            st.fixed_dictionaries(
                {
                    "measure": st.just("FVC"),
                    "unit": st.just("%"),
                    "month": st.integers(-3, 99),
                    "value": st.decimals(allow_nan=False, allow_infinity=False),
                }
            ),
            max_size=2,
        ),
        "wordings": by_lens(st.fixed_dictionaries({"difference": SOLID}, optional={"body": TEXTS, "why": TEXTS})),
        "choices": st.lists(CHOICES, max_size=2),
    },
)


class RoundTripTests(TestCase):
    def test_a_drawn_pathway_is_read_back_the_same(self):
        for child in (False, True):
            pathway = drawn_pathway(child=child)
            self.assertEqual(read_pathway(write_pathway(pathway), file="x"), pathway)

    def test_writing_what_was_read_changes_nothing_more(self):
        once = write_pathway(read_pathway(FILE, file="x"))
        self.assertEqual(write_pathway(read_pathway(once, file="x")), once)

    def test_long_texts_are_bodies_not_head(self):
        head = write_pathway(drawn_pathway()).split("---\n")[1]
        self.assertNotIn("Something known", head)
        self.assertNotIn("Feedback on", head)

    def test_an_odd_line_end_is_kept_even_when_line_ends_are_translated_on_the_way(self):
        pathway = drawn_pathway(steps={"ask": {"body": "One [@trial].\r\nTwo\rthree."}})
        written = write_pathway(pathway)
        self.assertNotIn("\r", written)
        self.assertEqual(read_pathway(written, file="x"), pathway)

    @given(st.lists(STEPS, max_size=3), SOLID)
    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    def test_any_pathway_is_read_back_the_same(self, steps, title):
        drawn = drawn_pathway("a=start >").model_dump() | {"steps": steps, "title": title}
        pathway = Pathway.model_validate(drawn)
        back = read_pathway(write_pathway(pathway), file="x")
        self.assertEqual(back, pathway)
        self.assertEqual(digits(back), digits(pathway))


def digits(pathway: Pathway) -> list[str]:
    return [str(Decimal(point.value)) for step in pathway.steps for point in step.series]
