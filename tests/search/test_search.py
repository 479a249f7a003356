"""The page of the search: as page, as parts, to strangers and readers, and what it costs."""

from datetime import timedelta

from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from education.editorial.models import Notice
from tests.published import somebody
from tests.query_budget import BUDGET
from tests.search.pamphlets import WithPamphlets, word

PARTS = {"HX-Request": "true", "HX-Target": "found"}
SEARCH = "/search/"
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@override_settings(SCLERO_OPEN_READING=True)
class SearchPageTests(WithPamphlets, TestCase):
    def get(self, typed="", **query):
        return self.client.get(SEARCH, {"q": typed} | query)

    def test_without_a_question_it_says_what_can_be_searched(self):
        self.prints(word("Rituximab"))
        page = self.get()
        self.assertContains(page, "One search over everything published here.")
        self.assertContains(page, "<li>Pages</li>")
        self.assertContains(page, '<a href="?q=Rituximab">Rituximab</a>')

    def test_answers_are_links_under_headings_with_marks_and_counts(self):
        self.prints({"title": "Skin score", "note": "A note", "text": "The skin <b>thins</b>."}, word("Hide", "skin"))
        page = self.get("skin")
        self.assertContains(page, "2 results for skin")
        self.assertContains(page, '<mark class="s-hit">Skin</mark> score</a>')
        self.assertContains(page, 'The <mark class="s-hit">skin</mark> &lt;b&gt;thins&lt;/b&gt;.')
        self.assertContains(page, 'Also listed under: <mark class="s-hit">skin</mark>')
        self.assertContains(page, 'href="/pamphlets/first/entry-1/"')

    def test_names_are_shown_where_they_say_more_than_the_title(self):
        self.prints({"title": "Skin in general", "names": ("Skin", "Smith A")})
        self.assertNotContains(self.get("skin"), "Also listed under")
        self.assertContains(self.get("skin smith"), "Also listed under")

    def test_a_long_heading_leads_to_all_of_it_page_by_page(self):
        self.prints(*[f"Skin {n}" for n in range(45)])
        self.assertContains(self.get("skin"), 'href="?q=skin&amp;group=page">All 45 in Pages')
        second = self.get("skin", group="page", page="2")
        self.assertContains(second, "Page 2 of 3")
        self.assertContains(second, 'href="?q=skin&amp;group=page&amp;page=3"')
        self.assertContains(second, 'href="?q=skin">All headings')

    def test_another_spelling_is_said_and_can_be_refused(self):
        self.prints(word("Rituximab"))
        page = self.get("rituxmab")
        self.assertContains(page, "Showing results for <b>rituximab</b>; you asked for rituxmab.")
        self.assertContains(page, '<a href="?q=rituxmab&amp;exact=1">Search exactly for rituxmab</a>')
        exact = self.get("rituxmab", exact="1")
        self.assertContains(exact, "Nothing found for rituxmab")
        self.assertContains(exact, '<a href="?q=rituximab">Did you mean rituximab?</a>')

    def test_any_word_will_do_where_nothing_holds_all_and_it_says_so(self):
        self.prints("Skin")
        self.assertContains(self.get("skin xylophone"), "Nothing holds all of these words.")

    def test_a_record_that_a_notice_withdraws_is_not_found_and_its_neighbours_are(self):
        self.prints({"title": "Skin score", "key": "words/skin-score"}, {"title": "Skin", "key": "words/skin"})
        withdrawn = Notice.objects.create(
            kind="withdrawal", subject="page:skin", text="It was wrong.", since=timezone.now() - timedelta(days=2)
        )
        page = self.get("skin")
        self.assertContains(page, "1 result for skin")
        self.assertNotContains(page, 'href="/pamphlets/first/words/skin/"')
        withdrawn.kind = "correction"
        withdrawn.save()
        self.assertContains(self.get("skin"), "2 results for skin")

    def test_nothing_found_helps_on(self):
        self.prints(word("Rituximab"))
        page = self.get("<script>xylophone")
        self.assertContains(page, "Nothing found for &lt;script&gt;xylophone")
        self.assertContains(page, 'These can be found: <a href="?q=Rituximab">')

    def test_odd_questions_get_a_sentence(self):
        self.assertContains(self.get("?!"), "There is no word in what you typed")
        self.assertContains(self.get("skin " * 2000), "That was more than a search takes")
        for query in ({"page": "-1"}, {"page": "x"}, {"page": "9" * 30}, {"group": "\x1f"}, {"exact": "\x1f"}):
            self.assertEqual(self.get("skin", **query).status_code, 200, query)

    def test_htmx_gets_the_answers_and_their_count_to_announce(self):
        self.prints("Skin")
        parts = self.client.get(SEARCH, {"q": "skin"}, headers=PARTS)
        html = parts.content.decode()
        self.assertTrue(html.startswith("<title>skin – search"))
        self.assertContains(
            parts, '<p id="status" class="visually-hidden" role="status" hx-swap-oob="innerHTML">1 result'
        )
        self.assertNotContains(parts, "<form")
        self.assertEqual(parts["Cache-Control"], "no-store")

    def test_a_history_restore_gets_the_whole_page(self):
        page = self.client.get(SEARCH, {"q": "skin"}, headers={**PARTS, "HX-History-Restore-Request": "true"})
        self.assertContains(page, "<html")

    def test_every_page_has_the_box_but_this_one_has_its_own(self):
        self.assertContains(self.client.get("/pathways/"), 'class="s-search s-noprint" method="get"')
        self.assertNotContains(self.get(), 'class="s-search s-noprint"')

    @override_settings(SCLERO_OPEN_READING=False)
    def test_a_stranger_is_asked_to_sign_in_and_comes_back(self):
        self.assertRedirects(self.get("skin"), "/accounts/login/?next=/search/%3Fq%3Dskin")


class SearchCostTests(WithPamphlets, TestCase):
    def costs(self, typed, **query):
        self.client.get(SEARCH, {"q": typed} | query)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(SEARCH, {"q": typed} | query)
        return len([q for q in queries if not q["sql"].startswith(TRANSACTION)])

    def test_it_costs_the_same_few_queries_however_much_there_is(self):
        self.client.force_login(somebody())
        for times in (1, 60):
            self.prints(
                *[f"Skin {n}" for n in range(times)], word("Rituximab"), *[word(f"Word {n}") for n in range(times)]
            )
            for typed, most in (
                ("", 3),
                ("skin", 4),
                ("rituxmab", 4),
                ("skin xylophone", 4),
                ("word skin", BUDGET["search"]),
            ):
                self.assertLessEqual(self.costs(typed), most, typed)
        self.assertLessEqual(self.costs("skin", group="page", page=2), 4)
