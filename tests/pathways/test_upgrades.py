"""Every edition ever published can still be read. The files in `editions/` are never changed, only added to."""

import json
from pathlib import Path
from unittest import TestCase

from education.core.domain.canonical import canonical
from education.core.domain.problems import Unreadable
from education.pathways.domain.upgrades import CURRENT_SCHEMA, UPGRADES, UnknownSchema, lifted, read_compiled
from tests.builders import drawn_edition

EDITIONS = Path(__file__).parent / "editions"


class KeptEditionsTests(TestCase):
    def test_one_edition_is_kept_for_every_schema(self):
        kept = {path.name for path in EDITIONS.iterdir()}
        self.assertEqual(kept, {f"schema-{number}.json" for number in range(1, CURRENT_SCHEMA + 1)})

    def test_every_kept_edition_still_reads(self):
        for path in EDITIONS.iterdir():
            with self.subTest(path.name):
                self.assertEqual(read_compiled(path.read_text("utf-8")).schema_version, CURRENT_SCHEMA)

    def test_the_current_schema_is_written_back_byte_for_byte(self):
        kept = (EDITIONS / f"schema-{CURRENT_SCHEMA}.json").read_bytes().removesuffix(b"\n")
        self.assertEqual(canonical(read_compiled(kept.decode("utf-8"))).encode("utf-8"), kept)

    def test_an_edition_is_the_same_after_its_text(self):
        for child in (False, True):
            edition = drawn_edition(child=child)
            self.assertEqual(read_compiled(canonical(edition)), edition)


class UpgradeTests(TestCase):
    def test_a_newer_schema_is_refused_in_words(self):
        document = json.loads(canonical(drawn_edition())) | {"schema_version": CURRENT_SCHEMA + 1}
        with self.assertRaisesRegex(UnknownSchema, f"schema {CURRENT_SCHEMA + 1}"):
            read_compiled(json.dumps(document))

    def test_a_document_without_a_schema_is_refused(self):
        for schema in (None, "1", True, 0):
            with self.subTest(schema), self.assertRaises(UnknownSchema):
                read_compiled(json.dumps({"schema_version": schema}))

    def test_old_documents_are_lifted_one_schema_at_a_time(self):
        steps = {
            1: lambda old: old | {"schema_version": 2, "title": old["name"]},
            2: lambda old: old | {"schema_version": 3, "title": old["title"].upper()},
        }
        old = {"schema_version": 1, "name": "a"}
        self.assertEqual(lifted(old, 3, steps), {"schema_version": 3, "name": "a", "title": "A"})
        self.assertEqual(old, {"schema_version": 1, "name": "a"})

    def test_schema_1_gets_choices_without_compare_rows_and_keeps_everything_else(self):
        old = json.loads((EDITIONS / "schema-1.json").read_text("utf-8"))
        before = json.dumps(old)
        new = lifted(old, 2, UPGRADES)
        self.assertEqual(json.dumps(old), before)
        rows = [choice.pop("compare") for step in new["pathway"]["steps"] for choice in step["choices"]]
        self.assertTrue(rows and not any(rows))
        self.assertEqual(new, old | {"schema_version": 2})

    def test_schema_2_keeps_its_compare_rows(self):
        kept = read_compiled((EDITIONS / "schema-2.json").read_text("utf-8"))
        rows = [row.row for step in kept.pathway.steps for choice in step.choices for row in choice.compare]
        self.assertEqual(rows, ["main-harm", "aim"])

    def test_a_gap_in_the_chain_is_refused(self):
        with self.assertRaisesRegex(UnknownSchema, "schema 1"):
            lifted({"schema_version": 1}, 2, {})

    def test_what_is_no_edition_is_unreadable(self):
        shapeless = '{"schema_version": 1, "pathway": []}', '{"schema_version": 1, "pathway": {"steps": [7]}}'
        for text in ("", "[]", "{", '{"schema_version": 1}', '{"schema_version": 2}', *shapeless, "[" * 100_000):
            with self.subTest(text[:20]), self.assertRaises(Unreadable):
                read_compiled(text)
