"""The starter package itself: clean, and the same after every round trip."""

import io
import json

from django.core.management import call_command

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
from tests.starter.starter import SLUG, STARTER, StarterTestCase


class PackageTests(StarterTestCase):
    def findings(self, *args):
        """Return what check_content finds; it exits with 1 when anything blocks."""
        out = io.StringIO()
        call_command("check_content", *args, as_json=True, stdout=out)
        return json.loads(out.getvalue())

    def test_nothing_in_the_package_stands_in_the_way_of_publishing(self):
        self.assertEqual([one["code"] for one in self.findings(str(STARTER))], ["missing-sign-off"])

    def test_nothing_in_the_drafts_made_from_it_does_either(self):
        self.assertEqual([one["code"] for one in self.findings()], ["missing-sign-off"])

    def test_loading_it_again_changes_and_publishes_nothing(self):
        before = list(Edition.objects.values_list("kind", "slug", "number", "sha256"))
        out = io.StringIO()
        call_command("load_content", str(STARTER), publish=True, stdout=out)
        self.assertIn("changed 0", out.getvalue())
        self.assertEqual(list(Edition.objects.values_list("kind", "slug", "number", "sha256")), before)


class RoundTripTests(StarterTestCase):
    def setUp(self):
        super().setUp()
        self.written = next(
            document for kind, document in packages.read_package(STARTER).each() if kind.name == "pathway"
        )

    def row(self):
        return Pathway.objects.select_related("organ").get(slug=SLUG)

    def test_the_document_is_the_same_after_json(self):
        again = Document.model_validate_json(canonical(self.written))
        self.assertEqual(again, self.written)
        self.assertEqual(canonical(again), canonical(self.written))

    def test_the_file_is_the_same_after_reading_and_writing(self):
        again = reading.read_pathway(reading.write_pathway(self.written), file="again.md")
        self.assertEqual(canonical(again), canonical(self.written))

    def test_rows_give_the_document_that_was_stored(self):
        self.assertEqual(canonical(drafts.document_of(self.row())), canonical(self.written))

    def test_rows_deleted_and_stored_again_from_their_document_give_the_same_document(self):
        document = drafts.document_of(self.row())
        Pathway.objects.all().delete()
        self.assertTrue(drafts.store(document))
        self.assertEqual(canonical(drafts.document_of(self.row())), canonical(document))
        self.assertFalse(drafts.store(document))

    def test_an_edition_is_the_same_after_json_and_is_what_its_rows_compile_to(self):
        text = self.edition.document
        compiled = read_compiled(text)
        self.assertEqual(canonical(compiled), text)
        self.assertEqual(fingerprint(text), self.edition.sha256)
        rows = compile_pathway(drafts.document_of(self.row()), current_shelf(), release=1)
        self.assertEqual(canonical(rows), text)
