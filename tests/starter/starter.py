"""The starter content, loaded and published once for a class of tests, and somebody who walks it."""

import io

import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client, TestCase
from django.urls import reverse

from education.editorial import memory
from education.editorial.models import Edition
from education.learning.models import Walk
from education.pathways.domain.document import LENSES
from education.pathways.domain.journeys import smallest_walks
from tests.published import somebody

STARTER = settings.ROOT / "fixtures" / "starter"
COUNTS = yaml.safe_load((STARTER / "counts.yaml").read_text(encoding="utf-8"))
ADULT_LUNG = "ssc-ild-progressing-on-mycophenolate"
ADULT_SKIN = "early-diffuse-skin-after-first-line"
JUVENILE = "juvenile-ssc-after-standard-therapy"
SLUGS = (ADULT_LUNG, ADULT_SKIN, JUVENILE)
HTMX = {"HTTP_HX_REQUEST": "true"}


def walks_of(playable, lens):
    """Return the smallest set of walks that takes every choice of this lens and reaches every outcome."""
    choices = {
        step.key: [(choice.key, choice.target) for choice in playable.choices(step.key, lens)]
        for step in playable.compiled.pathway.steps
    }
    return smallest_walks(choices, playable.start, playable.outcomes)


class Walker:
    """A signed-in browser on one walk in one lens; `seq` is the visit it stands at."""

    def __init__(self, user, slug, lens):
        self.user, self.lens = user, lens
        self.client = Client()
        self.client.force_login(user)
        token = f"start-{Walk.objects.count():08}"
        answer = self.client.post(reverse("learning:start", args=[slug]), {"token": token})
        self.walk = Walk.objects.get(token=token)
        assert answer.status_code == 302, answer.status_code
        self.seq = 1

    def url(self, seq=None, lens=None):
        """Return the address of a visit, the one stood at unless another is asked for."""
        return reverse("learning:step", args=[self.walk.pk, seq or self.seq]) + f"?lens={lens or self.lens}"

    def look(self, **headers):
        """Return the answer to asking for the visit stood at."""
        return self.client.get(self.url(), **headers)

    def take(self, choice, *, seq=None, **headers):
        """Take a choice and stand at the visit it led to; return the answer."""
        came_from = seq or self.seq
        token = f"{came_from}-{choice}-{self.walk.events.count()}".ljust(8, "-")[:64]
        data = {"from": came_from, "choice": choice, "lens": self.lens, "token": token}
        answer = self.client.post(reverse("learning:choose", args=[self.walk.pk]), data, **headers)
        self.seq = self.walk.events.get(parent_seq=came_from, choice=choice, token=token).seq
        return answer


class Starter:
    """One pathway of the starter content as it was published, and `user`, a trainee who walks it."""

    def __init__(self, edition, user):
        self.edition, self.user, self.slug = edition, user, edition.slug
        self.playable = memory.opened(edition)
        self.pathway = self.playable.compiled.pathway

    def walker(self, lens):
        """Return somebody who has just started a walk."""
        return Walker(self.user, self.slug, lens)

    def everywhere(self):
        """Yield (walker, step) at every step of the pathway in each lens, each reached by a shortest way.

        All are branches of one walk a lens; the visit stood at is its newest.
        """
        for lens in LENSES:
            walker, seqs = self.walker(lens), {self.playable.start: 1}
            yield walker, self.playable.start
            for step, (parent, choice) in self.arrivals(lens).items():
                walker.take(choice, seq=seqs[parent])
                seqs[step] = walker.seq
                yield walker, step
            assert set(seqs) == {step.key for step in self.pathway.steps}, (self.slug, lens)

    def arrivals(self, lens):
        """Return how each step but the first is reached soonest: (step before it, choice), nearest first."""
        found, queue = {}, [self.playable.start]
        for step in queue:
            for choice in self.playable.choices(step, lens):
                if choice.target not in found and choice.target != self.playable.start:
                    found[choice.target] = (step, choice.key)
                    queue.append(choice.target)
        return found

    def straight_to(self, step, lens):
        """Return somebody who has walked to a step the shortest way and done nothing else."""
        arrivals, way = self.arrivals(lens), []
        while step in arrivals:
            step, choice = arrivals[step]
            way.insert(0, choice)
        walker = self.walker(lens)
        for choice in way:
            walker.take(choice)
        return walker

    def offered(self, step, lens):
        """Return the keys of the choices of a step in one lens."""
        return [choice.key for choice in self.playable.choices(step, lens)]

    def target_of(self, taken, lens):
        """Return the step that a (step, choice) leads to."""
        step, choice = taken
        return next(one.target for one in self.playable.choices(step, lens) if one.key == choice)


class StarterTestCase(TestCase):
    """`starter(slug)` and `starters()` are the pathways of the starter content; `user` is a trainee.

    The package is loaded once for all tests of a class, so that what is asked of one pathway is asked of each.
    """

    @classmethod
    def setUpTestData(cls):
        call_command("load_content", str(STARTER), publish=True, stdout=io.StringIO())
        cls.user = somebody()

    @classmethod
    def starter(cls, slug):
        """Return the published pathway of this slug."""
        return Starter(Edition.objects.get(kind="pathway", slug=slug), cls.user)

    @classmethod
    def starters(cls):
        """Return each pathway of the starter content."""
        return [cls.starter(slug) for slug in SLUGS]
