"""A pathway's cover: what it is, for whom, how well reviewed, and where the reader is in it."""

import json
from datetime import datetime
from types import SimpleNamespace

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from education.core import overlays
from education.editorial import memory
from education.editorial.models import Edition, Publication
from education.learning import player
from education.learning.models import Walk, WalkEvent
from education.pathways.domain.graph import UnknownStep


def populations_of(edition):
    """Return the populations that the edition's vignette fits, in order."""
    return tuple(json.loads(edition.head)["populations"])


def cover(reader, user, slug, *, now, step=""):
    """Return the context of `learning/cover.html`, or None when nothing was ever published under `slug`.

    A withdrawn pathway keeps its cover as a tombstone that says when and why. `step`: key of a step that the reader
    looked for, which the cover leads to.
    """
    editions = Edition.objects.filter(kind="pathway", slug=slug).select_related("publication").defer("document")
    edition = Edition.objects.live("pathway", now).select_related("publication").filter(slug=slug).first()
    withdrawn = None
    if edition is None:
        edition = editions.filter(publication__live_from__lte=now).order_by("-number").first()
        if edition is None:
            return None
        withdrawn = _withdrawn(edition.publication)
    playable = memory.opened(edition)
    sought = _sought(playable, step)
    mine = _mine(reader, slug, step if sought and sought.title else "")
    return {
        "title": edition.title,
        "cover": _cover(edition, playable),
        "sought": sought,
        "sought_url": next(
            (one.sought_url for one in mine if one.sought_url and one.edition_number == edition.number), ""
        ),
        "start_url": reverse("learning:start", args=[slug]),
        "notices": overlays.collect("cover", [f"pathway:{slug}"], user),
        "mine": mine,
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


def _sought(playable, key):
    """Return the step that was looked for, without a title when this edition has none of that key; else None."""
    try:
        return SimpleNamespace(title=playable.step(key).title) if key else None
    except UnknownStep:
        return SimpleNamespace(title="")


def _mine(reader, slug, sought):
    """Return the reader's newest walks, with the address of the newest visit to the step `sought` in each."""
    walks = Walk.objects.open_to(reader).filter(edition__slug=slug).with_last().select_related("edition")
    there = WalkEvent.objects.filter(walk=OuterRef("pk"), step=sought).order_by("-seq")
    walks = walks.annotate(sought_seq=Subquery(there.values("seq")[:1]), sought_lens=Subquery(there.values("lens")[:1]))
    found = []
    for walk in walks.defer("edition__document").order_by("-started_at")[:10]:
        step = memory.opened(walk.edition).step(walk.last_step)
        found.append(
            SimpleNamespace(
                url=player.step_url(walk.pk, walk.last_seq, walk.last_lens),
                sought_url=player.step_url(walk.pk, walk.sought_seq, walk.sought_lens) if walk.sought_seq else "",
                lens=walk.last_lens,
                started_at=walk.started_at,
                here_title=step.title,
                finished=walk.finished,
                closed=bool(walk.closed_at),
                edition_number=walk.edition.number,
            )
        )
    return found
