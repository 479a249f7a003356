"""Pages for paper: everything open, nothing to press, every option and source there, in both lenses."""

from django.urls import reverse

from education.editorial import publishing
from education.learning.models import Walk
from tests.learning.test_recap import RecapTestCase
from tests.published import TESTS
from tests.starter.pages import attribute, every, plain, text_of, tree
from tests.starter.starter import SLUGS, StarterTestCase

LENSES = ("adult", "child")


class PaperTestCase(RecapTestCase):
    def papers(self, lens):
        """Return the addresses of all pages for paper in a lens."""
        query = f"?lens={lens}"
        walk = [self.url(name, query) for name in ("print_recap", "print_trail")]
        step = self.url("print_step", query, seq=6)
        return [*walk, step, reverse("learning:print_pathway", args=[self.edition.slug]) + query]

    def paper(self, url):
        """Return a page for paper as a tree."""
        answer = self.client.get(url)
        self.assertContains(answer, "<!doctype html>")
        return tree(answer.content.decode())


class PaperTests(PaperTestCase):
    def test_there_is_nothing_to_press_and_nothing_folded(self):
        for lens in LENSES:
            for url in self.papers(lens):
                with self.subTest(url):
                    page = self.paper(url)
                    for tag in ("form", "nav", "button", "input", "script", "select"):
                        self.assertEqual(every(page, tag), [], tag)
                    self.assertEqual([one for one in every(page, "details") if "open" not in dict(one.attributes)], [])
                    self.assertEqual(attribute(every(page, "html")[0], "data-bs-theme"), "light")

    def test_every_sheet_says_edition_review_purpose_and_that_no_clinician_has_reviewed_it(self):
        for lens in LENSES:
            for url in self.papers(lens):
                with self.subTest(url):
                    page = self.paper(url)
                    head, foot = text_of(every(page, "thead")[0]), text_of(every(page, "tfoot")[0])
                    for part in ("Edition 1", "review due 22 Nov 2027", self.edition.title):
                        self.assertIn(part, head)
                    self.assertIn("education", foot)
                    self.assertIn("Starter content, not yet reviewed by a clinician.", foot)

    def test_the_step_has_every_option_reason_and_strip(self):
        words = text_of(self.paper(self.url("print_step", seq=6)))
        for target in ("drug", "study", "ask"):
            self.assertIn(f"Go on to {target}", words)
            self.assertIn(f"A reason for {target}", words)
        self.assertIn("Decline of lung function", words)
        self.assertIn("Nobody has looked.", words, "what stayed open is in sight at the decision")
        self.assertIn("Taken on this walk", words)

    def test_the_trail_has_the_case_the_answers_what_was_left_and_the_strip_chosen(self):
        page = self.paper(self.url("print_trail"))
        words = text_of(page)
        for part in ("short of breath", "Go on to drug", "You left:", "Go on to study", "Feedback on drug"):
            self.assertIn(part, words)
        self.assertEqual(len(every(page, css="s-ev")), 1)
        self.assertEqual(len(every(self.paper(self.url("print_recap")), css="s-ev")), 0)

    def test_an_unknown_visit_lens_or_pathway_is_404(self):
        gone = [self.url("print_step", seq=10), self.url("print_step", "?lens=dog", seq=1), "/pathways/none/print/"]
        for url in [*gone, f"/pathways/{self.edition.slug}/print/?lens=dog"]:
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_a_withdrawn_pathway_is_no_longer_printed_whole_but_its_walks_are_and_say_so(self):
        publishing.withdraw("pathway", self.edition.slug, why="Out of date.", by=TESTS)
        self.assertEqual(self.client.get(f"/pathways/{self.edition.slug}/print/").status_code, 404)
        self.assertContains(self.client.get(self.url("print_trail")), "This pathway is withdrawn.")

    def test_the_cover_leads_to_the_whole_pathway(self):
        cover = self.client.get(reverse("learning:cover", args=[self.edition.slug]))
        self.assertContains(cover, reverse("learning:print_pathway", args=[self.edition.slug]))


class StarterOnPaperTests(StarterTestCase):
    def whole(self, starter, lens):
        """Return a whole pathway on paper as a tree."""
        self.client.force_login(self.user)
        answer = self.client.get(reverse("learning:print_pathway", args=[starter.slug]) + f"?lens={lens}")
        return tree(answer.content.decode())

    def test_the_whole_pathway_holds_every_step_option_reason_and_source(self):
        for starter in self.starters():
            for lens in LENSES:
                page = self.whole(starter, lens)
                self.assert_holds_everything(starter, lens, text_of(page), self.listed(page))

    def assert_holds_everything(self, starter, lens, words, listed):
        """Check each step of a printed pathway."""
        for step in starter.pathway.steps:
            view = starter.playable.view(step.key, lens)
            with self.subTest(pathway=starter.slug, lens=lens, step=step.key):
                self.assertIn(plain(step.title), words)
                for option in view.options:
                    self.assertIn(plain(option.label), words)
                for option in view.absent:
                    self.assertIn(plain(option.absent), words)
                sources = [*view.sources, *(one for o in view.options for one in (*o.sources, *o.further))]
                self.assertLessEqual({f"{source.label}." for source in sources}, set(listed))

    def listed(self, page):
        """Return the labels in the list of sources."""
        return [text_of(one) for one in every(every(page, "ol", "s-source-list")[0], "b")]

    def test_addresses_stand_in_the_list_of_sources_and_nowhere_else(self):
        page = self.whole(self.starter(SLUGS[0]), "adult")
        words = text_of(page)
        listed = text_of(every(page, "ol", "s-source-list")[0])
        self.assertGreater(listed.count("https://"), 20)
        self.assertEqual(words.count("https://"), listed.count("https://"))

    def test_paper_needs_no_walk(self):
        self.whole(self.starter(SLUGS[0]), "adult")
        self.assertEqual(Walk.objects.count(), 0)
