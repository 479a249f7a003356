"""Ask for so many selections of the mechanism map and print what they cost: `python bench/ask_mechanisms.py 400`.

A full garbage collection goes through all that the process holds and strikes any answer of any page; what it takes is
counted beside the answer.
"""

import gc
import random
import statistics
import sys
import time

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

from education.library import releases  # noqa: E402
from education.library.domain.routes import network_of  # noqa: E402

SEED = 5
PARTS = {"HX-Request": "true", "HX-Target": "mechanisms"}


def selections(keys, number):
    """Return so many different selections as queries: none, all, each therapy alone, then thrown dice."""
    dice = random.Random(SEED)
    found = {(): None, tuple(keys): None} | {(key,): None for key in keys}
    while len(found) < number:
        share = dice.random()
        found[tuple(key for key in keys if dice.random() < share)] = None
    return ["&".join(f"with={key}" for key in some) for some in found]


class Collections:
    """The seconds of CPU that full garbage collections have taken so far."""

    def __init__(self):
        self.spent = self.begun = 0.0
        gc.callbacks.append(self)

    def __call__(self, phase, info):
        if info["generation"] == 2:
            now = time.process_time()
            self.spent += now - self.begun if phase == "stop" else 0.0
            self.begun = now


COLLECTIONS = Collections()


def took(client, query, headers):
    """Return the milliseconds of CPU that one answer took, and those that collecting garbage took within it."""
    begun, collected = time.process_time(), COLLECTIONS.spent
    answer = client.get(f"/mechanisms/?{query}", headers=headers)
    spent = (time.process_time() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{query}: {answer.status_code}")
    return spent, (COLLECTIONS.spent - collected) * 1000


def row(name, answers):
    """Print a line of the table."""
    own = [spent - collected for spent, collected in answers]
    p95 = statistics.quantiles(own, n=100)[94]
    most = max(spent for spent, _ in answers)
    print(f"| {name} | {statistics.median(own):.1f} | {p95:.1f} | {max(own):.1f} | {most:.1f} |")


def main():
    """Measure as a page, as parts and with an account; print a Markdown table."""
    stranger, reader = (Client(headers={"host": "127.0.0.1"}) for _ in range(2))
    reader.force_login(get_user_model().objects.create_user("bench@example.org", "a long enough password"))
    keys = list(network_of(releases.current_shelf()).therapies)
    chosen = selections(keys, int(sys.argv[1]))
    for client, headers in ((reader, {}), (stranger, {}), (stranger, PARTS)):
        took(client, "with=none", headers)  # the first answers of a process load the release and the templates
    print(f"{len(keys)} therapies, {len(chosen)} selections\n")
    print("| CPU ms an answer | median | p95 | worst | worst with a full garbage collection |\n|---|---|---|---|---|")
    row("parts for htmx, never asked before", [took(stranger, query, PARTS) for query in chosen[0::2]])
    row("whole page, never asked before", [took(stranger, query, {}) for query in chosen[1::2]])
    lately = chosen[-40:]
    for query in lately:
        took(stranger, query, PARTS)
    row("parts for htmx, asked lately", [took(stranger, query, PARTS) for query in lately * 3])
    row("whole page with an account, asked lately", [took(reader, query, {}) for query in lately * 3])


main()
