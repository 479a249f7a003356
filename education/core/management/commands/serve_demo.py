"""Serve the demo: prepare what is missing, then run the web server and the task worker under this one parent."""

import socket
import sys
import time
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from education.core.children import run_together
from education.core.stamps import Stamp, fingerprint

STARTER = settings.ROOT / "fixtures" / "starter"
WAIT = 30  # seconds until the server has to answer


class Command(BaseCommand):
    help = "Prepare and serve the demo on 127.0.0.1 (needs SCLERO_DEMO=1; `make run` calls it)."

    def handle(self, *args, **options):
        if not settings.SCLERO_DEMO:
            raise CommandError("This serves the demo only: set SCLERO_DEMO=1, or use `make run`.")
        settings.SCLERO_HOME.mkdir(parents=True, exist_ok=True)
        self._prepare_database()
        self._load_content()
        self._rebuild_search()
        call_command("make_demo_accounts", stdout=self.stdout)
        self._collect_static()
        connections.close_all()  # the children open their own
        ended = run_together(self._commands(), when_up=self._announce)
        if ended:
            raise CommandError(f"The {ended} ended by itself, so everything was stopped; its last lines are above.")
        self._say("Stopped.")

    def _prepare_database(self):
        executor = MigrationExecutor(connection)
        if not executor.loader.applied_migrations:
            Stamp(settings.SCLERO_HOME, "starter").clear()  # a new database holds no content yet
            Stamp(settings.SCLERO_HOME, "search").clear()
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database …")
            call_command("migrate", verbosity=0)

    def _load_content(self):
        stamp = Stamp(settings.SCLERO_HOME, "starter")
        mark = fingerprint(path for path in STARTER.rglob("*") if path.is_file())
        if not stamp.says(mark):
            call_command("load_content", str(STARTER), publish=True, stdout=self.stdout)
            stamp.set(mark)

    def _rebuild_search(self):
        """Write anew what search knows when the program that tells it changed: no edition is published for that."""
        stamp = Stamp(settings.SCLERO_HOME, "search")
        mark = fingerprint((settings.ROOT / "education").rglob("*.py"))
        if not stamp.says(mark):
            self._say("Preparing the search …")
            call_command("rebuild_search", stdout=StringIO())
            stamp.set(mark)

    def _collect_static(self):
        stamp = Stamp(settings.SCLERO_HOME, "static")
        mark = fingerprint(
            Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list(ignore_patterns=[])
        )
        if not (stamp.says(mark) and (settings.STATIC_ROOT / "staticfiles.json").exists()):
            self._say("Compressing the static files …")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.set(mark)

    def _commands(self):
        python = sys.executable
        return {
            "web server": [
                python,
                "-m",
                "gunicorn",
                "-c",
                str(settings.ROOT / "deploy/gunicorn.conf.py"),
                "sclero.wsgi",
            ],
            "task worker": [python, str(settings.ROOT / "manage.py"), "db_worker", "--verbosity=0", "--interval=2"],
        }

    def _announce(self):
        """Say where to go, once the server answers there."""
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", settings.PORT)) == 0:
                    break
            time.sleep(0.1)
        accounts = (settings.SCLERO_HOME / "demo-accounts.txt").read_text(encoding="utf-8")
        self._say(f"\nSclero is at http://127.0.0.1:{settings.PORT}/\n\n{accounts}\nCtrl-C stops it.")

    def _say(self, line):
        self.stdout.write(line)
        self.stdout.flush()
