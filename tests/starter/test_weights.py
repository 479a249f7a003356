"""What one step weighs on the wire: the parts that htmx gets, raw and compressed."""

import gzip
from statistics import median

from education.pathways.domain.document import LENSES
from tests.starter.starter import HTMX, StarterTestCase

KB = 1024
RAW = (25 * KB, 45 * KB)  # median, largest
COMPRESSED = (6 * KB, 10 * KB)
LEVEL = 6  # what our own compression uses


class WeightTests(StarterTestCase):
    def test_one_step_of_each_pathway_is_one_light_answer(self):
        for starter in self.starters():
            table = self.weighed(starter)
            self.assertEqual(len(table), 2 * len(starter.pathway.steps))
            for place, (middle, most) in enumerate((RAW, COMPRESSED)):
                weights = [row[place] for row in table]
                with self.subTest(pathway=starter.slug, compressed=bool(place)):
                    self.assertLessEqual(median(weights), middle, drawn(table))
                    self.assertLessEqual(max(weights), most, drawn(table))

    def weighed(self, starter):
        """Return (bytes, bytes compressed, lens, step) of each step of a pathway in each lens."""
        table = []
        for lens in LENSES:
            for step in starter.playable.edges(lens):
                body = starter.straight_to(step, lens).look(**HTMX).content
                self.assertTrue(body.startswith(b"<title>"))
                table.append((len(body), len(gzip.compress(body, LEVEL)), lens, step))
        return table

    def test_the_answer_is_compressed_for_a_browser_that_asks_for_it(self):
        for starter in self.starters():
            answer = starter.walker("adult").look(HTTP_ACCEPT_ENCODING="gzip", **HTMX)
            self.assertEqual(answer["Content-Encoding"], "gzip")
            self.assertLessEqual(len(answer.content), COMPRESSED[1], starter.slug)


def drawn(table):
    """Return the weights as lines of bytes, heaviest first."""
    lines = [f"{raw:>7} {packed:>6}  {lens:<5} {step}" for raw, packed, lens, step in sorted(table, reverse=True)]
    middles = f"{median(row[0] for row in table):>7.0f} {median(row[1] for row in table):>6.0f}  median"
    return "\n".join(["", "    raw   gzip  lens  step", *lines, middles])
