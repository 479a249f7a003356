"""The map as a page: what it shows and hides, for whom, with or without script."""

import re

from django.db import connection
from django.template import loader
from django.test import RequestFactory, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from education.editorial import memory
from education.learning import maps
from education.learning.models import Walk
from education.learning.templatetags.player import WORDS
from education.pathways.domain.screen import Visit
from tests.builders import CLEAN, drawn_pathway, edges
from tests.learning.test_query_budget import TRANSACTION
from tests.pseudo import LANGUAGE, Shown, pseudo_language
from tests.published import publish, somebody
from tests.query_budget import BUDGET
from tests.starter.pages import attribute, every, text_of, tree

TOKEN = "a-token-of-a-page"
HTMX = {"HTTP_HX_REQUEST": "true"}
KINDS = [str(word) for word in WORDS["kind"].values()]
# A drawing whose keys, names and questions are found nowhere else on a page.
MARK = "zq"
MARKED = "; ".join(
    f"{MARK}{name} > {' '.join(MARK + target for target in targets)}" for name, targets in edges(CLEAN).items()
)
DRUG = {f"{MARK}choose/to-{MARK}drug": {"therapy": "drug", "statements": ["drug-lung"]}}
STEPS = [MARK + name.partition("=")[0] for name in edges(CLEAN)]


def marked():
    return drawn_pathway(MARKED, child=True, choices=DRUG)


def drawn_edges(root):
    """Return (from, to, taken) for each line of the drawing, by place."""
    ways = [one for one in every(root, "path") if attribute(one, "data-way")]
    return {(*attribute(one, "data-way").split("-"), "s-ink-taken" in attribute(one, "class")) for one in ways}


def told_edges(element, before=""):
    """Return the same for the outline: each line is a way from the line it stands in."""
    found = set()
    for one in element.children:
        if isinstance(one, str):
            continue
        place = attribute(one, "data-step") or attribute(one, "data-to")
        if place and before:
            took = any(every(part, css="s-took") for part in one.children if getattr(part, "name", "") == "span")
            found.add((before, place, took))
        found |= told_edges(one, attribute(one, "data-step") or before)
    return found


class MapTestCase(TestCase):
    """Somebody signed in, three visits into a walk."""

    def setUp(self):
        self.edition = publish(marked())
        self.user = somebody()
        self.client.force_login(self.user)
        self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": TOKEN})
        self.walk = Walk.objects.get()
        self.choose(1, "ease")
        self.choose(2, "right")

    def choose(self, seq, target, lens="adult", **headers):
        data = {"from": seq, "choice": f"to-{MARK}{target}", "lens": lens, "token": f"{TOKEN}-{seq}-{target}"}
        return self.client.post(reverse("learning:choose", args=[self.walk.pk]), data, **headers)

    def url(self, **query):
        words = "&".join(f"{name.strip('_')}={value}" for name, value in query.items())
        return reverse("learning:map", args=[self.walk.pk]) + (f"?{words}" if words else "")

    def page(self, **query):
        answer = self.client.get(self.url(**query))
        self.assertEqual(answer.status_code, 200)
        return tree(answer.content.decode())

    def states(self, root, css):
        return [(text_of(one), attribute(one, "data-state")) for one in every(root, css=css)]

    def view_box(self, **query):
        [svg] = every(self.page(**query), "svg", "s-map")
        return [float(number) for number in attribute(svg, "viewbox").split()]


class FullMapTests(MapTestCase):
    def test_each_lens_is_a_whole_page_with_the_drawing_and_its_twin(self):
        for lens in ("adult", "child"):
            root = self.page(lens=lens)
            self.assertEqual(attribute(every(root, id="map-page")[0], "data-lens"), lens)
            self.assertEqual(
                [attribute(one, "id") for one in every(root, "input") if "checked" in dict(one.attributes)],
                [f"lens-{lens}"],
            )
            boxes = {attribute(one, "data-box"): attribute(one, "data-state") for one in every(root, css="s-box")}
            lines = [one for one in every(root, "li") if attribute(one, "data-step")]
            self.assertEqual({attribute(one, "data-step"): attribute(one, "data-state") for one in lines}, boxes)
            self.assertEqual(len(boxes), len(STEPS))

    def test_the_drawing_and_the_outline_have_the_same_ways_and_the_same_links(self):
        self.choose(1, "call")
        root = self.page(lens="adult", from_=3)
        [outline], [drawing] = every(root, css="s-outline"), every(root, "svg", "s-map")
        self.assertEqual(drawn_edges(drawing), told_edges(outline))
        drawn = {attribute(one, "href") for one in every(drawing, "a")}
        told = {attribute(one, "href") for one in every(outline, "a")}
        self.assertEqual({url for url in told if not url.startswith("#")}, drawn)
        ids = {attribute(one, "id") for one in every(root)}
        self.assertLessEqual({url[1:] for url in told if url.startswith("#")}, ids)

    def test_a_visited_step_links_to_its_latest_visit_in_the_lens_shown(self):
        self.choose(1, "ease")
        self.client.post(
            reverse("learning:choose", args=[self.walk.pk]),
            {"from": 1, "choice": f"to-{MARK}ease", "lens": "adult", "token": f"{TOKEN}-again"},
        )
        for lens in ("adult", "child"):
            root = self.page(lens=lens, from_=3)
            links = {text_of(one): attribute(one, "href") for one in every(root, "a", "s-box")}
            begin = f"/walks/{self.walk.pk}/steps"
            self.assertEqual(
                links,
                {
                    f"Visited {MARK}begin": f"{begin}/1/?lens={lens}",
                    f"Visited {MARK}ease": f"{begin}/4/?lens={lens}",
                    f"You are here {MARK}right": f"{begin}/3/?lens={lens}",
                },
            )
            for name, url in links.items():
                key = name.rpartition(" ")[2]
                self.assertContains(self.client.get(url), f"What now at {key}?")

    def test_what_is_available_shows_its_letter_and_nothing_else(self):
        root = self.page(from_=3)
        found = [text_of(one) for one in every(root, "g", "s-box-available")]
        self.assertEqual(sorted(found), ["Available Option A", "Available Option B"])
        labels = [attribute(one, "aria-label") for one in every(root, "g", "s-box-available")]
        self.assertEqual(sorted(labels), ["Available: Option A", "Available: Option B"])

    def test_without_being_told_it_looks_from_the_latest_visit_in_its_lens(self):
        self.choose(3, "only", lens="child")
        root = self.page()
        self.assertEqual(attribute(every(root, id="map-page")[0], "data-lens"), "child")
        self.assertEqual([text_of(one) for one in every(root, css="s-box-here")], [f"You are here {MARK}only"])

    def test_a_legend_says_every_state_in_words_and_the_keys_are_listed(self):
        root = self.page()
        legend = text_of(every(root, "ul", "s-map-key")[0])
        for word in maps.WORDS.values():
            self.assertIn(str(word), legend)
        keys = text_of(every(root, id="map-keys")[0])
        for key in ("arrow keys", "Enter", "+ and −", "0", "Shift"):
            self.assertIn(key, keys)

    def test_htmx_gets_the_map_alone(self):
        answer = self.client.get(self.url(lens="child"), HTTP_HX_TARGET="map-page", **HTMX)
        self.assertTrue(answer.content.startswith(b"<title>"))
        self.assertContains(answer, 'id="map-page"')
        self.assertContains(answer, "Child evidence shown")
        self.assertNotContains(answer, "<html")
        whole = self.client.get(self.url(lens="child"), HTTP_HX_HISTORY_RESTORE_REQUEST="true", **HTMX)
        self.assertContains(whole, "<html")

    def test_it_costs_a_few_queries_and_writes_nothing(self):
        self.client.get(self.url())
        with CaptureQueriesContext(connection) as queries:
            self.client.get(self.url())
        asked = [query["sql"] for query in queries if not query["sql"].startswith(TRANSACTION)]
        self.assertLessEqual(len(asked), BUDGET["map"], "\n".join(asked))
        self.assertTrue(all(sql.strip().startswith("SELECT") for sql in asked), asked)

    def test_every_word_of_ours_is_translated(self):
        with pseudo_language(), override(LANGUAGE):
            self.client.cookies["django_language"] = LANGUAGE
            html = self.client.get(self.url()).content.decode()
        page = html.partition('id="map-page"')[2].partition("</main>")[0]
        ours = re.compile(r"\b(?!zq)[A-Za-z]{3,}\b")
        said = {text for _, text in Shown(f"<div {page}").found if ours.search(re.sub("⟦[^⟧]*⟧", "", text))}
        self.assertEqual(said, {"Lungs getting worse on treatment", "Lung"})


class WindowTests(MapTestCase):
    def moves(self, **query):
        root = self.page(**query)
        return {attribute(one, "data-move"): attribute(one, "href") for one in every(root, "a") if "data-move" in
                dict(one.attributes)}  # fmt: skip

    def box_at(self, url):
        [svg] = every(tree(self.client.get(url).content.decode()), "svg", "s-map")
        return [float(number) for number in attribute(svg, "viewbox").split()]

    def test_every_button_is_a_link_that_moves_the_window(self):
        x, y, width, height = self.view_box()
        moved = {name: self.box_at(url) for name, url in self.moves().items()}
        self.assertLess(moved["in"][2], width)
        self.assertGreater(moved["out"][2], width)
        self.assertEqual(moved["reset"], [x, y, width, height])
        self.assertLess(moved["left"][0], x)
        self.assertGreater(moved["right"][0], x)
        self.assertLess(moved["up"][1], y)
        self.assertGreater(moved["down"][1], y)

    def test_it_begins_around_where_the_reader_is(self):
        for seq in (1, 3):
            x, y, width, height = self.view_box(from_=seq)
            [here] = every(self.page(from_=seq), css="s-box-here")
            left, top = re.findall(r"[\d.]+", attribute(here, "transform"))
            self.assertTrue(x < float(left) < x + width and y < float(top) < y + height)

    def test_a_number_out_of_bounds_is_brought_within_and_what_is_none_is_left_out(self):
        home = self.view_box()
        self.assertEqual(self.view_box(zoom=99, x=10**9, y=-(10**9))[2], self.view_box(zoom=5)[2])
        for query in ({"zoom": "near"}, {"x": "1"}, {"x": "nan", "y": "inf"}, {"zoom": "9" * 5000}):
            self.assertEqual(self.view_box(**query), home, query)

    def test_no_number_is_written_with_a_comma(self):
        with override_settings(USE_THOUSAND_SEPARATOR=True), override("de"):
            self.client.cookies["django_language"] = "de"
            [svg] = every(self.page(), "svg", "s-map")
        for one in every(svg):
            for name in ("transform", "width", "height", "d", "x", "y"):
                self.assertNotIn(",", attribute(one, name))


class WhoseMapTests(MapTestCase):
    def test_somebody_elses_walk_and_no_walk_are_the_same_404_page(self):
        self.client.force_login(somebody("other@example.org"))
        theirs = self.client.get(self.url())
        nobodys = self.client.get("/walks/00000000-0000-4000-8000-000000000000/map/")
        self.assertEqual((theirs.status_code, nobodys.status_code), (404, 404))
        self.assertEqual(theirs.content, nobodys.content)

    def test_a_stranger_sees_the_map_of_their_own_walk_alone(self):
        self.client.logout()
        self.assertEqual(self.client.get(self.url()).status_code, 302)
        with override_settings(SCLERO_OPEN_READING=True):
            self.assertEqual(self.client.get(self.url()).status_code, 404)
            self.client.post(reverse("learning:start", args=[self.edition.slug]), {"token": f"{TOKEN}-own"})
            own = Walk.objects.get(owner=None)
            self.assertEqual(self.client.get(reverse("learning:map", args=[own.pk])).status_code, 200)

    def test_an_unknown_visit_or_lens_is_the_404_page(self):
        for query in ({"from_": 9}, {"from_": "x"}, {"from_": "9" * 5000}, {"lens": "dog"}):
            self.assertEqual(self.client.get(self.url(**query)).status_code, 404, query)

    def test_a_closed_lens_is_the_404_page(self):
        adults_only = publish(drawn_pathway(slug="adults-only"))
        self.client.post(reverse("learning:start", args=[adults_only.slug]), {"token": f"{TOKEN}-2"})
        walk = Walk.objects.get(edition=adults_only)
        self.assertEqual(self.client.get(reverse("learning:map", args=[walk.pk])).status_code, 200)
        self.assertEqual(self.client.get(reverse("learning:map", args=[walk.pk]) + "?lens=child").status_code, 404)


class NoSpoilerTests(HypothesisTestCase):
    """Random walks over one edition: the page never names a step that was not visited, nor says its kind."""

    @classmethod
    def setUpTestData(cls):
        cls.edition = publish(marked())
        cls.walk = Walk(edition=cls.edition)
        cls.walk.moved_to_id, cls.walk.newest = None, {"number": 1}

    @given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=9), st.data())
    @settings(max_examples=40, deadline=None)
    def test_what_was_not_visited_is_neither_named_nor_described(self, moves, data):
        lens = data.draw(st.sampled_from(["adult", "child"]))
        playable, now = memory.opened(self.edition), timezone.now()
        visits = [Visit(1, None, playable.start, "", lens, now)]
        for before, number in moves:
            here = visits[before % len(visits)]
            choices = playable.choices(here.step, lens)
            if choices:
                choice = choices[number % len(choices)]
                visits.append(Visit(len(visits) + 1, here.seq, choice.target, choice.key, lens, now))
        seq = data.draw(st.integers(1, len(visits)))
        context = maps.map_context(self.walk, visits, seq=seq, lens=lens, asked={})
        html = loader.render_to_string("learning/full_map.html#map_page", context, RequestFactory().get("/"))
        seen = {visit.step for visit in visits}
        said = set(re.findall(rf"{MARK}\w+", html))
        self.assertEqual(said, seen)
        root = tree(html)
        self.assertEqual(drawn_edges(root), told_edges(root))
        for part in (*every(root, css="s-outline"), *every(root, "svg", "s-map")):
            words = re.findall(r"\w+", text_of(part))
            self.assertEqual([kind for kind in KINDS if kind in words], [])
