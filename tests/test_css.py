"""Our own stylesheets turn round with the reading direction and hold no value that belongs in a token."""

import re
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

SHEETS = sorted((Path(settings.ROOT) / "static" / "css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius"
)


class OwnStylesheetTests(SimpleTestCase):
    def test_only_logical_properties_are_used(self):
        self.assertTrue(SHEETS)
        for sheet in SHEETS:
            found = PHYSICAL.findall(sheet.read_text(encoding="utf-8"))
            with self.subTest(sheet=sheet.name):
                self.assertEqual(found, [])

    def test_no_stylesheet_asks_another_host(self):
        for sheet in SHEETS:
            with self.subTest(sheet=sheet.name):
                self.assertNotRegex(sheet.read_text(encoding="utf-8"), r"@import|url\(['\"]?(?:https?:)?//")
