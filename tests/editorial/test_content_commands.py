"""load_content and check_content."""

import io
import json
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from education.editorial import packages
from education.editorial.models import Allowance, AuditEntry, Citation, Edition
from education.library import drafts, releases
from tests.editorial.leaflets import WithLeaflets

LIBRARY = {
    "organs.yaml": "organs:\n- {key: lung-ild, name: Lung, position: 2}\n",
    "references.yaml": """references:
- key: trial
  title: A trial of the drug
  design: rct
  population: adult
  organ_domains: [lung-ild]
  verified: true
  review_by: 2027-11-22
""",
    "terms.yaml": "terms:\n- {key: fvc, name: FVC, plain: One full breath out., review_by: 2027-11-22}\n",
}
MANIFEST = """name: small
title: A small package
language: en
licence: CC-BY-4.0
version: 1
kinds: [library, leaflet]
"""


class PackageTestCase(WithLeaflets, TestCase):
    def setUp(self):
        super().setUp()
        self.leaflets.drafts.clear()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.file("manifest.yaml", MANIFEST)
        for name, text in LIBRARY.items():
            self.file(f"library/{name}", text)
        self.file("leaflets/water.md", "Drink water.")

    def file(self, name, text):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def load(self, *args, **options):
        out = io.StringIO()
        call_command("load_content", str(self.root), *args, stdout=out, **options)
        return out.getvalue()

    def check(self, *args):
        """Return the exit code and what was printed."""
        out = io.StringIO()
        try:
            call_command("check_content", *args, stdout=out)
        except SystemExit as exit_:
            return exit_.code, out.getvalue()
        return 0, out.getvalue()

    def rows(self):
        """Return everything that loading may write."""
        models = (Edition, Citation, AuditEntry, Allowance, *drafts.MODELS.values())
        return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


class LoadContentTests(PackageTestCase):
    def test_a_package_is_stored_as_drafts_and_nothing_is_published(self):
        self.assertIn("changed 2, unchanged 0", self.load())
        self.assertEqual(list(drafts.shelf_of_drafts().references), ["trial"])
        self.assertFalse(Edition.objects.exists())
        self.assertEqual(drafts.ready_records("references"), {})

    def test_publishing_makes_the_release_first_and_then_what_stands_on_it(self):
        self.load("--publish", "--by", "Anna Field")
        made = list(Edition.objects.order_by("pk").values_list("kind", "slug", "number", "published_by"))
        self.assertEqual(made, [("library", "library", 1, "Anna Field"), ("leaflet", "water", 1, "Anna Field")])
        self.assertEqual(list(releases.current_shelf().terms), ["fvc"])

    def test_it_says_what_it_read_and_what_of_it_readers_will_not_see(self):
        said = self.load()
        self.assertIn("references: 1 read, 1 verified\n", said)
        self.assertIn("terms: 1 read\n", said)
        self.assertNotIn("claims:", said)
        text = LIBRARY["references.yaml"].replace("verified: true", "verified: false")
        self.file("library/references.yaml", text + text.partition("\n")[2].replace("key: trial", "key: other"))
        self.file("library/statements.yaml", "statements: []\n")
        self.assertIn("references: 2 read, 0 verified; 2 not verified, shown only by title\n", self.load())

    def test_a_second_time_changes_nothing(self):
        self.load("--publish")
        before = self.rows()
        self.assertIn("changed 0, unchanged 2", self.load("--publish"))
        self.assertEqual(self.rows(), before)

    def test_a_changed_package_makes_new_editions_of_what_changed_only(self):
        self.load("--publish")
        self.file("leaflets/water.md", "Drink tea.")
        self.load("--publish")
        self.assertEqual(list(Edition.objects.order_by("pk").values_list("kind", "number"))[2:], [("leaflet", 2)])

    def test_refusal_lists_every_problem_of_every_file_and_changes_nothing(self):
        self.load("--publish")
        before = self.rows()
        self.file("leaflets/water.md", "All wrong.")
        self.file("library/references.yaml", LIBRARY["references.yaml"].replace("trial\n", "other\n", 1))
        self.file("library/terms.yaml", LIBRARY["terms.yaml"].replace("One full breath out.", "'One [[nothing]].'"))
        with self.assertRaises(CommandError) as refusal:
            self.load("--publish")
        said = str(refusal.exception)
        self.assertIn("leaflets/water.md text: It says wrong. Say right. [wrong]", said)
        self.assertIn("library/terms.yaml:2 terms/fvc:plain: There is no term 'nothing'", said)
        self.assertIn("Nothing was loaded", said)
        self.assertEqual(self.rows(), before)

    def test_unreadable_files_are_all_named_with_file_and_line(self):
        self.file("library/references.yaml", LIBRARY["references.yaml"] + "  colour: red\n")
        self.file("library/terms.yaml", "terms:\n- {key: fvc, name: FVC}\n")
        self.file("leaflets/empty.md", "")
        with self.assertRaises(CommandError) as refusal:
            self.load()
        said = str(refusal.exception)
        for spot in ("library/references.yaml:9", "library/terms.yaml:2", "leaflets/empty.md:1"):
            self.assertIn(spot, said)
        self.assertEqual(drafts.shelf_of_drafts().references, {})

    def test_a_refusal_in_the_middle_of_publishing_undoes_everything(self):
        before = self.rows()

        def broken(slug):
            raise RuntimeError("no room")

        self.leaflets.compile = broken
        with self.assertRaises(RuntimeError):
            self.load("--publish")
        self.assertEqual(self.rows(), before)

    def test_allowed_figures_are_passed_to_the_check_and_kept_for_later_publishing(self):
        self.file("leaflets/water.md", "All wrong.")
        self.file("audit-exceptions.yaml", "exceptions:\n- {place: water, figure: wrong, reason: A quotation.}\n")
        self.load("--publish")
        self.assertEqual(Allowance.objects.get().reason, "A quotation.")
        self.file("audit-exceptions.yaml", "exceptions: []\n")
        self.file("leaflets/water.md", "All right.")
        self.load("--publish")
        self.assertFalse(Allowance.objects.exists())

    def test_a_record_edited_here_since_is_replaced_by_the_package(self):
        self.load("--publish")
        drafts.MODELS["terms"].objects.update(plain="Edited here.")
        self.load("--publish")
        self.assertEqual(releases.current_shelf().terms["fvc"].plain, "One full breath out.")


class CheckContentTests(PackageTestCase):
    def test_a_sound_package_passes_without_a_query(self):
        with self.assertNumQueries(0):
            code, said = self.check(str(self.root))
        self.assertEqual((code, said.strip()), (0, "0 block publishing, 0 are advice."))

    def test_what_blocks_ends_with_1(self):
        self.file("leaflets/water.md", "All wrong.")
        code, said = self.check(str(self.root))
        self.assertEqual(code, 1)
        self.assertIn("1 block publishing", said)

    def test_advice_alone_ends_with_0(self):
        self.file("library/references.yaml", LIBRARY["references.yaml"].replace("verified: true", "verified: false"))
        code, said = self.check(str(self.root))
        self.assertEqual(code, 0)
        self.assertIn("advice: library/references.yaml:2 references/trial:", said)

    def test_json_holds_everything_a_program_needs(self):
        self.file("leaflets/water.md", "All wrong.")
        code, said = self.check(str(self.root), "--json")
        self.assertEqual(code, 1)
        self.assertEqual(
            json.loads(said),
            [
                {
                    "kind": "leaflet", "slug": "water", "code": "wrong", "level": "blocks-publishing", "blocks": True,
                    "place": "text", "file": "leaflets/water.md", "line": 0, "message": "It says wrong.",
                    "fix": "Say right.",
                }
            ],
        )  # fmt: skip

    def test_without_a_path_the_drafts_are_checked(self):
        self.assertEqual(self.check()[0], 0)
        self.write("All wrong.")
        code, said = self.check()
        self.assertEqual(code, 1)
        self.assertIn("leaflet water text: It says wrong.", said)


class PackageLimitsTests(PackageTestCase):
    def refused(self, code):
        """Assert that the package is refused for `code`, in a sentence."""
        exit_code, said = self.check(str(self.root))
        self.assertEqual(exit_code, 1)
        self.assertIn(f"[{code}]", said)
        return said

    def test_a_link_out_of_the_folder_is_refused_and_not_read(self):
        with tempfile.NamedTemporaryFile(suffix=".md") as outside:
            (self.root / "leaflets/secret.md").symlink_to(outside.name)
            self.assertIn("no links to other files", self.refused("link"))

    def test_a_linked_folder_is_refused(self):
        with tempfile.TemporaryDirectory() as outside:
            (self.root / "pathways").symlink_to(outside)
            self.refused("link")

    def test_text_that_is_not_utf_8_is_refused(self):
        self.file("leaflets/water.md", b"caf\xe9")
        self.assertIn("leaflets/water.md: The file is not UTF-8 text", self.refused("not-utf-8"))

    def test_a_file_of_another_sort_is_refused(self):
        self.file("leaflets/run.sh", "echo")
        self.refused("unknown-file")

    def test_a_folder_that_no_kind_reads_is_refused(self):
        self.file("posters/one.md", "Text.")
        self.refused("unknown-file")

    def test_a_kind_that_is_not_installed_is_refused(self):
        self.file("manifest.yaml", MANIFEST.replace("leaflet]", "leaflet, poster]"))
        self.assertIn("'poster'", self.refused("unknown-kind"))

    def test_a_package_without_manifest_or_folder_is_refused(self):
        (self.root / "manifest.yaml").unlink()
        self.refused("no-manifest")
        self.root = self.root / "nowhere"
        self.refused("no-package")

    def test_too_large_a_file_is_refused(self):
        self.file("leaflets/water.md", "x" * (packages.MAX_FILE_BYTES + 1))
        self.refused("too-large")

    def test_too_many_files_are_refused(self):
        for number in range(packages.MAX_FILES + 1):
            self.file(f"leaflets/{number}.md", "x")
        self.refused("too-many-files")


class TerminalTests(PackageTestCase):
    def test_a_terminal_shows_one_line_that_moves_and_a_file_plain_lines(self):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        plain, terminal = self.load(), Terminal()
        call_command("load_content", str(self.root), stdout=terminal)
        self.assertIn("Checking leaflet water\n", plain)
        self.assertNotIn("\r", plain)
        self.assertIn("\r\x1b[KChecking leaflet water", terminal.getvalue())
