import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

ROOT = Path(__file__).resolve().parents[2]
PARENT = """
import sys
from education.core.children import run_together
note = "import os, pathlib, time; pathlib.Path({pid!r}).write_text(str(os.getpid())); time.sleep(60)"
sleeper = [sys.executable, "-c", note]
other = [sys.executable, "-c", {other!r}]
print("ended:", run_together({{"sleeper": sleeper, "other": other}}, when_up=lambda: print("up", flush=True)))
"""


class ChildrenTests(TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.pid = Path(folder.name) / "pid"

    def start(self, other):
        program = PARENT.format(pid=str(self.pid), other=other)
        parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.addCleanup(parent.stdout.close)
        self.addCleanup(parent.kill)
        return parent

    def until(self, true, what):
        deadline = time.monotonic() + 20
        while not true():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.05)

    def sleeper_is_alive(self):
        status = Path(f"/proc/{self.pid.read_text()}/stat")
        return status.exists() and status.read_text().split()[2] != "Z"

    def test_when_one_child_dies_the_other_is_stopped_and_the_dead_one_is_named(self):
        wait_for_note = f"import pathlib, time\nwhile not pathlib.Path({str(self.pid)!r}).exists(): time.sleep(0.05)"
        parent = self.start(wait_for_note)
        said, _ = parent.communicate(timeout=20)
        self.assertIn("ended: other", said)
        self.assertFalse(self.sleeper_is_alive())

    def test_a_signal_stops_every_child_promptly(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                self.pid.unlink(missing_ok=True)
                parent = self.start("import time; time.sleep(60)")
                self.until(lambda: self.pid.exists() and self.pid.read_text(), "the child never started")
                os.kill(parent.pid, number)
                said, _ = parent.communicate(timeout=10)
                self.assertIn("ended: \n", said)
                self.assertFalse(self.sleeper_is_alive())

    def test_a_parent_that_is_killed_outright_leaves_no_child_behind(self):
        parent = self.start("import time; time.sleep(60)")
        self.until(lambda: self.pid.exists() and self.pid.read_text(), "the child never started")
        parent.kill()
        parent.wait()
        self.until(lambda: not self.sleeper_is_alive(), "the child outlived its parent")
