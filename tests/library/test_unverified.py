"""What nobody has verified is on no page of the library: every page is walked, every word looked for."""

from html import unescape

from django.test import TestCase, override_settings

from education.editorial import memory
from tests import builders
from tests.library.released import PARTS, pages, release

# Every text of an unverified record carries this word; its title may be shown, and bears another.
SECRET = "zqxunsaid"
RETRACTED = "zqxretracted"


def texts(*names):
    """Return fields whose texts must not be shown."""
    return {name: f"{SECRET} {name.replace('_', ' ')}" for name in names}


def unverified():
    """Return unverified records of every kind, all about the drug, and such as rest on nothing live."""
    doubted = {"references": ["doubted"], "verified": False}
    measured = {"reference": "doubted", "measure": SECRET, "contrast": "ratio", "better": "lower", "value": "98765"}
    of_source = (
        "authors journal volume_pages design_detail population_detail disease intervention comparator primary_detail "
        "stage_detail line_detail note"
    )
    of_statement = (
        "outcome finding comparator direction_note certainty_reason population_detail line_detail stage subset antibody"
    )
    return (
        builders.reference(
            "doubted", title="A doubted trial", doi="10.1000/doubted", verified=False, n=98765, design="cohort",
            key_findings=[f"{SECRET} 98765"], caveats=[SECRET], links=["https://example.org/zqxunsaid"],
            retraction="concern", **texts(*of_source.split()),
        ),
        builders.reference("pulled", title="A pulled trial", retraction="retracted", key_findings=[RETRACTED]),
        builders.statement("no", **doubted, effects=[measured], **texts(*of_statement.split())),
        builders.statement("skin", organ="lung-ild", verified=False, harm=True, **texts("outcome", "finding")),
        builders.statement("pulled", references=["pulled"], verified=False, **texts("outcome", "finding")),
        builders.recommendation(
            "no", guideline="trial", verified=False, **texts("intervention", "wording", "level_grade", "note")
        ),
        builders.threshold("no", verified=False, **texts("name", "definition", "note")),
        builders.threshold("other", disagrees=["no"]),
        builders.node("b_cell", verified=False, **texts("name", "description")),
        builders.node("scar", name="Scar", kind="outcome"),
        builders.edge(verified=False, **texts("statement", "note")),
        builders.target(verified=False, **texts("trial_signal", "note")),
        builders.claim(verified=False, **texts("claim", "explanation", "safer_wording")),
        builders.fact(verified=False, **texts("fact")),
        builders.reason(
            "no", verified=False, **texts("lead", "mechanism", "in_patients", "in_laboratory", "in_clinic", "not_known")
        ),
        builders.reason(
            "leads-on", position=2, claims=["1"], facts=["1"], thresholds=["no", "other"], nodes=["b_cell", "scar"]
        ),
    )  # fmt: skip


@override_settings(SCLERO_OPEN_READING=True)
class UnverifiedTests(TestCase):
    def setUp(self):
        memory.forget_all()
        self.library = release(*unverified())

    def test_no_page_of_the_library_shows_a_word_of_an_unverified_record(self):
        addresses = list(pages(self.library))
        self.assertGreater(len(addresses), 12)
        for address in addresses:
            for headers in ({}, PARTS):
                response = self.client.get(address, headers=headers)
                html = unescape(response.content.decode())
                with self.subTest(address, parts=bool(headers)):
                    self.assertEqual(response.status_code, 200)
                    for secret in (SECRET, "98765", "98,765"):
                        self.assertNotIn(secret, html)

    def test_what_was_retracted_is_only_ever_struck_through(self):
        for address in pages(self.library):
            html = self.client.get(address).content.decode()
            with self.subTest(address):
                self.assertEqual(html.count(RETRACTED), html.count(f"<s>{RETRACTED}</s>"))

    def test_the_records_are_there_and_counted(self):
        self.assertContains(self.client.get("/references/doubted/"), "A doubted trial")
        self.assertContains(self.client.get("/references/"), "A doubted trial")
        self.assertContains(self.client.get("/therapies/drug/"), "3 statements not yet verified")
        self.assertContains(self.client.get("/thresholds/"), "1 entry not yet verified")

    def test_the_search_of_references_does_not_find_what_is_not_shown(self):
        for asked in (SECRET, "cohort"):
            self.assertContains(self.client.get("/references/", {"q": asked}), "No reference fits.")
