"""Definitions and limits as a list by kind and organ, and those that answer the same question otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from education.library.domain.citing import SourceLabel, labels
from education.library.domain.library import Library, Threshold, ThresholdKind
from education.library.domain.records import Organ
from education.library.domain.standing import rests_on, stands


@dataclass(frozen=True)
class Limit:
    """A threshold with its sources; `rivals` answer the same question otherwise."""

    threshold: Threshold
    sources: tuple[SourceLabel, ...]
    rivals: tuple[Threshold, ...]
    overdue: bool


@dataclass(frozen=True)
class OrganLimits:
    """The thresholds of one kind for one organ domain, current ones first."""

    organ: Organ
    rows: tuple[Limit, ...]


@dataclass(frozen=True)
class KindLimits:
    """The thresholds of one kind."""

    kind: ThresholdKind
    organs: tuple[OrganLimits, ...]


@dataclass(frozen=True)
class Limits:
    """Every threshold that stands; `disputes` are sets of those that disagree, `unverified` counts the others."""

    kinds: tuple[KindLimits, ...]
    disputes: tuple[tuple[Limit, ...], ...]
    unverified: int


def limits(library: Library, *, today: date) -> Limits:
    """Return the thresholds of a library; `today` decides what is overdue."""
    standing = {one.key: one for one in library.thresholds.values() if stands(one, library)}
    rivals = _rivals(standing)
    rows = {
        key: _limit(one, [standing[other] for other in rivals[key]], library, today) for key, one in standing.items()
    }
    kinds = ((kind, _by_organ(rows.values(), kind, library)) for kind in get_args(ThresholdKind))
    return Limits(
        kinds=tuple(KindLimits(kind, organs) for kind, organs in kinds if organs),
        disputes=tuple(tuple(rows[key] for key in group) for group in _groups(rivals)),
        unverified=len(library.thresholds) - len(standing),
    )


def _rivals(standing: Mapping[str, Threshold]) -> dict[str, list[str]]:
    """Return for each threshold those that disagree with it, whichever of the two says so."""
    rivals: dict[str, dict[str, None]] = {key: {} for key in standing}
    for key, one in standing.items():
        for other in one.disagrees:
            if other in standing and other != key:
                rivals[key][other] = rivals[other][key] = None
    return {key: list(others) for key, others in rivals.items()}


def _groups(rivals: Mapping[str, list[str]]) -> list[list[str]]:
    """Return the sets of thresholds joined by a disagreement, in the order of the library."""
    groups, seen = [], set()
    for key, others in rivals.items():
        if not others or key in seen:
            continue
        waiting, group = [key], set()
        while waiting:
            one = waiting.pop()
            if one not in group:
                group.add(one)
                waiting.extend(rivals[one])
        seen |= group
        groups.append([one for one in rivals if one in group])
    return groups


def _limit(threshold: Threshold, rivals: Iterable[Threshold], library: Library, today: date) -> Limit:
    return Limit(threshold, labels(rests_on(threshold), library), tuple(rivals), threshold.review_by < today)


def _by_organ(rows: Iterable[Limit], kind: ThresholdKind, library: Library) -> tuple[OrganLimits, ...]:
    by_organ: dict[str, list[Limit]] = {}
    for row in rows:
        if row.threshold.kind == kind:
            by_organ.setdefault(row.threshold.organ, []).append(row)
    organs = sorted((library.organs[key] for key in by_organ if key in library.organs), key=lambda one: one.position)
    return tuple(OrganLimits(organ, tuple(sorted(by_organ[organ.key], key=_standing_first))) for organ in organs)


def _standing_first(row: Limit) -> tuple[bool, str]:
    return row.threshold.status == "historical", row.threshold.name.casefold()
