"""Everything that writes a walk: starting, choosing, moving over, forgetting.

Each is one transaction and repeatable: the same submit gives the same answer and writes nothing more.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from education.editorial import memory
from education.editorial.models import Edition
from education.learning.models import Walk
from education.learning.own import add_visit, visits_of
from education.learning.readers import Reader
from education.pathways.domain import diff, playing
from education.pathways.domain.screen import Visit

STARTS_A_SESSION = 30
STARTS_AN_ADDRESS = 300
HOUR = timedelta(hours=1)
STRANGERS_KEEP = timedelta(days=30)


class TooManyStarts(Exception):
    """A stranger has begun more walks within the hour than one person would."""


class NotWalkable(Exception):
    """The walk was moved over, or its pathway withdrawn: it can be read, not continued."""


class ClosedLens(LookupError):
    """A lens that the edition cannot be walked in: nobody has checked what it would show."""


@dataclass(frozen=True)
class Submit:
    """A choice as it was posted: from visit `seq`, in `lens`; `token` was made when the page was rendered."""

    seq: int
    choice: str
    lens: str
    token: str


@transaction.atomic
def start(reader: Reader, edition, *, population, token, addresses, now):
    """Begin a walk at the start step; the same form gives the same walk.

    `addresses`: the stranger's address hashed for today and for yesterday, today's first.
    Raises TooManyStarts for a stranger above the hourly limits.
    """
    mine = {"owner": reader.user} if reader.user else {"owner": None, "walker": reader.walker}
    if walk := Walk.objects.filter(**mine, token=token).first():
        return walk
    if not reader.user:
        _limit_starts(reader.walker, addresses, now)
    address = "" if reader.user else addresses[0]
    try:
        with transaction.atomic():
            walk = Walk.objects.create(
                **mine, address=address, edition=edition, population=population, token=token, started_at=now
            )
    except IntegrityError:
        return Walk.objects.get(**mine, token=token)  # the same form arrived twice at once, and the other was first
    playable = memory.opened(edition)
    _visit(walk, playable, seq=1, parent=None, step=playable.start, choice="", lens=population, token=token, now=now)
    return walk


def _limit_starts(walker, addresses, now):
    recent = Walk.objects.filter(started_at__gt=now - HOUR)
    if (
        recent.filter(walker=walker).count() >= STARTS_A_SESSION
        or recent.filter(address__in=addresses).count() >= STARTS_AN_ADDRESS
    ):
        raise TooManyStarts


def _visit(walk, playable, *, seq, parent, step, choice, lens, token, now):
    visit = Visit(seq, parent, step, choice, lens, now)
    add_visit(walk, visit, outcome=step in playable.outcomes, token=token)
    return visit


@transaction.atomic
def choose(walks, walk_id, submit, *, now):
    """Take a choice and return (walk, visits, seq of the visit it led to).

    `walks`: the reader's OwnWalks.
    Raises Walk.DoesNotExist, playing.UnknownVisit, ClosedLens, playing.NotOffered or NotWalkable; writes nothing then.
    """
    # The lock makes `seq` gapless and a double submit one event; it holds on the walk's row alone.
    walk = walks.get(pk=walk_id, lock=True)
    visits = visits_of(walk)
    if seq := walk.submits.get((submit.seq, submit.choice, submit.token)):
        return walk, visits, seq
    playable = memory.opened(walk.edition)
    refuse_closed(playable, submit.lens)
    here = visit_at(visits, submit.seq)
    if walk.closed_at or not walk.newest:
        raise NotWalkable
    step = playing.target_of(playable, here.step, submit.choice, submit.lens)
    visit = _visit(
        walk,
        playable,
        seq=visits[-1].seq + 1,
        parent=submit.seq,
        step=step,
        choice=submit.choice,
        lens=submit.lens,
        token=submit.token,
        now=now,
    )
    return walk, (*visits, visit), visit.seq


def refuse_closed(playable, lens):
    """Raise ClosedLens unless the edition can be walked in this lens."""
    if not any(state.open for state in playable.lens_states if state.lens == lens):
        raise ClosedLens(lens)


def visit_at(visits, seq):
    """Return the visit numbered `seq`; raises UnknownVisit."""
    for visit in visits:
        if visit.seq == seq:
            return visit
    raise playing.UnknownVisit(seq)


@transaction.atomic
def move_over(walks, walk_id, *, now):
    """Begin a new walk on the current edition, replaying choices until one is missing or changed; close the old one.

    Moving over twice gives the same new walk. Raises Walk.DoesNotExist, or NotWalkable when there is nothing newer.
    """
    walk = walks.get(pk=walk_id, lock=True)
    if moved := Walk.objects.filter(moved_from=walk).first():
        return moved
    if not walk.newest or walk.newest["number"] <= walk.edition.number:
        raise NotWalkable
    edition = Edition.objects.get(pk=walk.newest["pk"])
    playable = memory.opened(edition)
    fits = playable.compiled.pathway.populations
    new = Walk.objects.create(
        owner_id=walk.owner_id,
        walker=walk.walker,
        address=walk.address,
        edition=edition,
        population=walk.population if walk.population in fits else fits[0],
        token=secrets.token_urlsafe(16),
        moved_from=walk,
        started_at=now,
    )
    _replay(new, playable, replay_of(walk, playable), now)
    Walk.objects.filter(pk=walk.pk).update(closed_at=now)
    return new


def replay_of(walk, playable):
    """Return what of the walk's latest trail can be taken again on the newer edition `playable`."""
    visits = visits_of(walk)
    return diff.replay(memory.opened(walk.edition).compiled, playable.compiled, visits, seq=visits[-1].seq)


def _replay(walk, playable, replay, now):
    common = {"token": walk.token, "now": now}
    lens = replay.taken[0][2] if replay.taken else walk.population
    _visit(walk, playable, seq=1, parent=None, step=playable.start, choice="", lens=lens, **common)
    for number, (step, choice, lens) in enumerate(replay.taken, start=2):
        target = playing.target_of(playable, step, choice, lens)
        _visit(walk, playable, seq=number, parent=number - 1, step=target, choice=choice, lens=lens, **common)


def forget_strangers(now):
    """Delete walks without an account 30 days after their last event; return how many."""
    old = Walk.objects.ownerless_since(now - STRANGERS_KEEP)
    return Walk.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[1].get("learning.Walk", 0)
