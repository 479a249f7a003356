"""Looking back on a walk, and everything on paper: recap, trail, step, whole pathway."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from education.core import overlays
from education.core.access import reader_required
from education.core.htmx import render_page
from education.editorial import memory
from education.editorial.models import Edition
from education.learning import player, walking
from education.learning.fixed import term_names
from education.learning.own import visits_of
from education.learning.views import known_lens, walks_of
from education.pathways.domain import playing
from education.pathways.domain.recap import cited, sources
from education.pathways.domain.recap import recap as recap_of
from education.pathways.domain.screen import Screen, Visit


@dataclass(frozen=True)
class PaperStep:
    """A step of a printed pathway: its place in the pathway, and where each choice leads, as (number, title)."""

    number: int
    screen: Screen
    ways: dict[str, tuple[int, str]]


@require_safe
@reader_required
def recap(request, walk_id):
    """Look back on the way to the visit `at`, the latest when none is named."""
    context = _recap_context(request, walk_id)
    title = _("Recap: %(title)s") % {"title": context["screen"].title}
    return render_page(request, "learning/recap.html", context | {"title": title})


@require_safe
@reader_required
def print_recap(request, walk_id):
    """Show the recap as a page for paper."""
    context = _recap_context(request, walk_id)
    screen = context["screen"]
    back = f"{reverse('learning:recap', args=[walk_id])}?at={screen.seq}&lens={screen.lens}"
    paper = _paper(context, _("Recap"), back)
    return render_page(request, "learning/print_recap.html", context | paper)


@require_safe
@reader_required
def print_trail(request, walk_id):
    """Show the case and the way to the visit `at` as a page for paper."""
    context = _recap_context(request, walk_id)
    screen = context["screen"]
    paper = _paper(context, _("Trail"), player.step_url(walk_id, screen.seq, screen.lens))
    return render_page(request, "learning/print_trail.html", context | paper)


@require_safe
@reader_required
def print_step(request, walk_id, seq):
    """Show one visit, every reason open, as a page for paper."""
    found, visits, seq, lens, now = _visit(request, walk_id, seq)
    playable = memory.opened(found.edition)
    screen = playing.screen(playable, visits, seq=seq, lens=lens, today=timezone.localdate(now))
    context = _edition_context(request, found.edition, playable, screen, now) | _walk_facts(found)
    feedback = screen.feedback.sources if screen.feedback else ()
    context["sources"] = sources([*cited(screen.step), *(one.key for one in feedback)], playable.compiled.shelf)
    paper = _paper(context, screen.step.title, player.step_url(walk_id, seq, lens))
    context["notices"] = _notices(request, screen, context["sources"])
    return render_page(request, "learning/print_step.html", context | paper)


@require_safe
@reader_required
def print_pathway(request, slug):
    """Show every step of a pathway's current edition, with its options and sources, as a page for paper."""
    now = timezone.now()
    edition = get_object_or_404(Edition.objects.live("pathway", now).defer("document"), slug=slug)
    playable = memory.opened(edition)
    lens = known_lens(request.GET.get("lens") or playable.compiled.pathway.populations[0])
    _open_or_404(playable, lens)
    steps = _paper_steps(playable, lens, now)
    context = _edition_context(request, edition, playable, steps[0].screen, now)
    context["steps"] = steps
    context["pathway"] = playable.compiled.pathway
    keys = [key for step in steps for key in cited(step.screen.step)]
    context["sources"] = sources(keys, playable.compiled.shelf)
    context["notices"] = _notices(request, steps[0].screen, context["sources"])
    paper = _paper(context, _("Whole pathway"), reverse("learning:cover", args=[slug]))
    return render_page(request, "learning/print_pathway.html", context | paper)


def _recap_context(request, walk_id):
    """Return the context of the recap and of the printed trail."""
    found, visits, seq, lens, now = _visit(request, walk_id, request.GET.get("at"))
    playable = memory.opened(found.edition)
    looked_back = recap_of(playable, visits, seq=seq, lens=lens, today=timezone.localdate(now))
    return _edition_context(request, found.edition, playable, looked_back.screen, now) | _walk_facts(found) | {
        "recap": looked_back,
        "sources": looked_back.sources,
        "begun_at": playing.trail_to(visits, seq)[0].at,
        "minutes_between": round(looked_back.between.total_seconds() / 60),
        "notices": _notices(request, looked_back.screen, looked_back.sources),
    }  # fmt: skip


def _visit(request, walk_id, asked):
    """Return (walk, visits, visit number, lens, now); what is not there, or not the reader's own, is a 404."""
    now = timezone.now()
    found = get_object_or_404(walks_of(request, now), pk=walk_id)
    visits = visits_of(found)
    try:
        here = walking.visit_at(visits, int(asked)) if asked else visits[-1]
    except (ValueError, playing.UnknownVisit):
        raise Http404 from None
    lens = known_lens(request.GET.get("lens") or here.lens)
    _open_or_404(memory.opened(found.edition), lens)
    return found, visits, here.seq, lens, now


def _open_or_404(playable, lens):
    try:
        walking.refuse_closed(playable, lens)
    except walking.ClosedLens:
        raise Http404 from None


def _edition_context(request, edition, playable, screen, now):
    """Return what every page about an edition says of it."""
    return {
        "screen": screen,
        "lens": screen.lens,
        "terms": term_names(playable),
        "edition_number": edition.number,
        "sample": not screen.reviewed,
        "reviewed_line": "" if screen.reviewed else _("Starter content, not yet reviewed by a clinician"),
        "printed_on": now,
        "nav_current": "pathways",
    }


def _walk_facts(walk):
    """Return what a page about a walk says of its state."""
    number = walk.newest["number"] if walk.newest else 0
    is_newer = number > walk.edition.number
    return {
        "walk_id": walk.pk,
        "closed": bool(walk.closed_at),
        "withdrawn": not walk.newest,
        "newer": SimpleNamespace(number=number, safety=walk.safety) if is_newer else None,
    }


def _notices(request, screen, shown):
    """Return what is live about a pathway and the sources shown; one query a provider."""
    keys = {f"pathway:{screen.slug}"} | {f"reference:{source.key}" for source in shown}
    return overlays.collect("step", sorted(keys), request.user)


def _paper(context, what, back_url):
    """Return what a page for paper adds: what it is, and where it came from."""
    screen = context["screen"]
    return {"title": f"{what} · {screen.title}", "what": what, "back_url": back_url, "paper": True}


def _paper_steps(playable, lens, now):
    """Return every step in its author's order, as it is before anybody has walked it."""
    steps = playable.compiled.pathway.steps
    place = {step.key: (number, step.title) for number, step in enumerate(steps, start=1)}
    found = []
    for number, step in enumerate(steps, start=1):
        alone = [Visit(1, None, step.key, "", lens, now)]
        screen = playing.screen(playable, alone, seq=1, lens=lens, today=timezone.localdate(now))
        ways = {choice.key: place[choice.target] for choice in playable.choices(step.key, lens)}
        found.append(PaperStep(number, screen, ways))
    return found
