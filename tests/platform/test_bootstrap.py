import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

ROOT = Path(__file__).resolve().parents[2]


class BootstrapTests(TestCase):
    """`make run` on machines that lack something; each copy holds the script and one lock file, no .venv."""

    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "sclero").mkdir()
        shutil.copy(ROOT / "sclero" / "bootstrap.py", self.root / "sclero")
        (self.root / "requirements.txt").write_text("")

    def boot(self, *, before="", **variables):
        """Run the script's `run` after the line `before`, and return what it said when it stopped."""
        line = (
            f"import sys; sys.path.insert(0, 'sclero'); import bootstrap; {before or 'pass'}; bootstrap.main(['run'])"
        )
        ended = subprocess.run(
            [sys.executable, "-c", line],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], **variables},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.assertEqual(ended.returncode, 1, ended.stdout)
        self.assertFalse((self.root / ".venv" / "requirements.sha256").exists())
        return ended.stderr

    def test_a_wrong_python_gets_one_sentence_naming_both(self):
        for version in ((3, 10), (3, 15)):
            said = self.boot(before=f"sys.version_info = ({version[0]}, {version[1]}, 0)")
            self.assertEqual(said.count("\n"), 1, said)
            self.assertIn(f"needs Python 3.11 to 3.14, and this is {version[0]}.{version[1]}", said)

    def test_a_port_in_use_is_named_before_the_slow_work(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            said = self.boot(PORT=str(port))
        self.assertEqual(said.count("\n"), 1, said)
        self.assertIn(f"PORT {port} is in use", said)
        self.assertFalse((self.root / ".venv").exists())

    def test_a_port_that_is_no_number_is_refused(self):
        self.assertIn("PORT must be a number from 1 to 65535, not 'http'", self.boot(PORT="http"))

    def test_a_missing_venv_module_names_the_package_to_install(self):
        hide = "import importlib.util as u; find = u.find_spec; u.find_spec = lambda n: n != 'ensurepip' and find(n)"
        said = self.boot(before=hide, PORT="18499")
        self.assertEqual(said.count("\n"), 1, said)
        self.assertIn("sudo apt install python3-venv", said)

    def test_nothing_is_installed_again_while_the_lock_is_the_same(self):
        python = self.root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text('#!/bin/sh\necho served "$@" demo=$SCLERO_DEMO open=$SCLERO_OPEN_READING\n')
        python.chmod(0o755)
        stamp = self.root / ".venv" / "requirements.sha256"
        stamp.write_text(hashlib.sha256(b"").hexdigest())
        ended = subprocess.run(
            [sys.executable, "sclero/bootstrap.py", "run"],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "PORT": "18499"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        self.assertEqual(ended.stdout, "served manage.py serve_demo demo=1 open=1\n")
