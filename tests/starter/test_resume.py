"""Leaving and coming back: at every step of each pathway, on another device, to the exact visit and lens."""

from django.test import Client
from django.urls import reverse

from tests.published import somebody
from tests.starter.starter import StarterTestCase


class ResumeTests(StarterTestCase):
    def elsewhere(self, user):
        """Return another browser of somebody."""
        client = Client()
        client.force_login(user)
        return client

    def two_steps_in(self, starter, lens):
        """Return a walker who has taken the first choice of the first two steps."""
        walker, step = starter.walker(lens), starter.playable.start
        for _ in range(2):
            choice = starter.offered(step, lens)[0]
            step = starter.target_of((step, choice), lens)
            walker.take(choice)
        return walker

    def test_another_device_resumes_at_the_exact_visit_and_lens_at_every_step(self):
        other = self.elsewhere(self.user)
        for starter in self.starters():
            for walker, step in starter.everywhere():
                with self.subTest(pathway=starter.slug, lens=walker.lens, step=step):
                    answer = other.get(reverse("learning:walk", args=[walker.walk.pk]))
                    # The first visit is made in the population that the vignette fits, whatever lens is looked through.
                    lens = walker.lens if walker.seq > 1 else starter.pathway.populations[0]
                    self.assertRedirects(answer, walker.url(lens=lens))
                    self.assertContains(other.get(answer.url), f'value="{lens}" checked')

    def test_home_and_cover_lead_to_the_exact_visit_too(self):
        for starter in self.starters():
            walker = self.two_steps_in(starter, "child")
            other = self.elsewhere(self.user)
            for url in ("/", reverse("learning:cover", args=[starter.slug])):
                with self.subTest(pathway=starter.slug, url=url):
                    self.assertContains(other.get(url), walker.url())

    def test_after_going_back_the_newest_visit_is_resumed_not_the_furthest(self):
        for starter in self.starters():
            walker = self.two_steps_in(starter, "adult")
            walker.take(starter.offered(starter.playable.start, "adult")[1], seq=1)
            answer = self.elsewhere(self.user).get(reverse("learning:walk", args=[walker.walk.pk]))
            with self.subTest(pathway=starter.slug):
                self.assertRedirects(answer, walker.url(seq=4))

    def test_another_account_does_not_resume_it(self):
        other = self.elsewhere(somebody("other@example.org"))
        for starter in self.starters():
            answer = other.get(reverse("learning:walk", args=[starter.walker("adult").walk.pk]))
            self.assertEqual(answer.status_code, 404, starter.slug)
