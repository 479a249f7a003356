"""What a step costs, beside a bare Django app that does the least a step must, in one run.

    .venv/bin/python -m bench.step                       # SQLite
    .venv/bin/python -m bench.step --postgres sclero_bench   # a database of that name on loopback is made anew

Both servers run gunicorn alike (one worker, four threads) on the same kind of database. Rounds alternate between them,
so what else the machine does hits both. The steady figure is the servers' CPU time a step, the database's included;
speeds and percentiles are of one client that waits for each answer. All is printed as a Markdown table.
"""

import argparse
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TICK = os.sysconf("SC_CLK_TCK")
PATHWAY = "ssc-ild-progressing-on-mycophenolate"
# A way through most kinds of steps; the letters are not the point, the mix of light and heavy steps is.
WAY = (
    "no-red-flag", "support-arranged", "confirmed", "true-progression", "active-or-fast", "ready-and-wanted",
    "nintedanib", "start",
)  # fmt: skip


@dataclass
class Server:
    """A gunicorn of one worker, and a signed-in client of it."""

    name: str
    port: int
    process: subprocess.Popen
    cookies: dict = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(self, verb, path, form=None, **headers):
        """Send one request and return (status, headers, body); cookies are kept."""
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

    def cpu(self, *, database):
        """Return the CPU seconds used so far by the server, and by PostgreSQL where `database` says so."""
        pids = [self.process.pid, *_children(self.process.pid)]
        if database:
            pids += [int(p.name) for p in Path("/proc").glob("[0-9]*") if _comm(p) == "postgres"]
        return sum(_cpu(pid) for pid in pids)

    def memory(self):
        """Return the resident memory of the worker in MiB."""
        status = Path(f"/proc/{_children(self.process.pid)[0]}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def _children(pid):
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _comm(process):
    try:
        return (process / "comm").read_text().strip()
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


def prepare_ours(environment, times):
    """Load and publish the starter content, sign somebody in, and multiply content and events `times` over."""
    for command in (
        ["migrate", "-v0"],
        ["collectstatic", "--noinput", "-v0"],
        ["load_content", "fixtures/starter", "--publish"],
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


def walk_ours(server, number):
    """Begin a walk and return its address; the step page is read once, as a browser does."""
    form = {"token": f"bench-start-{number:08}", "population": "adult"}
    _status, headers, _body = server.ask("POST", f"/pathways/{PATHWAY}/walks/", form)
    walk = headers["Location"]
    _status, headers, _body = server.ask("GET", walk)
    server.ask("GET", headers["Location"])
    return walk


def step_ours(server, walk, seq, choice):
    """Take a choice as htmx does; the answer is the next step."""
    form = {"from": seq, "choice": choice, "lens": "adult", "token": f"bench-{seq:08}"}
    status, _headers, body = server.ask("POST", f"{walk}choices/", form, **{"HX-Request": "true", "HX-Target": "step"})
    if status != 200:
        raise SystemExit(f"{walk} {choice}: {status}")
    return body


def step_bare(server, choice):
    """Submit the bare app's form; the answer is its page."""
    status, _headers, body = server.ask("POST", "/step/", {"choice": choice})
    if status != 200:
        raise SystemExit(f"bare: {status}")
    return body


def measure(server, asks, *, database):
    """Run the requests and return (CPU ms a request, seconds each)."""
    before, times = server.cpu(database=database), []
    for ask in asks:
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return (server.cpu(database=database) - before) * 1000 / len(times), times


def rounds(ours, bare, *, count, walks, database):
    """Alternate rounds of both and return their CPU figures, times, and our CPU from start to first step."""
    cpu, times, starts = {"ours": [], "bare": []}, {"ours": [], "bare": []}, []
    for number in range(count):
        paths: list[str] = []
        begin = [lambda n=number * 1000 + n, to=paths: to.append(walk_ours(ours, n)) for n in range(walks)]
        start, _ = measure(ours, begin, database=database)
        starts.append(start)
        steps = [
            lambda path=path, seq=seq, choice=choice: step_ours(ours, path, seq, choice)
            for path in paths
            for seq, choice in enumerate(WAY, start=1)
        ]
        for server, asks in ((ours, steps), (bare, [lambda: step_bare(bare, "c1")] * len(steps))):
            spent, took = measure(server, asks, database=database)
            cpu[server.name].append(spent)
            times[server.name] += took
    return cpu, times, starts


def report(title, cpu, times, starts, memory):
    """Print one table."""
    ratios = [mine / theirs for mine, theirs in zip(cpu["ours"], cpu["bare"], strict=True)]
    middle = {name: statistics.median(values) for name, values in cpu.items()}
    cuts = {name: statistics.quantiles(values, n=100) for name, values in times.items()}
    speed = {name: len(values) / sum(values) for name, values in times.items()}
    print(f"\n### {title}\n")
    print("| | a step of ours | bare app | ratio |\n|---|---|---|---|")
    spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    print(
        f"| CPU ms a step (median of {len(ratios)} rounds) | {middle['ours']:.2f} | {middle['bare']:.2f} | {spread} |"
    )
    mine, theirs = speed["ours"], speed["bare"]
    print(f"| steps a second, one client | {mine:.0f} | {theirs:.0f} | {mine / theirs:.2f} |")
    for percent in (50, 95, 99):
        mine, theirs = (cuts[name][percent - 1] * 1000 for name in ("ours", "bare"))
        print(f"| p{percent} ms | {mine:.1f} | {theirs:.1f} | {mine / theirs:.2f} |")
    begin = statistics.median(starts)
    base = middle["bare"]
    print(f"| CPU ms from start to first step | {begin:.2f} | {base:.2f} | {begin / base:.2f} |")
    mine, theirs = memory["ours"], memory["bare"]
    print(f"| memory of the worker, MiB | {mine:.0f} | {theirs:.0f} | {mine / theirs:.2f} |")
    return middle["ours"]


def environments(home, postgres, rows):
    """Return the two servers' environments."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("SCLERO_", "DATABASE", "DJANGO_"))}
    plain["PYTHONPATH"] = str(ROOT)
    ours = plain | {
        "DJANGO_SETTINGS_MODULE": "sclero.settings",
        "SCLERO_HOME": str(home / "ours"),
        "SCLERO_HTTPS": "0",
        "SECRET_KEY": "a key for measuring and nothing else, fifty letters long or more",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    bare = plain | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings", "BENCH_HOME": str(home), "BENCH_ROWS": str(rows)}
    if postgres:
        ours["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:5432/{postgres}_ours"
        bare["BENCH_POSTGRES"] = f"{postgres}_bare"
    return ours, bare


def recreate(postgres):
    """Make both databases anew."""
    for name in (f"{postgres}_ours", f"{postgres}_bare"):
        for sql in (f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"'):
            subprocess.run(["psql", "-q", "-h", "127.0.0.1", "-U", "postgres", "-d", "postgres", "-c", sql], check=True)


def run(home, options, times):
    """Measure once with `times` the content and events; return our CPU ms a step."""
    if options.postgres:
        recreate(options.postgres)
    (home / "ours").mkdir(parents=True)
    our_environment, bare_environment = environments(home, options.postgres, options.rows)
    session = prepare_ours(our_environment, times)
    bare_session = prepare_bare(bare_environment)
    ours = serve("ours", options.port, "sclero.wsgi", our_environment)
    bare = serve("bare", options.port + 1, "bench.bare.wsgi", bare_environment)
    try:
        ours.cookies |= {"sessionid": session}
        bare.cookies |= {"sessionid": bare_session}
        ours.ask("GET", f"/pathways/{PATHWAY}/")
        size = len(step_bare_page(bare))
        database = bool(options.postgres)
        rounds(ours, bare, count=2, walks=4, database=database)  # warm
        cpu, took, starts = rounds(ours, bare, count=options.rounds, walks=options.walks, database=database)
        memory = {server.name: server.memory() for server in (ours, bare)}
        kind = "PostgreSQL" if options.postgres else "SQLite"
        print(f"\nBare page: {size} bytes.", end="")
        return report(f"{kind}, {times}× content and events", cpu, took, starts, memory)
    finally:
        for server in (ours, bare):
            server.process.terminate()
            server.process.wait()


def step_bare_page(bare):
    """Open the bare page once, which also gives its CSRF cookie."""
    return bare.ask("GET", "/step/")[2]


def main():
    """Read the options, measure at 1× and 100×, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", default="", help="name of a database to make anew on loopback")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--walks", type=int, default=30, help="walks a round")
    parser.add_argument(
        "--rows", type=int, default=62, help="rows of the bare page, so that its size is our mean step's"
    )
    parser.add_argument("--port", type=int, default=18650)
    parser.add_argument("--times", type=int, default=100, help="how many times the content in the second run")
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="sclero-bench-"))
    try:
        once = run(home / "once", options, 1)
        many = run(home / "many", options, options.times)
        print(f"\nCPU a step at {options.times}× content and events, beside 1×: {many / once:.2f}")
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
