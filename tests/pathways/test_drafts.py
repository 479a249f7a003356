"""Drafts between rows and document: nothing is lost on the way, and what says the same is left alone."""

from decimal import Decimal

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from pydantic import ValidationError

from education.core.domain.canonical import canonical
from education.library import drafts as library_drafts
from education.pathways import drafts
from education.pathways.domain.document import CheckKey, CompareKey, Pathway
from education.pathways.models import Choice, GateCheck, Step, StepStatement
from education.pathways.models import Pathway as Draft
from tests.builders import drawn_pathway, shelf, statement

FULL = {
    "begin": {
        "why": "Why [@trial].\n\n::: prompt\nAsk about it.\n:::",
        "roles": ["Nurse", "Physician"],
        "minutes": 0,
        "statements": ["other", "drug-lung"],
        "series": [
            {"measure": "FVC", "unit": "%", "month": -3, "value": "70.0"},
            {"measure": "FVC", "unit": "%", "month": 0, "value": "62"},
        ],
    },
    "only": {
        "checks": [
            {"key": "dose", "state": "settled", "text": "Full dose."},
            {"key": "dose", "state": "not-known", "text": "Level not taken."},
        ],
        "wordings": {"child": {"difference": "It differs.", "body": "Other [@trial].", "why": ""}},
    },
}
CHOICES = {
    "choose/to-drug": {
        "statements": ["drug-lung", "other"],
        "wordings": {"child": {"label": "For a child", "feedback": "Other feedback [@trial]."}},
        "compare": [
            {"row": "main-harm", "text": "Nausea.", "key_difference": True},
            {"row": "aim", "text": "Slow the decline."},
        ],
    },
    "choose/to-study": {"populations": ["adult"], "absent": {"child": "No trial takes children."}, "verdict": "weak"},
}

WORDS = st.text("aé½<&\"' ", min_size=1, max_size=12).map(str.strip).filter(bool)
TEXTS = st.text("aZ0[@]:.é½<& \n\r\t", max_size=30).map(str.strip)
KEYS = ("begin", "call", "ease", "only", "choose", "done")
STATEMENTS = st.lists(st.sampled_from(["drug-lung", "other"]), unique=True)
LENSES = st.lists(st.sampled_from(["adult", "child"]), unique=True)


def by_lens(values):
    return st.dictionaries(st.sampled_from(["adult", "child"]), values, max_size=2)


STEPS = st.dictionaries(
    st.sampled_from(KEYS),
    st.fixed_dictionaries(
        {},
        optional={
            "title": WORDS,
            "vignette": TEXTS,
            "body": TEXTS,
            "why": TEXTS,
            "minutes": st.integers(0, 60),
            "roles": st.lists(WORDS, max_size=3),
            "statements": STATEMENTS,
            "checks": st.lists(
                st.fixed_dictionaries(
                    {"key": st.sampled_from(CheckKey.__args__), "state": st.just("settled"), "text": WORDS}
                ),
                max_size=3,
            ),
            "series": st.lists(
                st.fixed_dictionaries(
                    {
                        "measure": st.sampled_from(["FVC", "mRSS"]),
                        "unit": WORDS,
                        "month": st.integers(-99, 99),
                        "value": st.decimals(-999, 999, places=2) | st.integers(0, 99).map(Decimal),
                    }
                ),
                max_size=3,
            ),
            "wordings": by_lens(st.fixed_dictionaries({"difference": WORDS, "body": TEXTS, "why": TEXTS})),
        },
    ),
    max_size=3,
)
WAYS = st.dictionaries(
    st.sampled_from(["begin/to-call", "choose/to-drug", "choose/to-ask", "only/to-same"]),
    st.fixed_dictionaries(
        {},
        optional={
            "label": WORDS,
            "line": TEXTS.filter(lambda text: "\n" not in text),
            "rationale": TEXTS,
            "feedback": TEXTS,
            "verdict": st.sampled_from(["preferred", "unsafe"]),
            "therapy": st.sampled_from([None, "drug"]),
            "populations": LENSES,
            "absent": by_lens(WORDS),
            "statements": STATEMENTS,
            "compare": st.lists(
                st.fixed_dictionaries(
                    {"row": st.sampled_from(CompareKey.__args__), "text": WORDS, "key_difference": st.booleans()}
                ),
                unique_by=lambda row: row["row"],
                max_size=3,
            ),
            "wordings": by_lens(st.fixed_dictionaries({"label": TEXTS.filter(lambda t: len(t) < 100)})),
        },
    ),
    max_size=3,
)
HEADS = st.fixed_dictionaries(
    {"title": WORDS, "summary": WORDS, "objectives": st.lists(WORDS, min_size=1, max_size=3)},
    optional={
        "audience": st.sampled_from(["nurse", "any"]),
        "minutes": st.integers(1, 240),
        "language": st.sampled_from(["en", "pt-BR"]),
        "translation_of": st.sampled_from([None, "original"]),
        "disclosure": TEXTS,
    },
)


def lens_order(document):
    """Return a document with its lenses in their order: what is open to which lens is a set."""
    return Pathway.model_validate(_sorted(document.model_dump()))


def _sorted(values):
    for owner in (values, *values["steps"], *(c for step in values["steps"] for c in step["choices"])):
        if "populations" in owner:
            owner["populations"] = sorted(owner["populations"])
    return values


def read_again(document):
    """Return a document as it is after a round trip as JSON text."""
    return Pathway.model_validate_json(canonical(document))


class RoundTripTests(HypothesisTestCase):
    def setUp(self):
        library_drafts.store(shelf(statement("other")))

    def assert_kept(self, document):
        for form in (document, read_again(document)):
            drafts.store(form)
            stored = drafts.document_of(Draft.objects.get(slug=form.slug))
            self.assertEqual(stored, form)
            self.assertEqual(canonical(stored), canonical(form))  # digits too: 62 and 62.0 are equal in Python
            self.assertEqual(drafts.document_of(Draft.objects.get(slug=form.slug)), read_again(stored))
            self.assertFalse(drafts.store(form))
            self.assertFalse(drafts.store(read_again(stored)))

    def test_a_pathway_with_everything_in_it_comes_back_the_same(self):
        for child in (False, True):
            self.assert_kept(drawn_pathway(child=child, steps=FULL, choices=CHOICES, translation_of="original"))

    @given(STEPS, WAYS, HEADS, st.booleans())
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_any_pathway_comes_back_the_same(self, steps, ways, head, child):
        self.assert_kept(lens_order(drawn_pathway(child=child, steps=steps, choices=ways, **head)))


class StoreTests(TestCase):
    def setUp(self):
        library_drafts.store(shelf(statement("other")))
        self.document = drawn_pathway(child=True, steps=FULL, choices=CHOICES)
        drafts.store(self.document)

    def rows(self):
        return {
            model: list(model.objects.order_by("pk").values()) for model in (Step, Choice, GateCheck, StepStatement)
        }

    def test_storing_it_again_changes_nothing_and_says_so(self):
        before, changed = self.rows(), Draft.objects.get().changed_at
        self.assertFalse(drafts.store(self.document))
        self.assertEqual(self.rows(), before)
        self.assertEqual(Draft.objects.get().changed_at, changed)

    def test_a_change_is_stored_and_said_and_the_steps_keep_their_rows(self):
        keys = dict(Step.objects.values_list("key", "pk"))
        changed = drawn_pathway(child=True, steps=FULL | {"ask": {"body": "New [@trial]."}}, choices=CHOICES)
        self.assertTrue(drafts.store(changed))
        self.assertEqual(dict(Step.objects.values_list("key", "pk")), keys)
        self.assertEqual(drafts.document_of(Draft.objects.get()), changed)

    def test_a_digit_more_is_a_change(self):
        more = FULL | {"begin": FULL["begin"] | {"series": [FULL["begin"]["series"][0] | {"value": "70"}]}}
        one = FULL | {"begin": FULL["begin"] | {"series": FULL["begin"]["series"][:1]}}
        drafts.store(drawn_pathway(steps=one))
        self.assertTrue(drafts.store(drawn_pathway(steps=more)))
        self.assertEqual(Step.objects.get(key="begin").series.get().value, "70")

    def test_a_step_that_is_gone_is_gone_with_its_choices(self):
        drafts.store(drawn_pathway("begin=start > done; done=outcome >"))
        self.assertEqual(list(Step.objects.values_list("key", flat=True)), ["begin", "done"])
        self.assertEqual(Choice.objects.get().key, "to-done")

    def test_a_statement_that_is_not_there_is_named_and_nothing_is_written(self):
        before = self.rows()
        with self.assertRaisesRegex(KeyError, "gone"):
            drafts.store(drawn_pathway(steps={"ask": {"statements": ["gone"]}}))
        self.assertEqual(self.rows(), before)

    def test_a_draft_that_cannot_be_read_is_written_over(self):
        Step.objects.filter(key="ask").update(minutes=99)
        self.assertTrue(drafts.store(self.document))
        self.assertEqual(drafts.document_of(Draft.objects.get()), self.document)

    def test_a_field_that_cannot_be_read_is_named_with_its_step(self):
        Choice.objects.filter(step__key="ask", key="to-done").update(label="")
        with self.assertRaises(ValidationError) as caught:
            drafts.document_of(Draft.objects.get())
        step = [step.key for step in self.document.steps].index("ask")
        self.assertEqual(
            [error["loc"] for error in caught.exception.errors()], [("steps", step, "choices", 1, "label")]
        )


class QueryTests(TestCase):
    def cost(self, drawing, **changes):
        library_drafts.store(shelf(statement("other")))
        drafts.store(drawn_pathway(drawing, **changes))
        pathway = Draft.objects.select_related("organ").get()
        with CaptureQueriesContext(connection) as queries:
            drafts.document_of(pathway)
        return len(queries)

    def test_a_long_draft_costs_as_many_queries_as_a_short_one(self):
        short = self.cost("only=start > choose; choose=decision > drug; drug=therapy > done; done=outcome >", steps={
            "only": FULL["only"] | FULL["begin"]}, choices=CHOICES)  # fmt: skip
        steps = [f"s{n}=gate:only-apparent > drug s{n + 1}" for n in range(60)]
        long = self.cost("; ".join([*steps, "s60 > drug", "drug=therapy > done", "done=outcome >"]), steps={
            f"s{n}": FULL["only"] | FULL["begin"] for n in range(60)}, choices={
            f"s{n}/to-drug": CHOICES["choose/to-drug"] for n in range(60)})  # fmt: skip
        self.assertEqual(short, long)
        self.assertLessEqual(long, 13)
