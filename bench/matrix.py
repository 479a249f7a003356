"""What the evidence matrix costs with ten times the data, beside the starter content, in one run.

    .venv/bin/python -m bench.matrix

Three servers run alike (one worker, four threads, SQLite): the starter library; ten times its statements and references
over the same therapies; ten times the therapies too. Rounds alternate between them, so what else the machine does hits
all three. The client waits for each answer and takes gzip, as browsers do. Printed as a Markdown table.
"""

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.servers import PYTHON, ROOT, serve

LIBRARIES = ("1×", "10× statements and references", "10× therapies too")
PAGE = "/evidence/"
KINDS = ("whole page", "filters nobody asked yet", "304")
LINES = ("first-line", "after-failure", "mixed", "not-stated")
DIRECTIONS = ("favours", "against", "mixed", "no-difference", "not-shown")
CLASSES = ("immunosuppression", "antifibrotic", "cellular", "vascular", "supportive", "procedure", "other")


def environment(home):
    """Return a server's environment."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("SCLERO_", "DATABASE", "DJANGO_"))}
    return plain | {
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "sclero.settings",
        "SCLERO_HOME": str(home),
        "SCLERO_HTTPS": "0",
        "SCLERO_OPEN_READING": "1",
        "SECRET_KEY": "a key for measuring and nothing else, fifty letters long or more",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


def run(home, *command):
    """Run one of our programs in that home; return what it said."""
    done = subprocess.run(
        [PYTHON, *command], cwd=ROOT, env=environment(home), check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def prepare(home):
    """Make the three homes and say what is in them."""
    homes = [home / name for name in ("once", "dense", "wide")]
    homes[0].mkdir()
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        run(homes[0], "manage.py", *command)
    run(homes[0], "manage.py", "load_content", "fixtures/starter", "--publish")
    for copy in homes[1:]:
        shutil.copytree(homes[0], copy)
        print(copy.name, run(copy, "bench/fill_matrix.py", copy.name, "10"), file=sys.stderr)
    return homes


def asked():
    """Yield addresses that were never asked before: what is kept is of no use to them."""
    for some in itertools.product(("everyone", "adult", "child"), LINES, ("low", "moderate"), ("", "hide")):
        yield PAGE + "?population={}&line={}&certainty={}&borrowed={}".format(*some)
    for some in itertools.product(("everyone", "adult", "child"), DIRECTIONS, CLASSES):
        yield PAGE + "?population={}&direction={}&class={}".format(*some)


def took(server, path, expected, **headers):
    """Return the seconds that one answer took."""
    begun = time.perf_counter()
    status, _headers, _body = server.ask("GET", path, **{"Accept-Encoding": "gzip"} | headers)
    spent = time.perf_counter() - begun
    if status != expected:
        raise SystemExit(f"{path}: {status}")
    return spent


def etag(server):
    """Return the ETag of the page; it is then kept."""
    server.connection = None
    return server.ask("GET", PAGE)[1]["ETag"]


def measure(servers, fresh, rounds, times):
    """Return (seconds of every answer, CPU ms an answer of every round), each by what was asked and library.

    `fresh` are addresses that were not asked yet, by library.
    """
    seconds, cpu = ({kind: {name: [] for name in LIBRARIES} for kind in KINDS} for _ in range(2))
    etags = {server.name: etag(server) for server in servers}
    for _ in range(rounds):
        for server in servers:
            name, server.connection = server.name, None  # the other servers' turns were longer than a connection lasts
            asks = {
                "whole page": [(PAGE, 200, {})] * times,
                "filters nobody asked yet": [(path, 200, {}) for path in itertools.islice(fresh[name], times // 4)],
                "304": [(PAGE, 304, {"If-None-Match": etags[name]})] * times,
            }
            for kind, each in asks.items():
                before = server.cpu(database=False)
                seconds[kind][name] += [took(server, path, status, **headers) for path, status, headers in each]
                cpu[kind][name].append((server.cpu(database=False) - before) * 1000 / len(each))
    return seconds, cpu


def report(seconds, cpu, sizes):
    """Print the table."""
    heads = [f"{name}, ms | ratio" if place else f"{name}, ms" for place, name in enumerate(LIBRARIES)]
    print(f"| | {' | '.join(heads)} |\n|---|" + "---|" * 5)
    for kind in KINDS:
        _row(f"{kind}, CPU", [statistics.median(cpu[kind][name]) for name in LIBRARIES])
        for percent in (50, 95):
            cuts = [statistics.quantiles(seconds[kind][name], n=100)[percent - 1] for name in LIBRARIES]
            _row(f"{kind}, p{percent}", [cut * 1000 for cut in cuts])
    cells = [f"{sizes[0][0] / 1000:.0f} / {sizes[0][1] / 1000:.0f}"]
    cells += [f"{raw / 1000:.0f} / {packed / 1000:.0f} | {raw / sizes[0][0]:.2f}" for raw, packed in sizes[1:]]
    print(f"| size of the page, kB raw / gzip | {' | '.join(cells)} |")


def _row(name, values):
    cells = [f"{values[0]:.1f}"] + [f"{one:.1f} | {one / values[0]:.2f}" for one in values[1:]]
    print(f"| {name} | {' | '.join(cells)} |")


def weigh(server):
    """Return the size of the page in bytes, plain and packed."""
    server.connection = None
    return tuple(len(server.ask("GET", PAGE, **headers)[2]) for headers in ({}, {"Accept-Encoding": "gzip"}))


def main():
    """Prepare three servers, measure them in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--times", type=int, default=60, help="requests a round")
    parser.add_argument("--port", type=int, default=18670)
    options = parser.parse_args()
    home, servers = Path(tempfile.mkdtemp(prefix="sclero-bench-")), []
    try:
        for place, each in enumerate(prepare(home)):
            servers.append(serve(LIBRARIES[place], options.port + place, "sclero.wsgi", environment(each)))
        fresh = {server.name: asked() for server in servers}
        measure(servers, fresh, 1, options.times)  # warm
        found = measure(servers, fresh, options.rounds, options.times)
        report(*found, [weigh(server) for server in servers])
    finally:
        for server in servers:
            server.process.terminate()
            server.process.wait()
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
