"""What the player page needs besides its screen: addresses, notices, and whether a newer edition is out."""

import secrets
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.core import overlays
from education.editorial import memory
from education.editorial.models import Edition
from education.learning import walking
from education.learning.fixed import fixed_step, term_names
from education.pathways.domain import diff, playing
from education.pathways.domain.minimap import minimap

PARTS = ("step", "trail", "side", "banners", "status")
TRAIL_SHOWN = 10  # items; earlier ones fold into a link, so that a long walk does not make a heavy page
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
    move_url: str
    changes_url: str


@dataclass(frozen=True)
class Preview:
    """The player over a draft: options are links, nothing is written."""

    back_url: str


def step_url(walk_id, seq, lens):
    """Return the address of a visit in a lens."""
    return f"{reverse('learning:step', args=[walk_id, seq])}?lens={lens}"


def walk_context(request, walk, visits, *, seq, lens, now, error="", selected=""):
    """Return the context of `learning/step.html` for one visit of a walk.

    Raises playing.UnknownVisit when the walk has no visit `seq`, walking.ClosedLens when its edition lacks the lens.
    """
    playable = memory.opened(walk.edition)
    walking.refuse_closed(playable, lens)
    screen = playing.screen(playable, visits, seq=seq, lens=lens, today=now.date())
    shared = shared_context(playable, screen, now)
    return shared | {
        "walk_id": walk.pk,
        "minimap": minimap(playable, screen, visits),
        "choose_url": reverse("learning:choose", args=[walk.pk]),
        "token": secrets.token_urlsafe(16),
        "restart_url": reverse("learning:cover", args=[walk.edition.slug]),
        "notices": overlays.collect("step", shared["fixed"].subjects, request.user),
        "newer": _newer(walk, playable, visits, screen),
        "closed": bool(walk.closed_at),
        "moved_to_url": reverse("learning:walk", args=[walk.moved_to_id]) if walk.moved_to_id else "",
        "withdrawn": not walk.newest,
        "edition_number": walk.edition.number,
        "form_error": error,
        "selected": selected,
        "untouched": not selected and not any(option.taken for option in screen.step.options),
        "preview": None,
    }


def shared_context(playable, screen, now):
    """Return what the player shows of any screen, walked or previewed."""
    step = screen.step
    return {
        "screen": screen,
        "fixed": fixed_step(playable, screen, now.date()),
        "trail": screen.trail[-TRAIL_SHOWN:],
        "earlier": max(0, len(screen.trail) - TRAIL_SHOWN),
        "terms": term_names(playable),
        "sample": not screen.reviewed,
        "reviewed_line": "" if screen.reviewed else _("Starter content, not yet reviewed by a clinician"),
        "title": f"{step.title} · {screen.title}",
        "announce": _("Step %(number)d: %(title)s") % {"number": screen.here.number, "title": step.title},
        "nav_current": "pathways",
    }


def _newer(walk, playable, visits, screen):
    if walk.closed_at or not walk.newest or walk.newest["number"] <= walk.edition.number:
        return None
    newest = memory.opened(unread(walk.newest))
    changed = changed_steps(playable, newest)
    taken = {item.step for item in screen.trail}
    return Newer(
        number=walk.newest["number"],
        mine_number=walk.edition.number,
        changed=len(taken & changed),
        total=len(taken),
        safety=walk.safety,
        note=walk.newest["note"],
        move_url=reverse("learning:move", args=[walk.pk]),
        changes_url=reverse("learning:changes", args=[walk.pk]),
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
