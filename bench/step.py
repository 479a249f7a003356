"""What a step costs, beside a bare Django app that does the least a step must, in one run.

    .venv/bin/python -m bench.step                       # SQLite
    .venv/bin/python -m bench.step --postgres sclero_bench   # databases whose names begin so are made anew on loopback

Three servers run gunicorn alike (one worker, four threads) on the same kind of database: Sclero with the starter
content, Sclero with many times the content and events, and the bare app. Rounds alternate between them, so what else
the machine does hits all. The steady figure is the servers' CPU time a step, that of their connections in PostgreSQL
included; speeds and percentiles are of one client that waits for each answer. All is printed as Markdown tables.

Our walks wander (bench/wandering.py), the same ways on both, so that the HTML kept by a process is used as readers of
many minds would.
"""

import argparse
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.servers import start_bare, start_ours
from bench.wandering import Wanderer, populations_of


@dataclass
class Figures:
    """What was measured of one server: CPU ms a step by round, seconds of each step, CPU ms a start by round."""

    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)

    def add(self, cpu, times):
        """Add a round."""
        self.cpu.append(cpu)
        self.times += times

    @property
    def middle(self):
        """The median CPU ms a step."""
        return statistics.median(self.cpu)

    @property
    def speed(self):
        """Steps a second."""
        return len(self.times) / sum(self.times)

    def within(self, percent):
        """Return the milliseconds within which so many of the answers came."""
        return statistics.quantiles(self.times, n=100)[percent - 1] * 1000


def step_bare(server, choice):
    """Submit the bare app's form; the answer is its page."""
    status, _headers, body = server.ask("POST", "/step/", {"choice": choice})
    if status != 200:
        raise SystemExit(f"bare: {status}")
    return body


def measure(server, asks):
    """Run the requests and return (CPU ms a request, seconds each)."""
    before, times = server.cpu(), []
    for ask in asks:
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return (server.cpu() - before) * 1000 / len(times), times


def rounds(ours, bare, seeds, *, walks):
    """Alternate rounds of all servers, one for each seed, and return {name: Figures}."""
    found = {server.name: Figures() for server in (*ours, bare)}
    populations = populations_of(ours[0])
    for seed in seeds:
        for server in ours:
            mine, chance = found[server.name], random.Random(seed)
            wanderers = [Wanderer(server, populations, chance) for _ in range(walks)]
            start, _ = measure(server, (one.begin for one in wanderers))
            mine.starts.append(start)
            for one in wanderers:
                one.look()
            mine.add(*measure(server, (step for one in wanderers for step in one.steps())))
        asks = [lambda: step_bare(bare, "c1")] * (len(mine.times) // len(mine.cpu))
        found[bare.name].add(*measure(bare, asks))
    return found


def report(title, mine, bare, memory):
    """Print one table."""
    ratios = [ours / theirs for ours, theirs in zip(mine.cpu, bare.cpu, strict=True)]
    print(f"\n### {title}\n")
    print("| | a step of ours | bare app | ratio |\n|---|---|---|---|")
    spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"| CPU ms a step (median of {len(ratios)} rounds) | {mine.middle:.2f} | {bare.middle:.2f} | {spread} |")
    print(f"| steps a second, one client | {mine.speed:.0f} | {bare.speed:.0f} | {mine.speed / bare.speed:.2f} |")
    for percent in (50, 95, 99):
        one, other = mine.within(percent), bare.within(percent)
        print(f"| p{percent} ms | {one:.1f} | {other:.1f} | {one / other:.2f} |")
    begin = statistics.median(mine.starts)
    print(f"| CPU ms from start to first step | {begin:.2f} | {bare.middle:.2f} | {begin / bare.middle:.2f} |")
    one, other = memory
    print(f"| memory of the worker, MiB | {one:.0f} | {other:.0f} | {one / other:.2f} |")


def step_bare_page(bare):
    """Open the bare page once, which also gives its CSRF cookie."""
    return bare.ask("GET", "/step/")[2]


def run(home, options):
    """Start the servers, warm them, measure, and print a table for each amount of content."""
    servers = []
    try:
        for place, times in enumerate((1, options.times)):
            servers.append(start_ours(home, options, times, options.port + place))
        bare = start_bare(home, options, options.port + 2)
        ours = tuple(servers)
        servers.append(bare)
        print(f"Bare page: {len(step_bare_page(bare))} bytes.")
        for server in ours:
            populations_of(server)  # which gives the CSRF cookie as well
        asked = {"walks": options.walks}
        seeds = [f"{options.seed} {number}" for number in range(options.warm + options.rounds)]
        rounds(ours, bare, seeds[: options.warm], **asked)
        found = rounds(ours, bare, seeds[options.warm :], **asked)
        for server in ours:
            title = f"{'PostgreSQL' if options.postgres else 'SQLite'}, {server.name} content and events"
            report(title, found[server.name], found["bare"], (server.memory(), bare.memory()))
        few, many = (found[server.name].cpu for server in ours)
        ratios = [more / less for less, more in zip(few, many, strict=True)]
        print(f"\nCPU a step at {ours[1].name}, beside 1×: {statistics.median(ratios):.2f} (median of the rounds)")
    finally:
        for server in servers:
            server.process.terminate()


def main():
    """Read the options, measure at 1× and 100×, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", default="", help="begins the names of databases to make anew on loopback")
    parser.add_argument("--content", default="fixtures/starter", help="the package to load")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--warm", type=int, default=3, help="rounds before the first that counts")
    parser.add_argument("--walks", type=int, default=30, help="walks a round")
    parser.add_argument(
        "--rows", type=int, default=62, help="rows of the bare page, so that its size is our mean step's"
    )
    parser.add_argument("--seed", type=int, default=22, help="which ways our walks go")
    parser.add_argument("--port", type=int, default=18650)
    parser.add_argument("--times", type=int, default=100, help="how many times the content of the larger Sclero")
    with tempfile.TemporaryDirectory(prefix="sclero-bench-") as home:
        run(Path(home), parser.parse_args())


if __name__ == "__main__":
    main()
