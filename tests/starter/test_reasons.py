"""Why treatment fails, as the starter tells it."""

from collections import Counter
from html import unescape
from typing import get_args

from django.test import Client, override_settings
from django.urls import reverse

from education.library import words
from education.library.domain.markup import citations
from education.library.domain.reasons import SectionName, in_order, tell
from education.library.domain.standing import is_live, rests_on
from education.library.releases import current_shelf
from tests.builders import TODAY
from tests.starter.pages import attribute, every, plain, text_of, tree
from tests.starter.starter import SLUGS, StarterTestCase

KEYS = """
    no-agreed-definition
    heterogeneity immune-redundancy self-sustaining-fibrosis comorbidity genes-and-epigenetics timing
    growth-and-exposure immune-development subtype-and-localised-disease scarce-data course
    biomarkers-and-monitoring
""".split()


@override_settings(SCLERO_OPEN_READING=True)
class ReasonsTests(StarterTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.library = current_shelf()
        cls.reasons = in_order(cls.library)

    def page(self, reason):
        return Client().get(reverse("library:reason", args=[reason.key]))

    def test_all_of_them_are_there_in_their_order_and_what_comes_first_is_that_nothing_is_agreed(self):
        self.assertEqual([one.key for one in self.reasons], KEYS)
        self.assertEqual(len(self.library.reasons), len(KEYS))
        self.assertEqual(self.reasons[0].group, "definition")
        self.assertIn("No definition", self.reasons[0].title)

    def test_every_section_is_filled_and_every_reason_cites_in_patients(self):
        for one in self.reasons:
            for name in get_args(SectionName):
                with self.subTest(one.key, section=name):
                    self.assertTrue(getattr(one, name))
            self.assertTrue(citations(one.lead) and citations(one.in_patients), one.key)

    def test_each_cites_only_sources_that_may_carry_a_fact_and_leads_on_to_nothing_unverified(self):
        for one in self.reasons:
            with self.subTest(one.key):
                held = [self.library.references[key] for key in rests_on(one)]
                self.assertGreater(len(held), 5)
                self.assertTrue(all(is_live(reference) for reference in held))
                self.assertEqual(tell(one, self.library, today=TODAY).unverified, 0)

    def test_every_pathway_that_a_reason_names_is_there_and_each_pathway_is_named(self):
        named = Counter(slug for one in self.reasons for slug in one.pathways)
        self.assertEqual(set(named), set(SLUGS))

    def test_every_fact_of_children_belongs_to_a_reason_and_every_reason_has_claims_to_weigh(self):
        self.assertEqual({key for one in self.reasons for key in one.facts}, set(self.library.facts))
        self.assertEqual([one.key for one in self.reasons if not one.claims], [])

    def test_each_has_a_page_with_its_sources_its_sections_and_its_neighbours(self):
        for one in self.reasons:
            with self.subTest(one.key):
                response = self.page(one)
                self.assertEqual(response.status_code, 200)
                root = tree(response.content.decode())
                cited = {attribute(link, "href") for link in every(root, "a", css="s-cite")}
                self.assertLessEqual({reverse("library:reference", args=[key]) for key in rests_on(one)}, cited)
                headings = [text_of(heading) for heading in every(root, "h2")]
                self.assertLessEqual(
                    {plain(str(words.REASON_SECTIONS[name])) for name in get_args(SectionName)}, {*headings}
                )
                self.assertNotIn("not yet verified", response.content.decode())
                self.assertTrue(every(root, "a", rel="next") or every(root, "a", rel="prev"))

    def test_no_mark_of_the_markdown_is_left_on_a_page(self):
        for one in self.reasons:
            (said,) = every(tree(self.page(one).content.decode()), "main")
            with self.subTest(one.key):
                self.assertNotRegex(text_of(said), r"\[\[|\]\]|\[@|:::|\*\*")

    def test_no_page_gives_away_how_a_claim_was_weighed(self):
        for one in self.reasons:
            page = " ".join(unescape(self.page(one).content.decode()).split())
            for claim in (self.library.claims[key] for key in one.claims):
                with self.subTest(one.key, claim=claim.key):
                    self.assertIn(reverse("learning:claim", args=[claim.key]), page)
                    self.assertNotIn(claim.explanation[:60], page)

    def test_what_only_the_laboratory_has_shown_is_set_apart_on_every_page(self):
        for one in self.reasons:
            root = tree(self.page(one).content.decode())
            (apart,) = every(root, css="s-laboratory")
            self.assertIn("Shown only in the laboratory", text_of(apart), one.key)

    def test_the_index_names_them_all(self):
        page = Client().get(reverse("library:reasons")).content.decode()
        places = [page.index(f'"{reverse("library:reason", args=[key])}"') for key in KEYS]
        self.assertEqual(places, sorted(places))
