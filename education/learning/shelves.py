"""The lists in front of the player: home, every pathway by organ, and a pathway's cover."""

import json
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from education.core import overlays
from education.editorial import memory
from education.editorial.models import Edition, Publication
from education.learning import player, walking
from education.learning.models import Walk
from education.pathways.domain import playing
from education.pathways.domain.document import LENSES

RECENT_WALKS = 500


@dataclass(frozen=True)
class Row:
    """A pathway in a list: `state` is not-started, going or finished; `populations` are the lenses that are open."""

    slug: str
    title: str
    url: str
    populations: tuple[str, ...]
    minutes: int
    state: str
    state_text: str
    resume_url: str


@dataclass(frozen=True)
class Group:
    """The pathways of one organ domain."""

    key: str
    name: str
    position: int
    rows: tuple[Row, ...]


def population(request):
    """Return the population the list is narrowed to: "adult", "child" or "" for everybody."""
    asked = request.GET.get("population", "")
    return asked if asked in LENSES else ""


def home(reader, user, *, population, now):
    """Return the context of `learning/home.html`."""
    editions, walks = _live(now), _recent(reader)
    return {
        "title": _("Home"),
        "current": _current(walks),
        "groups": _groups(editions, walks, population),
        "population": population,
        "sample": _sample(editions),
        "notices": overlays.collect("home", [f"pathway:{edition.slug}" for edition in editions], user),
        "nav_current": "home",
    }


def index(reader, *, population, now):
    """Return the context of `learning/pathways.html`."""
    editions = _live(now)
    return {
        "title": _("Pathways"),
        "groups": _groups(editions, _recent(reader), population),
        "population": population,
        "sample": _sample(editions),
        "nav_current": "pathways",
    }


def populations_of(edition):
    """Return the populations that the edition's vignette fits, in order."""
    return tuple(json.loads(edition.head)["populations"])


def _sample(editions):
    """Say whether any of the editions listed was not yet signed by a clinician."""
    return any(not json.loads(edition.head)["reviewed"] for edition in editions)


def _live(now):
    return list(Edition.objects.live("pathway", now).defer("document"))


def _recent(reader):
    walks = Walk.objects.open_to(reader).filter(closed_at=None).with_last()
    return list(walks.select_related("edition").defer("edition__document").order_by("-last_at")[:RECENT_WALKS])


def _current(walks):
    going = next((walk for walk in walks if not walk.finished), None)
    if going is None:
        return None
    playable = memory.opened(going.edition)
    visits = walking.visits_of(going)
    screen = playing.screen(playable, visits, seq=going.last_seq, lens=going.last_lens, today=going.last_at.date())
    return SimpleNamespace(
        title=screen.title,
        url=player.step_url(going.pk, going.last_seq, going.last_lens),
        lens=screen.lens,
        last_at=going.last_at,
        trail=screen.trail,
        ahead=screen.ahead,
        here_title=screen.step.title,
    )


def _groups(editions, walks, population):
    latest = {}
    for walk in walks:
        latest.setdefault(walk.edition.slug, walk)
    rows = {}
    for edition in editions:
        head = json.loads(edition.head)
        if not population or population in head["lenses"]:
            organ = head["organ"]
            rows.setdefault((organ["position"], organ["key"], organ["name"]), []).append(_row(edition, head, latest))
    return tuple(
        Group(key, name, position, tuple(sorted(rows[position, key, name], key=lambda row: row.title)))
        for position, key, name in sorted(rows)
    )


def _row(edition, head, latest):
    walk = latest.get(edition.slug)
    state, text, resume = "not-started", _("Not started"), ""
    if walk:
        resume = player.step_url(walk.pk, walk.last_seq, walk.last_lens)
        finished = walk.finished
        state, text = ("finished", _("Finished")) if finished else ("going", _("Under way"))
    return Row(
        slug=edition.slug,
        title=edition.title,
        url=reverse("learning:cover", args=[edition.slug]),
        populations=tuple(head["lenses"]),
        minutes=head["minutes"],
        state=state,
        state_text=text,
        resume_url=resume,
    )


def cover(reader, user, slug, *, now):
    """Return the context of `learning/cover.html`, or None when nothing was ever published under `slug`.

    A withdrawn pathway keeps its cover as a tombstone that says when and why.
    """
    editions = Edition.objects.filter(kind="pathway", slug=slug).select_related("publication").defer("document")
    edition = Edition.objects.live("pathway", now).select_related("publication").filter(slug=slug).first()
    withdrawn = None
    if edition is None:
        edition = editions.filter(publication__live_from__lte=now).order_by("-number").first()
        if edition is None:
            return None
        withdrawn = _withdrawn(edition.publication)
    return {
        "title": edition.title,
        "cover": _cover(edition, memory.opened(edition)),
        "start_url": reverse("learning:start", args=[slug]),
        "notices": overlays.collect("cover", [f"pathway:{slug}"], user),
        "mine": _mine(reader, slug),
        "withdrawn": withdrawn,
        "sample": not json.loads(edition.head)["reviewed"],
        "nav_current": "pathways",
    }


def _comparable(playable):
    """Return the steps whose authors wrote what sets their options apart, each with the address that compares two."""
    lens = playable.compiled.pathway.populations[0]
    page = reverse("learning:compare_options", args=[playable.slug])
    found = []
    for step in playable.compiled.pathway.steps:
        keys = [choice.key for choice in playable.choices(step.key, lens) if choice.compare]
        if len(keys) > 1:
            asked = urlencode({"from": step.key, "a": keys[0], "b": keys[1]})
            found.append(SimpleNamespace(title=step.title, url=f"{page}?{asked}"))
    return found


def _withdrawn(publication: Publication):
    at: datetime | None = publication.withdrawn_at
    return SimpleNamespace(at=at, why=publication.withdrawn_why)


def _cover(edition, playable):
    compiled = playable.compiled
    pathway = compiled.pathway
    return SimpleNamespace(
        slug=pathway.slug,
        title=pathway.title,
        summary=pathway.summary,
        objectives=pathway.objectives,
        organ=compiled.shelf.organs[pathway.organ].name,
        organ_key=pathway.organ,
        audience=pathway.audience,
        minutes=pathway.minutes,
        populations=pathway.populations,
        lenses=playable.lens_states,
        edition_number=edition.number,
        published_on=edition.published_at,
        review_by=pathway.review_by,
        reviewed_line="" if compiled.sign_offs else _("Starter content, not yet reviewed by a clinician"),
        disclosure=pathway.disclosure,
        sign_offs=compiled.sign_offs,
        steps_count=len(pathway.steps),
        outcomes=len(playable.outcomes),
        note=edition.note,
        comparable=_comparable(playable),
    )


def _mine(reader, slug):
    walks = Walk.objects.open_to(reader).filter(edition__slug=slug).with_last().select_related("edition")
    found = []
    for walk in walks.defer("edition__document").order_by("-started_at")[:10]:
        step = memory.opened(walk.edition).step(walk.last_step)
        found.append(
            SimpleNamespace(
                url=player.step_url(walk.pk, walk.last_seq, walk.last_lens),
                lens=walk.last_lens,
                started_at=walk.started_at,
                here_title=step.title,
                finished=walk.finished,
                closed=bool(walk.closed_at),
                edition_number=walk.edition.number,
            )
        )
    return found
