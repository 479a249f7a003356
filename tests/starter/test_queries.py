"""What clinicians type finds what they want on the first page; queries.yaml says what that is, and came first."""

import yaml
from django.conf import settings
from django.test import Client, override_settings

from education.editorial import kinds
from tests.starter.pages import attribute, every, tree
from tests.starter.starter import StarterTestCase

QUERIES = yaml.safe_load((settings.ROOT / "tests" / "starter" / "queries.yaml").read_text(encoding="utf-8"))
GROUPS = {
    "pathways": "pathway", "steps": "step", "therapies": "therapy", "cells": "statement", "reasons": "reason",
    "claims": "claim", "thresholds": "threshold", "terms": "term", "references": "reference",
}  # fmt: skip
A_PAGE = 5  # of each heading


def result(place):
    """Return the heading and the address of a place as queries.yaml names it."""
    shelf, _, rest = place.partition("/")
    if shelf in ("pathways", "steps"):
        slug, _, step = rest.partition("/")
        address = kinds.get("pathway").address(slug, f"steps/{step}" if step else "")
    else:
        address = kinds.get("library").address("library", place)
    return GROUPS[shelf], address


def shown(html):
    """Return the (heading, address) of every result on a page of the search, in order."""
    found = []
    for heading in every(tree(html), "section"):
        name = [attribute(one, "id") for one in every(heading, "h2")]
        hits = [attribute(one, "href") for part in every(heading, "ol", css="s-hits") for one in every(part, "a")]
        found += [(name[0].removeprefix("group-"), address) for address in hits]
        assert len(hits) <= A_PAGE, (name, len(hits))
    return found


@override_settings(SCLERO_OPEN_READING=True)
class QueriesTests(StarterTestCase):
    def test_there_are_a_hundred_and_none_comes_twice(self):
        asked = [one["query"] for one in QUERIES]
        self.assertGreaterEqual(len(asked), 100)
        self.assertEqual(len(asked), len(set(asked)))

    def test_each_finds_what_is_wanted_on_the_first_page(self):
        stranger = Client()
        for one in QUERIES:
            with self.subTest(one["query"]):
                answer = stranger.get("/search/", {"q": one["query"]})
                self.assertEqual(answer.status_code, 200)
                found = shown(answer.content.decode())
                for wanted in one["finds"]:
                    places = wanted if isinstance(wanted, list) else [wanted]
                    self.assertTrue({result(place) for place in places}.intersection(found), (places, found))
