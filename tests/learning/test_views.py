"""The player as pages and as parts, for its owner, for others, and with bad input."""

from django.test import TestCase, override_settings
from django.urls import reverse

from education.learning.models import Walk, WalkEvent
from tests.builders import drawn_pathway
from tests.published import publish, somebody, store

HTMX = {"HTTP_HX_REQUEST": "true"}
TOKEN = "a-token-of-a-page"


class PlayerTestCase(TestCase):
    """Somebody signed in, at the first visit of a walk."""

    def setUp(self):
        self.edition = publish()
        self.user = somebody()
        self.client.force_login(self.user)
        self.walk = self.start()

    def start(self, token=TOKEN, **data):
        self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": token, **data})
        return Walk.objects.order_by("-started_at").first()

    def step_url(self, seq=1, lens="adult"):
        return reverse("learning:step", args=[self.walk.pk, seq]) + f"?lens={lens}"

    def choose(self, choice, seq=1, lens="adult", token=TOKEN, **headers):
        data = {"from": seq, "choice": choice, "lens": lens, "token": token}
        return self.client.post(reverse("learning:choose", args=[self.walk.pk]), data, **headers)


class BeginTests(PlayerTestCase):
    def begin(self, token):
        return self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": token})

    def test_a_start_leads_straight_to_the_first_step(self):
        answer = self.begin("another-form-of-a-start")
        self.walk = Walk.objects.order_by("-started_at").first()
        self.assertRedirects(answer, self.step_url(seq=1))

    def test_the_same_form_again_leads_to_where_its_walk_is_now(self):
        self.choose("to-ease")
        answer = self.begin(TOKEN)
        self.assertRedirects(answer, reverse("learning:walk", args=[self.walk.pk]), target_status_code=302)


class StepTests(PlayerTestCase):
    def test_the_page_is_whole_and_names_the_step(self):
        page = self.client.get(self.step_url())
        self.assertContains(page, "<!doctype html>", html=False, msg_prefix=page.content.decode()[:200])
        self.assertContains(page, "What now at begin?")

    def test_htmx_gets_parts_that_begin_with_a_title(self):
        part = self.client.get(self.step_url(), **HTMX)
        self.assertTrue(part.content.startswith(b"<title>"), part.content[:80])
        self.assertNotContains(part, "<html")
        self.assertEqual(part["Cache-Control"], "no-store")
        self.assertIn("HX-Request", part["Vary"])

    def test_history_restore_gets_the_whole_page(self):
        page = self.client.get(self.step_url(), HTTP_HX_HISTORY_RESTORE_REQUEST="true", **HTMX)
        self.assertContains(page, "<html")

    def test_the_lens_shows_what_differs_and_keeps_the_vignette(self):
        child = self.client.get(self.step_url(lens="child"))
        self.assertContains(child, 'data-lens="child"')
        self.assertContains(child, "A woman with scleroderma is short of breath.")
        self.assertEqual(WalkEvent.objects.count(), 1)

    def test_an_unknown_lens_or_visit_is_the_404_page(self):
        for url in (self.step_url(lens="dog"), self.step_url(seq=7)):
            self.assertEqual(self.client.get(url).status_code, 404)

    def test_somebody_elses_walk_and_no_walk_are_the_same_404_page(self):
        self.client.force_login(somebody("other@example.org"))
        theirs = self.client.get(self.step_url())
        nobodys = self.client.get("/walks/00000000-0000-4000-8000-000000000000/steps/1/")
        self.assertEqual((theirs.status_code, nobodys.status_code), (404, 404))
        self.assertEqual(theirs.content, nobodys.content)

    def test_a_walk_resumes_at_its_latest_visit_in_the_lens_it_was_left_in(self):
        self.choose("to-ease", lens="child")
        answer = self.client.get(reverse("learning:walk", args=[self.walk.pk]))
        self.assertRedirects(answer, self.step_url(seq=2, lens="child"))


class ChooseTests(PlayerTestCase):
    def test_a_browser_is_redirected_to_the_next_visit(self):
        self.assertRedirects(self.choose("to-ease"), self.step_url(seq=2))

    def test_the_answer_to_htmx_is_the_next_step_and_its_address(self):
        answer = self.choose("to-ease", **HTMX)
        self.assertContains(answer, "What now at ease?")
        self.assertEqual(answer["HX-Push-Url"], self.step_url(seq=2))
        self.assertContains(answer, 'id="trail"')
        self.assertContains(answer, 'id="status"')

    def test_a_double_submit_is_one_visit_and_one_answer(self):
        first, second = self.choose("to-ease"), self.choose("to-ease")
        self.assertEqual(first.url, second.url)
        self.assertEqual(WalkEvent.objects.count(), 2)

    def test_no_choice_is_422_with_the_step_and_a_clear_sentence(self):
        for headers in ({}, HTMX):
            answer = self.choose("", **headers)
            self.assertContains(answer, "Choose one option before you continue.", status_code=422)
            self.assertContains(answer, "What now at begin?", status_code=422)
        self.assertEqual(WalkEvent.objects.count(), 1)

    def test_a_choice_that_is_not_offered_is_409_with_that_visit(self):
        for headers in ({}, HTMX):
            answer = self.choose("to-nowhere", **headers)
            self.assertContains(answer, "What now at begin?", status_code=409)
        self.assertEqual(WalkEvent.objects.count(), 1)

    def test_unknown_visit_walk_or_lens_is_404(self):
        self.assertEqual(self.choose("to-ease", seq=9).status_code, 404)
        self.assertEqual(self.choose("to-ease", seq="x").status_code, 404)
        self.assertEqual(self.choose("to-ease", lens="dog").status_code, 404)
        self.client.force_login(somebody("other@example.org"))
        self.assertEqual(self.choose("to-ease").status_code, 404)
        self.assertEqual(WalkEvent.objects.count(), 1)

    def test_a_get_writes_nothing_and_is_not_allowed(self):
        self.assertEqual(self.client.get(reverse("learning:choose", args=[self.walk.pk])).status_code, 405)

    def test_a_forged_post_is_refused(self):
        self.client.handler.enforce_csrf_checks = True
        self.assertEqual(self.choose("to-ease").status_code, 403)


class NewerEditionTests(PlayerTestCase):
    def publish_change(self, **own):
        return publish(drawn_pathway(child=True, steps={"ease": {"body": "New words [@trial]."}}), **own)

    def test_a_publication_in_mid_walk_changes_nothing_under_the_learner(self):
        self.choose("to-ease")
        self.publish_change(note="New words.")
        page = self.client.get(self.step_url(seq=2))
        self.assertContains(page, "Something known about ease")
        self.assertNotContains(page, "New words [")

    def test_it_says_how_many_of_the_steps_taken_have_changed_and_offers_to_move_over(self):
        self.choose("to-ease")
        self.publish_change(note="We reworded it.")
        page = self.client.get(self.step_url(seq=2))
        self.assertContains(page, "1 of the 2 steps you took have changed.")
        self.assertContains(page, "We reworded it.")
        moved = self.client.post(reverse("learning:move", args=[self.walk.pk]), follow=True)
        self.assertEqual(moved.status_code, 200)
        old = self.client.get(self.step_url(seq=2))
        self.assertContains(old, "This walk is closed.")
        self.assertEqual(self.choose("to-right", seq=2, token="another-token").status_code, 409)

    def test_a_safety_correction_says_so_at_once(self):
        self.publish_change(safety=True)
        self.assertContains(self.client.get(self.step_url()), "Safety correction.")

    def test_a_scheduled_edition_is_not_spoken_of_before_its_time(self):
        from datetime import timedelta

        from django.utils import timezone

        self.publish_change(live_from=timezone.now() + timedelta(days=1))
        self.assertNotContains(self.client.get(self.step_url()), "is out")


class StrangerTests(TestCase):
    def setUp(self):
        self.edition = publish()

    def start(self):
        return self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": TOKEN}, follow=True)

    @override_settings(SCLERO_OPEN_READING=True)
    def test_a_stranger_walks_and_keeps_the_walk_on_signing_in(self):
        page = self.start()
        self.assertContains(page, "What now at begin?")
        user = somebody()
        self.client.post(reverse("account_login"), {"login": user.email, "password": "a long enough password"})
        self.assertEqual(Walk.objects.get().owner, user)
        self.assertContains(self.client.get(page.redirect_chain[-1][0]), "What now at begin?")

    @override_settings(SCLERO_OPEN_READING=True)
    def test_another_browser_does_not_see_it(self):
        page = self.start()
        self.client.cookies.clear()
        self.assertEqual(self.client.get(page.redirect_chain[-1][0]).status_code, 404)

    @override_settings(SCLERO_OPEN_READING=False)
    def test_where_reading_is_closed_a_stranger_is_sent_to_sign_in(self):
        self.assertContains(self.start(), "account", status_code=200)
        self.assertEqual(Walk.objects.count(), 0)
        for name in ("home", "pathways"):
            self.assertEqual(self.client.get(reverse(f"learning:{name}")).status_code, 302)

    @override_settings(SCLERO_OPEN_READING=True)
    def test_reading_makes_no_session(self):
        for url in ("/", "/pathways/", f"/pathways/{self.edition.slug}/"):
            self.assertNotIn("sessionid", self.client.get(url).cookies)

    @override_settings(SCLERO_OPEN_READING=True)
    def test_too_many_starts_are_429(self):
        url = reverse("learning:start", args=[self.edition.slug])
        answers = [self.client.post(url, {"token": f"token-{n:04}"}).status_code for n in range(31)]
        self.assertEqual(answers, [302] * 30 + [429])


class ListTests(PlayerTestCase):
    def test_home_leads_back_to_the_exact_visit(self):
        self.choose("to-ease")
        self.assertContains(self.client.get("/"), self.step_url(seq=2).replace("&", "&amp;"))

    def test_after_an_outcome_another_branch_is_under_way_again(self):
        self.choose("to-ease")
        self.choose("to-ask", seq=2, token="the-second-page")
        self.choose("to-done", seq=3, token="the-third-page")
        self.assertContains(self.client.get("/"), "Finished")
        self.choose("to-call", seq=1, token="back-at-the-first")
        self.assertContains(self.client.get("/"), self.step_url(seq=5).replace("&", "&amp;"))

    def test_the_pathway_is_found_by_organ_and_population(self):
        for url in ("/", "/pathways/", "/pathways/?population=child"):
            self.assertContains(self.client.get(url), self.edition.title)

    def test_the_cover_says_what_where_and_how_far(self):
        page = self.client.get(reverse("learning:cover", args=[self.edition.slug]))
        self.assertContains(page, "What to think of before more treatment.")
        self.assertContains(page, self.step_url(seq=1).replace("&", "&amp;"))

    def test_an_unknown_pathway_is_404_on_every_address(self):
        self.assertEqual(self.client.get("/pathways/none-such/").status_code, 404)
        self.assertEqual(self.client.post("/pathways/none-such/walks/", {"token": TOKEN}).status_code, 404)

    def test_a_draft_alone_is_nowhere(self):
        store(drawn_pathway(slug="only-a-draft", title="Only a draft"))
        self.assertNotContains(self.client.get("/pathways/"), "Only a draft")
        self.assertEqual(self.client.get("/pathways/only-a-draft/").status_code, 404)
