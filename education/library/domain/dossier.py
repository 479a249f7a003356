"""One therapy as its page tells it: what is known by organ, how large, after which treatment, in whom, what to watch.

Only records that stand (`standing.py`) are told; the others are counted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from education.library.domain.checks_texts import is_prompt
from education.library.domain.citing import SourceLabel, labels
from education.library.domain.forest import Plot, plots
from education.library.domain.library import (
    Library,
    LibraryStatement,
    LibraryTherapy,
    Recommendation,
    TargetEffect,
)
from education.library.domain.markup import citations
from education.library.domain.pointers import texts
from education.library.domain.records import LineStudied, Organ, Population
from education.library.domain.standing import rests_on, stands, text_stands
from education.library.domain.strips import Strip, strip

Lens = Literal["adult", "child"]
LENSES: tuple[Lens, ...] = get_args(Lens)

# The end of a sentence: a full stop, perhaps its citations, and a capital letter after the space.
SENTENCE = re.compile(r"(?<=[.?])(\s*\[@[^\]]+\])*\s+(?=[A-ZÀ-Þ])")


@dataclass(frozen=True)
class Shown:
    """A statement with its four facts for the lens."""

    statement: LibraryStatement
    strip: Strip


@dataclass(frozen=True)
class OrganEvidence:
    """What is known for one organ domain."""

    organ: Organ
    rows: tuple[Shown, ...]


@dataclass(frozen=True)
class Stance:
    """What one guideline says, exactly as recorded."""

    recommendation: Recommendation
    guideline: SourceLabel


@dataclass(frozen=True)
class OrganStances:
    """What the guidelines say for one organ domain, side by side."""

    organ: Organ
    rows: tuple[Stance, ...]


@dataclass(frozen=True)
class Action:
    """What the therapy does to one node of the teaching model."""

    node: str
    effect: TargetEffect
    closes: bool
    signal: str
    note: str
    sources: tuple[SourceLabel, ...]


@dataclass(frozen=True)
class Line:
    """One line of a list; a practice prompt says what to ask or do and states no fact."""

    text: str
    prompt: bool


@dataclass(frozen=True)
class Dossier:
    """See the module. `unstudied` are the organ domains without a statement; `sources` name what the texts cite.

    `lines` counts the statements of benefit by the line studied. `next_review` is the earliest day by which the therapy
    or a statement shown is to be reviewed.
    """

    therapy: LibraryTherapy
    lens: Lens
    verdict: tuple[str, ...]
    organs: tuple[OrganEvidence, ...]
    unstudied: tuple[Organ, ...]
    harms: tuple[Shown, ...]
    unverified: int
    plots: tuple[Plot, ...]
    after_failure: str
    lines: tuple[tuple[LineStudied, int], ...]
    child_word: str
    of_children: tuple[Shown, ...]
    fails: tuple[Line, ...]
    monitoring: tuple[Line, ...]
    safety: tuple[Line, ...]
    stances: tuple[OrganStances, ...]
    stances_unverified: int
    acts_on: tuple[Action, ...]
    populations: tuple[tuple[Population, tuple[str, ...]], ...]
    sources: tuple[SourceLabel, ...]
    next_review: date

    @property
    def benefits(self) -> int:
        """Return how many statements of benefit are shown."""
        return sum(count for _, count in self.lines)

    @property
    def studied_after_failure(self) -> bool:
        """Say whether a statement of benefit studied people after failure, alone or among others."""
        return any(line in ("after-failure", "mixed") for line, _ in self.lines)


def dossier(therapy: LibraryTherapy, library: Library, lens: Lens, *, today: date) -> Dossier:
    """Return what the library holds of a therapy, as this lens shows it; `today` decides what is overdue."""
    of_it = [one for one in library.statements.values() if one.therapy == therapy.key]
    standing = [one for one in of_it if stands(one, library)]
    shown = tuple(_due(one, today) for one in in_lens(standing, library, lens))
    benefits = [one for one in shown if not one.statement.harm]
    organs = _by_organ(benefits, library)
    stances, stances_unverified = _stances(therapy, library)
    return Dossier(
        therapy=therapy,
        lens=lens,
        verdict=sentences(_kept(therapy.verdict, library)),
        organs=organs,
        unstudied=_others([group.organ for group in organs], library),
        harms=tuple(one for one in shown if one.statement.harm),
        unverified=len(of_it) - len(shown),
        plots=plots(((one.statement, one.strip.borrowed) for one in sorted(shown, key=_harms_last)), library),
        after_failure=_kept(therapy.after_failure, library),
        lines=_lines(benefits),
        child_word=_kept(therapy.child_word, library),
        of_children=tuple(one for one in shown if one.statement.population != "adult"),
        fails=_list(therapy.fails, library),
        monitoring=_list(therapy.monitoring, library),
        safety=_list(therapy.safety, library),
        stances=stances,
        stances_unverified=stances_unverified,
        acts_on=_actions(therapy, library),
        populations=_populations(shown),
        sources=labels(_cited(therapy, shown), library),
        next_review=min([therapy.review_by, *(one.statement.review_by for one in shown)]),
    )


def in_lens(statements: Sequence[LibraryStatement], library: Library, lens: Lens) -> tuple[Shown, ...]:
    """Return the statements with the lens's own population first; under the child lens adult ones are borrowed."""
    own = [one for one in statements if one.population in (lens, "mixed")]
    other = [one for one in statements if one.population not in (lens, "mixed")]
    borrowed = {one.key for one in other} if lens == "child" else set()
    return tuple(Shown(one, strip(one, library, borrowed=one.key in borrowed)) for one in (*own, *other))


def sentences(text: str) -> tuple[str, ...]:
    """Return the first sentence and the rest, each with its citations; () for an empty text."""
    found = SENTENCE.search(text)
    parts = (text[: found.end()], text[found.end() :]) if found else (text,)
    return tuple(part.strip() for part in parts if part.strip())


def _harms_last(shown: Shown) -> bool:
    return shown.statement.harm


def _due(shown: Shown, today: date) -> Shown:
    return replace(shown, strip=replace(shown.strip, overdue=shown.statement.review_by < today))


def _kept(text: str, library: Library) -> str:
    """Return a text of the therapy, or "" when everything it cites is unverified or retracted."""
    return text if text_stands(text, library) else ""


def _list(texts: Iterable[str], library: Library) -> tuple[Line, ...]:
    return tuple(Line(text, prompt=is_prompt(text)) for text in texts if text_stands(text, library))


def _by_organ(shown: Iterable[Shown], library: Library) -> tuple[OrganEvidence, ...]:
    rows: dict[str, list[Shown]] = {}
    for one in shown:
        rows.setdefault(one.statement.organ, []).append(one)
    return tuple(OrganEvidence(organ, tuple(rows[organ.key])) for organ in _organs(rows, library))


def _organs(keys: Iterable[str], library: Library) -> list[Organ]:
    """Return the organ domains of `keys` in their order."""
    return sorted((library.organs[key] for key in set(keys) if key in library.organs), key=lambda one: one.position)


def _others(organs: Sequence[Organ], library: Library) -> tuple[Organ, ...]:
    return tuple(organ for organ in _organs(library.organs, library) if organ not in organs)


def _lines(shown: Iterable[Shown]) -> tuple[tuple[LineStudied, int], ...]:
    counted: Mapping[LineStudied, int] = Counter(one.statement.line_studied for one in shown)
    order: tuple[LineStudied, ...] = ("after-failure", "mixed", "first-line", "not-stated")
    return tuple((line, counted[line]) for line in order if line in counted)


def _stances(therapy: LibraryTherapy, library: Library) -> tuple[tuple[OrganStances, ...], int]:
    """Return the recommendations that stand, by organ domain, and how many do not."""
    of_it = [one for one in library.recommendations.values() if therapy.key in one.therapies]
    rows: dict[str, list[Stance]] = {}
    for one in of_it:
        if stands(one, library):
            rows.setdefault(one.organ, []).append(Stance(one, labels(rests_on(one), library)[0]))
    told = tuple(OrganStances(organ, _in_order(rows[organ.key])) for organ in _organs(rows, library))
    return told, len(of_it) - sum(len(group) for group in rows.values())


def _in_order(rows: Iterable[Stance]) -> tuple[Stance, ...]:
    """Return stances on the same intervention beside each other, so that disagreement is seen."""
    return tuple(sorted(rows, key=lambda row: (row.recommendation.intervention.casefold(), row.guideline.label)))


def _actions(therapy: LibraryTherapy, library: Library) -> tuple[Action, ...]:
    of_it = [one for one in library.targets.values() if one.therapy == therapy.key and stands(one, library)]
    return tuple(
        Action(
            library.nodes[one.node].name, one.effect, one.closes, one.trial_signal, one.note,
            labels(rests_on(one), library),
        )
        for one in of_it
        if one.node in library.nodes and stands(library.nodes[one.node], library)
    )  # fmt: skip


def _populations(shown: Iterable[Shown]) -> tuple[tuple[Population, tuple[str, ...]], ...]:
    """Return the populations studied, each with what the statements say of it, once."""
    details: dict[Population, dict[str, None]] = {}
    for one in shown:
        said = details.setdefault(one.statement.population, {})
        if one.statement.population_detail:
            said[one.statement.population_detail] = None
    order: tuple[Population, ...] = ("adult", "child", "mixed")
    return tuple((population, tuple(details[population])) for population in order if population in details)


def _cited(therapy: LibraryTherapy, shown: Iterable[Shown]) -> Iterable[str]:
    """Yield the references cited on the page."""
    for _field, text in texts("therapies", therapy):
        yield from citations(text)
    for one in shown:
        yield from (source.key for source in one.strip.sources)
