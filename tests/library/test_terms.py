"""The pages of the terms: all of them by letter, and each one as page and panel."""

from unittest import TestCase as PlainTestCase

from django.test import TestCase, override_settings

from education.editorial import memory
from education.library.domain import glossary
from tests import builders
from tests.builders import drawn_pathway, term
from tests.library.released import PARTS, release
from tests.published import publish


@override_settings(SCLERO_OPEN_READING=True)
class TermPagesTests(TestCase):
    def setUp(self):
        memory.forget_all()

    def test_terms_stand_by_letter(self):
        release(term("mrss", name="mRSS", plain="Skin score."), term("beta", name="β cell", plain="A cell."))
        response = self.client.get("/terms/")
        self.assertEqual([group.letter for group in response.context["letters"]], ["#", "F", "M"])
        self.assertContains(response, 'href="#letter-M"')
        self.assertContains(response, 'id="letter-other"')
        self.assertContains(response, "3 of 3 terms")

    def test_a_search_finds_other_spellings_too(self):
        release(term("mrss", name="mRSS", expansion="modified Rodnan skin score", also=["Rodnan"], plain="Skin score."))
        for asked, found in (("rodnan", 1), ("SKIN score", 1), ("breath", 1), ("dogs", 0), ("", 2)):
            with self.subTest(asked):
                self.assertEqual(self.client.get("/terms/", {"q": asked}).context["found"], found)
        self.assertContains(self.client.get("/terms/?q=dogs"), "No term fits.")
        self.assertContains(self.client.get("/terms/?q=fvc", headers=PARTS), 'id="status"')

    def test_a_term_explains_itself_and_links_to_others(self):
        release(
            term(
                "mrss",
                name="mRSS",
                expansion="modified Rodnan skin score",
                plain="See [[fvc]] [@trial].",
                also=["Rodnan"],
            ),
        )
        response = self.client.get("/terms/mrss/")
        self.assertContains(response, '<abbr title="modified Rodnan skin score">mRSS</abbr>')
        self.assertContains(response, '<a class="s-term" href="/terms/fvc/">FVC</a>')
        self.assertContains(response, "Silva 2020")
        self.assertContains(response, "Rodnan")
        for unsaid in ("MeSH", "ICD-11"):
            self.assertNotContains(response, unsaid)

    def test_codes_are_shown_when_they_are_set(self):
        release(term(mesh="D014797", icd11="CB03"))
        response = self.client.get("/terms/fvc/")
        for said in ("MeSH", "D014797", "ICD-11", "CB03"):
            self.assertContains(response, said)

    def test_htmx_gets_the_panel_alone(self):
        release()
        response = self.client.get("/terms/fvc/", headers=PARTS)
        self.assertContains(response, 'id="citation"')
        self.assertNotContains(response, "<html")
        self.assertNotContains(response, "Used in pathways")

    def test_the_pathways_that_use_it_are_listed(self):
        publish(drawn_pathway(steps={"begin": {"why": "Why [@trial]. [[fvc]]"}}))
        self.assertContains(self.client.get("/terms/fvc/"), "Lungs getting worse on treatment")

    def test_an_unknown_term_is_not_found_and_post_is_refused(self):
        release()
        self.assertEqual(self.client.get("/terms/gone/").status_code, 404)
        self.assertEqual(self.client.post("/terms/fvc/").status_code, 405)


class GlossaryTests(PlainTestCase):
    def test_accents_and_capitals_count_for_nothing(self):
        found = glossary.by_letter([term("e", name="Énergie"), term("z", name="zebra")], asked="ENERGIE")
        self.assertEqual([(one.letter, [term.key for term in one.terms]) for one in found], [("E", ["e"])])

    def test_only_abbreviations_have_words_behind_them(self):
        terms = builders.shelf(term("mrss", name="mRSS", expansion="skin score")).terms.values()
        self.assertEqual(glossary.expansions(terms), {"mRSS": "skin score"})
        self.assertEqual(glossary.names(terms), {"fvc": "FVC", "mrss": "mRSS"})
