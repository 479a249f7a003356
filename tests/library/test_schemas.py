"""Every release schema ever published stays readable; a file here is never changed or removed."""

from pathlib import Path

from django.test import SimpleTestCase

from education.core.domain.canonical import canonical
from education.library.domain.library import SHELVES
from education.library.domain.release import read_release

EDITIONS = Path(__file__).parent / "editions"


class SchemasTests(SimpleTestCase):
    def test_each_kept_release_is_read_with_all_its_records(self):
        kept = sorted(EDITIONS.glob("release-*.json"))
        self.assertTrue(kept)
        for path in kept:
            with self.subTest(path=path.name):
                release = read_release(path.read_text(encoding="utf-8"))
                self.assertIn("trial", release.shelf.references)
                self.assertEqual(release.shelf.statements["drug-lung"].therapy, "drug")

    def test_the_newest_schema_is_written_as_it_is_read(self):
        text = (EDITIONS / "release-3.json").read_text(encoding="utf-8")
        self.assertEqual(canonical(read_release(text)), text)

    def test_the_newest_schema_is_kept_with_a_record_on_every_shelf(self):
        shelf = read_release((EDITIONS / "release-3.json").read_text(encoding="utf-8")).shelf
        self.assertTrue(all(getattr(shelf, name) for name in (*SHELVES, "organs")))
        self.assertTrue(shelf.map_notes.notice and shelf.claims["1"].parts and shelf.statements["drug-lung"].effects)
