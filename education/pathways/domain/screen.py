"""What a player shows at one visit: frozen, complete, and all that a template may read.

Texts are Markdown sources; turning them into HTML is the renderer's work. Links are named by visit number, step key or
record key; turning them into addresses is the template's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from education.library.domain.citing import SourceLabel
from education.library.domain.strips import Strip
from education.pathways.domain.document import CheckKey, CheckState, Flavour, Lens, Measure, StepKind, Verdict


@dataclass(frozen=True)
class Visit:
    """One recorded visit of a walk: it came from visit `parent` by `choice` (root: None and "")."""

    seq: int
    parent: int | None
    step: str
    choice: str
    lens: Lens
    at: datetime


@dataclass(frozen=True)
class Option:
    """A choice as offered at a step.

    `strips`: the leading statement, then each statement of harm. The step a choice leads to tells what was found;
    what it does not tell is shown under Why: `more` are such statements beyond `strips`, `untold` such ones among them.
    `sources` are cited in its texts, `further` ones stand behind its strips alone.
    `nothing_found`: what to say when this lens holds no statement for a therapy at all ("No study found, looked on …").
    `taken`: visit numbers already reached by this choice from here. `absent` is set (and nothing else is offered)
    when the choice does not exist in this lens. `offer` is True when it can be taken.
    """

    key: str
    letter: str
    label: str
    line: str
    rationale: str
    therapy: str
    strips: tuple[Strip, ...]
    more: tuple[Strip, ...]
    untold: tuple[Strip, ...]
    sources: tuple[SourceLabel, ...]
    further: tuple[SourceLabel, ...]
    nothing_found: str = ""
    child_word: str = ""
    taken: tuple[int, ...] = ()
    absent: str = ""

    @property
    def offer(self) -> bool:
        """Say whether the choice can be taken in this lens."""
        return not self.absent


@dataclass(frozen=True)
class CheckLine:
    """One gate check: its name is chosen by `key`, its state is shown as sign and word."""

    key: CheckKey
    state: CheckState
    text: str


@dataclass(frozen=True)
class CheckBlock:
    """The checks of a gate: the one a step weighs, or an earlier one kept in sight (`seq` links back to it)."""

    flavour: Flavour
    title: str
    checks: tuple[CheckLine, ...]
    settled: int
    seq: int | None = None


@dataclass(frozen=True)
class SeriesTable:
    """A measured course of the vignette, months against values."""

    measure: Measure
    unit: str
    points: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True)
class StepView:
    """A step in one lens; the same for everybody on the edition, so its HTML may be kept."""

    key: str
    kind: StepKind
    flavour: Flavour | None
    title: str
    short: str
    vignette: str
    body: str
    why: str
    minutes: int
    roles: tuple[str, ...]
    checks: CheckBlock | None
    series: tuple[SeriesTable, ...]
    strips: tuple[Strip, ...]
    sources: tuple[SourceLabel, ...]
    difference: str
    options: tuple[Option, ...]
    absent: tuple[Option, ...]


@dataclass(frozen=True)
class TrailItem:
    """A step on the way from the root to here; `answer` is the label of the choice taken from it.

    `left`: visits begun from here by another choice, kept (seq, label). `untaken`: how many choices were never tried.
    `foreign`: the choice taken here does not exist in the lens now shown.
    """

    number: int
    seq: int
    step: str
    kind: StepKind
    short: str
    title: str
    answer: str
    lens: Lens
    here: bool
    left: tuple[tuple[int, str], ...] = ()
    untaken: int = 0
    foreign: bool = False


@dataclass(frozen=True)
class Feedback:
    """What the author holds of the choice that led here: a teaching judgement in Markdown, and what it cites."""

    label: str
    verdict: Verdict
    text: str
    sources: tuple[SourceLabel, ...] = ()


@dataclass(frozen=True)
class LensState:
    """One of the two lenses: `open`, or closed with the reason."""

    lens: Lens
    open: bool
    reason: str = ""
    fits: bool = False


@dataclass(frozen=True)
class Screen:
    """Everything the player shows at visit `seq`.

    `ahead`: steps on the shortest way from here to any outcome, 0 at an outcome. `other_difference` is a sentence on
    the other lens. `kept_checks`: earlier gates that stay in sight at a decision, "not known" included.
    """

    slug: str
    title: str
    organ: str
    organ_key: str
    language: str
    lens: Lens
    lenses: tuple[LensState, ...]
    seq: int
    step: StepView
    kept_checks: tuple[CheckBlock, ...]
    trail: tuple[TrailItem, ...]
    ahead: int
    feedback: Feedback | None
    other_difference: str
    reviewed: bool
    review_by: date

    @property
    def here(self) -> TrailItem:
        """Return the last item of the trail: the step on screen."""
        return self.trail[-1]
