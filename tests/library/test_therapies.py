"""The page of a therapy."""

from datetime import date

from django.test import TestCase, override_settings

from education.editorial import memory
from education.editorial.models import Notice
from education.library.domain.library import Effect
from tests import builders
from tests.library.released import PARTS, many, release
from tests.published import publish, somebody
from tests.query_budget import BUDGET

DRUG = "/therapies/drug/"


def effect(**changes):
    """Return a size of effect with the figures of the drawn trial."""
    fields = {
        "reference": "trial",
        "measure": "Decline of breath",
        "contrast": "difference",
        "better": "higher",
        "value": "41.0",
        "low": "2.9",
        "high": "79.0",
    }
    return Effect.model_validate(fields | changes)


@override_settings(SCLERO_OPEN_READING=True)
class TherapyPageTests(TestCase):
    def setUp(self):
        memory.forget_all()

    def page(self, *records, query="", **changes):
        release(builders.therapy(**changes), *records)
        return self.client.get(f"{DRUG}{query}")

    def test_it_tells_what_is_known_by_organ(self):
        response = self.page(
            target="A kinase", verdict="It slowed decline [@trial]. Nobody looked at skin in this library."
        )
        told = (
            "<h1", "Drug", "A kinase", "It slowed decline", "Evidence by organ", "Favours", "against placebo",
            "Moderate", "RCT, n\u00a0=\u00a060", "After failure", "Decline of lung function", "One trial.",
        )  # fmt: skip
        for said in told:
            self.assertContains(response, said)
        self.assertContains(response, '<a class="s-cite" href="/references/trial/">Silva 2020</a>')
        self.assertContains(response, "Starter judgement, not yet reviewed")
        self.assertContains(response, "Release 1")

    def test_a_lens_changes_what_is_borrowed(self):
        self.assertNotContains(self.page(), "Borrowed from adults")
        response = self.client.get(f"{DRUG}?lens=child")
        self.assertContains(response, "Borrowed from adults")
        self.assertContains(response, 'class="s-borrowed-row"')
        self.assertContains(response, 'data-lens="child"')

    def test_a_lens_that_is_none_is_dropped_and_said(self):
        response = self.page(query="?lens=dog")
        self.assertContains(response, "There is no such lens.")
        self.assertEqual(response.context["dossier"].lens, "adult")

    def test_htmx_gets_the_dossier_and_the_status(self):
        self.page()
        response = self.client.get(f"{DRUG}?lens=child", headers=PARTS)
        self.assertTrue(response.content.decode().startswith("<title>Drug"))
        self.assertContains(response, "Child evidence shown")
        self.assertContains(response, 'id="dossier"')
        self.assertNotContains(response, "<html")
        restored = self.client.get(f"{DRUG}?lens=child", headers={**PARTS, "HX-History-Restore-Request": "true"})
        self.assertContains(restored, "<html")

    def test_an_empty_therapy_leaves_no_hole(self):
        release(builders.therapy("new", name="A new drug"))
        response = self.client.get("/therapies/new/")
        for said in (
            "No study found in this library",
            "No study found, looked on 1 Nov 2026",
            "Was it studied after failure?",
        ):
            self.assertContains(response, said)
        for unsaid in (
            "Size of effect",
            "Harms",
            "Monitoring",
            "Safety to plan for",
            "When it seems to fail",
            "<table",
        ):
            self.assertNotContains(response, unsaid)

    def test_sizes_of_effect_are_drawn_and_told_in_a_table(self):
        effects = [effect(), effect(reference="two", low=None, high=None)]
        response = self.page(
            builders.statement(effects=effects, references=["trial", "two"]),
            builders.reference("two", key_findings=["It slowed by 41.0 mL."]),
        )
        self.assertContains(response, "Size of effect")
        self.assertContains(response, 'role="img"')
        self.assertContains(response, "(2.9 to 79.0)")
        self.assertContains(response, "interval not held here")
        self.assertContains(response, "favours comparator")
        self.assertContains(response, "favours Drug")
        self.assertContains(response, "Show as table")
        self.assertNotContains(response, "pooled estimate")

    def test_the_arrows_follow_the_side_that_is_better(self):
        for better, first in (("higher", "← favours comparator"), ("lower", "← favours Drug")):
            response = self.page(builders.statement(effects=[effect(better=better)]))
            self.assertContains(response, first)
        self.assertNotContains(self.page(builders.statement(effects=[effect(better="neither")])), "favours comparator")
        before_after = self.page(builders.statement(effects=[effect(contrast="change")]))
        self.assertContains(before_after, "← worse")
        self.assertNotContains(before_after, "favours comparator")

    def test_stances_are_printed_as_they_are(self):
        guide = builders.reference("guide", title="A guideline", authors="Berg A", design="guideline")
        response = self.page(
            guide,
            builders.recommendation("a", stance="against-strength-unknown", note="Read on a poster."),
            builders.recommendation("b", verified=False, wording="Give it to all."),
        )
        for said in ("Against, strength unknown", "Line not stated", "The drug may be considered.", "not stated",
                     "Read on a poster.", "Berg 2020", "1 entry not yet verified"):  # fmt: skip
            self.assertContains(response, said)
        self.assertNotContains(response, "Give it to all.")

    def test_harms_are_statements_of_their_own(self):
        hurt = builders.statement(
            "hurt", harm=True, direction="against", outcome="Bleeding", finding="It bled [@trial]."
        )
        response = self.page(hurt)
        self.assertContains(response, "Bleeding")
        self.assertContains(response, 'id="hurt"')

    def test_a_mechanism_is_listed_with_what_trials_showed(self):
        response = self.page(
            builders.node(), builders.target(trial_signal="Missed its endpoint.", closes=False, effect="reduces")
        )
        for said in (
            "B cell",
            "Reduces: dampens it, does not close it",
            "Missed its endpoint.",
            "A mechanism is not an effect.",
        ):
            self.assertContains(response, said)

    def test_the_pathways_that_use_it_are_listed_while_they_are_live(self):
        publish()
        self.assertContains(
            self.client.get(DRUG), '<a href="/pathways/lungs-getting-worse/">Lungs getting worse on treatment</a>'
        )

    def test_notices_on_anything_it_shows_stand_on_top(self):
        self.page(builders.statement(review_by=date(2020, 1, 1)), review_by=date(2020, 1, 1))
        Notice.objects.create(kind="retraction", subject="reference:trial", text="It was withdrawn.")
        Notice.objects.create(kind="safety", subject="therapy:drug", text="Watch the liver.")
        Notice.objects.create(kind="correction", subject="statement:drug-lung", text="A figure was wrong.")
        response = self.client.get(DRUG)
        titles = [notice.title for notice in response.context["notices"]]
        self.assertEqual(
            titles,
            ["Silva 2020: Retraction", "Safety notice", "Decline of lung function: Correction", "Review overdue"],
        )
        self.assertContains(response, "Review overdue")

    def test_abbreviations_are_spelt_out_once(self):
        response = self.page(
            builders.term(expansion="forced vital capacity"),
            builders.statement(outcome="FVC after a year", finding="FVC fell [@trial]."),
        )
        self.assertContains(response, '<abbr title="forced vital capacity">FVC</abbr>', count=1)

    def test_markup_in_any_field_is_text(self):
        evil = "<script>alert()</script><img src=x onerror=alert()>"
        cited = f"{evil} [x](javascript:alert()) [@trial]"
        release(
            builders.reference(title=evil, authors=evil, journal=evil, key_findings=[evil], caveats=[evil]),
            builders.reference("guide", title=evil, authors=evil),
            builders.statement(
                outcome=evil, finding=cited, comparator=evil, direction_note=evil, line_detail=evil,
                population_detail=evil, certainty_reason=evil,
                effects=[effect(measure=evil, value=None, low=None, high=None, missing=evil)],
            ),
            builders.recommendation(intervention=evil, wording=evil, level_grade=evil, note=evil),
            builders.node(name=evil),
            builders.target(trial_signal=evil, note=evil),
            builders.threshold(name=evil, definition=evil, note=evil),
            builders.term(name=evil, expansion=evil, plain=cited, also=[evil]),
            builders.therapy(
                name=evil, drug_class=evil, target=evil, verdict=cited, after_failure=cited, safety=[cited],
                child_word=cited,
            ),
        )  # fmt: skip
        pages = (DRUG, "/references/trial/", "/references/", "/thresholds/", "/terms/", "/terms/fvc/")
        for address in (*pages, f"{DRUG}?lens=child"):
            html = self.client.get(address).content.decode()
            with self.subTest(address):
                self.assertIn("alert()", html)
                for live in ("<script>alert", "<img src", 'href="javascript'):
                    self.assertNotIn(live, html)

    def test_an_unknown_therapy_is_not_found_and_post_is_refused(self):
        release()
        self.assertEqual(self.client.get("/therapies/gone/").status_code, 404)
        self.assertEqual(self.client.post(DRUG).status_code, 405)


@override_settings(SCLERO_OPEN_READING=True, SESSION_ENGINE="django.contrib.sessions.backends.db")
class CostTests(TestCase):
    pages = {
        "therapy": DRUG,
        "reference": "/references/trial/",
        "references": "/references/",
        "cite": "/references/trial/cite/?as=ris",
        "thresholds": "/thresholds/",
        "terms": "/terms/",
        "term": "/terms/fvc/",
    }

    def check(self):
        for name, address in self.pages.items():
            with self.subTest(name):
                self.client.get(address)
                with self.assertNumQueries(BUDGET[name]):
                    self.client.get(address)

    def test_pages_cost_as_many_queries_with_ten_times_the_library(self):
        memory.forget_all()
        self.client.force_login(somebody())
        publish()
        release(*many(3))
        self.check()
        release(*many(30))
        self.check()

    def test_strangers_get_a_304_for_what_they_have(self):
        memory.forget_all()
        release(*builders.one_of_each())
        for name, address in self.pages.items():
            with self.subTest(name):
                etag = self.client.get(address)["ETag"]
                self.assertEqual(self.client.get(address, headers={"If-None-Match": etag}).status_code, 304)
        self.client.force_login(somebody())
        self.assertEqual(self.client.get(DRUG)["Cache-Control"], "private, no-store")
