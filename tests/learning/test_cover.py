"""The cover, asked for one of its steps: it leads to the reader's own visit, or to the start."""

from django.test import Client, override_settings
from django.urls import reverse

from education.editorial import publishing
from tests.builders import drawn_pathway
from tests.learning.test_views import PlayerTestCase
from tests.published import TESTS, publish

LOOKED_FOR = "You looked for the step “What now at ease?”"


class SoughtStepTests(PlayerTestCase):
    def cover(self, step, client=None):
        address = reverse("learning:cover", args=[self.edition.slug])
        return (client or self.client).get(address, {"step": step})

    def link(self, seq, lens="adult"):
        return self.step_url(seq=seq, lens=lens).replace("&", "&amp;")

    def test_without_a_step_nothing_was_looked_for(self):
        self.assertNotContains(self.cover(""), "looked for")

    def test_who_has_not_been_there_is_invited_to_start(self):
        answer = self.cover("ease")
        self.assertContains(answer, LOOKED_FOR)
        self.assertContains(answer, "your choices can lead to it")
        self.assertNotContains(answer, "Open your visit to it")

    @override_settings(SCLERO_OPEN_READING=True)
    def test_a_stranger_is_invited_to_start(self):
        answer = self.cover("ease", Client())
        self.assertContains(answer, LOOKED_FOR)
        self.assertContains(answer, "your choices can lead to it")

    def test_who_has_been_there_is_led_to_the_newest_visit_in_its_lens(self):
        self.choose("to-ease")
        self.choose("to-ease", lens="child", token="the-same-again")
        answer = self.cover("ease")
        self.assertContains(answer, f'<a class="s-link" href="{self.link(3, "child")}">Open your visit to it</a>')

    def test_a_visit_of_an_older_edition_is_not_led_to(self):
        self.choose("to-ease")
        publish(drawn_pathway(child=True, steps={"ease": {"body": "New words [@trial]."}}), note="New words.")
        answer = self.cover("ease")
        self.assertContains(answer, LOOKED_FOR)
        self.assertNotContains(answer, "Open your visit to it")

    def test_another_readers_visit_is_not_led_to(self):
        self.choose("to-ease")
        with override_settings(SCLERO_OPEN_READING=True):
            self.assertNotContains(self.cover("ease", Client()), "Open your visit to it")

    def test_an_unknown_step_is_said_to_be_unknown_and_not_repeated(self):
        for step in ("gone", "ease ", "<b>", "x" * 10_000):
            with self.subTest(step[:10]):
                answer = self.cover(step)
                self.assertContains(answer, "The step you looked for is not in this edition")
                self.assertNotContains(answer, "xxxx")

    def test_a_withdrawn_pathway_invites_nobody_to_start(self):
        publishing.withdraw("pathway", self.edition.slug, why="Out of date.", by=TESTS)
        for step in ("ease", "gone"):
            answer = self.cover(step)
            self.assertNotContains(answer, "Start the pathway")
