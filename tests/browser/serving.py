"""A demo of its own for the browser tests: the program that `make run` starts, on a free port, with its data apart."""

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
UP = "Sclero is at"
PATIENCE = 300  # seconds for the first start: database, content, compressed files
READING = 1 << 16


@dataclass(frozen=True)
class Served:
    """A running demo: its address, and the demo accounts' passwords by role."""

    url: str
    passwords: dict[str, str]


@contextmanager
def demo(home):
    """Serve the starter content from `home` until the block ends; raises RuntimeError when it does not come up."""
    port = free_port()
    with database() as address, (home / "serve.log").open("w", encoding="utf-8") as log:
        environment = clean_environment() | {"SCLERO_HOME": str(home), "PORT": str(port)} | address
        command = [sys.executable, str(ROOT / "manage.py"), "serve_demo"]
        program = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            wait_until_up(program, home)
            yield Served(f"http://127.0.0.1:{port}", passwords(home))
        finally:
            program.send_signal(signal.SIGTERM)
            program.communicate(timeout=30)


def wait_until_up(program, home):
    """Read what the program says until it says that it is up; afterwards nobody has to listen."""
    timer = threading.Timer(PATIENCE, program.kill)
    timer.start()
    said = []
    for line in program.stdout:
        said.append(line)
        if UP in line:
            timer.cancel()
            return
    timer.cancel()
    raise RuntimeError("The demo did not start:\n" + "".join(said) + (home / "serve.log").read_text(encoding="utf-8"))


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment():
    """Return the environment without what the tests set for themselves: the demo runs with service's own settings."""
    ours = ("SCLERO_", "DJANGO_", "SECRET_KEY", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"SCLERO_DEMO": "1", "SCLERO_OPEN_READING": "1", "PYTHONUNBUFFERED": "1"}


def passwords(home):
    """Return the demo's passwords by role, as they were written down for the person at the keyboard."""
    lines = (home / "demo-accounts.txt").read_text(encoding="utf-8").split("\n")
    return {email.partition("@")[0]: word for email, word in (line.split() for line in lines if line.strip())}


@contextmanager
def database():
    """Make an empty database beside the one of DATABASE_URL, and drop it afterwards; SQLite lies in `home` anyway."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    import psycopg

    parts = urlsplit(address)
    name = f"{parts.path.strip('/')}_browser_{os.getpid()}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
