"""What the player shows of a walk besides its screen: notices, and whether a newer edition is out."""

import secrets
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from education.core import overlays
from education.editorial import memory
from education.editorial.models import Edition
from education.learning import walking
from education.learning.drawing import Drawing, Standing
from education.learning.fixed import fixed_step
from education.pathways.domain import diff, playing

PARTS = ("step", "trail", "side", "banners", "status")
LENS_PARTS = ("player", "status")
LENS_WORDS = {"adult": gettext_lazy("Adult evidence shown"), "child": gettext_lazy("Child evidence shown")}
CHOOSE_ONE = gettext_lazy("Choose one option before you continue.")
NOT_OFFERED = gettext_lazy("That choice is not offered at this step. Nothing was recorded; choose one of these.")
NOT_WALKABLE = gettext_lazy("This walk can be read but not continued. Nothing was recorded.")


@dataclass(frozen=True)
class Newer:
    """A newer edition than the walk's: how many of the steps taken have changed."""

    number: int
    mine_number: int
    changed: int
    total: int
    safety: bool
    note: str


def step_url(walk_id, seq, lens):
    """Return the address of a visit in a lens."""
    return f"{reverse('learning:step', args=[walk_id, seq])}?lens={lens}"


def drawing(request, walk, visits, *, seq, lens, now, error=""):
    """Return the Drawing of one visit of a walk.

    Raises playing.UnknownVisit when the walk has no visit `seq`, walking.ClosedLens when its edition lacks the lens.
    """
    playable, today = memory.opened(walk.edition), timezone.localdate(now)
    walking.refuse_closed(playable, lens)
    screen = playing.screen(playable, visits, seq=seq, lens=lens, today=today)
    standing = Standing(
        walk_id=walk.pk,
        visits=visits,
        slug=walk.edition.slug,
        edition_number=walk.edition.number,
        newer=_newer(walk, playable, screen),
        closed=bool(walk.closed_at),
        moved_to_id=walk.moved_to_id,
        withdrawn=not walk.newest,
        notices=overlays.collect("step", fixed_step(playable, screen, today).subjects, request.user),
        error=error,
        token=secrets.token_urlsafe(16),
    )
    return Drawing(request, playable, screen, today=today, walk=standing)


def _newer(walk, playable, screen):
    if walk.closed_at or not walk.newest or walk.newest["number"] <= walk.edition.number:
        return None
    newest = memory.opened(unread(walk.newest))
    taken = {item.step for item in screen.trail}
    return Newer(
        number=walk.newest["number"],
        mine_number=walk.edition.number,
        changed=len(taken & changed_steps(playable, newest)),
        total=len(taken),
        safety=walk.safety,
        note=walk.newest["note"],
    )


_changed = WeakKeyDictionary()


def changed_steps(old, new):
    """Return the steps that changed between two editions in memory; they never change, so neither does the answer."""
    answers = _changed.setdefault(old, WeakKeyDictionary())
    if new not in answers:
        answers[new] = diff.changed_between(old, new)
    return answers[new]


def unread(newest):
    """Return an edition that asks the database for its text only if this process has not opened it yet."""
    return Edition.from_db("default", ["id", "kind", "sha256"], [newest["pk"], "pathway", newest["sha256"]])
