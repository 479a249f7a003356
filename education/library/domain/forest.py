"""Sizes of effect as forest plots: rows of one measure on one axis, placed in hundredths of its width.

Nothing is pooled and no figure is made here: values and intervals are the sources' own, and what is missing stays
missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from education.library.domain.citing import SourceLabel, labels
from education.library.domain.designs import design_line
from education.library.domain.library import Better, Contrast, Effect, Library, LibraryStatement
from education.library.domain.standing import is_live

EDGE = 4.0  # hundredths left free at either end, so that a square on the last tick is whole
STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
INTERVALS = 4  # about as many between ticks of a linear axis
TICKS = 8  # at most, on a logarithmic one
MINUS = "\u2212"


class Tick(NamedTuple):
    """A number under the axis and where it stands, in hundredths of the width as CSS and SVG write them."""

    at: str
    label: str


@dataclass(frozen=True)
class Row:
    """One size of effect. `at`, `start` and `end` are places on the axis, "" where the figure is not held.

    `value`, `low` and `high` are the source's figures as it prints them, or ""; `missing` is what the record says of
    those it lacks.
    """

    statement: LibraryStatement
    source: SourceLabel
    design: str
    value: str
    low: str
    high: str
    missing: str
    at: str
    start: str
    end: str
    borrowed: bool


@dataclass(frozen=True)
class Plot:
    """The rows of one measure and contrast, on one axis; `neutral` is where there is no effect.

    `better` is the side on which the figures favour the therapy: "higher" is the end of the axis.
    """

    measure: str
    contrast: Contrast
    better: Better
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    neutral: str

    @property
    def drawn(self) -> bool:
        """Say whether any figure has a place on the axis; an axis with nothing on it would say "no effect"."""
        return any(row.at or row.start for row in self.rows)


@dataclass(frozen=True)
class Axis:
    """A scale from `low` to `high`; on a logarithmic one both are greater than 0."""

    low: Decimal
    high: Decimal
    log: bool
    ticks: tuple[Decimal, ...]

    def at(self, value: Decimal) -> str:
        """Return the place of `value`, from EDGE to 100 - EDGE; what lies outside stands at the end it is beyond."""
        part = min(1.0, max(0.0, self._part(value)))
        return f"{EDGE + part * (100 - 2 * EDGE):.2f}"

    def _part(self, value: Decimal) -> float:
        if self.log:
            return float((value / self.low).log10() / (self.high / self.low).log10())
        return float((value - self.low) / (self.high - self.low))


def plots(shown: Iterable[tuple[LibraryStatement, bool]], library: Library) -> tuple[Plot, ...]:
    """Return one plot for each measure, contrast and favourable side, in the order of the statements.

    `shown`: statements with whether they are borrowed. An effect is left out when its source may not carry a fact, and
    the second time when two statements hold the same one.
    """
    grouped: dict[tuple[str, Contrast, Better], dict[Effect, tuple[LibraryStatement, bool]]] = {}
    for statement, borrowed in shown:
        for effect in statement.effects:
            if is_live(library.references.get(effect.reference)):
                group = (effect.measure.casefold(), effect.contrast, effect.better)
                grouped.setdefault(group, {}).setdefault(effect, (statement, borrowed))
    return tuple(_plot(rows, library) for rows in grouped.values())


def axis(contrast: Contrast, figures: Iterable[Decimal]) -> Axis:
    """Return the axis on which all figures and "no effect" (0, for ratios 1) have a place.

    Ratios have to be greater than 0.
    """
    if contrast == "ratio":
        return _log_axis([Decimal(1), *figures])
    return _linear_axis([Decimal(0), *figures])


def number(value: Decimal) -> str:
    """Return the figure as the source prints it, digit for digit, with a minus sign."""
    return format(value, "f").replace("-", MINUS)


def _plot(found: dict[Effect, tuple[LibraryStatement, bool]], library: Library) -> Plot:
    first = next(iter(found))
    drawn = axis(first.contrast, (figure for effect in found for figure in placed(effect) if figure is not None))
    return Plot(
        measure=first.measure,
        contrast=first.contrast,
        better=first.better,
        rows=tuple(_row(effect, *owner, drawn, library) for effect, owner in found.items()),
        ticks=tuple(Tick(drawn.at(tick), number(tick)) for tick in drawn.ticks),
        neutral=drawn.at(Decimal(1 if drawn.log else 0)),
    )


def placed(effect: Effect) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return value, low and high as far as an axis has a place for them: an interval whole or not at all."""
    figures = (effect.value, effect.low, effect.high)
    value, low, high = (None if _off(figure, effect.contrast) else figure for figure in figures)
    return (value, low, high) if low is not None and high is not None else (value, None, None)


def _off(figure: Decimal | None, contrast: Contrast) -> bool:
    return figure is None or (contrast == "ratio" and figure <= 0)


def _row(effect: Effect, statement: LibraryStatement, borrowed: bool, drawn: Axis, library: Library) -> Row:
    value, low, high = (
        number(figure) if figure is not None else "" for figure in (effect.value, effect.low, effect.high)
    )
    at, start, end = (drawn.at(figure) if figure is not None else "" for figure in placed(effect))
    return Row(
        statement=statement,
        source=labels([effect.reference], library)[0],
        design=design_line([library.references[effect.reference]]),
        value=value,
        low=low if high else "",
        high=high if low else "",
        missing=effect.missing,
        at=at,
        start=start,
        end=end,
        borrowed=borrowed,
    )


def _linear_axis(figures: Sequence[Decimal]) -> Axis:
    low, high = min(figures), max(figures)
    if low == high:
        low, high = low - 1, high + 1
    step = _step((high - low) / INTERVALS)
    first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
    ticks = tuple((first + count) * step for count in range(int(last - first) + 1))
    return Axis(ticks[0], ticks[-1], log=False, ticks=ticks)


def _step(least: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5, 10 … (times a power of ten) that is not below `least`."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in STEPS if step * power >= least)


def _log_axis(figures: Sequence[Decimal]) -> Axis:
    low, high = min(figures), max(figures)
    powers = range(low.adjusted(), high.adjusted() + 2)
    marks = [Decimal(step).scaleb(power) for power in powers for step in (1, 2, 5)]
    first = max(place for place, mark in enumerate(marks) if mark <= low)
    last = min(place for place, mark in enumerate(marks) if mark >= high and place > first)
    ticks = marks[first : last + 1]
    if len(ticks) > TICKS:  # too many decades for 1, 2 and 5 in each: the ends, "no effect" and powers of ten between
        between = [tick for tick in ticks[1:-1] if tick.normalize().as_tuple().digits == (1,)]
        every = -(-len(between) // (TICKS - 2))
        ticks = sorted({ticks[0], *between[::every], Decimal(1), ticks[-1]})
    return Axis(ticks[0], ticks[-1], log=True, ticks=tuple(ticks))
