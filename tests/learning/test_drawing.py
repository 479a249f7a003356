"""The player drawn from what is kept reads, byte for byte, as if every template had been rendered for this answer."""

import random
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

from django.test import RequestFactory, SimpleTestCase
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from education.core import kept
from education.core.overlays import Overlay
from education.learning import player
from education.learning.drawing import TRAIL_SHOWN, Drawing, Standing
from education.pathways.domain import playing
from education.pathways.domain.playable import Playable
from education.pathways.domain.screen import Visit
from tests.builders import CLEAN, TODAY, drawn_edition, statement
from tests.pseudo import LANGUAGE, pseudo_language
from tests.starter.pages import attribute, every, text_of, tree
from tests.starter.starter import StarterTestCase

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PARTS = ("player", "title_bar", "banners", "trail", "step", "side", "status")
MASK = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+')  # a new mask each time it is asked for
WORDED = {
    "ask": {"wordings": {"child": {"difference": "It differs & more.", "body": "For a child [@trial].", "why": ""}}}
}
ADULTS_ONLY = {
    "choose/to-study": {"populations": ["adult"], "absent": {"child": "No trial takes children."}},
    "begin/to-ease": {"feedback": "Well <chosen>.", "verdict": "preferred"},
}
NOTICE = Overlay("step", "reference:trial", "retraction", "Retraction", "It was <retracted>.", NOON)
NEWER = player.Newer(number=3, mine_number=2, changed=1, total=2, safety=True, note="A dose & a limit.")


def drawn():
    """Return a pathway with gates, a way back to its start, a choice of one lens, words for a child, and feedback."""
    looped = CLEAN.replace("ease=support > right", "ease=support > begin right")
    return Playable(drawn_edition(looped, child=True, steps=WORDED, choices=ADULTS_ONLY))


def wandered(playable, chance, *, longest=14):
    """Return the visits of a walk that now and then goes back, and now and then changes the lens."""
    visits = [Visit(1, None, playable.start, "", "adult", NOON)]
    for seq in range(2, chance.randint(2, longest)):
        before = chance.choice(visits) if chance.random() < 0.3 else visits[-1]
        lens = chance.choice(["adult", "adult", "child"])
        offered = playable.choices(before.step, lens)
        if offered:
            choice = chance.choice(offered)
            visits.append(Visit(len(visits) + 1, before.seq, choice.target, choice.key, lens, NOON + timedelta(seq)))
    return tuple(visits)


def standing(chance, visits, **changes):
    """Return how some walk stands: mostly open, now and then closed, withdrawn, refused or with news."""
    rare = {
        "closed": True, "withdrawn": True, "notices": (NOTICE,), "newer": NEWER, "error": player.CHOOSE_ONE,
        "moved_to_id": UUID(int=chance.getrandbits(128), version=4),
    }  # fmt: skip
    fields = {name: value for name, value in rare.items() if chance.random() < 0.15} | changes
    walk_id, token = UUID(int=chance.getrandbits(128), version=4), f"token-{chance.getrandbits(64):x}"
    return Standing(walk_id=walk_id, visits=visits, token=token, **{"slug": "lungs", "edition_number": 2} | fields)


def request(**fields):
    """Return a request of somebody signed in."""
    asked = RequestFactory(HTTP_COOKIE="sessionid=some").get("/")
    person = {"theme": "dark", "keys_off": False, "label": "Ann <ann@example.org>", "is_staff": False}
    asked.user = SimpleNamespace(is_authenticated=True, **person | fields)
    return asked


def html_of(asked, playable, walk, *, seq, lens, today=TODAY, **options):
    """Return {(part, out of band): HTML} of everything that the player can answer with."""
    screen = playing.screen(playable, walk.visits, seq=seq, lens=lens, today=today)
    drawing = Drawing(asked, playable, screen, today=today, walk=walk, **options)
    names = [(name, oob) for name in PARTS for oob in (False, True)] + [("page", False)]
    return {(name, oob): MASK.sub(r"\1", drawing.draw(name, oob=oob)) for name, oob in names}


class DrawnAlikeTestCase(SimpleTestCase):
    def assert_alike(self, playable, walk, **options):
        """Check kept against rendered anew; what is kept was filled by whatever walks came before."""
        asked = request()
        expected = html_of(asked, playable, walk, keep=kept.draw_anew, **options)
        for found in (html_of(asked, playable, walk, **options), html_of(asked, playable, walk, **options)):
            for part, html in expected.items():
                self.assertEqual(found[part], html, part)


class AnyWalkTests(DrawnAlikeTestCase):
    playable = drawn()

    @given(seed=st.integers(0, 10**6), lens=st.sampled_from(["adult", "child"]))
    @settings(max_examples=60, deadline=None)
    def test_any_walk_at_any_visit_in_either_lens(self, seed, lens):
        chance = random.Random(seed)
        visits = wandered(self.playable, chance)
        self.assert_alike(self.playable, standing(chance, visits), seq=chance.choice(visits).seq, lens=lens)

    def test_another_language_is_kept_apart(self):
        chance = random.Random(1)
        visits = wandered(self.playable, chance)
        with pseudo_language():
            for language in ("en", LANGUAGE, "en", LANGUAGE):
                with translation.override(language):
                    self.assert_alike(self.playable, standing(chance, visits), seq=visits[-1].seq, lens="adult")

    def test_a_review_is_overdue_from_the_day_after_and_not_before(self):
        due = statement(review_by=TODAY)
        playable = Playable(drawn_edition("a=start > b c; b >; c >", due, steps={"a": {"statements": ["drug-lung"]}}))
        walk = standing(random.Random(2), wandered(playable, random.Random(2), longest=2), notices=())
        for today, said in ((TODAY, 0), (TODAY + timedelta(1), 1), (TODAY, 0)):
            step = html_of(request(), playable, walk, seq=1, lens="adult", today=today)["step", False]
            self.assertEqual(step.count("Review overdue"), said, today)


class OnesOwnTests(DrawnAlikeTestCase):
    def test_nothing_of_one_walk_or_reader_is_in_anothers(self):
        playable, chance = drawn(), random.Random(3)
        visits = wandered(playable, chance)
        mine = standing(chance, visits, notices=(), closed=False)
        html_of(request(), playable, mine, seq=len(visits), lens="adult")
        theirs = html_of(request(label="Bob"), playable, standing(chance, visits), seq=len(visits), lens="adult")
        for html in theirs.values():
            for own in (str(mine.walk_id), mine.token, "ann@example.org"):
                self.assertNotIn(own, html)

    def test_two_slugs_of_the_same_text_lead_back_to_their_own_covers(self):
        playable, chance = drawn(), random.Random(4)
        visits = wandered(playable, chance)
        for slug in ("one", "other", "one"):
            html = html_of(request(), playable, standing(chance, visits, slug=slug), seq=1, lens="adult")
            self.assertIn(f'href="/pathways/{slug}/"', html["trail", False])


class FoldedTrailTests(SimpleTestCase):
    def test_a_branch_left_in_the_folded_part_can_still_be_compared(self):
        loop = Playable(drawn_edition("a=start > b c; b > a c; c >"))
        visits = [Visit(1, None, "a", "", "adult", NOON)]
        for seq in range(2, TRAIL_SHOWN + 4):
            step = "b" if visits[-1].step == "a" else "a"
            visits.append(Visit(seq, seq - 1, step, f"to-{step}", "adult", NOON))
        last = len(visits)
        for branch, named in ((), []), ((Visit(last + 1, 2, "c", "to-c", "adult", NOON),), [last + 1]):
            walk = standing(random.Random(5), (*visits, *branch))
            trail = tree(html_of(request(), loop, walk, seq=last, lens="adult")["trail", False])
            [folded] = every(trail, "li")[:1]
            self.assertIn("3 earlier steps", text_of(folded))
            asked = [attribute(one, "href") for one in every(folded, "a") if "compare" in attribute(one, "href")]
            self.assertEqual([f"a={last}&b={seq}&lens=adult" for seq in named], [url.split("?")[1] for url in asked])

    def test_the_trail_and_the_step_can_be_printed(self):
        playable, chance = drawn(), random.Random(6)
        walk = standing(chance, wandered(playable, chance))
        trail = tree(html_of(request(), playable, walk, seq=1, lens="child")["trail", False])
        links = {text_of(one): attribute(one, "href") for one in every(trail, "a")}
        self.assertEqual(links["Print this step"], f"/walks/{walk.walk_id}/steps/1/print/?lens=child")
        self.assertEqual(links["Print this trail"], f"/walks/{walk.walk_id}/print/?at=1&lens=child")


class StarterTests(StarterTestCase, DrawnAlikeTestCase):
    def test_every_starter_pathway_in_both_lenses(self):
        for starter in self.starters():
            for seed in range(6):
                chance = random.Random(f"{starter.slug} {seed}")
                visits = wandered(starter.playable, chance)
                for lens in ("adult", "child"):
                    at = chance.choice(visits).seq
                    with self.subTest(pathway=starter.slug, seed=seed, lens=lens):
                        self.assert_alike(starter.playable, standing(chance, visits), seq=at, lens=lens)
