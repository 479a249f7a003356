"""The third-party files we serve are the ones we fetched, and the fonts hold what clinicians read."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import get_args

from django.test import SimpleTestCase
from fontTools.ttLib import TTFont

from deploy.vendor import ROOT, SPRITE, SUMS, VENDOR, check
from education.library.domain.records import Certainty, Direction, Domain
from education.pathways.domain.document import CheckState, StepKind

FONT_FILES = [VENDOR / "source-sans" / "sclero-sans.woff2", VENDOR / "source-serif" / "sclero-serif.woff2"]


class VendorListTests(SimpleTestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.copy = Path(scratch.name) / "vendor"
        shutil.copytree(VENDOR, self.copy)

    def test_every_vendored_file_is_listed_and_unaltered(self):
        self.assertEqual(check(VENDOR), [])

    def test_an_unlisted_file_is_named(self):
        (self.copy / "bootstrap" / "extra.js").write_text("1")
        self.assertEqual(check(self.copy), [f"bootstrap/extra.js is not listed in {SUMS}."])

    def test_an_altered_file_is_named(self):
        (self.copy / "htmx.org" / "htmx.min.js").write_text("1")
        self.assertEqual(check(self.copy), ["htmx.org/htmx.min.js was altered."])

    def test_a_missing_file_is_named(self):
        (self.copy / "htmx.org" / "LICENSE").unlink()
        self.assertEqual(check(self.copy), [f"htmx.org/LICENSE is listed in {SUMS} and missing."])

    def test_every_package_keeps_its_licence(self):
        for folder in (path for path in VENDOR.iterdir() if path.is_dir()):
            with self.subTest(folder.name):
                self.assertTrue(list(folder.glob("LICENSE*")))


class FontTests(SimpleTestCase):
    def test_both_fonts_draw_latin_greek_and_the_signs_of_our_numbers(self):
        for file in FONT_FILES:
            drawn = TTFont(file).getBestCmap()
            with self.subTest(file.name):
                self.assertEqual([sign for sign in "AzéŁőßβγΔμ0−≥≤×–—‘’“”…·→←↑↓✓\u00a0" if ord(sign) not in drawn], [])

    def test_both_fonts_vary_in_weight_from_400_to_600_and_in_nothing_else(self):
        for file in FONT_FILES:
            axes = [(axis.axisTag, axis.minValue, axis.maxValue) for axis in TTFont(file)["fvar"].axes]
            with self.subTest(file.name):
                self.assertEqual(axes, [("wght", 400, 600)])

    def test_cut_down_fonts_do_not_carry_the_reserved_name(self):
        for file in FONT_FILES:
            font = TTFont(file)
            with self.subTest(file.name):
                self.assertNotIn("Source", " ".join(font["name"].getDebugName(number) for number in (1, 4, 6)))

    def test_both_fonts_together_stay_within_85_kilobytes(self):
        self.assertLessEqual(sum(file.stat().st_size for file in FONT_FILES), 85_000)


class SpriteTests(SimpleTestCase):
    drawn = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))

    def test_every_icon_a_template_names_is_drawn(self):
        for template in (ROOT / "templates").rglob("*.html"):
            for name in re.findall(r"""{% icon "([^"]+)"(?!\|)""", template.read_text(encoding="utf-8")):
                with self.subTest(template=template.name, icon=name):
                    self.assertIn(name, self.drawn)

    def test_every_key_of_the_content_that_is_pasted_on_a_name_is_drawn(self):
        pasted = {
            "kind": StepKind,
            "organ": Domain,
            "state": CheckState,
            "direction": Direction,
            "certainty": Certainty,
        }
        for prefix, keys in pasted.items():
            for key in get_args(keys):
                with self.subTest(f"{prefix}-{key}"):
                    self.assertIn(f"{prefix}-{key}", self.drawn)

    def test_no_symbol_is_drawn_twice_and_none_carries_a_style(self):
        sprite = SPRITE.read_text(encoding="utf-8")
        self.assertEqual(len(re.findall("<symbol ", sprite)), len(self.drawn))
        self.assertNotIn("style", sprite)
