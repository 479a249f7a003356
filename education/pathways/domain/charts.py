"""A vignette's measured courses as small charts: where each of their marks and words stands.

Courses in one unit share a chart and so a scale. Lengths are the units of an SVG's view box, whole numbers, as text.
Widths of words are estimates on the generous side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby, pairwise, zip_longest

from education.pathways.domain.document import Measure
from education.pathways.domain.screen import SeriesTable

WIDTH, BAND, TOP = 280, 4, 26  # the plot's upper edge, and its highest tick
PLOT, MORE = 72, 40  # from the highest tick to the lowest: for one course, and what a second one adds
UNDER = 24  # below the plot: the months, their line MONTHS lower than the lowest tick
MONTHS = 19
LETTER, LAST_LETTER = 7.2, 9.6  # widest of a digit as ticks and values are set, and as last values are
RISE, LAST_RISE = 11, 14  # how high such a digit is
DOT = 4  # from the middle of a dot to its edge
MONTH_WORD = 62  # room for "Month 0" in any language
OUTDENT = 18  # how far it reaches to the left of the first month
NARROWEST = 110  # the plot keeps this much, whatever its words need
STEPS = (1, 2, 5, 10)

Dot = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """A word of a chart; which side of it stands at `x` is said where it is used, `y` is the line it stands on."""

    x: str
    y: str
    text: str
    name: str = ""


@dataclass(frozen=True)
class Course:
    """One measure of a chart; `values` holds every point as (month, value), both as they are read."""

    measure: Measure
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ChartView:
    """Courses of one unit, drawn: `line`, `dots` and `grid` are SVG paths; `grid` begins with the plot's outline.

    `ticks` end at their x. The first of `months` starts at its x, the others stand over theirs. `labels` are the
    values that have room over their x, beside their dot. `last` are the last values, starting at their x right of the
    plot, with the measure as `name` where there are several; a course of one point, when it is alone, has none.
    """

    courses: tuple[Course, ...]
    unit: str
    view_box: str
    grid: str
    line: str
    dots: str
    ticks: tuple[Label, ...]
    months: tuple[Label, ...]
    labels: tuple[Label, ...]
    last: tuple[Label, ...]


@dataclass(frozen=True)
class Frame:
    """The plot: its edges, and the ticks of its axis from the lowest up."""

    left: float
    right: float
    bottom: int
    ticks: tuple[Decimal, ...]
    first: int
    span: int

    def x(self, month: int) -> float:
        """Return where a month stands; the middle when there is only one."""
        share = (month - self.first) / self.span if self.span else 0.5
        return self.left + share * (self.right - self.left)

    def y(self, value: Decimal) -> float:
        """Return where a value stands between the lowest and the highest tick."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return self.bottom - float(share) * (self.bottom - TOP)


@dataclass(frozen=True)
class Box:
    """The room a word takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Say whether two words would touch."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def crossed(self, start: Dot, end: Dot) -> bool:
        """Say whether the line from one dot to a later one runs through the word."""
        (x, y), (to_x, to_y) = start, end
        begins, ends = max(x, self.left), min(to_x, self.right)
        if begins > ends:
            return False
        slope = (to_y - y) / (to_x - x) if to_x > x else 0.0
        heights = (y + (begins - x) * slope, y + (ends - x) * slope) if slope else (y, to_y)
        return min(heights) < self.bottom and max(heights) > self.top


def charts(series: Sequence[SeriesTable]) -> tuple[ChartView, ...]:
    """Return one drawing a unit, in the order of the courses. Raises ValueError for a course without a point."""
    units = dict.fromkeys(table.unit for table in series)
    return tuple(chart([table for table in series if table.unit == unit]) for unit in units)


def chart(tables: Sequence[SeriesTable]) -> ChartView:
    """Return the drawing of courses in one unit. Raises ValueError for a course without a point."""
    for table in tables:
        if not table.points:
            raise ValueError(f"no points of {table.measure}")
    courses = [sorted(table.points, key=lambda point: point[0]) for table in tables]
    frame = _frame(courses)
    dots = [[(frame.x(month), frame.y(value)) for month, value in points] for points in courses]
    texts = [[written(value) for _, value in points] for points in courses]
    last = _last(frame, tables, dots, texts) if len(tables) > 1 or len(courses[0]) > 1 else ()
    left, right = f"{frame.left:.0f}", f"{frame.right:.0f}"
    return ChartView(
        courses=tuple(_course(table.measure, points) for table, points in zip(tables, courses, strict=True)),
        unit=tables[0].unit,
        view_box=f"0 0 {WIDTH} {frame.bottom + UNDER}",
        grid=f"M{left} {frame.bottom}V{BAND}H{right}V{frame.bottom}z"
        + "".join(f"M{left} {frame.y(tick):.0f}H{right}" for tick in frame.ticks[1:]),
        line="".join("M" + " ".join(f"{x:.0f} {y:.0f}" for x, y in course) for course in dots),
        dots="".join(f"M{x:.0f} {y:.0f}h0" for course in dots for x, y in course),
        ticks=tuple(_label(frame.left - 6, frame.y(tick) + 4, written(tick)) for tick in frame.ticks),
        months=tuple(_months(frame, sorted({month for points in courses for month, _ in points}))),
        labels=tuple(_labels(frame, dots, texts, last)),
        last=last,
    )


def written(number: Decimal | int) -> str:
    """Return a number as it is read: its own digits, a true minus sign, no exponent."""
    return f"{number:f}".replace("-", "−") if isinstance(number, Decimal) else str(number).replace("-", "−")


def ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Return two to five round values, evenly apart, the first not above `low` and the last not below `high`."""
    if low == high:
        room = abs(low) / 10 or Decimal(1)
        low, high = low - room, high + room
    rough = (high - low) / 3
    power = Decimal(10) ** rough.adjusted()
    step = next(many * power for many in STEPS if many * power >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple((first + place) * step for place in range(int(last - first) + 1))


def rows(series: Sequence[SeriesTable]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the courses as one table: a row is (month, a value for each course, "" where it was not measured).

    A month has as many rows as the course that was measured most often in it.
    """
    by_month: dict[int, list[list[str]]] = {}
    for place, table in enumerate(series):
        for month, points in groupby(sorted(table.points, key=lambda point: point[0]), key=lambda point: point[0]):
            by_month.setdefault(month, [[] for _ in series])[place] = [written(value) for _, value in points]
    return tuple(
        (written(month), values) for month in sorted(by_month) for values in zip_longest(*by_month[month], fillvalue="")
    )


def _course(measure: Measure, points: Sequence[tuple[int, Decimal]]) -> Course:
    return Course(measure, tuple((written(month), written(value)) for month, value in points))


def _frame(courses: Sequence[Sequence[tuple[int, Decimal]]]) -> Frame:
    """Return the plot that leaves room for the ticks at its left and the last values at its right."""
    values = [value for points in courses for _, value in points]
    months = [month for points in courses for month, _ in points]
    axis = ticks(min(values), max(values))
    named = 40 if len(courses) > 1 else 0
    left = min(10 + LETTER * max(len(written(tick)) for tick in axis), WIDTH / 3)
    right = WIDTH - 13 - named - LAST_LETTER * max(len(written(points[-1][1])) for points in courses)
    bottom = TOP + PLOT + (MORE if len(courses) > 1 else 0)
    return Frame(left, max(right, left + NARROWEST), bottom, axis, min(months), max(months) - min(months))


def _last(
    frame: Frame, tables: Sequence[SeriesTable], dots: Sequence[Sequence[Dot]], texts: Sequence[Sequence[str]]
) -> tuple[Label, ...]:
    """Return the last values right of the plot, in the order of the courses, each level with its dot or moved off."""
    apart = LAST_RISE + 3
    lines: dict[int, float] = {}
    lowest = frame.bottom + 6.0
    order = sorted(range(len(tables)), key=lambda place: dots[place][-1][1])
    for place in reversed(order):
        lowest = lines[place] = min(dots[place][-1][1] + 6, lowest)
        lowest -= apart
    names = [table.measure if len(tables) > 1 else "" for table in tables]
    return tuple(
        Label(f"{frame.right + 8:.0f}", f"{lines[place]:.0f}", texts[place][-1], names[place])
        for place in range(len(tables))
    )


def _labels(
    frame: Frame, dots: Sequence[Sequence[Dot]], texts: Sequence[Sequence[str]], last: Sequence[Label]
) -> Iterator[Label]:
    """Yield the values that have room: of each course the first, then the others, above a dot, or below, or not.

    There is no room on a line, its own or another's.
    """
    taken = [Box(int(one.x) - 3, int(one.y) - LAST_RISE, WIDTH, int(one.y) + 2) for one in last]
    inner = [(course, place) for course, points in enumerate(dots) for place in range(len(points) - bool(last))]
    for course, place in sorted(inner, key=lambda one: one[1] > 0):
        own, others = _pieces(dots[course]), [piece for points in dots for piece in _pieces(points)]
        text = texts[course][place]
        for middle, line in _places(frame, dots[course], place, text):
            half = LETTER * len(text) / 2
            box = Box(middle - half, line - RISE, middle + half, line + 2)
            wider = Box(box.left, box.top - DOT, box.right, box.bottom + DOT)
            on_a_line = any((box if piece in own else wider).crossed(*piece) for piece in others)
            if not on_a_line and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield _label(middle, line, text)
                break


def _pieces(dots: Sequence[Dot]) -> list[tuple[Dot, Dot]]:
    """Return a course's line, dot to dot; a course of one dot is that dot."""
    return list(pairwise(dots)) or [(dots[0], dots[0])]


def _places(frame: Frame, dots: Sequence[Dot], place: int, text: str) -> Iterator[Dot]:
    """Yield where a value may stand, the best first: over or under its dot, else to one side of that."""
    half = LETTER * len(text) / 2
    for line in _lines(frame, dots, place):
        for aside in (0.0, half, -half):
            yield min(max(dots[place][0] + aside, frame.left + half - 4), WIDTH - half), line


def _lines(frame: Frame, dots: Sequence[Dot], place: int) -> tuple[float, ...]:
    """Return the heights a value may stand at, the better one first: in a valley below its dot, otherwise above it."""
    y = dots[place][1]
    beside = [dots[near][1] for near in (place - 1, place + 1) if 0 <= near < len(dots)]
    above, below = y - 8, y + 19
    if below > frame.bottom - 2:
        return (above,)
    in_valley = len(beside) == 2 and sum(beside) / 2 < y - 4
    return (below, above) if in_valley else (above, below)


def _months(frame: Frame, months: Sequence[int]) -> Iterator[Label]:
    """Yield the months that have room: the first, the last, then others from the left."""
    first, *others = months
    line = frame.bottom + MONTHS
    start = max(frame.x(first) - OUTDENT, 0.0)
    end = start + MONTH_WORD
    yield _label(start, line, written(first))
    for month in others:
        half = LETTER * len(written(month)) / 2
        reach = frame.x(others[-1]) - LETTER * len(written(others[-1])) / 2
        if month == others[-1] or (frame.x(month) - half > end + 4 and frame.x(month) + half + 4 < reach):
            yield _label(min(frame.x(month), WIDTH - half), line, written(month))
            end = frame.x(month) + half


def _label(x: float, y: float, text: str) -> Label:
    return Label(f"{x:.0f}", f"{y:.0f}", text)
