"""Leaving and coming back: at every step of the pathway, on another device, to the exact visit and lens."""

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

    def test_another_device_resumes_at_the_exact_visit_and_lens_at_every_step(self):
        for walker, step in self.everywhere():
            with self.subTest(lens=walker.lens, step=step):
                other = self.elsewhere(self.user)
                answer = other.get(reverse("learning:walk", args=[walker.walk.pk]))
                # The first visit is made in the population that the vignette fits, whatever lens is looked through.
                lens = walker.lens if walker.seq > 1 else "adult"
                self.assertRedirects(answer, walker.url(lens=lens))
                self.assertContains(other.get(answer.url), f'value="{lens}" checked')

    def test_home_and_cover_lead_to_the_exact_visit_too(self):
        walker = self.walker("child")
        for choice in ("red-flag", "stabilised"):
            walker.take(choice)
        other = self.elsewhere(self.user)
        for url in ("/", reverse("learning:cover", args=[self.edition.slug])):
            self.assertContains(other.get(url), walker.url())

    def test_after_going_back_the_newest_visit_is_resumed_not_the_furthest(self):
        walker = self.walker("adult")
        for choice in ("red-flag", "stabilised"):
            walker.take(choice)
        walker.take("no-red-flag", seq=1)
        answer = self.elsewhere(self.user).get(reverse("learning:walk", args=[walker.walk.pk]))
        self.assertRedirects(answer, walker.url(seq=4))

    def test_another_account_does_not_resume_it(self):
        walker = self.walker("adult")
        answer = self.elsewhere(somebody("other@example.org")).get(reverse("learning:walk", args=[walker.walk.pk]))
        self.assertEqual(answer.status_code, 404)
