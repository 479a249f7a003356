"""Preview: the player over a draft, from any step, in either lens; nothing is recorded.

The way taken is in the address (`via`), so that going back and bookmarks work and no row is ever written.
"""

from collections import OrderedDict

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from pydantic import ValidationError

from education.core import policies
from education.core.domain.canonical import canonical, fingerprint
from education.core.htmx import render_page
from education.learning import player
from education.learning.drawing import STEP, Drawing, Preview
from education.learning.views import known_lens
from education.pathways import desk
from education.pathways.domain import playing
from education.pathways.domain.document import LENSES
from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.playable import Playable
from education.pathways.domain.screen import Visit
from education.pathways.kind import compiled_draft
from education.pathways.models import Pathway

VIA = "."
KEPT_DRAFTS = 8
_kept = OrderedDict()


@require_GET
@login_required
def begin(request, pk):
    """Preview from the start step, in the first population that the vignette fits."""
    draft = _draft(request, pk)
    try:
        playable = _playable(draft)
        start = playable.start
    except (ValidationError, UnknownStep):
        return _not_playable(request, draft)
    return redirect(f"{reverse('learning:preview', args=[pk, start])}?lens={_first_lens(playable)}")


@require_GET
@login_required
def step(request, pk, step_key):
    """Preview one step, reached from `step_key` by the choices in `via`."""
    draft = _draft(request, pk)
    try:
        playable = _playable(draft)
    except ValidationError:
        return _not_playable(request, draft)
    lens = known_lens(request.GET.get("lens") or _first_lens(playable))
    via = [key for key in request.GET.get("via", "").split(VIA) if key]
    now = timezone.now()
    try:
        visits = _visits(playable, step_key, via, lens, now)
        screen = playing.screen(playable, visits, seq=len(visits), lens=lens, today=timezone.localdate(now))
    except (UnknownStep, playing.NotOffered):
        raise Http404 from None
    preview = Preview(
        back_url=_back_url(draft, screen.step.key),
        here_url=request.path,
        option_urls={o.key: _url(pk, step_key, lens, [*via, o.key]) for o in screen.step.options},
        trail_urls={item.seq: _url(pk, step_key, lens, via[: item.seq - 1]) for item in screen.trail},
        lens_fields={"via": VIA.join(via)},
    )
    drawing = Drawing(request, playable, screen, today=timezone.localdate(now), preview=preview)
    context, url = {"title": drawing.title}, _url(pk, step_key, lens, via)
    return render_page(request, STEP, context, parts=player.LENS_PARTS, push_url=url, draw=drawing.draw)


def _draft(request, pk):
    if not policies.may(request.user, "draft.view"):
        raise PermissionDenied
    return get_object_or_404(Pathway.objects.select_related("organ"), pk=pk)


def _playable(draft):
    """Return the draft ready to be played; the same object while the draft says the same.

    What is kept of a step's HTML is kept by this object, so a new one for each page would fill the memory. Raises
    pydantic's ValidationError for a draft with a field that cannot be read.
    """
    compiled = compiled_draft(draft)
    key = (draft.pk, fingerprint(canonical(compiled)))
    playable = _kept[key] = _kept.pop(key, None) or Playable(compiled)
    while len(_kept) > KEPT_DRAFTS:
        _kept.popitem(last=False)
    return playable


def _not_playable(request, draft):
    """Say why the draft cannot be played, with the way to each field to mend."""
    context = admin.site.each_context(request) | {
        "title": _("“%(title)s” cannot be previewed yet") % {"title": draft.title},
        "desk": desk.of(draft, request.user),
        "opts": Pathway._meta,
        "original": draft,
    }
    return render(request, "admin/pathways/not_playable.html", context, status=409)


def _first_lens(playable):
    """Return the first population that the vignette fits; a draft may still fit nobody."""
    return next(iter(playable.compiled.pathway.populations), LENSES[0])


def _back_url(draft, step_key):
    step_pk = draft.steps.values_list("pk", flat=True).get(key=step_key)
    return reverse("admin:pathways_step_change", args=[step_pk])


def _visits(playable, first, via, lens, now):
    playable.step(first)
    visits = [Visit(1, None, first, "", lens, now)]
    for choice in via:
        here = visits[-1]
        taken_in, target = _taken(playable, here.step, choice, lens)
        visits.append(Visit(here.seq + 1, here.seq, target, choice, taken_in, now))
    return tuple(visits)


def _taken(playable, step_key, choice, lens):
    """Return the lens in which a choice is offered, this one if it can be, and the step it leads to.

    Who changes the lens on the way keeps the way, as in a walk. Raises NotOffered when no lens offers it.
    """
    for one in (lens, *(other for other in LENSES if other != lens)):
        try:
            return one, playing.target_of(playable, step_key, choice, one)
        except playing.NotOffered:
            continue
    raise playing.NotOffered(f"{step_key}/{choice}")


def _url(pk, step_key, lens, via):
    query = urlencode({"lens": lens, "via": VIA.join(via)})
    return f"{reverse('learning:preview', args=[pk, step_key])}?{query}"
