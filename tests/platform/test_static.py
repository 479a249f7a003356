import re
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import SimpleTestCase, override_settings

import sclero.settings as service

USED = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
OUR_FILES = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # the admin's own are Django's to test


class StaticFilesTests(SimpleTestCase):
    """Collected for real, as service has them: a name missing from the manifest is a 500 on its page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.root = Path(folder.name)
        changed = override_settings(STATIC_ROOT=cls.root, STORAGES=service.STORAGES, STATICFILES_FINDERS=OUR_FILES)
        changed.enable()
        cls.addClassCleanup(changed.disable)
        call_command("collectstatic", interactive=False, verbosity=0)

    def test_every_file_the_templates_name_is_there_hashed_and_compressed(self):
        templates = [*settings.ROOT.glob("templates/**/*.html"), *settings.ROOT.glob("education/**/*.html")]
        used = {name for template in templates for name in USED.findall(template.read_text())}
        ours = {name for name in used if not name.startswith("admin/")}
        self.assertTrue(ours)
        for name in sorted(used - ours):
            self.assertTrue(AppDirectoriesFinder().find(name), name)
        for name in sorted(ours):
            hashed = staticfiles_storage.stored_name(name)
            self.assertNotEqual(hashed, name)
            self.assertTrue((self.root / hashed).exists(), name)
            if name.endswith((".css", ".js")) and (self.root / hashed).stat().st_size > 500:
                self.assertTrue((self.root / f"{hashed}.br").exists(), name)

    def test_a_hashed_file_is_kept_for_ever_and_comes_compressed(self):
        address = staticfiles_storage.url("css/sclero.css")
        response = self.client.get(address, headers={"accept-encoding": "br"})
        self.assertIn("immutable", response["Cache-Control"])
        self.assertEqual(response["Content-Encoding"], "br")
        response.close()
