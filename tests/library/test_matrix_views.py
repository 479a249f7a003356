"""The pages of the matrix and of a cell: as page, as parts, to strangers and readers, and what they cost."""

from datetime import date

from django.test import TestCase, override_settings
from django.urls import reverse

from education.editorial import memory
from education.editorial.models import Notice
from education.library import releases
from education.library.domain.library import Library
from education.library.matrix import RESULTS
from tests import builders
from tests.library.test_releases import ANNA, stored
from tests.published import somebody
from tests.query_budget import BUDGET

PARTS = {"HX-Request": "true", "HX-Target": "evidence"}
MATRIX = "/evidence/"
CELL = "/evidence/drug/lung-ild/"


def released(*records):
    """Store these records, all ready, and release them."""
    memory.forget_all()
    RESULTS.forget()
    stored(*records)
    releases.release_ready(by=ANNA)


def records(times=1):
    """Return so many statements, references and therapies, in and out of agreement, with harms."""
    made = []
    for n in range(times):
        made += [builders.reference(f"trial-{n}"), builders.therapy(f"drug-{n}", name=f"Drug {n}", group="vascular")]
        made += [
            builders.statement(f"a-{n}", therapy=f"drug-{n}", references=[f"trial-{n}"], finding=f"So [@trial-{n}]."),
            builders.statement(f"b-{n}", therapy=f"drug-{n}", direction="not-shown", certainty="low"),
            builders.statement(f"h-{n}", therapy=f"drug-{n}", direction="against", harm=True),
        ]
    return made


@override_settings(SCLERO_OPEN_READING=True)
class MatrixPageTests(TestCase):
    def test_a_cell_is_a_link_that_says_everything_in_words(self):
        released(
            builders.statement("drug-child", population="child", certainty="very-low", direction="not-shown"),
            builders.statement("drug-harm", harm=True, direction="against"),
        )
        page = self.client.get(MATRIX)
        self.assertContains(page, f'href="{CELL}"')
        words = (
            "Drug, Lung. Favours. Moderate certainty. Adults and children studied. After failure. "
            "In children: Not shown, Very low certainty. 1 more statement, not all agree. Harm stated."
        )
        self.assertContains(page, f'aria-label="{words}"')

    def test_counts_are_shown_and_announced_to_htmx(self):
        released()
        page = self.client.get(MATRIX)
        self.assertContains(page, "1 therapy, 1 cell with evidence")
        parts = self.client.get(MATRIX, {"organ": "lung-ild"}, headers=PARTS)
        self.assertTrue(parts.content.decode().startswith("<title>Evidence"))
        self.assertContains(parts, 'id="status"')
        self.assertContains(parts, "1 therapy with evidence, 0 without", count=2)
        self.assertNotContains(parts, "<html")
        self.assertEqual(parts["HX-Push-Url"], "/evidence/?organ=lung-ild")

    def test_a_history_restore_gets_the_whole_page(self):
        released()
        response = self.client.get(MATRIX, headers={**PARTS, "HX-History-Restore-Request": "true"})
        self.assertContains(response, "<html")

    def test_unknown_values_are_named_and_left_out(self):
        released()
        page = self.client.get(MATRIX, {"direction": "<b>upwards</b>", "population": "child"})
        self.assertContains(page, "“&lt;b&gt;upwards&lt;/b&gt;” is no value of “Direction” and was left out.")
        self.assertContains(page, "1 therapy, 1 cell with evidence")

    def test_what_filters_leave_out_is_not_called_unstudied(self):
        released(builders.statement("skin", organ="lung-ild", therapy="other"), builders.therapy("other", name="Other"))
        empty = self.client.get(MATRIX, {"certainty": "high"})
        self.assertContains(empty, "No evidence in this library fits these filters.")
        self.assertContains(empty, "Without “Certainty at least: High” there are 2 cells with evidence.")
        self.assertContains(empty, f'href="{MATRIX}"')
        self.assertNotContains(empty, "No study found in this library.")

    def test_before_the_first_release_nothing_is_claimed(self):
        memory.forget_all()
        RESULTS.forget()
        self.assertContains(self.client.get(MATRIX), "No evidence is published yet.")

    def test_an_unverified_statement_is_no_evidence(self):
        released(
            builders.statement(verified=False), builders.statement("other", therapy="other"), builders.therapy("other")
        )
        page = self.client.get(MATRIX)
        self.assertContains(page, "1 therapy, 1 cell with evidence")
        self.assertNotContains(page, f'href="{CELL}"')
        self.assertContains(page, "Show the 1 therapy without evidence")

    def test_a_draft_is_on_no_page_before_its_release(self):
        released()
        before = [self.client.get(url).content for url in (MATRIX, CELL, "/evidence/table.csv", "/evidence/table.json")]
        stored(builders.statement(direction="against", finding="Half-finished [@trial]."), ready=False)
        RESULTS.forget()
        after = [self.client.get(url).content for url in (MATRIX, CELL, "/evidence/table.csv", "/evidence/table.json")]
        self.assertEqual(before, after)

    def test_a_notice_marks_the_cell_that_rests_on_it(self):
        released()
        self.assertNotContains(self.client.get(MATRIX), "A notice stands on it.")
        Notice.objects.create(kind="retraction", subject="reference:trial", text="It was retracted.")
        self.assertContains(self.client.get(MATRIX), "A notice stands on it.")
        self.assertContains(self.client.get(CELL), "It was retracted.")

    def test_every_filter_and_the_downloads_keep_each_other(self):
        released(builders.statement("skin", certainty="low", therapy="other"), builders.therapy("other"))
        page = self.client.get(MATRIX, {"certainty": "low", "population": "adult"})
        self.assertContains(page, "/evidence/table.csv?population=adult&amp;certainty=low")
        self.assertContains(page, '<option value="low" selected>')
        self.assertContains(page, 'value="adult" checked')


@override_settings(SCLERO_OPEN_READING=True)
class CellPageTests(TestCase):
    def test_it_tells_every_statement_of_every_population_with_its_reason_and_its_harm(self):
        released(
            builders.statement("drug-child", population="child", certainty="very-low", direction="not-shown",
                certainty_reason="Three children."),
            builders.statement("drug-harm", harm=True, direction="against", outcome="Fever"),
        )  # fmt: skip
        page = self.client.get(CELL)
        for said in ("Studied in adults", "Studied in children", "Certainty: One trial.", "Certainty: Three children.",
                     "Starter judgement, not yet reviewed.", "Fever", "After failure", "against placebo"):  # fmt: skip
            self.assertContains(page, said)

    def test_where_no_child_was_studied_it_says_so_and_when_it_was_looked(self):
        released()
        page = self.client.get(CELL)
        self.assertContains(page, "No study in children found in this library, looked on 1 Nov 2026")
        self.assertContains(page, "borrowed from adults")

    def test_an_empty_cell_has_a_page_too(self):
        released(builders.therapy("other", name="Other"))
        self.assertContains(self.client.get("/evidence/other/lung-ild/"), "No study found in this library.")

    def test_what_is_not_verified_is_counted_and_not_told(self):
        released(builders.statement("b", verified=False, outcome="A secret outcome"))
        page = self.client.get(CELL)
        self.assertContains(page, "1 further statement is not yet verified and is not shown.")
        self.assertNotContains(page, "A secret outcome")

    def test_htmx_gets_the_short_form_with_a_link_to_the_page(self):
        released()
        parts = self.client.get(CELL, headers={"HX-Request": "true", "HX-Target": "cell"})
        self.assertContains(parts, "Open the evidence")
        self.assertContains(parts, "data-focus")
        self.assertNotContains(parts, "<html")

    def test_an_unknown_therapy_or_organ_is_not_found(self):
        released()
        for url in ("/evidence/gone/lung-ild/", "/evidence/drug/elbow/"):
            self.assertEqual(self.client.get(url).status_code, 404)


class ClosedReadingTests(TestCase):
    def test_a_stranger_is_sent_to_sign_in(self):
        for url in (MATRIX, CELL, "/evidence/table.csv", "/evidence/table.json"):
            response = self.client.get(url, headers={"If-None-Match": "*"})
            self.assertRedirects(response, f"{reverse('account_login')}?next={url}", fetch_redirect_response=False)


@override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db")
class CostTests(TestCase):
    """Signed in, with a session in the database."""

    def cost(self, url, expected):
        """Ask twice, so that the release is in memory, and count the second time."""
        self.client.get(url)
        RESULTS.forget()
        with self.assertNumQueries(expected):
            self.assertEqual(self.client.get(url).status_code, 200)

    def test_a_page_costs_the_same_for_ten_times_the_data(self):
        self.client.force_login(somebody("reader@example.org"))
        budget = {
            MATRIX: BUDGET["evidence"],
            f"{MATRIX}?population=child&certainty=high": BUDGET["evidence"],
            CELL: BUDGET["cell"],
            "/evidence/table.csv": BUDGET["evidence_csv"],
            "/evidence/table.json": BUDGET["evidence_json"],
        }
        for times in (1, 10):
            released(*records(times))
            for url, expected in budget.items():
                with self.subTest(url=url, times=times):
                    self.cost(url, expected)

    def test_a_stranger_costs_the_release_the_other_editions_and_the_notices(self):
        released(*records())
        with override_settings(SCLERO_OPEN_READING=True):
            etag = self.client.get(MATRIX)["ETag"]
            with self.assertNumQueries(3):
                self.assertEqual(self.client.get(MATRIX, headers={"If-None-Match": etag}).status_code, 304)


class ShapeTests(TestCase):
    def test_the_library_read_from_a_release_is_whole(self):
        released()
        self.assertIsInstance(releases.current_shelf(), Library)
        self.assertGreater(releases.current_shelf().statements["drug-lung"].review_by, date(2026, 1, 1))
