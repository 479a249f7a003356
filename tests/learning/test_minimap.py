"""The small map beside the step: one image, a link, and few bytes."""

import re
from uuid import UUID

from django.template import loader
from django.test import SimpleTestCase
from django.urls import reverse

from education.pathways.domain.minimap import minimap
from education.pathways.domain.playable import Playable
from education.pathways.domain.playing import screen
from tests.builders import TODAY, drawn_edition
from tests.learning.test_map import HTMX, MARK, MapTestCase
from tests.pathways.test_playing import visits
from tests.starter.pages import attribute, every, text_of, tree

MOST_BYTES = 2500  # every step carries it


class SmallMapTests(MapTestCase):
    def step(self, seq, lens="adult", **headers):
        url = reverse("learning:step", args=[self.walk.pk, seq]) + f"?lens={lens}"
        return self.client.get(url, **headers).content.decode()

    def test_it_stands_beside_the_step_as_one_image_with_a_link_to_the_full_map(self):
        for lens in ("adult", "child"):
            [section] = every(tree(self.step(3, lens)), "section", "s-mini")
            [image] = every(section, "svg", role="img")
            label = attribute(image, "aria-label")
            self.assertEqual(label, f"2 steps behind you. You are at “{MARK}right”. 2 options lead on.")
            [link] = every(section, "a")
            self.assertEqual(attribute(link, "href"), self.url(lens=lens, from_=3))
            self.assertEqual(self.client.get(attribute(link, "href")).status_code, 200)
            self.assertEqual([text_of(one) for one in every(section, "g", "s-mini-letters")], ["A B"])

    def test_it_moves_on_with_the_step(self):
        answer = self.choose(3, "other", **HTMX).content.decode()
        side = answer.partition('id="side"')[2]
        self.assertIn("The way ends here.", side)
        self.assertIn(f"You are at “{MARK}other”.", side)

    def test_it_names_nothing_but_the_trail(self):
        self.choose(1, "call")
        section = re.search(r'<section class="s-mini".*?</section>', self.step(3), re.S)[0]
        self.assertEqual(
            set(re.findall(rf"{MARK}\w+", section)), {f"{MARK}{name}" for name in ("begin", "ease", "right")}
        )


class WeightTests(SimpleTestCase):
    def test_eight_options_after_a_long_trail_are_still_a_short_image(self):
        ends = [f"end{number}" for number in range(8)]
        drawing = "a=start > b; b > c; c > d; d > e; e > f; f > " + " ".join(ends) + "; stop >; rest >; "
        drawing += "; ".join(f"{end} > stop rest" for end in ends)
        long = {key: {"short": f"A name as long as it is {key}"[:24]} for key in "abcdef"}
        playable, walked = Playable(drawn_edition(drawing, steps=long)), visits("a, 1 b, 2 c, 3 d, 4 e, 5 f")
        shown = screen(playable, walked, seq=6, lens="adult", today=TODAY)
        small = minimap(playable, shown, walked)
        labels = loader.render_to_string("learning/_minimap_label.html", {"label": small.labels})
        context = {"minimap": small, "screen": shown, "walk_id": UUID(int=0), "labels": labels, "earlier": 2}
        html = loader.render_to_string("learning/_minimap.html", context)
        svg = re.search("<svg.*</svg>", html, re.S)[0]
        self.assertEqual(svg.count("<text"), 11)
        self.assertLess(len(svg.encode()), MOST_BYTES)
