"""The lists of pathways: home, with where the reader was and what is new for them, and every pathway by organ."""

import json
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import gettext as _

from education.core import overlays
from education.editorial import memory
from education.editorial.models import Edition
from education.learning import player
from education.learning.changed import changed_since, to_tell
from education.learning.models import Walk
from education.learning.own import visits_by_walk
from education.pathways.domain import playing
from education.pathways.domain.document import LENSES

RECENT_WALKS = 500
PLACED = 6  # rows that tell the step somebody is at: the walks opened last, for each needs its edition in memory
NEW_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """A pathway in a list: `state` is not-started, new, going or finished; `populations` are the lenses open."""

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
    """Return the context of `learning/home.html`, claims apart."""
    editions, walks = _live(now), _recent(reader, now)
    latest, older = _latest(walks), to_tell(editions, _latest(walks))
    going = next((walk for walk in walks if not walk.finished), None)
    placed = _placed(latest)
    visits = visits_by_walk([*filter(None, [going]), *placed, *(walk for walk, _edition in older)])
    return {
        "title": _("Home"),
        "current": _current(going, visits) if going else None,
        "changed": [changed_since(walk, visits[walk.pk], edition) for walk, edition in older],
        "groups": _groups(editions, latest, _states(placed, visits), population, now),
        "population": population,
        "sample": _sample(editions),
        "walked": bool(walks),
        "notices": overlays.collect("home", [f"pathway:{edition.slug}" for edition in editions], user),
        "nav_current": "home",
    }


def index(reader, *, population, now):
    """Return the context of `learning/pathways.html`."""
    editions, latest = _live(now), _latest(_recent(reader, now))
    placed = _placed(latest)
    return {
        "title": _("Pathways"),
        "groups": _groups(editions, latest, _states(placed, visits_by_walk(placed)), population, now),
        "population": population,
        "sample": _sample(editions),
        "nav_current": "pathways",
    }


def _sample(editions):
    """Say whether any of the editions listed was not yet signed by a clinician."""
    return any(not json.loads(edition.head)["reviewed"] for edition in editions)


def _live(now):
    return list(Edition.objects.live("pathway", now).select_related("publication").defer("document"))


def _recent(reader, now):
    walks = Walk.objects.open_to(reader).filter(closed_at=None).with_last().with_safety(now)
    return list(walks.select_related("edition").defer("edition__document").order_by("-last_at")[:RECENT_WALKS])


def _latest(walks):
    """Return the walk opened last of each pathway."""
    latest = {}
    for walk in walks:
        latest.setdefault(walk.edition.slug, walk)
    return latest


def _current(walk, visits):
    """Return where the reader was, with the trail up to there."""
    playable, visits = memory.opened(walk.edition), visits[walk.pk]
    screen = playing.screen(playable, visits, seq=walk.last_seq, lens=walk.last_lens, today=walk.last_at.date())
    return SimpleNamespace(
        title=screen.title,
        url=player.step_url(walk.pk, walk.last_seq, walk.last_lens),
        lens=screen.lens,
        last_at=walk.last_at,
        trail=screen.trail,
        ahead=screen.ahead,
        here_title=screen.step.title,
    )


def _placed(latest):
    """Return the walks under way whose rows tell the step: those opened last."""
    return [walk for walk in latest.values() if not walk.finished][:PLACED]


def _states(placed, visits):
    """Return "Step 4 of about 9" for each of these walks, by walk."""
    return {walk.pk: _step_of(walk, visits[walk.pk]) for walk in placed}


def _step_of(walk, visits):
    number = len(playing.trail_to(visits, walk.last_seq))
    ahead = memory.opened(walk.edition).ahead(walk.last_step, walk.last_lens)
    if not ahead:
        return _("Step %(number)d") % {"number": number}
    return _("Step %(number)d of about %(all)d") % {"number": number, "all": number + ahead}


def _groups(editions, latest, states, population, now):
    """Return the pathways by organ domain; `states` tells of some walks the step they are at."""
    rows, new = {}, _new(editions, now)
    for edition in editions:
        head = json.loads(edition.head)
        if not population or population in head["lenses"]:
            organ, walk = head["organ"], latest.get(edition.slug)
            state = _state(walk, states) if walk else _unwalked(edition, new)
            rows.setdefault((organ["position"], organ["key"], organ["name"]), []).append(_row(edition, head, state))
    return tuple(
        Group(key, name, position, tuple(sorted(rows[position, key, name], key=lambda row: row.title)))
        for position, key, name in sorted(rows)
    )


def _new(editions, now):
    """Return the pathways first published lately; none where all are, for then the word tells nothing."""
    new = {
        edition.slug for edition in editions if edition.number == 1 and edition.publication.live_from > now - NEW_FOR
    }
    return new if len(new) < len(editions) else set()


def _state(walk, states):
    """Return (state, its words, where to go on) of a walk."""
    url = player.step_url(walk.pk, walk.last_seq, walk.last_lens)
    if walk.finished:
        return "finished", _("Finished"), url
    return "going", states.get(walk.pk) or _("Under way"), url


def _unwalked(edition, new):
    return ("new", _("New"), "") if edition.slug in new else ("not-started", _("Not started"), "")


def _row(edition, head, state):
    name, text, resume_url = state
    return Row(
        slug=edition.slug,
        title=edition.title,
        url=reverse("learning:cover", args=[edition.slug]),
        populations=tuple(head["lenses"]),
        minutes=head["minutes"],
        state=name,
        state_text=text,
        resume_url=resume_url,
    )
