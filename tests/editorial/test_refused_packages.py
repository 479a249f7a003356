"""A package with one mistake is refused whole, naming file, line, key and fix; the database stays as it was."""

import io
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import TestCase

STARTER = Path(settings.ROOT) / "fixtures" / "starter"
PATHWAY = "pathways/ssc-ild-progressing-on-mycophenolate.md"


def rows():
    """Return how many rows each table of ours holds."""
    labels = ("editorial", "library", "pathways")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


class Refusing(TestCase):
    def refused(self, file, old, new):
        """Load the starter package with `old` replaced by `new` in a file; return what was said, and the line."""
        with TemporaryDirectory() as folder:
            package = Path(folder) / "package"
            shutil.copytree(STARTER, package)
            path = package / file
            text = path.read_text(encoding="utf-8")
            self.assertIn(old, text)
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            before = rows()
            with self.assertRaises(CommandError) as caught:
                call_command("load_content", str(package), publish=True, stdout=io.StringIO(), stderr=io.StringIO())
            self.assertEqual(rows(), before)
            return str(caught.exception), text[: text.index(old)].count("\n") + 1


class RefusedPackageTests(Refusing):
    def test_an_unknown_key_is_named_with_its_file_line_and_nearest_known_one(self):
        said, line = self.refused(PATHWAY, "\nsummary:", "\nsumary:")
        self.assertIn(f"{PATHWAY}:{line + 1}", said)
        self.assertIn("sumary", said)
        self.assertIn("summary", said.replace("sumary", ""))

    def test_an_unknown_key_of_a_library_record_is_named_too(self):
        said, line = self.refused("library/statements.yaml", "certainty_reason:", "certanty_reason:")
        self.assertIn(f"library/statements.yaml:{line}", said)
        self.assertIn("certainty_reason", said)

    def test_a_target_that_is_not_there_is_named(self):
        said, _line = self.refused(PATHWAY, "target: support-today", "target: support-tomorrow")
        self.assertIn("support-tomorrow", said)
        self.assertIn(f"{PATHWAY}:", said)
        self.assertIn("unknown-target", said)

    def test_a_loop_without_an_exit_is_refused(self):
        text = (STARTER / PATHWAY).read_text(encoding="utf-8")
        step = text[text.index("- key: palliative-support") : text.index("- key: out-apparent-resolved")]
        trapped = re.sub(r"target: [a-z-]+", "target: palliative-support", step)
        said, _line = self.refused(PATHWAY, step, trapped)
        self.assertIn("loop-without-exit", said)
        self.assertIn(f"{PATHWAY}:", said)
        self.assertIn("palliative-support", said)

    def test_a_record_that_is_cited_and_not_there_is_named(self):
        said, _line = self.refused(PATHWAY, "[@senscis-2019]", "[@senscis-2091]")
        self.assertIn("senscis-2091", said)

    def test_a_figure_that_its_source_does_not_hold_is_refused(self):
        invented = "# start why\nIt fell by 12345 mL [@d2t-ssc-2024].\n\n"
        said, line = self.refused(PATHWAY, "# start why\n", invented)
        self.assertIn(f"{PATHWAY}:{line}", said)
        self.assertIn("12345", said)


class RefusedRecordTests(Refusing):
    """One mistake in each file of the library."""

    def test_a_broken_doi_and_a_broken_pmid_are_refused_on_their_line(self):
        for old, new, code in (
            ("doi: 10.1186/s13075-015-0669-3", "doi: doi.org/10.1186/s13075-015-0669-3", "not-a-doi"),
            ("pmid: '26071192'", "pmid: PMC26071192", "not-a-pmid"),
        ):
            said, line = self.refused("library/references.yaml", old, new)
            self.assertIn(f"library/references.yaml:{line} ", said)
            self.assertIn(f"[{code}]", said)

    def test_a_pointer_to_nothing_is_refused_on_its_line(self):
        for shelf, field, what in (
            ("recommendations", "guideline", "reference"), ("thresholds", "source", "reference"),
            ("edges", "target", "node"), ("targets", "node", "node"),
        ):  # fmt: skip
            text = (STARTER / "library" / f"{shelf}.yaml").read_text(encoding="utf-8")
            old = re.search(rf"(?m)^  {field}: .+$", text)[0]
            said, line = self.refused(f"library/{shelf}.yaml", old, f"  {field}: nothing-of-this-name")
            self.assertIn(f"library/{shelf}.yaml:{line} ", said)
            self.assertIn(f"There is no {what} 'nothing-of-this-name'", said)

    def test_an_unknown_key_of_every_file_is_refused(self):
        for path in sorted((STARTER / "library").glob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            field = re.search(r"(?m)^  ([a-z_]+): ", text)
            if field:
                said, _line = self.refused(f"library/{path.name}", field[0], f"  {field[1]}_of_ours: ")
                self.assertIn(f"library/{path.name}:", said)
                self.assertIn(f"{field[1]}_of_ours", said)

    def test_an_organ_that_is_none_is_refused(self):
        said, line = self.refused("library/thresholds.yaml", "organ: ", "organ: of-")
        self.assertIn(f"library/thresholds.yaml:{line}", said)
