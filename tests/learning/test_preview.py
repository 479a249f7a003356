"""Preview of a draft: the player from any step in either lens, for those who may see drafts; nothing is written."""

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.editorial import memory
from education.learning import preview
from education.learning.models import Walk
from education.pathways.models import Choice, Pathway, Step
from tests.builders import drawn_pathway
from tests.published import somebody, store

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "player"}
WORDED = {
    "ask": {"wordings": {"child": {"difference": "It differs.", "body": "Words for a child [@trial].", "why": ""}}}
}
ADULTS_ONLY = {"choose/to-study": {"populations": ["adult"], "absent": {"child": "No trial takes children."}}}


class PreviewTestCase(TestCase):
    role = "educator"

    def setUp(self):
        memory.forget_all()
        store(drawn_pathway(child=True, steps=WORDED, choices=ADULTS_ONLY))
        self.draft = Pathway.objects.get()
        self.client.force_login(somebody(role=self.role))

    def url(self, step="begin", **query):
        return reverse("learning:preview", args=[self.draft.pk, step], query=query)

    def start_url(self):
        return reverse("learning:preview_start", args=[self.draft.pk])


class PreviewTests(PreviewTestCase):
    def test_it_starts_where_a_walk_would(self):
        self.assertRedirects(self.client.get(self.start_url()), self.url(lens="adult"))

    def test_a_step_is_shown_with_its_options_as_links_and_says_that_it_is_a_draft(self):
        page = self.client.get(self.url("choose"))
        self.assertContains(page, "What now at choose?")
        self.assertContains(page, "Preview of a draft: nothing is recorded.")
        step = Step.objects.get(key="choose")
        self.assertContains(page, f'href="{reverse("admin:pathways_step_change", args=[step.pk])}"')
        self.assertContains(page, 'href="' + self.url("choose", lens="adult", via="to-drug").replace("&", "&amp;"))
        self.assertNotContains(page, 'name="token"')

    def test_every_step_opens_in_both_lenses(self):
        for key in Step.objects.values_list("key", flat=True):
            for lens in ("adult", "child"):
                with self.subTest(step=key, lens=lens):
                    page = self.client.get(self.url(key, lens=lens))
                    self.assertContains(page, f"What now at {key}?")
                    self.assertContains(page, f'data-lens="{lens}"')

    def test_the_lens_shows_its_own_words_and_choices(self):
        self.assertContains(self.client.get(self.url("ask", lens="child")), "Words for a child")
        self.assertNotContains(self.client.get(self.url("ask", lens="adult")), "Words for a child")
        self.assertContains(self.client.get(self.url("choose", lens="child")), "No trial takes children.")

    def test_the_way_taken_is_in_the_address_and_on_the_trail(self):
        page = self.client.get(self.url("begin", lens="adult", via="to-ease.to-ask.to-done"))
        self.assertContains(page, "What now at done?")
        for before in ("", "to-ease", "to-ease.to-ask"):
            self.assertContains(
                page, 'href="' + self.url("begin", lens="adult", via=before).replace("&", "&amp;") + '"'
            )

    def test_changing_the_lens_keeps_a_way_that_the_other_lens_does_not_offer(self):
        page = self.client.get(self.url("choose", lens="child", via="to-study"))
        self.assertContains(page, "What now at study?")
        self.assertContains(page, '<input type="hidden" name="via" value="to-study">', html=True)

    def test_htmx_gets_the_player_alone(self):
        fragment = self.client.get(self.url("ask", lens="child"), **HTMX)
        self.assertContains(fragment, 'id="player"')
        self.assertNotContains(fragment, "<html")

    def test_what_is_unknown_is_not_found(self):
        for url in (
            self.url("gone"),
            self.url("begin", via="gone"),
            self.url("begin", via="to-ease.gone"),
            self.url("begin", lens="dog"),
            reverse("learning:preview", args=[0, "begin"]),
            reverse("learning:preview_start", args=[0]),
        ):
            with self.subTest(url=url):
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_the_text_of_a_draft_is_escaped(self):
        Step.objects.update(
            body="<script>alert(1)</script> [@trial]", title="<b>Q</b>", vignette="<img src=x onerror=y>"
        )
        page = self.client.get(self.url("begin"))
        for raw in ("<script>alert", "<b>Q</b>", "<img src=x"):
            self.assertNotContains(page, raw)

    def test_an_edit_is_seen_at_once(self):
        self.client.get(self.url("ask"))
        Step.objects.filter(key="ask").update(body="Edited just now [@trial].")
        self.assertContains(self.client.get(self.url("ask")), "Edited just now")

    def test_the_same_draft_is_opened_once_and_few_are_kept(self):
        preview._kept.clear()
        for n in range(preview.KEPT_DRAFTS + 3):
            Step.objects.filter(key="ask").update(body=f"Edit {n} [@trial].")
            self.client.get(self.url("ask"))
            self.client.get(self.url("done"))
        self.assertEqual(len(preview._kept), preview.KEPT_DRAFTS)

    def test_the_queries_do_not_grow_with_the_way_taken(self):
        with CaptureQueriesContext(connection) as first:
            self.client.get(self.url("begin"))
        with self.assertNumQueries(len(first)):
            self.client.get(self.url("begin", via="to-ease.to-ask.to-done"))


class NothingIsRecordedTests(PreviewTestCase):
    def counts(self):
        return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}

    def test_a_preview_writes_no_row_in_any_table(self):
        session = Session.objects.get().session_data
        before = self.counts()
        for key in Step.objects.values_list("key", flat=True):
            for lens in ("adult", "child"):
                self.client.get(self.url(key, lens=lens))
        self.client.get(self.start_url(), follow=True)
        self.client.get(self.url("begin", via="to-ease.to-ask.to-done"))
        self.client.get(self.url("ask"), **HTMX)
        Step.objects.filter(key="ask").update(minutes=99)
        self.client.get(self.start_url())
        self.assertEqual(self.counts(), before)
        self.assertFalse(Walk.objects.exists())
        self.assertEqual(Session.objects.get().session_data, session)


class NotPlayableTests(PreviewTestCase):
    def assert_says_why(self, url, sentence):
        page = self.client.get(url)
        self.assertContains(page, sentence, status_code=409)
        back = reverse("admin:pathways_pathway_change", args=[self.draft.pk])
        self.assertContains(page, f'href="{back}"', status_code=409)

    def test_a_draft_with_an_unreadable_field_says_which_and_links_back(self):
        Step.objects.filter(key="ask").update(minutes=99)
        for url in (self.start_url(), self.url("begin")):
            self.assert_says_why(url, "Step 4, ask: minutes")

    def test_a_draft_without_a_start_says_so_and_its_steps_can_still_be_looked_at(self):
        Step.objects.filter(key="begin").update(kind="assess")
        self.assert_says_why(self.start_url(), "The pathway has no step of the kind start.")
        self.assertContains(self.client.get(self.url("ask")), "What now at ask?")

    def test_an_empty_draft_says_that_nothing_starts(self):
        Choice.objects.all().delete()
        Step.objects.all().delete()
        self.assert_says_why(self.start_url(), "The pathway has no step of the kind start.")

    def test_a_draft_that_checks_refuse_can_be_previewed(self):
        Pathway.objects.update(fits_adults=False, fits_children=False)
        Choice.objects.filter(step__key="ask").update(for_adults=False, for_children=False)
        Step.objects.filter(key="ask").update(body="No source, [@gone], [[gone]].", flavour="", kind="gate")
        for lens in ("", "adult", "child"):
            self.assertContains(self.client.get(self.url("ask", lens=lens)), "What now at ask?")
        self.assertEqual(self.client.get(self.start_url()).status_code, 302)


class PermissionTests(PreviewTestCase):
    def test_educator_reviewer_and_clinic_admin_may_and_a_trainee_may_not(self):
        outcomes = {"educator": 200, "reviewer": 200, "clinic-admin": 200, "trainee": 403}
        for role, status in outcomes.items():
            self.client.force_login(somebody(f"the-{role}@example.org", role=role))
            with self.subTest(role=role):
                self.assertEqual(self.client.get(self.url()).status_code, status)
                self.assertEqual(self.client.get(self.start_url(), follow=True).status_code, status)

    def test_a_stranger_is_asked_to_sign_in(self):
        self.client.logout()
        self.assertRedirects(
            self.client.get(self.url()), f"{reverse('account_login')}?next={self.url()}", fetch_redirect_response=False
        )

    def test_only_get_is_known(self):
        for url in (self.url(), self.start_url()):
            self.assertEqual(self.client.post(url).status_code, 405)
