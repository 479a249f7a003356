"""Comparing as pages and as parts, for the walk's owner and for others, and with bad input."""

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from education.editorial import publishing
from education.learning.models import Walk, WalkEvent
from tests.builders import drawn_pathway
from tests.learning.test_query_budget import TRANSACTION
from tests.learning.test_views import HTMX, PlayerTestCase
from tests.published import TESTS, publish, somebody
from tests.query_budget import BUDGET

ROWS = {
    "choose/to-drug": {
        "compare": [
            {"row": "aim", "text": "Slow the decline."},
            {"row": "main-harm", "text": "Loose stools.", "key_difference": True},
            {"row": "access", "text": "Ask the pharmacy."},
        ]
    },
    "choose/to-study": {
        "compare": [{"row": "access", "text": "Ask the pharmacy."}, {"row": "monitoring", "text": "As the study says."}]
    },
}
WAY = ("ease", "right", "only", "safe", "choose")


class CompareTestCase(PlayerTestCase):
    """A walk that came to the decision and took one option there, then another."""

    def setUp(self):
        self.edition = publish(drawn_pathway(child=True, choices=ROWS))
        self.user = somebody()
        self.client.force_login(self.user)
        self.walk = self.start()
        for seq, step in enumerate(WAY, start=1):
            self.choose(f"to-{step}", seq=seq)
        self.choose("to-drug", seq=6)
        self.choose("to-watch", seq=7)
        self.choose("to-ask", seq=6)

    def url(self, query="a=7&b=9"):
        return reverse("learning:compare", args=[self.walk.pk]) + f"?{query}"

    def options_url(self, query="from=choose&a=to-drug&b=to-study", slug=""):
        return reverse("learning:compare_options", args=[slug or self.edition.slug]) + f"?{query}"

    def cells(self, page):
        """Return the words of the table's rows, one text for a row."""
        table = page.content.decode().split("<tbody")[1].split("</tbody")[0]
        return [" ".join(row.split("<tr")[-1].split()) for row in table.split("</tr>")[:-1]]


class BranchesTests(CompareTestCase):
    def test_two_branches_are_a_whole_page(self):
        page = self.client.get(self.url())
        self.assertContains(page, "<!doctype html>")
        self.assertContains(page, "Two ways on from step 6")
        self.assertContains(page, "Both ways share the 5 steps before it.")
        self.assertContains(page, "Go on to drug")
        self.assertContains(page, "Go on to ask")

    def test_htmx_gets_the_comparison_and_a_history_restore_the_page(self):
        part = self.client.get(self.url(), **HTMX)
        self.assertTrue(part.content.startswith(b"<title>"), part.content[:80])
        self.assertNotContains(part, "<html")
        self.assertContains(part, 'id="compare"')
        self.assertContains(part, 'role="status"')
        restored = self.client.get(self.url(), HTTP_HX_HISTORY_RESTORE_REQUEST="true", **HTMX)
        self.assertContains(restored, "<html")

    def test_what_the_author_holds_is_shown_for_branches_that_were_taken(self):
        page = self.client.get(self.url())
        self.assertContains(page, "author’s judgement", count=2)
        self.assertContains(page, "Feedback on drug")

    def test_a_visit_in_the_middle_of_a_branch_stands_for_its_end(self):
        page = self.client.get(self.url("a=7&b=9"))
        self.assertContains(page, '<option value="8" selected>')
        self.assertContains(page, '<option value="9" selected>')

    def test_equal_and_missing_branches_ask_for_two_in_words(self):
        for query, said in (
            ("a=9&b=9", "The same one"),
            ("a=7&b=8", "one and the same way"),
            ("a=9", "Choose one for A"),
        ):
            with self.subTest(query):
                page = self.client.get(self.url(query))
                self.assertContains(page, said)
                self.assertContains(page, '<select class="form-select" name="b"')

    def test_a_walk_of_one_branch_says_how_to_get_another(self):
        self.walk = self.start(token="another-token-of-a-page")
        self.assertContains(self.client.get(self.url("")), "You have walked one branch so far")

    def test_unknown_visits_lenses_and_nonsense_are_not_found(self):
        for query in ("a=7&b=99", "a=x&b=9", "a=7&b=9&lens=dog", "from=99&a=to-drug&b=to-ask", "from=x", "a=-1&b=9"):
            with self.subTest(query):
                self.assertEqual(self.client.get(self.url(query)).status_code, 404)

    def test_somebody_elses_walk_is_not_found(self):
        self.client.force_login(somebody("other@example.org"))
        self.assertEqual(self.client.get(self.url()).status_code, 404)

    def test_looking_writes_nothing(self):
        before = WalkEvent.objects.count()
        self.client.get(self.url())
        self.client.get(self.url("from=6&a=to-drug&b=to-study"))
        self.assertEqual(WalkEvent.objects.count(), before)


class AtVisitTests(CompareTestCase):
    def test_an_option_not_taken_shows_no_verdict_and_can_be_walked_from_here(self):
        page = self.client.get(self.url("from=6&a=to-drug&b=to-study"))
        self.assertContains(page, "author’s judgement", count=1)
        self.assertNotContains(page, "Feedback on study")
        self.assertContains(page, "Go to branch A")
        self.assertContains(page, "Walk branch B")
        self.assertContains(page, '<input type="hidden" name="choice" value="to-study">')

    def test_a_walk_that_cannot_go_on_offers_no_way_to_walk_it(self):
        Walk.objects.update(closed_at=self.walk.started_at)
        self.assertNotContains(self.client.get(self.url("from=6&a=to-drug&b=to-study")), "Walk branch B")

    def test_the_walks_own_edition_is_shown_when_a_newer_one_is_out(self):
        newer = {"choose/to-drug": {"compare": [{"row": "aim", "text": "New words."}]}}
        publish(drawn_pathway(child=True, choices=newer), note="New.")
        self.assertContains(self.client.get(self.url("from=6&a=to-drug&b=to-study")), "Slow the decline.")
        self.assertContains(self.client.get(self.options_url()), "New words.")


class OptionsTests(CompareTestCase):
    def test_key_differences_come_first_and_the_same_words_are_joined(self):
        rows = self.cells(self.client.get(self.options_url()))
        self.assertIn("Main harm", rows[0])
        self.assertIn("Key difference", rows[0])
        self.assertIn("Not stated", rows[0])
        self.assertIn("Leading evidence", rows[1])
        (joined,) = (row for row in rows if "Same in both" in row)
        self.assertIn('colspan="2"', joined)
        self.assertEqual(joined.count("Ask the pharmacy."), 1)

    def test_only_the_key_differences_and_the_evidence_stay_when_asked(self):
        rows = self.cells(self.client.get(self.options_url("from=choose&a=to-drug&b=to-study&only=key")))
        self.assertEqual(len(rows), 2)

    def test_the_cover_leads_to_the_steps_whose_options_are_told_apart_until_it_is_withdrawn(self):
        cover = reverse("learning:cover", args=[self.edition.slug])
        page = self.client.get(cover).content.decode()
        self.assertIn(escape(self.options_url()), page)
        self.assertEqual(page.count(reverse("learning:compare_options", args=[self.edition.slug])), 1)
        publishing.withdraw("pathway", self.edition.slug, why="Out of date.", by=TESTS)
        self.assertNotContains(self.client.get(cover), "compare/?from=")

    def test_no_verdict_and_nobodys_walk_is_shown(self):
        page = self.client.get(self.options_url())
        self.assertNotContains(page, "author’s judgement")
        self.assertNotContains(page, str(self.walk.pk))

    def test_the_lens_shows_what_is_borrowed(self):
        page = self.client.get(self.options_url("from=choose&a=to-drug&b=to-study&lens=child"))
        self.assertContains(page, "Adult data only")
        self.assertContains(page, "No study found")

    def test_an_option_without_evidence_says_so(self):
        self.assertContains(self.client.get(self.options_url()), "No statement")

    def test_equal_and_missing_options_ask_for_two_in_words(self):
        for query in ("from=choose", "from=choose&a=to-drug", "from=choose&a=to-drug&b=to-drug"):
            with self.subTest(query):
                page = self.client.get(self.options_url(query))
                self.assertContains(page, '<select class="form-select" name="a"')
        self.assertContains(self.client.get(self.options_url("from=drug")), "one option only")

    def test_unknown_steps_choices_lenses_and_pathways_are_not_found(self):
        queries = ("", "from=gone&a=to-drug&b=to-study", "from=choose&a=gone&b=to-study", "from=choose&b=gone",
                   "from=choose&a=to-drug&b=to-study&lens=dog")  # fmt: skip
        for url in [*map(self.options_url, queries), self.options_url(slug="gone")]:
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_a_closed_lens_is_not_found(self):
        publish(drawn_pathway(slug="for-adults"))
        url = self.options_url("from=choose&a=to-drug&b=to-study&lens=child", slug="for-adults")
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_strangers_read_it_where_reading_is_open(self):
        self.client.logout()
        self.assertEqual(self.client.get(self.options_url()).status_code, 302)
        with override_settings(SCLERO_OPEN_READING=True):
            self.assertContains(self.client.get(self.options_url()), "Two ways on from one step")


class CostTests(CompareTestCase):
    def test_comparing_costs_a_few_queries_however_much_was_walked(self):
        urls = {
            "compare": (self.url(), self.url("from=6&a=to-drug&b=to-study")),
            "compare_options": (self.options_url(),),
        }
        for name, asked in urls.items():
            for url in asked:
                self.client.get(url)
                with self.subTest(url), CaptureQueriesContext(connection) as queries:
                    self.client.get(url)
                said = [query["sql"] for query in queries if not query["sql"].startswith(TRANSACTION)]
                self.assertLessEqual(len(said), BUDGET[name], "\n".join(said))


class LinkTests(TestCase):
    """The links that lead here, on a step and on the trail."""

    def setUp(self):
        self.edition = publish(drawn_pathway(child=True))
        self.client.force_login(somebody())
        self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": "a-token-of-a-page"})
        self.walk = Walk.objects.get()

    def take(self, choice, seq):
        data = {"from": seq, "choice": choice, "lens": "adult", "token": f"a-token-of-{choice}"}
        self.client.post(reverse("learning:choose", args=[self.walk.pk]), data)

    def links(self, seq):
        """Return where the links to comparing on a visit lead, each asked for once."""
        page = self.client.get(reverse("learning:step", args=[self.walk.pk, seq])).content.decode()
        found = [
            part.split('"')[0].replace("&amp;", "&")
            for part in page.split('href="')
            if "/compare/" in part.split('"')[0]
        ]
        for url in found:
            self.assertContains(self.client.get(url), "Two ways on from step")
        return found

    def test_a_step_with_options_leads_to_its_first_two(self):
        self.assertEqual(len(self.links(1)), 1)

    def test_a_step_with_one_option_leads_nowhere(self):
        self.take("to-call", 1)
        self.assertEqual(self.links(2), [])

    def test_a_kept_branch_on_the_trail_leads_to_both(self):
        self.take("to-call", 1)
        self.take("to-ease", 1)
        self.assertTrue(any("a=3&b=2" in url for url in self.links(3)))


class ChangedRowsTests(CompareTestCase):
    def test_what_moving_over_would_change_names_the_rows_in_words(self):
        changed = ROWS | {"choose/to-drug": {"compare": [{"row": "aim", "text": "New words.", "key_difference": True}]}}
        publish(drawn_pathway(child=True, choices=changed), note="New.")
        page = self.client.get(reverse("learning:changes", args=[self.walk.pk]))
        self.assertContains(page, "words for comparing")
        self.assertContains(page, "Aim: New words. (key difference)")
        self.assertContains(page, "Aim: Slow the decline.")
