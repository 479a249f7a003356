"""Every release schema ever published stays readable; a file here is never changed or removed."""

from pathlib import Path

from django.test import SimpleTestCase

from education.core.domain.canonical import canonical
from education.library.domain.release import read_release

EDITIONS = Path(__file__).parent / "editions"


class SchemasTests(SimpleTestCase):
    def test_each_kept_release_is_read_with_all_its_records(self):
        kept = sorted(EDITIONS.glob("release-*.json"))
        self.assertTrue(kept)
        for path in kept:
            with self.subTest(path=path.name):
                release = read_release(path.read_text(encoding="utf-8"))
                self.assertEqual(list(release.shelf.references), ["trial"])
                self.assertEqual(release.shelf.statements["drug-lung"].therapy, "drug")

    def test_the_newest_schema_is_written_as_it_is_read(self):
        text = (EDITIONS / "release-1.json").read_text(encoding="utf-8")
        self.assertEqual(canonical(read_release(text)), text)
