"""A server that is killed outright loses nothing it has acknowledged; many submits of one token are one event."""

import http.client
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import unittest
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import SimpleTestCase

from education.learning import walking
from education.learning.models import Walk
from education.learning.readers import Reader
from tests.flushing import CommittingTestCase
from tests.published import now, publish, somebody

SLUG = "ssc-ild-progressing-on-mycophenolate"
CHOICES = ("red-flag", "stabilised", "support-arranged", "confirmed")
STEPS = ("start", "urgent-review", "support-today", "is-it-real", "is-it-apparent")
KNOCKS = 3_000  # each waits a little longer for the server to listen
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Server:
    """Sclero as it is served, in a folder and with a database file of its own."""

    def __init__(self):
        self.home = Path(mkdtemp(prefix="sclero-durable-"))
        ours = ("SCLERO_", "DATABASE_URL", "REDIS_URL")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        own = {"SCLERO_HOME": str(self.home), "SCLERO_DEMO": "1", "SCLERO_OPEN_READING": "1", "WEB_CONCURRENCY": "2"}
        self.environment = clean | own | {"DJANGO_SETTINGS_MODULE": "sclero.settings"}
        self.process = None

    def prepare(self):
        """Make the database with the starter content in it, and the static files."""
        self.manage("migrate", "--verbosity=0")
        self.manage("load_content", "fixtures/starter", "--publish")
        self.manage("collectstatic", "--noinput", "--verbosity=0")

    def manage(self, *words):
        """Run a management command; its output is told only when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self):
        """Start serving and return when the port answers: another one each time, as the old one dies only soon."""
        self.port = _free_port()
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "sclero.wsgi"]
        self.log = (self.home / "log").open("ab")
        # A group of its own, so that the workers die at the same moment as their parent.
        self.process = subprocess.Popen(
            command,
            cwd=settings.ROOT,
            env=self.environment | {"PORT": str(self.port)},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.wait()

    def wait(self):
        """Knock until somebody listens; fail when the server has ended or nobody ever does."""
        for _ in range(KNOCKS):
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            try:
                self.process.wait(timeout=0.02)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError((self.home / "log").read_text())
        raise AssertionError("nobody listens")

    def kill(self):
        """End every process of the server at once, without a word."""
        if self.process:
            os.killpg(self.process.pid, 9)
            self.process.wait()
            self.log.close()
            self.process = None

    def visits(self, walk):
        """Return (seq, parent, step, choice, token) of every visit of a walk on the disk, read past the server."""
        asked = "select seq, parent_seq, step, choice, token from learning_walkevent where walk_id = ? order by seq"
        with closing(sqlite3.connect(self.home / "sclero.sqlite3")) as database:
            return database.execute(asked, [UUID(walk.split("/")[2]).hex]).fetchall()

    def close(self):
        """Stop, and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)


class Browser:
    """Cookies and forms, as a browser without JavaScript keeps them; every request is a connection of its own."""

    def __init__(self, server):
        self.server, self.cookies = server, SimpleCookie()

    def ask(self, verb, url, fields=None):
        """Return (status, address it redirects to, text)."""
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        body = urlencode(fields) if fields else None
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        with closing(line):
            line.request(verb, url, body, headers)
            answer = line.getresponse()
            for value in answer.headers.get_all("Set-Cookie", []):
                self.cookies.load(value)
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def form(self, url):
        """Return the hidden fields of the last form on a page: the one that starts or chooses."""
        status, _, text = self.ask("GET", url)
        assert status == 200, (url, status)
        return dict(HIDDEN.findall(text))

    def start(self):
        """Start a walk; return its address."""
        status, where, _ = self.ask("POST", f"/pathways/{SLUG}/walks/", self.form(f"/pathways/{SLUG}/"))
        assert status == 302, status
        return where.partition("steps/")[0]

    def choose(self, walk, fields, choice):
        """Submit a choice; return (status, address of the visit it led to)."""
        return self.ask("POST", f"{walk}choices/", fields | {"choice": choice})[:2]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(connection.vendor == "sqlite", "what is killed here is a server with its own SQLite file")
class KilledServerTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        cls.server.prepare()

    def setUp(self):
        self.server.start()
        self.addCleanup(self.server.kill)
        self.browser = Browser(self.server)

    def killed_and_started_again(self):
        self.server.kill()
        self.server.start()

    def test_killing_it_between_any_two_steps_loses_nothing_acknowledged(self):
        walk = self.browser.start()
        seen = [(1, None, "start", "")]
        self.killed_and_started_again()
        for seq, choice in enumerate(CHOICES, start=1):
            where = self.resumed(walk, seq)
            status, reached = self.browser.choose(walk, self.browser.form(where), choice)
            self.assertEqual((status, urlsplit(reached).path), (302, f"{walk}steps/{seq + 1}/"))
            seen.append((seq + 1, seq, STEPS[seq], choice))
            self.killed_and_started_again()
            self.assertEqual([visit[:4] for visit in self.server.visits(walk)], seen)
        self.assertIn("lens=adult", self.resumed(walk, len(seen)))

    def resumed(self, walk, seq, earlier=None):
        """Check that the walk resumes at visit `seq` and that earlier visits (all, or these) can be read."""
        status, where, _ = self.browser.ask("GET", walk)
        self.assertEqual((status, urlsplit(where).path), (302, f"{walk}steps/{seq}/"))
        for each in earlier or range(1, seq + 1):
            self.assertEqual(self.browser.ask("GET", f"{walk}steps/{each}/")[0], 200)
        self.assertEqual(self.browser.ask("GET", f"{walk}steps/{seq + 1}/")[0], 404)
        return where

    def test_a_page_from_before_the_kill_can_still_be_submitted_and_only_once(self):
        walk = self.browser.start()
        fields = self.browser.form(f"{walk}steps/1/")
        first = self.browser.choose(walk, fields, CHOICES[0])
        self.killed_and_started_again()
        self.assertEqual(self.browser.choose(walk, fields, CHOICES[0]), first)
        self.assertEqual(len(self.server.visits(walk)), 2)

    def test_eight_simultaneous_submits_of_one_token_are_one_event(self):
        walk = self.browser.start()
        fields = self.browser.form(f"{walk}steps/1/")
        answers = at_once(8, lambda: self.browser.choose(walk, fields, CHOICES[0]))
        self.assertEqual(len(set(answers)), 1, answers)
        self.assertEqual((answers[0][0], urlsplit(answers[0][1]).path), (302, f"{walk}steps/2/"))
        self.assertEqual(len(self.server.visits(walk)), 2)

    def test_killing_it_while_it_answers_keeps_what_it_answered(self):
        walk = self.browser.start()
        fields, acknowledged, asked = self.browser.form(f"{walk}steps/1/"), [], threading.Event()

        def submit(number):
            try:
                for turn in range(500):
                    token = f"{number}-token-{turn}"
                    if self.browser.choose(walk, fields | {"token": token}, CHOICES[0])[0] == 302:
                        acknowledged.append(token)
                        asked.set()
            except (OSError, http.client.HTTPException):
                asked.set()  # the server is gone, as it should be

        threads = [threading.Thread(target=submit, args=[number]) for number in range(4)]
        for thread in threads:
            thread.start()
        asked.wait(30)
        self.server.kill()
        for thread in threads:
            thread.join()
        self.server.start()
        self.assertTrue(acknowledged)
        visits = self.server.visits(walk)
        self.assertLessEqual(set(acknowledged), {visit[-1] for visit in visits})
        self.assertEqual([visit[0] for visit in visits], list(range(1, len(visits) + 1)))
        self.resumed(walk, len(visits), earlier=(1, 2))


def at_once(number, ask):
    """Return the answers of `number` threads that all ask at the same moment."""
    gate, answers = threading.Barrier(number), []

    def wait_and_ask():
        gate.wait()
        answers.append(ask())

    threads = [threading.Thread(target=wait_and_ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class SimultaneousStartTests(CommittingTestCase):
    def test_eight_simultaneous_starts_of_one_form_are_one_walk(self):
        edition, reader = publish(), Reader(somebody())

        def start():
            try:
                return walking.start(reader, edition, population="adult", token="one-form", addresses=(), now=now()).pk
            finally:
                connection.close()

        answers = at_once(8, start)
        self.assertEqual(answers, [Walk.objects.get().pk] * 8)
