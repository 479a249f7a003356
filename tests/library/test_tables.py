"""What is taken away: the rows that fit, no live formula, the release and the licence."""

import csv
import io
import json
from unittest import TestCase as PlainTestCase

from django.test import TestCase, override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from education.library.domain import table
from education.library.domain.filters import Filters
from tests import builders
from tests.library.test_matrix import asked
from tests.library.test_matrix_views import released

STARTS = "=+-@＝＋－＠"
BEFORE = ["", " ", "\t", "\r\n", ";", "; ", '"', 'a;"', "a;", "a,\n"]
ANY_TEXT = st.text() | st.tuples(st.sampled_from(BEFORE), st.sampled_from(STARTS), st.text()).map("".join)


class InertTests(PlainTestCase):
    @given(st.lists(ANY_TEXT, min_size=1, max_size=4))
    @example(["=1+1"])
    @example(["harmless;=cmd|' /C calc'!A0"])
    @example(["\t=1"])
    @example(["a\r=1"])
    def test_no_cell_begins_a_formula_however_the_file_is_cut(self, texts):
        page = io.StringIO()
        csv.writer(page, quoting=csv.QUOTE_ALL).writerow([table.inert(text) for text in texts])
        for mark in (",", ";", "\t"):
            for row in csv.reader(io.StringIO(page.getvalue()), delimiter=mark):
                for cell in row:
                    self.assertFalse(cell.lstrip(' "').startswith(tuple(STARTS)), (mark, cell))

    @given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]) | st.sampled_from("−–.,()%/[]@'")))
    def test_a_text_that_begins_no_formula_is_left_as_it_is(self, text):
        if not text.lstrip().startswith("@"):
            self.assertEqual(table.inert(text), text)

    def test_figures_with_a_true_minus_sign_are_left_as_they_are(self):
        self.assertEqual(table.inert("−0.2 to 15.6; p = 0.056"), "−0.2 to 15.6; p = 0.056")


class RowsTests(PlainTestCase):
    def library(self):
        return builders.shelf(
            builders.statement("b", certainty="low", direction="not-shown"),
            builders.statement("c", verified=False),
            builders.statement("h", harm=True, direction="against"),
        )

    def test_a_row_for_every_statement_that_is_known_and_fits_harm_last(self):
        found = table.rows(self.library(), Filters())
        self.assertEqual([row["statement"] for row in found], ["b", "drug-lung", "h"])
        self.assertEqual([row["statement"] for row in table.rows(self.library(), asked(certainty="moderate"))],
            ["drug-lung", "h"])  # fmt: skip

    def test_every_column_is_a_text_and_says_that_nobody_reviewed_the_judgement(self):
        row = table.rows(self.library(), Filters())[0]
        self.assertEqual(tuple(row), table.COLUMNS)
        self.assertEqual(row["judgement"], "starter judgement, not yet reviewed")
        self.assertEqual((row["therapy_name"], row["organ_name"], row["harm"]), ("Drug", "Lung", "no"))


@override_settings(SCLERO_OPEN_READING=True)
class DownloadTests(TestCase):
    def setUp(self):
        released(builders.statement("danger", outcome="=HYPERLINK(A)", certainty="low"))

    def test_the_csv_opens_in_a_spreadsheet_program(self):
        response = self.client.get("/evidence/table.csv")
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="sclero-evidence-release-1.csv"')
        text = response.content.decode("utf-8")
        self.assertTrue(text.startswith("\ufeff"))
        found = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        self.assertEqual({row["outcome"] for row in found}, {"'=HYPERLINK(A)", "Decline of lung function"})

    def test_the_json_names_release_day_and_licence(self):
        response = self.client.get("/evidence/table.json", {"certainty": "moderate", "organ": "nonsense"})
        told = json.loads(response.content)
        self.assertEqual((told["release"], told["filters"]), (1, {"certainty": "moderate"}))
        self.assertRegex(told["date"], r"^\d{4}-\d\d-\d\d$")
        self.assertIn("CC BY 4.0", told["licence"])
        self.assertEqual([row["statement"] for row in told["statements"]], ["drug-lung"])
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="sclero-evidence-release-1.json"')

    def test_a_stranger_asks_again_and_is_told_that_nothing_changed(self):
        for url in ("/evidence/table.csv", "/evidence/table.json"):
            first = self.client.get(url)
            self.assertEqual(self.client.get(url, headers={"If-None-Match": first["ETag"]}).status_code, 304)
