"""The player: starting, seeing a visit, choosing, moving over."""

import secrets

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from education.core.access import reader_required
from education.core.address import client_address
from education.core.errors import too_many_requests
from education.core.htmx import aims_at, go, render_page, wants_parts
from education.editorial.models import Edition
from education.learning import claims, listing, player, shelves, walking
from education.learning.drawing import STEP
from education.learning.forms import ChoiceForm, StartForm
from education.learning.models import Walk
from education.learning.own import OwnWalks, visits_of
from education.learning.readers import hashed_addresses, reader_of, starting_reader
from education.pathways.domain import playing
from education.pathways.domain.document import LENSES


def walks_of(request, now):
    """Return the reader's own walks, ready for the player: edition without its document, newest edition known."""
    return OwnWalks(reader_of(request), now)


@require_safe
@reader_required
def home(request):
    """Show where the reader was, and every pathway by organ."""
    reader, population = reader_of(request), listing.population(request)
    context = listing.home(reader, request.user, population=population, now=timezone.now())
    return render_page(request, "learning/home.html", context | {"predict": claims.to_predict(request)})


@require_safe
@reader_required
def pathways(request):
    """List every pathway by organ."""
    context = listing.index(reader_of(request), population=listing.population(request), now=timezone.now())
    return render_page(request, "learning/pathways.html", context)


@require_safe
@reader_required
def cover(request, slug):
    """Show what a pathway is, for whom, how well reviewed, and let the reader start or resume."""
    step = request.GET.get("step", "")
    context = shelves.cover(reader_of(request), request.user, slug, now=timezone.now(), step=step)
    if context is None:
        raise Http404
    form = StartForm(populations=context["cover"].populations, initial={"token": secrets.token_urlsafe(16)})
    return render_page(request, "learning/cover.html", context | {"form": form, "token": form["token"].value()})


@require_POST
@reader_required
def start(request, slug):
    """Begin a walk in a population that the vignette fits."""
    now = timezone.now()
    edition = get_object_or_404(Edition.objects.live("pathway", now).defer("document"), slug=slug)
    form = StartForm(request.POST, populations=shelves.populations_of(edition))
    if not form.is_valid():
        context = shelves.cover(reader_of(request), request.user, slug, now=now) | {"form": form}
        return render_page(request, "learning/cover.html", context | {"token": secrets.token_urlsafe(16)}, status=422)
    try:
        walk = walking.start(
            starting_reader(request), edition, now=now, **form.cleaned_data,
            addresses=hashed_addresses(client_address(request), now),
        )  # fmt: skip
    except walking.TooManyStarts:
        return too_many_requests(request)
    if walk.started_at != now:  # the same form again: the walk may have gone on since
        return redirect("learning:walk", walk.pk)
    return redirect(player.step_url(walk.pk, 1, walk.population))


@require_safe
@reader_required
def walk(request, walk_id):
    """Go to the latest visit, in the lens it was last seen in."""
    found = get_object_or_404(Walk.objects.open_to(reader_of(request)).with_last(), pk=walk_id)
    return redirect(player.step_url(found.pk, found.last_seq, found.last_lens))


@require_safe
@reader_required
def step(request, walk_id, seq):
    """Show one visit of a walk: the whole page, or its moving parts when htmx asks."""
    now = timezone.now()
    found = get_object_or_404(walks_of(request, now), pk=walk_id)
    visits = visits_of(found)
    try:
        lens = request.GET.get("lens") or walking.visit_at(visits, seq).lens
        drawing = player.drawing(request, found, visits, seq=seq, lens=known_lens(lens), now=now)
    except (playing.UnknownVisit, walking.ClosedLens):
        raise Http404 from None
    if aims_at(request, "player"):
        drawing.announce = player.LENS_WORDS[lens]
        return _answer(request, drawing, parts=player.LENS_PARTS, push_url=player.step_url(walk_id, seq, lens))
    return _answer(request, drawing)


def _answer(request, drawing, *, parts=player.PARTS, **options):
    return render_page(request, STEP, {"title": drawing.title}, parts=parts, draw=drawing.draw, **options)


def known_lens(lens):
    """Return the lens; an unknown one is a page that does not exist."""
    if lens not in LENSES:
        raise Http404
    return lens


@require_POST
@reader_required
def choose(request, walk_id):
    """Take a choice: the answer to htmx is the next step itself, a browser is redirected to it."""
    now = timezone.now()
    form = ChoiceForm(request.POST)
    form.full_clean()
    if "from" in form.errors or "lens" in form.errors:
        raise Http404
    seq, lens = form.cleaned_data["from"], form.cleaned_data["lens"]
    if not form.is_valid():
        return _again(request, walk_id, seq, lens, now, status=422, error=player.CHOOSE_ONE)
    submit = walking.Submit(seq, form.cleaned_data["choice"], lens, form.cleaned_data["token"])
    try:
        found, visits, seq = walking.choose(walks_of(request, now), walk_id, submit, now=now)
    except (Walk.DoesNotExist, playing.UnknownVisit, walking.ClosedLens):
        raise Http404 from None
    except playing.NotOffered:
        return _again(request, walk_id, seq, lens, now, status=409, error=player.NOT_OFFERED)
    except walking.NotWalkable:
        return _again(request, walk_id, seq, lens, now, status=409, error=player.NOT_WALKABLE)
    url = player.step_url(found.pk, seq, lens)
    if not wants_parts(request):
        return redirect(url)
    return _answer(request, player.drawing(request, found, visits, seq=seq, lens=lens, now=now), push_url=url)


def _again(request, walk_id, seq, lens, now, *, status, error):
    found = get_object_or_404(walks_of(request, now), pk=walk_id)
    visits = visits_of(found)
    try:
        drawing = player.drawing(request, found, visits, seq=seq, lens=lens, now=now, error=error)
    except (playing.UnknownVisit, walking.ClosedLens):
        raise Http404 from None
    return _answer(request, drawing, status=status)


@require_POST
@reader_required
def move(request, walk_id):
    """Move a walk over to the current edition."""
    now = timezone.now()
    try:
        new = walking.move_over(walks_of(request, now), walk_id, now=now)
    except Walk.DoesNotExist:
        raise Http404 from None
    except walking.NotWalkable:
        return go(request, reverse("learning:walk", args=[walk_id]))
    return go(request, reverse("learning:moved", args=[new.pk]))
