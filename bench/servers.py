"""The servers of a measurement: each a gunicorn of its own, on a database made for it."""

import http.client
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
IDLE = 3  # seconds; deploy/gunicorn.conf.py closes a connection after five
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A gunicorn of one worker, and a signed-in client of it."""

    name: str
    port: int
    process: subprocess.Popen
    cookies: dict = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None
    used: float = 0.0
    database: str = ""

    def ask(self, verb, path, form=None, **headers):
        """Send one request and return (status, headers, body); cookies are kept."""
        if time.monotonic() - self.used > IDLE:
            self.connection = None
        self.used = time.monotonic()
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers |= {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(verb, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[key] = value
        return answer.status, answer.headers, content

    def cpu(self):
        """Return the CPU seconds used so far by the server, and by PostgreSQL for its connections."""
        pids = [self.process.pid, *_children(self.process.pid)]
        if self.database:
            pids += [int(p.name) for p in Path("/proc").glob("[0-9]*") if f" {self.database} " in _title(p)]
        return sum(_cpu(pid) for pid in pids)

    def memory(self):
        """Return the resident memory of the worker in MiB."""
        status = Path(f"/proc/{_children(self.process.pid)[0]}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def _children(pid):
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _title(process):
    """Return what a process calls itself; a backend of PostgreSQL names its user and database."""
    try:
        title = (process / "cmdline").read_text().strip()
        return title if title.startswith("postgres: ") else ""
    except OSError:
        return ""


def _cpu(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def serve(name, port, wsgi, environment):
    """Start a server and wait until it answers."""
    command = [PYTHON, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"127.0.0.1:{port}", "-w", "1", wsgi]
    server = Server(name, port, subprocess.Popen(command, cwd=ROOT, env=environment))
    for _ in range(200):
        try:
            server.ask("GET", "/healthz")
        except OSError:
            server.connection = None
            time.sleep(0.1)  # waiting for a socket to open is not a measured time
        else:
            return server
    raise SystemExit(f"{name} did not start")


def prepare_ours(environment, content, times):
    """Load and publish the content, sign somebody in, and multiply content and events `times` over."""
    for command in (
        ["migrate", "-v0"],
        ["collectstatic", "--noinput", "-v0"],
        ["load_content", content, "--publish"],
    ):
        subprocess.run(
            [PYTHON, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    return _inside(environment, "bench/fill.py", str(times))


def prepare_bare(environment):
    """Make the bare app's tables, its page and its reader."""
    for more in ([], ["--run-syncdb"]):  # the app has no migrations, but points at tables that have
        subprocess.run([PYTHON, "-m", "django", "migrate", "-v0", *more], cwd=ROOT, env=environment, check=True)
    return _inside(environment, "bench/fill_bare.py")


def _inside(environment, *script):
    done = subprocess.run([PYTHON, *script], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def settings_of(home, postgres):
    """Return the environment of Sclero in a home of its own."""
    home.mkdir()
    return plain() | {
        "DJANGO_SETTINGS_MODULE": "sclero.settings",
        "SCLERO_HOME": str(home),
        "SCLERO_HTTPS": "0",
        "SECRET_KEY": "a key for measuring and nothing else, fifty letters long or more",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:5432/{recreated(postgres, home.name)}" if postgres else "",
    }


def bare_settings(home, postgres, rows):
    """Return the environment of the bare app."""
    return plain() | {
        "DJANGO_SETTINGS_MODULE": "bench.bare.settings",
        "BENCH_HOME": str(home),
        "BENCH_ROWS": str(rows),
        "BENCH_POSTGRES": recreated(postgres, "bare") if postgres else "",
    }


def plain():
    """Return the environment without what this shell says about either app."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SCLERO_", "DATABASE", "DJANGO_", "BENCH_"))}
    return kept | {"PYTHONPATH": str(ROOT)}


def recreated(postgres, name):
    """Make a database anew and return its name."""
    found = f"{postgres}_{name}"
    for sql in (f'DROP DATABASE IF EXISTS "{found}"', f'CREATE DATABASE "{found}"'):
        run_sql("postgres", sql)
    return found


def run_sql(database, sql):
    """Run a statement as the owner of the cluster on loopback."""
    subprocess.run(["psql", "-q", "-h", "127.0.0.1", "-U", "postgres", "-d", database, "-c", sql], check=True)


def start_ours(home, options, times, port):
    """Return Sclero with `times` the content and events, ready to be measured."""
    environment = settings_of(home / f"ours{times}", options.postgres)
    session = prepare_ours(environment, options.content, times)
    settled(environment)
    server = serve(f"{times}×", port, "sclero.wsgi", environment)
    server.database = _database(environment)
    server.cookies |= {"sessionid": session}
    return server


def settled(environment):
    """Let PostgreSQL do at once what it does within the minute after a large load; it would fall into some round."""
    if database := _database(environment):
        run_sql(database, "VACUUM (ANALYZE)")


def _database(environment):
    return environment["DATABASE_URL"].rpartition("/")[2]


def start_bare(home, options, port):
    """Return the bare app, ready to be measured."""
    environment = bare_settings(home, options.postgres, options.rows)
    session = prepare_bare(environment)
    server = serve("bare", port, "bench.bare.wsgi", environment)
    server.database = environment["BENCH_POSTGRES"]
    server.cookies |= {"sessionid": session}
    return server
