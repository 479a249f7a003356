"""The small map beside a step: the last steps of the trail, where you are, and the options that lead on.

It is one image, `WIDTH` units wide, hung on one upright line at 0. All numbers are whole, so that no language
writes them with a comma. Of what comes later it draws nothing but points. It is sent with every step, so it is short.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from education.pathways.domain.document import Lens
from education.pathways.domain.mapping import letters_from
from education.pathways.domain.playable import Playable
from education.pathways.domain.screen import Screen, Visit

WIDTH = 256
TRAIL = 4  # ticks at most; older ones are a number
FIRST, PITCH = 14, 44  # where the first mark stands, and how far apart the marks are
LABEL_X, LABEL_LETTERS, LABEL_LINES, LINE = "18", 17, 2, 15
BASELINE = 5  # how far below the middle of a line of text its letters stand
FAN, ROW, LETTERS_A_ROW, LETTER_GAP = 62, 30, 8, 40
POINTS, POINT_DROP, POINT_GAP = 5, 46, 40
SILL = 12  # below the last mark


@dataclass(frozen=True)
class Mark:
    """A letter where it stands."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Writing:
    """One line of a label, or a row of letters with a place for each and any for the spaces: "-20 0 20" for "A B"."""

    x: str
    y: int
    text: str


@dataclass(frozen=True)
class Fan:
    """What leads on, measured from the middle of the ring: `ways` and `onward` are the lines to letters and points.

    `later` draws the points. Paths are worked out here, once for all who stand at the step, and not in a template.
    `rims` is a line through each row of letters; dotted every `gap` units, it has a dot for each letter.
    """

    letters: tuple[Mark, ...]
    rows: tuple[Writing, ...]
    rims: str
    gap: int
    points: tuple[tuple[int, int], ...]
    later: str
    ways: str
    onward: str
    height: int


@dataclass(frozen=True)
class MiniMap:
    """The small map: `behind` steps of the trail, of which `earlier` are not drawn.

    `ticks` are heights, `here` is that of the ring; a line down to `discs`, dotted every PITCH units, has a dot a tick.
    `checks` is the path of the ticks themselves.
    """

    behind: int
    ticks: tuple[int, ...]
    discs: int
    checks: str
    labels: tuple[Writing, ...]
    earlier: int
    here: int
    fan: Fan
    height: int


def minimap(playable: Playable, screen: Screen, visits: Sequence[Visit]) -> MiniMap:
    """Return the small map for a screen. `visits`: the whole tree of the walk; only what it never met is a point."""
    behind = screen.trail[:-1]
    shown = behind[-TRAIL:]
    earlier = len(behind) - len(shown)
    ticks = ticks_of(len(behind))
    top = ticks[0] if ticks else FIRST
    here = top + PITCH * len(shown) + SILL // 2
    fan = _fan(playable, screen.step.key, screen.lens, met(playable, screen, visits))
    return MiniMap(
        behind=len(behind),
        ticks=ticks,
        discs=top + PITCH * (len(shown) - 1) + 1,
        checks="".join(f"M-4 {tick}l3 3 5-6" for tick in ticks),
        labels=tuple(line for tick, item in zip(ticks, shown, strict=True) for line in label(tick, item.short)),
        earlier=earlier,
        here=here,
        fan=fan,
        height=here + fan.height,
    )


def ticks_of(behind: int) -> tuple[int, ...]:
    """Return how high the ticks of the last steps stand when so many are behind; older ones are a number above them."""
    top = FIRST + (PITCH // 2 if behind > TRAIL else 0)
    return tuple(top + PITCH * place for place in range(min(behind, TRAIL)))


def met(playable: Playable, screen: Screen, visits: Sequence[Visit]) -> frozenset[str]:
    """Return which of the steps that would be points were visited, so that they are none.

    With `ticks_of` it settles the map of a step in a lens, but for what is written beside and above the ticks.
    """
    return playable.onward(screen.step.key, screen.lens).intersection(visit.step for visit in visits)


def label(middle: int, text: str) -> tuple[Writing, ...]:
    """Return the label of a step beside the line, wrapped and set around the height of its tick."""
    lines = textwrap.wrap(text, LABEL_LETTERS, max_lines=LABEL_LINES, placeholder="…")
    first = middle + BASELINE - (len(lines) - 1) * LINE // 2
    return tuple(Writing(LABEL_X, first + LINE * place, line) for place, line in enumerate(lines))


def _fan(playable: Playable, step: str, lens: Lens, seen: frozenset[str]) -> Fan:
    """Return what leads on from a step."""
    leading = letters_from(playable, step, lens)
    targets = sorted((letter, target) for target, letters in leading.items() for letter in letters)
    targets.sort(key=lambda pair: len(pair[0]))  # "AA" comes after "Z"
    gap = min(LETTER_GAP, WIDTH // min(len(targets) or 1, LETTERS_A_ROW))
    letters = tuple(_lettered(place, len(targets), gap, letter) for place, (letter, _) in enumerate(targets))
    sources: dict[str, list[Mark]] = {}
    for mark, (_, target) in zip(letters, targets, strict=True):
        for onward in playable.edges(lens)[target]:
            if onward in playable.onward(step, lens) and onward not in seen:
                sources.setdefault(onward, []).append(mark)
    lowest = max((mark.y for mark in letters), default=0)
    points = _points(sources, lowest + POINT_DROP)
    return Fan(
        letters=letters,
        rows=_written(letters),
        # One unit longer than it need be, so that no rounding loses the last dot.
        rims="".join(f"M{row[0].x} {row[0].y}H{row[-1].x + 1}" for row in _in_rows(letters)),
        gap=gap,
        points=tuple(points.values()),
        later="".join(f"M{x - 5} {y}a5 5 0 1010 0 5 5 0 10-10 0" for x, y in points.values()),
        ways="".join(f"M0 0Q0 32 {mark.x} {mark.y}" for mark in letters),
        onward="".join(f"M{mark.x} {mark.y}L{x} {y}" for key, (x, y) in points.items() for mark in sources[key]),
        height=max([lowest + SILL, *(y for _, y in points.values())], default=0) + SILL,
    )


def _lettered(place: int, count: int, gap: int, letter: str) -> Mark:
    """Return a letter's mark: rows of at most LETTERS_A_ROW, each in the middle."""
    row, column = divmod(place, LETTERS_A_ROW)
    in_row = min(count - row * LETTERS_A_ROW, LETTERS_A_ROW)
    return Mark((2 * column - in_row + 1) * gap // 2, FAN + ROW * row, letter)


def _in_rows(letters: Sequence[Mark]) -> list[Sequence[Mark]]:
    """Return letters row by row."""
    return [letters[first : first + LETTERS_A_ROW] for first in range(0, len(letters), LETTERS_A_ROW)]


def _written(letters: Sequence[Mark]) -> tuple[Writing, ...]:
    """Return letters as texts: a row is one text, but each place in it takes a single letter, and "AA" has two."""
    texts: list[Sequence[Mark]] = []
    for row in _in_rows(letters):
        texts += [row] if all(len(mark.text) == 1 for mark in row) else [[mark] for mark in row]
    return tuple(
        Writing(" 0 ".join(str(mark.x) for mark in text), text[0].y + BASELINE, " ".join(mark.text for mark in text))
        for text in texts
    )


def _points(sources: dict[str, list[Mark]], y: int) -> dict[str, tuple[int, int]]:
    """Return where what comes later stands: below what leads there, beside each other, at most POINTS."""
    wanted = sorted((sum(mark.x for mark in marks) // len(marks), key) for key, marks in sources.items())[:POINTS]
    left = _spread([x for x, _ in wanted])
    return {key: (x, y) for x, (_, key) in zip(left, wanted, strict=True)}


def _spread(wanted: Sequence[int]) -> list[int]:
    """Return places at least POINT_GAP apart and on the image, each near the one wanted; `wanted` is in order."""
    places: list[int] = []
    for x in wanted:
        places.append(max([x, *(place + POINT_GAP for place in places[-1:])]))
    edge = WIDTH // 2 - SILL
    over = max(0, (places[-1] if places else 0) - edge)
    return [max(place - over, POINT_GAP * rank - edge) for rank, place in enumerate(places)]
