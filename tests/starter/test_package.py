"""The starter package itself: clean, and the same after every round trip."""

import io
import json
import re

from django.core.management import call_command
from django.test import SimpleTestCase

from education.core.domain.canonical import canonical, fingerprint
from education.editorial import packages
from education.editorial.models import Edition
from education.library.releases import current_shelf
from education.pathways import drafts
from education.pathways.domain import reading
from education.pathways.domain.compiling import compile_pathway
from education.pathways.domain.document import Pathway as Document
from education.pathways.domain.upgrades import read_compiled
from education.pathways.models import Pathway
from tests.starter.starter import COUNTS, SLUGS, STARTER, StarterTestCase

UNSIGNED = ["missing-sign-off"] * len(SLUGS)
UNVERIFIED = sum(shelf.get("unverified", 0) for shelf in COUNTS["shelves"].values())
ROWS_AT_MOST, WORDS_AT_MOST = 10, 120


def written():
    """Return the pathways of the package as their files say them, by slug."""
    package = packages.read_package(STARTER)
    return {document.slug: document for kind, document in package.each() if kind.name == "pathway"}


class PackageTests(StarterTestCase):
    def findings(self, *args):
        """Return what check_content finds; it exits with 1 when anything blocks."""
        out = io.StringIO()
        call_command("check_content", *args, as_json=True, stdout=out)
        return json.loads(out.getvalue())

    def assert_clean(self, findings):
        """Check that nothing is said but who has not signed and, once each, which records are not verified."""
        others = [one for one in findings if one["code"] != "unverified"]
        self.assertEqual([one["code"] for one in others], UNSIGNED, others)
        self.assertEqual(len(findings) - len(others), UNVERIFIED)

    def test_nothing_in_the_package_stands_in_the_way_of_publishing(self):
        self.assert_clean(self.findings(str(STARTER)))

    def test_nothing_in_the_drafts_made_from_it_does_either(self):
        self.assert_clean(self.findings())

    def test_loading_it_again_changes_and_publishes_nothing(self):
        before = list(Edition.objects.values_list("kind", "slug", "number", "sha256"))
        out = io.StringIO()
        call_command("load_content", str(STARTER), publish=True, stdout=out)
        self.assertIn("changed 0", out.getvalue())
        self.assertEqual(list(Edition.objects.values_list("kind", "slug", "number", "sha256")), before)


class CompareTests(SimpleTestCase):
    """What is said of options to set them beside each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        equipoises = (step for document in written().values() for step in document.steps if step.kind == "equipoise")
        cls.options = [choice for step in equipoises for choice in step.choices]
        cls.rows = [(choice.key, row) for choice in cls.options for row in choice.compare]

    def test_every_treatment_trial_and_referral_can_be_compared(self):
        for choice in self.options:
            if choice.target.startswith(("opt-", "trial", "refer")) or choice.therapy:
                with self.subTest(choice.key):
                    self.assertTrue(choice.compare)
                    self.assertLessEqual(len(choice.compare), ROWS_AT_MOST)
                    decide = sum(row.key_difference for row in choice.compare)
                    self.assertTrue(1 <= decide <= 3, decide)

    def test_each_says_what_it_aims_at_harms_and_is_known_for_after_failure_and_in_children(self):
        for choice in self.options:
            if choice.compare:
                said = {row.row for row in choice.compare}
                self.assertLessEqual({"aim", "main-harm", "evidence-after-failure", "children"}, said, choice.key)

    def test_rows_are_short_and_hold_no_figure(self):
        for key, row in self.rows:
            self.assertLessEqual(len(row.text), WORDS_AT_MOST, (key, row))
            self.assertIsNone(re.search(r"\b[0-9]", row.text.replace("IL-6", "")), (key, row))


class RoundTripTests(StarterTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = written()

    def row(self, slug):
        return Pathway.objects.select_related("organ").get(slug=slug)

    def test_the_package_holds_exactly_these_pathways(self):
        self.assertEqual(set(self.documents), set(SLUGS))

    def test_the_document_is_the_same_after_json(self):
        for document in self.documents.values():
            again = Document.model_validate_json(canonical(document))
            self.assertEqual(again, document)
            self.assertEqual(canonical(again), canonical(document))

    def test_the_file_is_the_same_after_reading_and_writing(self):
        for document in self.documents.values():
            again = reading.read_pathway(reading.write_pathway(document), file="again.md")
            self.assertEqual(canonical(again), canonical(document))

    def test_rows_give_the_document_that_was_stored(self):
        for slug, document in self.documents.items():
            self.assertEqual(canonical(drafts.document_of(self.row(slug))), canonical(document))

    def test_rows_deleted_and_stored_again_from_their_document_give_the_same_document(self):
        documents = [drafts.document_of(self.row(slug)) for slug in SLUGS]
        Pathway.objects.all().delete()
        for document in documents:
            self.assertTrue(drafts.store(document))
            self.assertEqual(canonical(drafts.document_of(self.row(document.slug))), canonical(document))
            self.assertFalse(drafts.store(document))

    def test_an_edition_is_the_same_after_json_and_is_what_its_rows_compile_to(self):
        for starter in self.starters():
            text = starter.edition.document
            self.assertEqual(canonical(read_compiled(text)), text)
            self.assertEqual(fingerprint(text), starter.edition.sha256)
            rows = compile_pathway(drafts.document_of(self.row(starter.slug)), current_shelf(), release=1)
            self.assertEqual(canonical(rows), text)
