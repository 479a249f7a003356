"""Every choice and every outcome of the starter pathway, walked through the real pages in each lens."""

import re

from django.urls import reverse

from education.editorial.models import Edition
from education.learning.models import WalkEvent
from tests.starter.pages import attribute, every, plain, text_of, tree
from tests.starter.starter import HTMX, StarterTestCase, walks_of

UNREVIEWED = "Starter content, not yet reviewed by a clinician"
RAW = ("[@", "[[", "]]", ":::", "{{", "{%", "**")
NONE = re.compile(r"\bNone\b.{0,8}")
OUR_NONE = "None is marked correct."


class WalkedTests(StarterTestCase):
    def assert_is_step(self, page, step, lens):
        """Check one page of the player: the right step, the right options, nothing raw, no dead link."""
        self.assertEqual(page.status_code, 200)
        html = page.content.decode()
        root = tree(html)
        written = self.playable.step(step)
        questions = [text_of(one) for one in every(root, "h2", "s-question")]
        self.assertEqual(questions, [plain(written.title)])
        offered = [attribute(one, "value") for one in every(root, "input", name="choice")]
        self.assertEqual(offered, [choice.key for choice in self.playable.choices(step, lens)])
        self.assertEqual(bool(every(root, css="s-outcome")), written.kind == "outcome")
        self.assertEqual(attribute(every(root, id="step")[0], "data-lens"), lens)
        self.assert_is_finished(html, root)
        self.assertIn(UNREVIEWED, text_of(root))
        self.assert_links_answer(root)

    def assert_is_finished(self, html, root):
        """Check that no markup of ours and no empty value reached the page."""
        for mark in RAW:
            self.assertNotIn(mark, html)
        for said in NONE.findall(text_of(root)):
            self.assertIn(said, self.written, "not a word of the content")

    def assert_links_answer(self, root):
        """Check each citation and term once; both have words and an address in the library."""
        for link in [*every(root, "a", "s-cite"), *every(root, "a", "s-term")]:
            url = attribute(link, "href")
            self.assertTrue(text_of(link), url)
            self.assertTrue(url.startswith(("/references/", "/terms/")), url)
            if url not in self.asked:
                self.asked.add(url)
                answer = self.client.get(url)
                self.assertEqual(answer.status_code, 200, url)
                self.assert_is_finished(answer.content.decode(), tree(answer.content.decode()))

    def walk_everything(self, lens):
        """Walk the smallest set of walks; return the choices taken and the steps ended at."""
        taken, ends = set(), set()
        for way in walks_of(self.playable, lens):
            walker = self.walker(lens)
            for step, choice in way:
                with self.subTest(lens=lens, step=step):
                    self.assert_is_step(walker.look(), step, lens)
                self.assertRedirects(walker.take(choice), walker.url(), fetch_redirect_response=False)
                taken.add((step, choice))
            end = self.target_of(way[-1], lens)
            with self.subTest(lens=lens, step=end):
                self.assert_is_step(walker.look(), end, lens)
                self.assertTrue(walker.walk.events.get(seq=walker.seq).outcome)
            ends.add(end)
        return taken, ends

    def test_every_choice_and_every_outcome_in_each_lens(self):
        self.asked = set()
        self.written = plain(" ".join([OUR_NONE, *Edition.objects.values_list("document", flat=True)]))
        self.client.force_login(self.user)
        for lens in ("adult", "child"):
            taken, ends = self.walk_everything(lens)
            offered = {(s.key, c.key) for s in self.pathway.steps for c in self.playable.choices(s.key, lens)}
            self.assertEqual(taken, offered)
            self.assertEqual(ends, set(self.playable.outcomes))
        self.assertGreater(len(self.asked), 40)

    def test_the_choices_of_the_two_lenses_differ(self):
        asked = {lens: {one for way in walks_of(self.playable, lens) for one in way} for lens in ("adult", "child")}
        only_adult = asked["adult"] - asked["child"]
        self.assertEqual(only_adult, {("next-treatment", "glucocorticoid"), ("refer-lung-transplant", "listed")})
        self.assertEqual(asked["child"] - asked["adult"], set())

    def test_what_a_lens_does_not_offer_is_named_with_its_reason(self):
        for walker, key in self.everywhere():
            absent = self.playable.view(key, walker.lens).absent
            if absent:
                with self.subTest(lens=walker.lens, step=key):
                    shown = text_of(every(tree(walker.look().content.decode()), "ul", "s-absent")[0])
                    for option in absent:
                        self.assertIn(option.label, shown)
                        self.assertIn(plain(option.absent), shown)


class BranchTests(StarterTestCase):
    def test_back_and_another_choice_is_another_branch_at_every_decision(self):
        for walker, key in self.everywhere():
            here, keys = walker.seq, [choice.key for choice in self.playable.choices(key, walker.lens)]
            if len(keys) < 2:
                continue
            with self.subTest(lens=walker.lens, step=key):
                before = list(walker.walk.events.order_by("seq").values_list("seq", "parent_seq", "choice"))
                reached = []
                for choice in keys:
                    walker.take(choice, seq=here)
                    reached.append(walker.seq)
                after = list(walker.walk.events.order_by("seq").values_list("seq", "parent_seq", "choice"))
                self.assertEqual(after[: len(before)], before)
                self.assertEqual(after[len(before) :], list(zip(reached, [here] * len(keys), keys, strict=True)))
                self.assert_branches_are_shown(walker, here, reached)

    def assert_branches_are_shown(self, walker, here, reached):
        """Check that the earlier branches are links, both at the fork and beside the trail of the newest branch."""
        for place, branches in ((here, reached), (reached[-1], reached[:-1])):
            root = tree(walker.client.get(walker.url(seq=place)).content.decode())
            links = {attribute(one, "href") for one in every(root, "a")}
            for seq in branches:
                self.assertIn(walker.url(seq=seq), links)


class UnreviewedTests(StarterTestCase):
    def test_every_list_and_cover_says_that_no_clinician_has_reviewed_it(self):
        self.client.force_login(self.user)
        for url in ("/", "/pathways/", reverse("learning:cover", args=[self.edition.slug])):
            with self.subTest(url):
                self.assertContains(self.client.get(url), UNREVIEWED)

    def test_the_parts_that_replace_a_step_still_say_so(self):
        walker = self.walker("adult")
        self.assertContains(walker.look(**HTMX), UNREVIEWED)
        self.assertEqual(WalkEvent.objects.filter(walk=walker.walk).count(), 1)
