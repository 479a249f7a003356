"""The way through the starter pathway, read from its own file, so that tests need not know its choices by heart."""

from functools import lru_cache

from education.pathways.domain import reading
from tests.browser.serving import ROOT

SLUG = "ssc-ild-progressing-on-mycophenolate"
FILE = ROOT / "fixtures" / "starter" / "pathways" / f"{SLUG}.md"


@lru_cache(maxsize=1)
def pathway():
    """Return the starter pathway as its file says it."""
    return reading.read_pathway(FILE.read_text(encoding="utf-8"), file=FILE.name)


def step(key):
    """Return a step by its key."""
    return next(step for step in pathway().steps if step.key == key)


def way_to(key, begin="start"):
    """Return the fewest choices that lead an adult's walk from `begin` to a step, as (choice, step reached) keys."""
    ways = {begin: ()}
    waiting = [begin]
    while key not in ways:
        here = waiting.pop(0)
        for choice in step(here).choices:
            if "adult" in choice.populations and choice.target not in ways:
                ways[choice.target] = (*ways[here], (choice.key, choice.target))
                waiting.append(choice.target)
    return ways[key]


def nearest_of_each_kind():
    """Return for every kind of step the key of one, the quickest to reach."""
    found = {}
    for each in sorted(pathway().steps, key=lambda each: len(way_to(each.key))):
        found.setdefault(each.kind, each.key)
    return found


def nearest(kind):
    """Return the key of the step of a kind that is quickest to reach."""
    return nearest_of_each_kind()[kind]
