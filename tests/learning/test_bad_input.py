"""What does not exist, is somebody else's, or is nonsense: always a 4xx, always the same page, never a second event."""

from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.learning import readers
from education.learning.models import Walk, WalkEvent
from tests.builders import drawn_pathway
from tests.published import publish, somebody

TOKEN = "a-token-of-a-page"
NOBODYS = "00000000-0000-4000-8000-000000000000"
HTMX = {"HTTP_HX_REQUEST": "true"}
HUGE = 10**40
GETS = ("/", "/pathways/", "/terms/", "/terms/fvc/", "/references/trial/")


class WalkingTestCase(TestCase):
    """Somebody at the first visit of a walk, and a walk of somebody else."""

    @classmethod
    def setUpTestData(cls):
        cls.edition = publish()
        cls.user, cls.other = somebody(), somebody("other@example.org")

    def setUp(self):
        self.walk, self.theirs = self.started(self.user), self.started(self.other)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user)

    def started(self, user):
        """Return a walk begun by somebody."""
        client = Client()
        client.force_login(user)
        client.post(reverse("learning:start", args=[self.edition.slug]), {"token": TOKEN})
        return Walk.objects.get(owner=user)

    def submit(self, walk_id, changes=None, **headers):
        """Return the answer to a submit that is right except for `changes`."""
        fields = {"from": "1", "choice": "to-ease", "lens": "adult", "token": "another-token"} | (changes or {})
        return self.client.post(f"/walks/{walk_id}/choices/", fields, **headers)

    def asks(self, walk_id):
        """Return every way to ask for a walk, by name."""
        return {
            "walk": lambda: self.client.get(f"/walks/{walk_id}/"),
            "step": lambda: self.client.get(f"/walks/{walk_id}/steps/1/"),
            "lens": lambda: self.client.get(f"/walks/{walk_id}/steps/1/?lens=child"),
            "part": lambda: self.client.get(f"/walks/{walk_id}/steps/1/", **HTMX),
            "choose": lambda: self.submit(walk_id),
            "choose with htmx": lambda: self.submit(walk_id, **HTMX),
            "choose nothing": lambda: self.submit(walk_id, {"choice": ""}),
            "choose what is not offered": lambda: self.submit(walk_id, {"choice": "to-nowhere"}),
            "repeat a submit": lambda: self.submit(walk_id, {"token": TOKEN}),
            "move": lambda: self.client.post(f"/walks/{walk_id}/move/"),
            "moved": lambda: self.client.get(f"/walks/{walk_id}/moved/"),
        }


class SamePageTests(WalkingTestCase):
    def the_page(self):
        """Return the body of the one 404 page."""
        return self.client.get("/no/such/page/").content

    def test_what_does_not_exist_is_one_and_the_same_page(self):
        lost = self.the_page()
        self.assertIn(b"Start from the home page", lost)
        walk = f"/walks/{self.walk.pk}"
        addresses = [
            "/pathways/none-such/", "/references/none-such/", "/terms/none-such/", f"{walk}/steps/7/",
            f"{walk}/steps/1/?lens=dog", f"{walk}/nowhere/", f"/walks/{NOBODYS}/", f"/walks/{self.theirs.pk}/",
        ]  # fmt: skip
        for url in addresses:
            for headers in ({}, HTMX):
                with self.subTest(url, **headers):
                    answer = self.client.get(url, **headers)
                    self.assertEqual((answer.status_code, answer.content), (404, lost))

    def test_an_unknown_walk_and_somebody_elses_get_the_same_answer_for_the_same_work(self):
        lost = self.the_page()
        for name in self.asks(NOBODYS):
            with self.subTest(name):
                seen = []
                for walk_id in (NOBODYS, self.theirs.pk):
                    self.asks(walk_id)[name]()  # warm
                    with CaptureQueriesContext(connection) as queries:
                        answer = self.asks(walk_id)[name]()
                    self.assertEqual((answer.status_code, answer.content), (404, lost))
                    seen.append([query["sql"].partition(" ")[0] for query in queries])
                self.assertEqual(seen[0], seen[1])
        self.assertEqual(WalkEvent.objects.count(), 2)

    def test_a_stranger_without_a_walk_gets_it_too(self):
        with override_settings(SCLERO_OPEN_READING=True):
            self.client.logout()
            for name, ask in self.asks(self.walk.pk).items():
                with self.subTest(name):
                    self.assertEqual(ask().status_code, 404)

    def test_a_404_tells_nothing_about_the_account(self):
        self.assertNotIn(self.user.email.encode(), self.the_page())


class AddressTests(WalkingTestCase):
    def test_numbers_of_visits_that_cannot_be(self):
        for seq in ("0", "2", "-1", "1.0", "1e3", "٣", "x", "", str(2**31), str(2**63), str(HUGE)):
            with self.subTest(seq):
                self.assertEqual(self.client.get(f"/walks/{self.walk.pk}/steps/{seq}/").status_code, 404)

    def test_malformed_walks(self):
        mine = str(self.walk.pk)
        for walk_id in (
            "1",
            "x" * 36,
            mine[:-1],
            mine + "0",
            mine.replace("-", ""),
            mine.upper() + "x",
            "%20",
            "..%2f",
        ):
            for rest in ("", "steps/1/", "moved/"):
                with self.subTest(walk_id):
                    self.assertEqual(self.client.get(f"/walks/{walk_id}/{rest}").status_code, 404)

    def test_percent_encoded_rubbish_is_4xx_on_every_kind_of_page(self):
        rubbish = (
            "%00",
            "%ff%fe",
            "%c0%af",
            "%",
            "%zz",
            "%2e%2e%2f",
            "%f0%9f%98%80",
            "%e2%80%ae",
            "%0d%0aSet-Cookie:x",
            "%5c",
        )
        places = (
            "/{}",
            "/pathways/{}/",
            "/references/{}/",
            "/terms/{}/",
            "/walks/{}/",
            f"/walks/{self.walk.pk}/steps/{{}}/",
        )
        for place in places:
            for bad in rubbish:
                with self.subTest(place.format(bad)):
                    answer = self.client.get(place.format(bad))
                    self.assertIn(answer.status_code, (400, 404))
                    self.assertNotIn("x", answer.cookies)

    def test_rubbish_after_the_question_mark_is_no_5xx(self):
        for url in ("/", "/pathways/", f"/walks/{self.walk.pk}/", f"/walks/{self.walk.pk}/steps/1/", "/terms/fvc/"):
            for query in (
                "population=%ff",
                "lens=%ff",
                "lens=",
                "lens=adult&lens=child",
                "%",
                "a" * 3000,
                "=&=&",
                "lens[]=x",
            ):
                with self.subTest(url, query=query[:20]):
                    self.assertLess(self.client.get(f"{url}?{query}").status_code, 500)

    def test_a_wrong_verb_is_405_and_says_which_are_right(self):
        walk = f"/walks/{self.walk.pk}"
        posts = (f"{walk}/choices/", f"{walk}/move/", f"/pathways/{self.edition.slug}/walks/")
        for url in posts:
            for verb in (self.client.get, self.client.head):
                answer = verb(url)
                self.assertEqual((answer.status_code, answer["Allow"]), (405, "POST"), url)
        for url in (*GETS, f"{walk}/", f"{walk}/steps/1/"):
            answer = self.client.post(url)
            self.assertEqual((answer.status_code, answer["Allow"]), (405, "GET, HEAD"), url)
        for verb in (self.client.put, self.client.delete, self.client.patch, self.client.trace):
            self.assertEqual(verb(f"{walk}/steps/1/").status_code, 405)

    def test_head_answers_as_get_does_without_a_body(self):
        for url in (
            *GETS,
            f"/pathways/{self.edition.slug}/",
            f"/walks/{self.walk.pk}/",
            f"/walks/{self.walk.pk}/steps/1/",
        ):
            with self.subTest(url):
                asked, answer = self.client.get(url), self.client.head(url)
                self.assertEqual((answer.status_code, answer.content), (asked.status_code, b""))
                self.assertEqual(answer.get("Location"), asked.get("Location"))


class FieldTests(WalkingTestCase):
    def assert_refused(self, changes, statuses):
        """Check a submit with `changes`: one of `statuses`, as page and as part, and nothing written."""
        for headers in ({}, HTMX):
            with self.subTest(str(changes)[:60], **headers):
                self.assertIn(self.submit(self.walk.pk, changes, **headers).status_code, statuses)
        self.assertEqual(self.walk.events.count(), 1)

    def test_nul_bytes_in_a_field(self):
        for field, statuses in {"choice": (422,), "token": (422,), "lens": (404,), "from": (404,)}.items():
            self.assert_refused({field: "to-ease\0"}, statuses)
            self.assert_refused({field: "\0"}, statuses)

    def test_tokens_too_short_and_too_long(self):
        for token in ("", "short", "x" * 65, "x" * 100_000):
            self.assert_refused({"token": token}, (422,))
        for token in ("x" * 8, "y" * 64):
            self.assertEqual(self.submit(self.walk.pk, {"token": token}).status_code, 302)

    def test_an_unknown_lens(self):
        for lens in ("", "dog", "Adult", "adult child", "a" * 10_000):
            self.assert_refused({"lens": lens}, (404,))

    def test_a_lens_that_is_closed_is_neither_shown_nor_walked_even_where_a_choice_exists_for_it(self):
        edition = publish(
            drawn_pathway(slug="adults-only", choices={"begin/to-ease": {"populations": ("adult", "child")}})
        )
        self.client.post(reverse("learning:start", args=[edition.slug]), {"token": "another-start"})
        walk = Walk.objects.get(edition=edition)
        self.assertEqual(self.client.get(f"/walks/{walk.pk}/steps/1/?lens=child").status_code, 404)
        for changes in ({}, {"choice": ""}, {"choice": "to-nowhere"}, {"choice": "to-call"}):
            self.assertEqual(self.submit(walk.pk, {"lens": "child"} | changes).status_code, 404)
        self.assertEqual(walk.events.count(), 1)

    def test_visits_that_cannot_be(self):
        for seq in ("0", "-1", "2", "1.5", "1e2", "", "x", str(2**31), str(2**63), str(HUGE), "9" * 5000, "NaN"):
            self.assert_refused({"from": seq}, (404,))

    def test_choices_that_are_not_choices(self):
        for choice in ("to-nowhere", "TO-EASE"):
            self.assert_refused({"choice": choice}, (409,))
        for choice in ("", " ", "a b", "to-ease/../", "<script>", "é", "x" * 101, "'; drop table learning_walk; --"):
            self.assert_refused({"choice": choice}, (422,))

    def test_a_refusal_shows_that_visit_and_repeats_nothing_that_was_sent(self):
        for changes, status in (
            ({"choice": "<script>x"}, 422),
            ({"choice": "to-nowhere"}, 409),
            ({"token": "<x->"}, 422),
        ):
            answer = self.submit(self.walk.pk, changes)
            self.assertContains(answer, "What now at begin?", status_code=status)
            for sent in changes.values():
                self.assertNotContains(answer, sent, status_code=status)

    def test_a_start_that_makes_no_sense(self):
        url = reverse("learning:start", args=[self.edition.slug])
        before = Walk.objects.count()
        for fields in (
            {},
            {"token": "short"},
            {"token": "\0" * 10},
            {"token": "x" * 65},
            {"token": TOKEN, "population": "dog"},
        ):
            with self.subTest(fields):
                self.assertContains(self.client.post(url, fields), self.edition.title, status_code=422)
        self.assertEqual(Walk.objects.count(), before)

    def test_the_same_start_form_sent_to_another_pathway_is_no_5xx(self):
        other = publish(drawn_pathway(slug="another", title="Another pathway", child=True))
        answer = self.client.post(reverse("learning:start", args=[other.slug]), {"token": TOKEN})
        self.assertRedirects(answer, f"/walks/{self.walk.pk}/", fetch_redirect_response=False)
        self.assertEqual(Walk.objects.filter(owner=self.user).count(), 1)

    def test_a_start_form_with_a_made_up_token_does_not_stand_in_the_way_of_moving_over(self):
        url = reverse("learning:start", args=[self.edition.slug])
        self.client.post(url, {"token": f"from-{self.walk.pk}"})
        publish(drawn_pathway(child=True, title="Another title"))
        self.assertEqual(self.client.post(f"/walks/{self.walk.pk}/move/").status_code, 302)

    def test_a_start_form_used_again_after_signing_out_still_lets_one_sign_in(self):
        with override_settings(SCLERO_OPEN_READING=True):
            self.client.logout()
            self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": TOKEN})
            strangers = Walk.objects.get(owner=None)
            readers.adopt(self.user, strangers.walker)
        self.assertEqual(Walk.objects.filter(owner=self.user).count(), 2)
