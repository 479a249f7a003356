"""The pages of references and terms."""

from datetime import date

from django.test import TestCase, override_settings
from django.urls import reverse

from education.editorial import memory
from education.editorial.models import Notice
from education.library import releases
from education.library.domain import citing
from education.library.models import EvidenceStatement, Reference, Term, Therapy
from tests import builders
from tests.library.test_releases import ANNA, stored

PARTS = {"HX-Request": "true"}
REFERENCE = "/references/trial/"


@override_settings(SCLERO_OPEN_READING=True)
class PagesTests(TestCase):
    def setUp(self):
        memory.forget_all()
        stored(builders.reference(doi="10.1000/x", pmid="123"), builders.term("mrss", name="mRSS", plain="Skin score."))
        releases.release_ready(by=ANNA)

    def test_a_reference_shows_its_source_and_where_to_find_it(self):
        response = self.client.get(REFERENCE)
        self.assertContains(response, "A trial of the drug in lung disease")
        self.assertContains(response, "Silva A, Okoro B")
        self.assertContains(response, 'href="https://doi.org/10.1000/x"')
        self.assertContains(response, 'href="https://pubmed.ncbi.nlm.nih.gov/123/"')

    def test_htmx_gets_the_panel_alone(self):
        response = self.client.get(REFERENCE, headers=PARTS)
        self.assertTrue(response.content.decode().startswith("<title>A trial of the drug"))
        self.assertContains(response, 'id="citation"')
        self.assertNotContains(response, "<html")

    def test_a_history_restore_gets_the_whole_page(self):
        response = self.client.get(REFERENCE, headers={**PARTS, "HX-History-Restore-Request": "true"})
        self.assertContains(response, "<html")

    def test_a_term_and_the_list_of_terms(self):
        self.assertContains(self.client.get("/terms/fvc/"), "The air of one full breath out.")
        self.assertContains(self.client.get("/terms/fvc/", headers=PARTS), 'id="citation"')
        page = self.client.get("/terms/").content.decode()
        self.assertLess(page.index("FVC"), page.index("mRSS"))

    def test_an_unknown_key_is_not_found(self):
        for address in ("/references/gone/", "/terms/gone/"):
            self.assertEqual(self.client.get(address).status_code, 404)

    def test_an_unverified_reference_is_not_shown(self):
        stored(builders.reference(verified=False), builders.statement(verified=False))
        releases.release_ready(by=ANNA)
        self.assertFalse(releases.current_shelf().references["trial"].verified)
        self.assertEqual(self.client.get(REFERENCE).status_code, 404)

    def test_a_notice_and_an_overdue_review_stand_on_top(self):
        stored(builders.reference(review_by=date(2020, 1, 1)))
        releases.release_ready(by=ANNA)
        Notice.objects.create(kind="correction", subject="reference:trial", text="A table was corrected.")
        response = self.client.get(REFERENCE)
        self.assertEqual([overlay.kind for overlay in response.context["notices"]], ["correction", "overdue"])
        self.assertContains(response, "A table was corrected.")

    def test_an_edit_of_any_draft_field_is_on_no_page_before_the_release(self):
        addresses = [REFERENCE, "/terms/fvc/", "/terms/mrss/", "/terms/"]
        before = [self.client.get(address).content for address in addresses]
        for model in (Reference, Term, Therapy, EvidenceStatement):
            texts = [f.name for f in model._meta.fields if f.get_internal_type() == "TextField" and not f.choices]
            model.objects.update(**dict.fromkeys(texts, "Half-finished words"))
        Reference.objects.update(
            key_findings=["Half-finished words"], verified=False, year=1900, retraction="retracted"
        )
        self.assertEqual([self.client.get(address).content for address in addresses], before)

    def test_a_page_costs_one_query_for_the_release_and_one_for_notices(self):
        self.client.get(REFERENCE)
        with self.assertNumQueries(2):
            self.client.get(REFERENCE)
        with self.assertNumQueries(2):
            self.client.get("/terms/fvc/")
        with self.assertNumQueries(1):
            self.client.get("/terms/")

    def test_post_is_refused(self):
        self.assertEqual(self.client.post(REFERENCE).status_code, 405)


class ClosedReadingTests(TestCase):
    def test_a_stranger_is_sent_to_sign_in(self):
        for address in (REFERENCE, "/terms/", "/terms/fvc/"):
            response = self.client.get(address)
            self.assertRedirects(response, f"{reverse('account_login')}?next={address}", fetch_redirect_response=False)


class CitingTests(TestCase):
    def test_long_lists_of_authors_are_cut_at_six(self):
        seven = ", ".join(f"Name{n} A" for n in range(7))
        self.assertTrue(citing.authors_line(builders.reference(authors=seven)).endswith("Name5 A, et al."))
        self.assertEqual(citing.authors_line(builders.reference(authors="Silva A, et al.")), "Silva A, et al.")

    def test_trial_registrations_are_links(self):
        trial = builders.reference(trial_id="NCT02597933; ISRCTN12345678")
        self.assertEqual(
            citing.links(trial),
            (
                ("NCT02597933", "https://clinicaltrials.gov/study/NCT02597933"),
                ("ISRCTN12345678", "https://www.isrctn.com/ISRCTN12345678"),
            ),
        )

    def test_without_identifiers_the_first_link_bears_journal_and_year(self):
        source = builders.reference(journal="Lung", year=2020, links=["https://example.org/a", "https://example.org/b"])
        self.assertEqual(citing.links(source), (("Lung, 2020", "https://example.org/a"),))
