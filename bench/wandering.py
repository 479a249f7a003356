"""Walks of many minds: a seeded choice of pathway, population, lens and option, now and then from an earlier visit."""

import random
import re
from dataclasses import dataclass, field

from bench.servers import Server

PATHWAYS = (
    "ssc-ild-progressing-on-mycophenolate",
    "early-diffuse-skin-after-first-line",
    "juvenile-ssc-after-standard-therapy",
)
POPULATION = re.compile(rb'name="population"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="population"')
LENS = re.compile(rb'name="lens" id="lens-\w+" value="(\w+)"(?: checked)?>')  # a closed one is disabled
OPTION = re.compile(rb'name="choice" id="[^"]*" value="([^"]+)"')
VISIT = re.compile(r"/steps/(\d+)/")
GOES_BACK = 0.1  # how often a choice is taken at an earlier visit of the walk
LONGEST = 16  # choices of a walk: ways may loop


@dataclass
class Wanderer:
    """Somebody on a walk, who has seen the options of each visit in `seen` (by its number)."""

    server: Server
    populations: dict[str, list[str]]
    chance: random.Random
    walk: str = ""
    lens: str = ""
    lenses: list[str] = field(default_factory=list)
    seen: dict[int, list[str]] = field(default_factory=dict)

    def begin(self):
        """Start a walk from some pathway's cover and read its first step, as a browser does."""
        slug, token = self.chance.choice(PATHWAYS), f"bench-{self.chance.getrandbits(64):016x}"
        population = self.chance.choice(self.populations[slug])
        _, headers, _ = self.server.ask("POST", f"/pathways/{slug}/walks/", {"token": token, "population": population})
        first = headers["Location"]
        status, _, body = self.server.ask("GET", first)
        if status != 200:
            raise SystemExit(f"{first}: {status}")
        self.walk = first.partition("steps/")[0]
        self.lenses = [lens.decode() for lens in LENS.findall(body)]

    def look(self):
        """Choose a lens, as the switch above a step does; nobody measures it."""
        self.lens = self.chance.choice(self.lenses)
        self.seen = {1: options_of(self.server.ask("GET", f"{self.walk}steps/1/?lens={self.lens}")[2])}

    def steps(self):
        """Yield what takes each next choice, until an outcome was reached or the way has become long."""
        here = 1
        for _ in range(LONGEST):
            if not self.seen[here]:
                return
            earlier = [seq for seq, options in self.seen.items() if options]
            at = self.chance.choice(earlier) if self.chance.random() < GOES_BACK else here
            yield lambda at=at: self.take(at)
            here = max(self.seen)

    def take(self, seq):
        """Take some option as htmx does; the answer is the next step."""
        choice, token = self.chance.choice(self.seen[seq]), f"bench-{self.chance.getrandbits(64):016x}"
        form = {"from": seq, "choice": choice, "lens": self.lens, "token": token}
        path, htmx = f"{self.walk}choices/", {"HX-Request": "true", "HX-Target": "step"}
        status, headers, body = self.server.ask("POST", path, form, **htmx)
        if status != 200:
            raise SystemExit(f"{self.walk} {choice}: {status}")
        self.seen[int(VISIT.search(headers["HX-Push-Url"])[1])] = options_of(body)


def options_of(body):
    """Return the options that a step offers."""
    return [option.decode() for option in OPTION.findall(body)]


def populations_of(server):
    """Return the populations that each pathway can be started in, as its cover offers them."""
    found = {}
    for slug in PATHWAYS:
        body = server.ask("GET", f"/pathways/{slug}/")[2]
        found[slug] = [(one or other).decode() for one, other in POPULATION.findall(body)] or [""]
    return found
