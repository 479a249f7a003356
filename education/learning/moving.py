"""Moving a walk over to a newer edition: what changed in the steps taken, before and after."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core.access import reader_required
from education.core.htmx import render_page
from education.editorial import memory
from education.learning import player
from education.learning.changes import Difference, differences_by_step, worded
from education.learning.fixed import term_names
from education.learning.models import Walk
from education.learning.own import visits_of
from education.learning.readers import reader_of
from education.learning.views import walks_of
from education.library.domain.citing import labels
from education.pathways.domain import diff, playing
from education.pathways.domain.graph import UnknownStep


@dataclass(frozen=True)
class ChangedStep:
    """A step taken that reads differently in the newer edition; `gone` when it is not in it at all."""

    number: int
    seq: int
    title: str
    gone: bool
    differences: tuple[Difference, ...]


@require_safe
@reader_required
def changes(request, walk_id):
    """Show what would be different after moving over; a walk with nowhere to move to is shown itself."""
    found = get_object_or_404(walks_of(request, timezone.now()), pk=walk_id)
    if found.closed_at or not found.newest or found.newest["number"] <= found.edition.number:
        return redirect("learning:walk", walk_id)
    old, new = memory.opened(found.edition), memory.opened(player.unread(found.newest))
    visits = visits_of(found)
    return render_page(
        request,
        "learning/changes.html",
        _compared(old, new, visits)
        | {
            "title": _("What changed in edition %(number)d") % {"number": found.newest["number"]},
            "pathway_title": old.title,
            "number": found.newest["number"],
            "mine_number": found.edition.number,
            "note": found.newest["note"],
            "safety": found.safety,
            "walk_id": found.pk,
            "lens": visits[-1].lens,
            "move_url": reverse("learning:move", args=[walk_id]),
            "back_url": player.step_url(found.pk, visits[-1].seq, visits[-1].lens),
            "nav_current": "pathways",
        },
    )


@require_safe
@reader_required
def moved(request, walk_id):
    """Say what moving over replayed, where it stopped, and what is different."""
    mine = Walk.objects.open_to(reader_of(request)).select_related("edition", "moved_from__edition")
    found = get_object_or_404(
        mine.defer("edition__document", "moved_from__edition__document"), pk=walk_id, moved_from__isnull=False
    )
    return render_page(request, "learning/moved.html", _moved_context(found))


def _moved_context(walk):
    old, new = memory.opened(walk.moved_from.edition), memory.opened(walk.edition)
    visits = visits_of(walk.moved_from)
    replay = diff.replay(old.compiled, new.compiled, visits, seq=visits[-1].seq)
    return _compared(old, new, visits) | {
        "title": _("Moved over to edition %(number)d") % {"number": walk.edition.number},
        "pathway_title": new.title,
        "number": walk.edition.number,
        "mine_number": walk.moved_from.edition.number,
        "note": walk.edition.note,
        "safety": walk.edition.safety,
        "walk_id": walk.moved_from_id,
        "lens": visits[-1].lens,
        "new_walk_url": reverse("learning:walk", args=[walk.pk]),
        "old_walk_url": reverse("learning:walk", args=[walk.moved_from_id]),
        "replayed": len(replay.taken),
        "stopped": replay.stopped
        and {"step_title": _title(new, old, replay.stopped.step), "why": _(diff.WHY[replay.stopped.why])},
        "nav_current": "pathways",
    }


def _compared(old, new, visits):
    """Return the steps taken on the latest way that changed, and what their texts need to be shown."""
    way = playing.trail_to(visits, visits[-1].seq)
    changed, different = player.changed_steps(old, new), differences_by_step(old, new)
    numbered = {visit.step: (number, visit.seq) for number, visit in enumerate(way, start=1)}
    return {
        "steps_changed": [
            _changed_step(old, new, step, numbered[step], different.get(step, ()))
            for step in numbered
            if step in changed
        ],
        "steps_total": len(numbered),
        "sample": not (old.compiled.sign_offs and new.compiled.sign_offs),
        "language": old.compiled.pathway.language,
        "terms": term_names(old) | term_names(new),
        "old_sources": _all_sources(old),
        "new_sources": _all_sources(new),
    }


def _changed_step(old, new, key, place, different):
    gone = all(step.key != key for step in new.compiled.pathway.steps)
    return ChangedStep(*place, old.step(key).title, gone, tuple(worded(old, new, change) for change in different))


def _all_sources(playable):
    return labels(playable.compiled.shelf.references, playable.compiled.shelf)


def _title(new, old, key):
    for edition in (new, old):
        try:
            return edition.step(key).title
        except UnknownStep:
            continue
    return key
