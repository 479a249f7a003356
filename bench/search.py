"""What a search costs over 10,000 documents, beside 1,000, in one run.

    .venv/bin/python -m bench.search
    .venv/bin/python -m bench.search --postgres search_bench   # databases whose names begin so are made anew

Two servers run alike (one worker, four threads), with the starter content and copies of what search knows of it. The
client sends the questions of tests/starter/queries.yaml as a stranger's browser does, gzip and all, in rounds that
alternate between the servers; each answer is awaited. Printed as a Markdown table.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import yaml

from bench.servers import PYTHON, ROOT, serve, settings_of, settled

SIZES = (1_000, 10_000)
LIMIT = 3  # times the smaller's p95
QUERIES = yaml.safe_load((ROOT / "tests" / "starter" / "queries.yaml").read_text(encoding="utf-8"))


def start(home, size, port, postgres):
    """Return a server whose search knows so many documents."""
    environment = settings_of(home / str(size), postgres) | {"SCLERO_OPEN_READING": "1"}
    for command in (
        ["manage.py", "migrate", "-v0"],
        ["manage.py", "collectstatic", "--noinput", "-v0"],
        ["manage.py", "load_content", "fixtures/starter", "--publish"],
        ["bench/fill_search.py", str(size)],
    ):
        done = subprocess.run([PYTHON, *command], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    print(f"{done.stdout.strip()} documents", file=sys.stderr)
    settled(environment)
    server = serve(f"{size:,}", port, "sclero.wsgi", environment)
    server.database = environment["DATABASE_URL"].rpartition("/")[2]
    return server


def ask_all(server):
    """Return the seconds that each question took."""
    server.connection = None  # the other server's turn was longer than a connection lasts
    taken = []
    for one in QUERIES:
        begun = time.perf_counter()
        address = "/search/?" + urlencode({"q": one["query"]})
        status, _headers, _body = server.ask("GET", address, **{"Accept-Encoding": "gzip"})
        taken.append(time.perf_counter() - begun)
        if status != 200:
            raise SystemExit(f"{address}: {status}")
    return taken


def measure(servers, rounds):
    """Return (seconds of every answer, CPU ms an answer of every round) of each server."""
    seconds, cpu = ([[] for _ in servers] for _ in range(2))
    for _ in range(rounds):
        for place, server in enumerate(servers):
            before = server.cpu()
            seconds[place] += ask_all(server)
            cpu[place].append((server.cpu() - before) * 1000 / len(QUERIES))
    return seconds, cpu


def report(title, seconds, cpu):
    """Print the table."""
    heads = " | ".join(f"{size:,} documents" for size in SIZES)
    print(f"### {title}\n\n| a search, ms | {heads} | ratio |\n|---|---|---|---|")
    for percent in (50, 95, 99):
        small, large = (statistics.quantiles(some, n=100)[percent - 1] * 1000 for some in seconds)
        print(f"| p{percent} | {small:.1f} | {large:.1f} | {large / small:.2f} |")
        if percent == 95 and large > LIMIT * small:
            print(f"p95 is more than {LIMIT} times the smaller's", file=sys.stderr)
    small, large = map(statistics.median, cpu)
    print(f"| CPU | {small:.1f} | {large:.1f} | {large / small:.2f} |\n")


def main():
    """Prepare two servers, measure them in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--port", type=int, default=18690)
    parser.add_argument("--postgres", default="", help="begins the names of databases to make anew on loopback")
    options = parser.parse_args()
    home, servers = Path(tempfile.mkdtemp(prefix="sclero-bench-")), []
    try:
        for place, size in enumerate(SIZES):
            servers.append(start(home, size, options.port + place, options.postgres))
        measure(servers, 1)  # warm
        report("PostgreSQL" if options.postgres else "SQLite", *measure(servers, options.rounds))
    finally:
        for server in servers:
            server.process.terminate()
            server.process.wait()
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
