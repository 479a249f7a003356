"""The pages of the sources: the list, each one as page and panel, and its citation."""

from datetime import date

from django.test import TestCase, override_settings
from django.urls import reverse

from deploy.vendor import check
from education.editorial import memory
from education.editorial.models import Notice
from education.library import styled
from education.library.domain import catalogue, citing
from education.library.domain.leaning import leaning
from tests import builders
from tests.library.released import PARTS, release
from tests.published import publish

REFERENCE = "/references/trial/"
OPEN = override_settings(SCLERO_OPEN_READING=True)


@OPEN
class ReferencePageTests(TestCase):
    def setUp(self):
        memory.forget_all()

    def page(self, **changes):
        release(builders.reference(**changes))
        return self.client.get(REFERENCE)

    def test_a_reference_shows_its_source_and_where_to_find_it(self):
        response = self.page(doi="10.1000/x", pmid="123", disease="SSc-ILD", caveats=["It was small."])
        self.assertContains(response, "A trial of the drug in lung disease")
        self.assertContains(response, "Silva A, Okoro B")
        self.assertContains(response, 'href="https://doi.org/10.1000/x"')
        self.assertContains(response, 'href="https://pubmed.ncbi.nlm.nih.gov/123/"')
        self.assertContains(response, "SSc-ILD")
        self.assertContains(response, "It was small.")

    def test_what_is_absent_is_said_to_be(self):
        response = self.page(year=None)
        for said in ("Journal: not held here", "year: not held here", "Link: not held here"):
            self.assertContains(response, said)
        self.assertContains(response, "Part of this citation is not confirmed.")

    def test_an_unverified_reference_shows_its_name_and_nothing_else(self):
        hidden = {"key_findings": ["It cures."], "caveats": ["Nobody looked."], "authors": "Silva A", "journal": "Lung"}
        release(builders.reference("new", title="A new trial", doi="10.1000/new", verified=False, n=77, **hidden))
        for headers in ({}, PARTS):
            response = self.client.get("/references/new/", headers=headers)
            self.assertEqual(response.status_code, 200)
            for said in ("A new trial", "10.1000/new", "not yet verified"):
                self.assertContains(response, said)
            for unsaid in ("It cures.", "Nobody looked.", "Silva", "Lung", "77", "RCT", "Cite it"):
                self.assertNotContains(response, unsaid)

    def test_a_retracted_reference_is_struck_through(self):
        release(
            builders.reference("gone", retraction="retracted", key_findings=["It worked."]),
            builders.reference("moved", retraction="corrected"),
        )
        response = self.client.get("/references/gone/")
        self.assertContains(response, "<s>It worked.</s>")
        self.assertContains(response, "Retracted")
        self.assertContains(self.client.get("/references/moved/"), "Corrected since publication")

    def test_htmx_gets_the_panel_alone(self):
        release()
        response = self.client.get(REFERENCE, headers=PARTS)
        self.assertTrue(response.content.decode().startswith("<title>A trial of the drug"))
        self.assertContains(response, 'id="citation"')
        self.assertContains(response, "data-focus")
        self.assertNotContains(response, "<html")
        self.assertNotContains(response, "Cite it")

    def test_a_history_restore_gets_the_whole_page(self):
        release()
        response = self.client.get(REFERENCE, headers={**PARTS, "HX-History-Restore-Request": "true"})
        self.assertContains(response, "<html")

    def test_an_unknown_key_is_not_found(self):
        self.assertEqual(self.client.get("/references/gone/").status_code, 404)

    def test_everything_that_leans_on_it_is_listed(self):
        release(*builders.one_of_each())
        publish()
        response = self.client.get(REFERENCE)
        for said in ("Drug", "Decline of lung function", "B cells drive scarring.", "Lungs getting worse on treatment"):
            self.assertContains(response, said)
        self.assertNotContains(response, "Qualified")
        self.assertContains(response, "/therapies/drug/#drug-lung")
        self.assertContains(self.client.get("/references/guide/"), "/therapies/drug/#stances")

    def test_a_notice_and_an_overdue_review_stand_on_top(self):
        release(builders.reference(review_by=date(2020, 1, 1)))
        Notice.objects.create(kind="correction", subject="reference:trial", text="A table was corrected.")
        response = self.client.get(REFERENCE)
        self.assertEqual([overlay.kind for overlay in response.context["notices"]], ["correction", "overdue"])
        self.assertContains(response, "A table was corrected.")

    def test_post_is_refused(self):
        self.assertEqual(self.client.post(REFERENCE).status_code, 405)


@OPEN
class CiteTests(TestCase):
    def setUp(self):
        memory.forget_all()
        release(
            builders.reference(journal="Lung & Heart", volume_pages="9(2):41-52", doi="10.1000/x"),
            builders.reference("new", verified=False),
        )

    def test_the_styles_print_the_citation(self):
        response = self.client.get(REFERENCE)
        self.assertContains(
            response, "Silva A, Okoro B. A trial of the drug in lung disease. Lung &amp; Heart. 2020;9(2):41–52."
        )
        self.assertContains(response, "<i>Lung &amp; Heart</i>. 2020;9(2):41-52.")
        self.assertContains(response, "Silva, A., &amp; Okoro, B. (2020). A trial of the drug in lung disease.")

    def test_files_can_be_taken_away(self):
        for form, ending, begins in (("bibtex", "bib", "@article{trial,"), ("ris", "ris", "TY  - JOUR")):
            response = self.client.get(f"{REFERENCE}cite/?as={form}")
            self.assertEqual(response["Content-Disposition"], f'attachment; filename="trial.{ending}"')
            self.assertTrue(response.content.decode().startswith(begins))
            self.assertContains(self.client.get(REFERENCE), f"/references/trial/cite/?as={form}")

    def test_nothing_else_can_be_asked_for(self):
        for address in (f"{REFERENCE}cite/", f"{REFERENCE}cite/?as=word", "/references/new/cite/?as=ris"):
            self.assertEqual(self.client.get(address).status_code, 404, address)


class StyledTests(TestCase):
    def drawn(self, **changes):
        return {one.style: one.html for one in styled.styled(builders.reference(**changes))}

    def test_a_short_list_of_authors_is_never_made_to_look_whole(self):
        drawn = self.drawn(authors="Silva A, Okoro BD, et al", journal="Lung")
        self.assertTrue(drawn["Vancouver"].startswith("Silva A, Okoro BD, et al. A trial"), drawn)
        self.assertTrue(drawn["AMA"].startswith("Silva A, Okoro BD, et al. A trial"), drawn)
        self.assertTrue(drawn["APA"].startswith("Silva, A., Okoro, B. D., et al. (2020)"), drawn)

    def test_what_is_not_held_is_not_guessed(self):
        for name, html in self.drawn(authors="", journal="Lung", year=None).items():
            with self.subTest(name):
                self.assertIn("year not held here", html)
                self.assertEqual(html.count("A trial of the drug"), 1)
                for guess in ("online", "n.d.", "year not held here, year"):
                    self.assertNotIn(guess, html)

    def test_markup_in_a_record_is_text(self):
        evil = "<img src=x onerror=alert(1)><b>B</b>"
        for html in self.drawn(title=evil, journal=evil, authors=evil, volume_pages=f"1:{evil}", doi=evil).values():
            self.assertNotIn("<img", html)
            self.assertNotIn("<b>", html)

    def test_the_styles_are_the_ones_we_fetched(self):
        self.assertEqual(check(styled.STYLES), [])
        for file in styled.FILES.values():
            self.assertIn("licenses/by-sa/3.0", (styled.STYLES / f"{file}.csl").read_text(encoding="utf-8"))


@OPEN
class ReferencesTests(TestCase):
    def setUp(self):
        memory.forget_all()
        release(
            builders.reference("child-cohort", title="Children followed", design="cohort", population="child"),
            builders.reference("skin", title="Skin", authors="Müller F", organ_domains=["lung-ild"]),
            builders.reference("new", title="A new trial", authors="Hidden H", verified=False),
        )

    def listed(self, query=""):
        response = self.client.get(f"/references/?{query}")
        return [row["reference"].key for row in response.context["rows"]]

    def test_verified_ones_are_listed_by_author_and_the_others_after_them_by_title(self):
        self.assertEqual(self.listed(), ["skin", "child-cohort", "trial", "new"])
        response = self.client.get("/references/")
        self.assertContains(response, "4 of 4 references; 3 are verified.")
        self.assertContains(response, "not yet verified")
        self.assertNotContains(response, "Hidden")

    def test_filters_narrow_the_list(self):
        for query, keys in (
            ("design=cohort", ["child-cohort"]),
            ("population=child", ["child-cohort"]),
            ("organ=lung-ild", ["skin"]),
            ("verified=no", ["new"]),
            ("verified=yes&design=rct", ["skin", "trial"]),
            ("q=muller", ["skin"]),
            ("q=TRIAL", ["trial", "new"]),
            ("q=hidden", []),
        ):
            with self.subTest(query):
                self.assertEqual(self.listed(query), keys)

    def test_what_an_unverified_one_says_is_not_told_by_a_filter(self):
        self.assertNotIn("new", self.listed("design=rct"))
        self.assertContains(self.client.get("/references/?design=rct"), "1 not yet verified reference is left out")

    def test_unknown_values_are_dropped_and_said(self):
        response = self.client.get("/references/?design=dogs&population=9&q=skin")
        self.assertContains(response, "2 filters were left out")
        self.assertEqual([row["reference"].key for row in response.context["rows"]], ["skin"])

    def test_htmx_gets_the_list_and_the_count(self):
        response = self.client.get("/references/?design=cohort", headers=PARTS)
        self.assertContains(response, 'id="found"')
        self.assertContains(response, 'id="status"')
        self.assertNotContains(response, "<form")

    def test_fifty_stand_on_a_page(self):
        release(*(builders.reference(f"other-{n}", title=f"Other {n}") for n in range(60)))
        self.assertEqual(len(self.listed()), 50)
        self.assertEqual(len(self.listed("page=2")), 14)
        self.assertEqual(len(self.listed("page=dogs")), 50)
        self.assertContains(self.client.get("/references/?q=other&page=2"), "?q=other&amp;page=1")


class ClosedReadingTests(TestCase):
    def test_a_stranger_is_sent_to_sign_in(self):
        addresses = (
            "/references/",
            REFERENCE,
            f"{REFERENCE}cite/",
            "/terms/",
            "/terms/fvc/",
            "/thresholds/",
            "/therapies/drug/",
        )
        for address in addresses:
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

    def test_an_unverified_reference_is_looked_up_by_one_identifier(self):
        for fields, name in (
            ({"doi": "10.1/x", "pmid": "1"}, "DOI 10.1/x"),
            ({"pmid": "1"}, "PMID 1"),
            ({"trial_id": "NCT1"}, "NCT1"),
            ({}, ""),
        ):
            self.assertEqual(citing.identifier(builders.reference(**fields)), name)


class CatalogueTests(TestCase):
    def test_brackets_do_not_sort_a_title_first(self):
        found = catalogue.catalogue(
            [builders.reference("b", title="[Zebra]", authors=""), builders.reference("a", title="Lion", authors="")],
            catalogue.Asked(),
        ).found
        self.assertEqual([one.key for one in found], ["a", "b"])


class LeaningTests(TestCase):
    def kinds(self, key, *records):
        return {group.kind: group for group in leaning(key, builders.shelf(*records))}

    def test_each_kind_of_record_is_found(self):
        found = self.kinds("trial", *builders.one_of_each(), builders.term("cited", plain="So [@trial]."))
        self.assertEqual(
            list(found), ["statement", "threshold", "claim", "fact", "reason", "term", "node", "edge", "target"]
        )
        self.assertEqual(list(self.kinds("guide", *builders.one_of_each())), ["recommendation", "threshold"])

    def test_a_claim_does_not_give_its_verdict_away(self):
        (claim,) = self.kinds("trial", *builders.one_of_each())["claim"].shown
        self.assertEqual(claim.title, "Early disease answers better.")
        self.assertNotIn("qualified", repr(claim))

    def test_what_may_not_be_shown_is_counted(self):
        found = self.kinds("trial", builders.statement(verified=False), builders.fact(verified=False, fact="No."))
        self.assertEqual((found["statement"].shown, found["statement"].unverified), ((), 1))
        self.assertEqual((found["fact"].shown, found["fact"].unverified), ((), 1))
        retracted = self.kinds("trial", builders.reference(retraction="retracted"))
        self.assertEqual((retracted["statement"].shown, retracted["statement"].unverified), ((), 1))

    def test_a_text_of_a_therapy_that_cites_it_leans_on_it(self):
        (found,) = self.kinds("trial", builders.therapy(verdict="It slowed decline [@trial]. So."))["therapy"].shown
        self.assertEqual((found.page, found.slug), ("therapy", "drug"))
