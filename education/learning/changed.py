"""What changed since somebody finished it: pathways walked to an outcome whose current edition is a newer one."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from education.editorial import memory
from education.learning import player
from education.learning.changes import differences_by_step, worded
from education.pathways.domain import playing

TOLD = 3  # each needs two editions in memory
NAMED = 2  # of the differences in a step


@dataclass(frozen=True)
class Changed:
    """A pathway that reads differently now: `note` is its editors' word on it, `sentence` what it means for the walk.

    `since`: the day the edition `number` took the place of the one walked, or of another in between.
    """

    title: str
    url: str
    number: int
    since: datetime
    safety: bool
    note: str
    sentence: str


def to_tell(editions, latest):
    """Return (walk, current edition) of what is told: safety corrections first, then the newest; at most TOLD.

    `editions`: those current now. `latest`: the walk opened last of each pathway, with `finished` and `safety`.
    """
    current = {edition.slug: edition for edition in editions}
    older = [
        (walk, current[slug])
        for slug, walk in latest.items()
        if walk.finished and slug in current and current[slug].number > walk.edition.number
    ]
    return sorted(older, key=lambda one: (one[0].safety, one[1].publication.live_from), reverse=True)[:TOLD]


def changed_since(walk, visits, edition):
    """Return what a walk's pathway says differently in its current edition."""
    old, new = memory.opened(walk.edition), memory.opened(edition)
    return Changed(
        title=edition.title,
        url=reverse("learning:changes", args=[walk.pk]),
        number=edition.number,
        since=edition.publication.live_from,
        safety=walk.safety,
        note=edition.note,
        sentence=_on_the_way(old, new, playing.trail_to(visits, walk.last_seq)),
    )


def _on_the_way(old, new, way):
    """Return how many of the steps taken have changed, and what in the first of them."""
    changed = player.changed_steps(old, new)
    steps = {visit.step: number for number, visit in enumerate(way, start=1)}
    touched = [(number, step) for step, number in steps.items() if step in changed]
    if not touched:
        return _("None of the steps you took has changed.")
    count = ngettext(
        "%(changed)d of the %(total)d steps you took has changed.",
        "%(changed)d of the %(total)d steps you took have changed.",
        len(touched),
    ) % {"changed": len(touched), "total": len(steps)}
    return f"{count} {_first(old, new, *touched[0])}"


def _first(old, new, number, step):
    """Return the first step that changed, by its number and its short name, with what changed in it."""
    said = {"number": number, "title": old.step(step).short}
    different = differences_by_step(old, new).get(step, ())
    if not different:
        return _("Step %(number)d, “%(title)s”, is no longer there.") % said
    whats = dict.fromkeys(worded(old, new, change).what for change in different)
    named = "; ".join(list(whats)[:NAMED])
    if len(whats) > NAMED:
        return _("Step %(number)d, “%(title)s”: %(what)s, and more.") % (said | {"what": named})
    return _("Step %(number)d, “%(title)s”: %(what)s.") % (said | {"what": named})
