"""Every choice and every outcome of each starter pathway, walked through the real pages in each lens."""

import re

from django.urls import reverse

from education.editorial.models import Edition
from education.learning.models import WalkEvent
from education.pathways.domain.document import LENSES
from tests.starter.pages import attribute, every, plain, text_of, tree
from tests.starter.starter import ADULT_LUNG, ADULT_SKIN, HTMX, JUVENILE, StarterTestCase, walks_of

UNREVIEWED = "Starter content, not yet reviewed by a clinician"
RAW = ("[@", "[[", "]]", ":::", "{{", "{%", "**")
NONE = re.compile(r"\bNone\b.{0,8}")
OUR_NONE = "None is marked correct."
ONLY = {
    ADULT_LUNG: {"adult": {("next-treatment", "glucocorticoid"), ("refer-lung-transplant", "listed")}, "child": set()},
    ADULT_SKIN: {"adult": {("next-treatment", "glucocorticoid")}, "child": set()},
    JUVENILE: {"adult": set(), "child": {("next-treatment", "localised-drug")}},
}
"""The choices that one lens alone offers."""


class WalkedTests(StarterTestCase):
    def assert_is_step(self, page, starter, step, lens):
        """Check one page of the player: the right step, the right options, nothing raw, no dead link."""
        self.assertEqual(page.status_code, 200)
        html = page.content.decode()
        root = tree(html)
        written = starter.playable.step(step)
        questions = [text_of(one) for one in every(root, "h2", "s-question")]
        self.assertEqual(questions, [plain(written.title)])
        offered = [attribute(one, "value") for one in every(root, "input", name="choice")]
        self.assertEqual(offered, starter.offered(step, lens))
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

    def walk_everything(self, starter, lens):
        """Walk the smallest set of walks; return the choices taken and the steps ended at."""
        taken, ends = set(), set()
        for way in walks_of(starter.playable, lens):
            walker = starter.walker(lens)
            for step, choice in way:
                with self.subTest(pathway=starter.slug, lens=lens, step=step):
                    self.assert_is_step(walker.look(), starter, step, lens)
                self.assertRedirects(walker.take(choice), walker.url(), fetch_redirect_response=False)
                taken.add((step, choice))
            end = starter.target_of(way[-1], lens)
            with self.subTest(pathway=starter.slug, lens=lens, step=end):
                self.assert_is_step(walker.look(), starter, end, lens)
                self.assertTrue(walker.walk.events.get(seq=walker.seq).outcome)
            ends.add(end)
        return taken, ends

    def test_every_choice_and_every_outcome_in_each_lens(self):
        self.written = plain(" ".join([OUR_NONE, *Edition.objects.values_list("document", flat=True)]))
        self.client.force_login(self.user)
        for starter in self.starters():
            self.asked = set()
            for lens in LENSES:
                taken, ends = self.walk_everything(starter, lens)
                offered = {(s.key, key) for s in starter.pathway.steps for key in starter.offered(s.key, lens)}
                self.assertEqual(taken, offered, starter.slug)
                self.assertEqual(ends, set(starter.playable.outcomes), starter.slug)
            self.assertGreater(len(self.asked), 40, starter.slug)

    def test_the_choices_of_the_two_lenses_differ(self):
        for starter in self.starters():
            asked = {lens: {one for way in walks_of(starter.playable, lens) for one in way} for lens in LENSES}
            only = {"adult": asked["adult"] - asked["child"], "child": asked["child"] - asked["adult"]}
            self.assertEqual(only, ONLY[starter.slug], starter.slug)

    def test_what_a_lens_does_not_offer_is_named_with_its_reason(self):
        for starter in self.starters():
            named = 0
            for walker, key in starter.everywhere():
                absent = starter.playable.view(key, walker.lens).absent
                if absent:
                    with self.subTest(pathway=starter.slug, lens=walker.lens, step=key):
                        named += len(absent)
                        shown = text_of(every(tree(walker.look().content.decode()), "ul", "s-absent")[0])
                        for option in absent:
                            self.assertIn(option.label, shown)
                            self.assertIn(plain(option.absent), shown)
            self.assertEqual(named, sum(len(keys) for keys in ONLY[starter.slug].values()), starter.slug)


class BranchTests(StarterTestCase):
    def test_back_and_another_choice_is_another_branch_at_every_decision(self):
        for starter in self.starters():
            for walker, step in starter.everywhere():
                keys = starter.offered(step, walker.lens)
                if len(keys) > 1:
                    with self.subTest(pathway=starter.slug, lens=walker.lens, step=step):
                        self.assert_each_is_a_branch(walker, keys)

    def assert_each_is_a_branch(self, walker, keys):
        """Take each choice of the step stood at and check that each adds one visit and changes none."""
        here, reached = walker.seq, []
        before = self.visits(walker)
        for choice in keys:
            walker.take(choice, seq=here)
            reached.append(walker.seq)
        after = self.visits(walker)
        self.assertEqual(after[: len(before)], before)
        self.assertEqual(after[len(before) :], list(zip(reached, [here] * len(keys), keys, strict=True)))
        self.assert_branches_are_shown(walker, here, reached)

    def visits(self, walker):
        """Return (seq, the visit before, choice) of every visit of a walk."""
        return list(walker.walk.events.order_by("seq").values_list("seq", "parent_seq", "choice"))

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
        covers = [reverse("learning:cover", args=[starter.slug]) for starter in self.starters()]
        for url in ("/", "/pathways/", *covers):
            with self.subTest(url):
                self.assertContains(self.client.get(url), UNREVIEWED)

    def test_the_parts_that_replace_a_step_still_say_so(self):
        for starter in self.starters():
            walker = starter.walker("adult")
            self.assertContains(walker.look(**HTMX), UNREVIEWED)
            self.assertEqual(WalkEvent.objects.filter(walk=walker.walk).count(), 1)
