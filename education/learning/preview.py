"""Preview: the player over a draft, from any step, in either lens; nothing is recorded.

The way taken is in the address (`via`), so that going back and bookmarks work and no row is ever written.
"""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from pydantic import ValidationError

from education.core import policies
from education.core.htmx import render_page
from education.learning import player
from education.learning.views import STEP, known_lens
from education.pathways.domain import playing
from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.playable import Playable
from education.pathways.domain.screen import Visit
from education.pathways.kind import compiled_draft
from education.pathways.models import Pathway

VIA = "."


@require_GET
@login_required
def begin(request, pk):
    """Preview from the start step, in the first population that the vignette fits."""
    draft = _draft(request, pk)
    playable = _playable(draft)
    lens = playable.compiled.pathway.populations[0]
    return redirect(f"{reverse('learning:preview', args=[pk, playable.start])}?lens={lens}")


@require_GET
@login_required
def step(request, pk, step_key):
    """Preview one step, reached from `step_key` by the choices in `via`."""
    draft = _draft(request, pk)
    playable = _playable(draft)
    lens = known_lens(request.GET.get("lens") or playable.compiled.pathway.populations[0])
    via = [key for key in request.GET.get("via", "").split(VIA) if key]
    now = timezone.now()
    try:
        visits = _visits(playable, step_key, via, lens, now)
        screen = playing.screen(playable, visits, seq=len(visits), lens=lens, today=now.date())
    except (UnknownStep, playing.NotOffered):
        raise Http404 from None
    context = player.shared_context(playable, screen, now) | {
        "title": _("Preview: %(title)s") % {"title": screen.step.title},
        "preview": player.Preview(back_url=reverse("admin:pathways_pathway_change", args=[pk])),
        "option_urls": {o.key: _url(pk, step_key, lens, [*via, o.key]) for o in screen.step.options},
        "trail_urls": {item.seq: _url(pk, step_key, lens, via[: item.seq - 1]) for item in screen.trail},
        "lens_fields": {"via": VIA.join(via)},
        "edition_number": None,
        "walk_id": None,
    }
    return render_page(request, STEP, context, parts=player.LENS_PARTS)


def _draft(request, pk):
    if not policies.may(request.user, "draft.view"):
        raise PermissionDenied
    return get_object_or_404(Pathway.objects.select_related("organ"), pk=pk)


def _playable(draft):
    try:
        return Playable(compiled_draft(draft))
    except (ValidationError, LookupError):
        # What cannot be compiled cannot be played; the checks on the draft's own page say why.
        raise Http404 from None


def _visits(playable, first, via, lens, now):
    visits = [Visit(1, None, first, "", lens, now)]
    playable.step(first)
    for choice in via:
        here = visits[-1]
        target = playing.target_of(playable, here.step, choice, lens)
        visits.append(Visit(here.seq + 1, here.seq, target, choice, lens, now))
    return tuple(visits)


def _url(pk, step_key, lens, via):
    query = urlencode({"lens": lens, "via": VIA.join(via)})
    return f"{reverse('learning:preview', args=[pk, step_key])}?{query}"
