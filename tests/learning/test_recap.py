"""The recap as a page: whole, linked from the outcome, the reader's own alone."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from education.learning.models import Walk
from tests.learning.test_views import PlayerTestCase
from tests.published import publish, somebody
from tests.query_budget import BUDGET
from tests.starter.pages import attribute, every, plain, text_of, tree

WAY = "ease right only safe choose drug watch done"


class RecapTestCase(PlayerTestCase):
    """Somebody who has walked to an outcome; visit 9 is the last."""

    def setUp(self):
        super().setUp()
        for seq, target in enumerate(WAY.split(), start=1):
            self.choose(f"to-{target}", seq=seq)

    def url(self, name="recap", query="?at=9&lens=adult", **path):
        return reverse(f"learning:{name}", kwargs={"walk_id": self.walk.pk, **path}) + query

    def page(self, *args, **kwargs):
        """Return a page as a tree; it must be whole and its tags must nest."""
        answer = self.client.get(self.url(*args, **kwargs))
        self.assertContains(answer, "<!doctype html>")
        return tree(answer.content.decode())


class RecapTests(RecapTestCase):
    def test_it_holds_every_question_and_choice_and_what_was_left(self):
        words = text_of(self.page())
        for step in ("begin", *WAY.split()):
            self.assertIn(f"What now at {step}?", words)
        for part in (
            "Go on to call",
            "Feedback on ease",
            "Nobody has looked.",
            "What differs at choose.",
            "Silva 2020",
        ):
            self.assertIn(part, words)
        self.assertNotIn("has not come to an outcome", words)

    def test_from_any_decision_a_link_leads_back_to_take_another_branch(self):
        links = {attribute(one, "href") for one in every(self.page(), "a")}
        for seq in (1, 3, 6, 8):
            self.assertIn(f"{self.step_url(seq)}#choose", links)

    def test_the_outcome_leads_to_it_and_so_does_the_trail_to_paper(self):
        page = self.client.get(self.step_url(9))
        self.assertContains(page, self.url().replace("&", "&amp;"))
        self.assertContains(page, self.url("print_trail").replace("&", "&amp;"))

    def test_it_works_at_any_visit_and_says_that_there_is_more_to_come(self):
        for seq in range(1, 9):
            for lens in ("adult", "child"):
                with self.subTest(seq=seq, lens=lens):
                    answer = self.client.get(self.url(query=f"?at={seq}&lens={lens}"))
                    self.assertContains(answer, "This way has not come to an outcome yet.")

    def test_without_a_visit_it_is_about_the_latest_in_its_own_lens(self):
        self.choose("to-call", seq=1, lens="child")
        words = text_of(self.page(query=""))
        self.assertIn("What now at call?", words)
        self.assertIn("What this lens changes", words)
        self.assertIn("From step 1 by “Go on to ease”:", words)

    def test_what_is_not_there_is_404(self):
        for query in ("?at=10", "?at=x", "?at=-1", "?at=0", "?lens=dog", f"?at={'9' * 5000}"):
            with self.subTest(query[:12]):
                self.assertEqual(self.client.get(self.url(query=query)).status_code, 404)

    def test_a_closed_lens_is_404(self):
        self.edition = publish(slug="adults-only", child=False)
        self.walk = self.start(token="another-token")
        self.assertEqual(self.client.get(self.url(query="?lens=child")).status_code, 404)
        self.assertContains(self.client.get(self.url(query="")), "children")

    def test_somebody_elses_walk_is_404_on_every_page(self):
        pages = [self.url(name) for name in ("recap", "print_recap", "print_trail")]
        pages += [self.url("print_step", seq=1), self.url("changes"), self.url("moved")]
        self.client.force_login(somebody("other@example.org"))
        for url in pages:
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_each_page_keeps_to_its_budget_of_queries(self):
        publish(steps={"ease": {"body": "New words [@trial]."}})
        pages = {name: self.url(name) for name in ("recap", "print_trail", "changes")}
        pages["print_step"] = self.url("print_step", seq=6)
        pages["print_pathway"] = reverse("learning:print_pathway", args=[self.edition.slug])
        pages["moved"] = self.client.post(self.url("move")).url
        Walk.objects.filter(pk=self.walk.pk).update(closed_at=None)
        for name, url in pages.items():
            self.client.get(url)
            with self.subTest(name), CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.client.get(url).status_code, 200)
            self.assertLessEqual(len(queries), BUDGET[name], [query["sql"] for query in queries])

    def test_looking_back_writes_nothing(self):
        before = list(Walk.objects.get().events.values())
        self.client.get(self.url())
        self.assertEqual(list(Walk.objects.get().events.values()), before)

    def test_a_safety_correction_stands_first_and_is_announced(self):
        publish(steps={"ease": {"body": "New words [@trial]."}}, safety=True)
        alert = every(self.page(), "div", "s-safety", role="alert")
        self.assertEqual(len(alert), 1)
        self.assertIn("Safety correction.", text_of(alert[0]))


class ChartOnThePageTests(TestCase):
    def test_a_course_is_an_image_that_says_its_values_and_a_table_with_the_same(self):
        series = [
            {"measure": "FVC", "unit": "of the norm", "month": month, "value": value}
            for month, value in ((0, "82"), (6, "80.5"), (12, "-3"))
        ]
        edition = publish(steps={"begin": {"series": series}})
        self.client.force_login(somebody())
        url = reverse("learning:start", args=[edition.slug])
        page = tree(self.client.post(url, {"token": "a-token-of-a-page"}, follow=True).content.decode())
        image = every(page, "svg", role="img", **{"viewBox".lower(): "0 0 280 122"})
        label = "FVC, of the norm: 82 at month 0, 80.5 at month 6, −3 at month 12"
        self.assertEqual([attribute(one, "aria-label") for one in image], [label])
        self.assertEqual(text_of(image[0]).split()[-1], "−3")
        cells = [text_of(one) for one in every(every(page, "table", "s-series")[0], "td")]
        self.assertEqual(cells, ["82", "80.5", "−3"])
        self.assertEqual(plain("FVC, of the norm"), text_of(every(page, "figcaption")[0]))
