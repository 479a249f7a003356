"""Two options of a step, or two branches of a walk, side by side."""

import secrets
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from education.core import overlays
from education.core.access import reader_required
from education.core.htmx import render_page
from education.editorial import memory
from education.editorial.models import Edition
from education.learning import player, walking
from education.learning.own import visits_of
from education.learning.views import known_lens, walks_of
from education.pathways.domain import comparing, playing
from education.pathways.domain.graph import UnknownStep
from education.pathways.domain.playable import worded

PAGE = "learning/compare.html"
PARTS = ("compare", "status")
SIDES = ("a", "b")
# Of a thousand units across the page: where A and B begin, how far apart steps stand and how many fit in a line.
A_AT, B_AT, STEP, STEPS = 377, 793, 125, 8
NOT_TWO = {
    "same": gettext_lazy("The same one is chosen on both sides. Choose another for A or for B."),
    "one-way": gettext_lazy("These two visits lie on one and the same way. Choose another branch for A or for B."),
    "missing": gettext_lazy("Choose one for A and another for B."),
    "one-option": gettext_lazy("This step offers one option only, so there is nothing to compare."),
    "one-branch": gettext_lazy(
        "You have walked one branch so far. Go back to an earlier step and take another option to compare the two."
    ),
}
NOT_THERE = (comparing.UnknownChoice, playing.UnknownVisit, UnknownStep, walking.ClosedLens, ValueError)


@dataclass(frozen=True)
class Pick:
    """One thing that can be chosen for a side: the value a form sends, and its name."""

    value: str
    name: str


@dataclass(frozen=True)
class Question:
    """What a page was asked to set side by side.

    `named`: visits or choices by side, as they were sent; `picked`: the value of the pick that each is. `few`: the key
    of NOT_TWO that says so when there are not two picks. `about`: the question of the step, "" for branches.
    """

    named: dict
    picked: dict[str, str]
    picks: tuple[Pick, ...]
    few: str
    about: str = ""


@require_safe
@reader_required
def compare(request, walk_id):
    """Show two branches of the reader's own walk side by side, or two options at its visit `from`."""
    now = timezone.now()
    found = get_object_or_404(walks_of(request, now), pk=walk_id)
    visits, playable = visits_of(found), memory.opened(found.edition)
    today = timezone.localdate(now)
    try:
        seq = int(request.GET["from"]) if request.GET.get("from") else None
        lens = _open_lens(request, playable, walking.visit_at(visits, seq or visits[-1].seq).lens)
        if seq is None:
            question = _of_branches(request, playable, visits)
            ask, args = comparing.compare_branches, (playable, visits)
        else:
            question = _of_options(request, playable, walking.visit_at(visits, seq).step, lens)
            ask, args = comparing.compare_at, (playable, visits, seq)
        comparison, why_not = _asked(question, ask, args, lens=lens, today=today)
    except NOT_THERE:
        raise Http404 from None
    context = _context(request, playable, lens, question, comparison, why_not)
    context |= _of_walk(found, visits, seq, lens, comparison)
    return render_page(request, PAGE, context | {"notices": _notices(request, playable, comparison)}, parts=PARTS)


@require_safe
@reader_required
def compare_options(request, slug):
    """Show two options of a step of a pathway's current edition side by side; nobody needs to be walking it."""
    now = timezone.now()
    edition = get_object_or_404(Edition.objects.live("pathway", now).defer("document"), slug=slug)
    playable = memory.opened(edition)
    step = request.GET.get("from", "")
    try:
        lens = _open_lens(request, playable, playable.compiled.pathway.populations[0])
        question = _of_options(request, playable, step, lens)
        ask, today = comparing.compare_options, timezone.localdate(now)
        comparison, why_not = _asked(question, ask, (playable, step), lens=lens, today=today)
    except NOT_THERE:
        raise Http404 from None
    context = _context(request, playable, lens, question, comparison, why_not)
    cover = reverse("learning:cover", args=[slug])
    return render_page(
        request,
        PAGE,
        context
        | {
            "action": reverse("learning:compare_options", args=[slug]),
            "hidden": {"from": step},
            "back_url": cover,
            "cover_url": cover,
            "edition_number": edition.number,
            "notices": _notices(request, playable, comparison),
        },
        parts=PARTS,
    )


def _open_lens(request, playable, otherwise):
    """Return the lens asked for; an unknown one is a 404, a closed one raises ClosedLens."""
    lens = known_lens(request.GET.get("lens") or otherwise)
    walking.refuse_closed(playable, lens)
    return lens


def _of_options(request, playable, step, lens):
    """Return what was asked about a step's options. Raises UnknownStep, UnknownChoice."""
    asked = playable.step(step)
    picks = tuple(Pick(choice.key, worded(choice, "label", lens)) for choice in asked.choices)
    named = {side: request.GET.get(side, "") for side in SIDES}
    for key in {*named.values()} - {pick.value for pick in picks} - {""}:
        raise comparing.UnknownChoice(key)
    return Question(named, named, picks, "one-option", asked.title)


def _of_branches(request, playable, visits):
    """Return what was asked about a walk's branches, each named by any of its visits. Raises UnknownVisit."""
    named = {side: int(request.GET.get(side) or 0) for side in SIDES}
    ends = {side: str(comparing.end_of(visits, seq)) if seq else "" for side, seq in named.items()}
    found = comparing.branches(playable, visits)
    picks = tuple(Pick(str(one.seq), " › ".join((*one.answers, one.short))) for one in found)
    return Question(named, ends, picks, "one-branch")


def _asked(question, ask, args, **settings):
    """Return (comparison or None, key of NOT_TWO that says why there is none)."""
    if len(question.picks) < 2:
        return None, question.few
    if not all(question.named.values()):
        return None, "missing"
    try:
        return ask(*args, *question.named.values(), **settings), ""
    except comparing.NothingToCompare as nothing:
        return None, nothing.why


def _context(request, playable, lens, question, comparison, why_not):
    """Return what the page says of any comparison."""
    pathway = playable.compiled.pathway
    return {
        "comparison": comparison,
        "why_not": NOT_TWO.get(why_not, ""),
        "about": question.about,
        "picks": question.picks,
        "picked": question.picked,
        "only_key": bool(request.GET.get("only")),
        "some_key": comparison and any(row.key_difference for row in comparison.rows),
        "fork": _fork(comparison),
        "lens": lens,
        "lenses": playable.lens_states,
        "language": pathway.language,
        "pathway_title": playable.title,
        "terms": {term.key: term.name for term in playable.compiled.shelf.terms.values()},
        "sample": not playable.compiled.sign_offs,
        "reviewed_line": "" if playable.compiled.sign_offs else _("Starter content, not yet reviewed by a clinician"),
        "title": _("Compare: %(title)s") % {"title": playable.title},
        "announce": _announced(comparison, lens) if comparison else NOT_TWO[why_not],
        "nav_current": "pathways",
    }


def _of_walk(walk, visits, seq, lens, comparison):
    """Return what the page adds for a walk: where to go back to, and what each side can be walked by."""
    here = comparison.seq if comparison else seq or visits[-1].seq
    return {
        "walk_id": walk.pk,
        "action": reverse("learning:compare", args=[walk.pk]),
        "hidden": {"from": seq} if seq else {},
        "back_url": player.step_url(walk.pk, here, lens),
        "edition_number": walk.edition.number,
        "walkable": not walk.closed_at and bool(walk.newest),
        "choose_url": reverse("learning:choose", args=[walk.pk]),
        "token": secrets.token_urlsafe(16),
    }


def _fork(comparison):
    """Return the drawing of the fork: the way to A and the way to B, as paths in a box of 1000 by 100.

    Each leaves the step level and comes down on its letter, unless the letter lies beneath or behind: then it drops.
    """
    if comparison is None:
        return ()
    start = len(comparison.trunk) % STEPS * STEP + STEP // 13
    return tuple(_bend(start, end, straight) for end, straight in ((A_AT, start), (B_AT, B_AT - STEP)))


def _bend(start, end, straight):
    """Return the path from `start` down to `end`, level as far as `straight` where that lies on the way."""
    if end - start < STEP:
        return f"M{start} 0C{start} 60 {end} 40 {end} 100"
    return f"M{start} 0H{straight}C{(straight + end) // 2} 0 {end} 20 {end} 100"


def _announced(comparison, lens):
    """Return the sentence for the status line."""
    said = {"a": comparison.a.label, "b": comparison.b.label, "lens": player.LENS_WORDS[lens]}
    return _("Compared: A, %(a)s; B, %(b)s. %(lens)s") % said


def _notices(request, playable, comparison):
    """Return what is live about the pathway and the evidence set side by side; one query a provider."""
    pairs = comparison.evidence if comparison else ()
    strips = [strip for pair in pairs for strip in (pair.a, pair.b) if strip]
    keys = {f"pathway:{playable.slug}"} | {f"statement:{strip.key}" for strip in strips}
    keys |= {f"reference:{source.key}" for strip in strips for source in strip.sources}
    return overlays.collect("step", sorted(keys), request.user)
