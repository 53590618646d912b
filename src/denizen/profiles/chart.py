"""Charts: a line over time as SVG, cut at each break; bars and dots as marks that a page places in per cent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from denizen.profiles.figures_index import FiguresIndex
from denizen.profiles.phrasing import number, short_period
from denizen.terms.measures import Break, Figure, Status
from denizen.terms.time import Period

_WIDTH, _HEIGHT = 560, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 22, 22, 40


def nice_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`."""
    if high <= low:
        high = low + max(abs(low), 1.0)
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [n * step for n in range(first, last + 1)]


def tick_label(value: float, ticks: Sequence[float]) -> str:
    step = ticks[1] - ticks[0]
    return number(value, 0 if step >= 1 and step == int(step) else (1 if step * 10 == int(step * 10) else 2))


LEAST_SPAN = 0.06
"""A scale that does not start at zero spans at least this share of the highest value, lest it show a ripple as a wave."""


@dataclass(frozen=True)
class _Frame:
    first: float
    last: float
    ticks: Sequence[float]

    def x(self, day: float) -> float:
        share = 0.5 if self.last == self.first else (day - self.first) / (self.last - self.first)
        return round(_LEFT + 14 + share * (_WIDTH - _LEFT - _RIGHT - 28), 1)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(_HEIGHT - _BOTTOM - (value - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM), 1)


def break_day(broken: Break) -> float:
    """Where a break stands on the time axis: half way between the periods that it parts."""
    return (Period.parse(broken.after).end.toordinal() + Period.parse(broken.before).end.toordinal()) / 2


def trend_chart(
    parts: Sequence[Sequence[Figure]], breaks: Sequence[float], index: FiguresIndex, *, label: str, sign: str = ""
) -> Markup:
    """Points with their intervals, joined within each part and never across; a dashed mark with its number per break.

    Args:    the series, cut by `figures_index.segments`; days of the breaks, in the order in which the page lists them.
    """
    shown = [figure for part in parts for figure in part if figure.value is not None]
    if not shown:
        return Markup("")
    frame = _frame(shown, breaks, index)
    body = _grid(frame, sign)
    body += [_break_mark(frame.x(day), n) for n, day in enumerate(breaks, 1)]
    body += [_part(part, n, frame, index) for n, part in enumerate(parts)]
    body += _years(shown, frame, index)
    return Markup(  # noqa: S704 - the label is escaped, the rest is numbers
        f'<svg class="trend" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}"'
        f' data-points="{len(shown)}">{"".join(body)}</svg>'
    )


def _frame(shown: Sequence[Figure], breaks: Sequence[float], index: FiguresIndex) -> _Frame:
    days = [*(float(index.end(f.period)[0]) for f in shown), *breaks]
    low, high = _extent(shown)
    if starts_at_zero(shown):
        return _Frame(min(days), max(days), nice_ticks(0.0, high))
    spare = max(abs(high) * LEAST_SPAN - (high - low), 0.0) / 2
    return _Frame(min(days), max(days), nice_ticks(low - spare, high + spare))


def _extent(shown: Sequence[Figure]) -> tuple[float, float]:
    lows = [f.value if f.lower is None else f.lower for f in shown if f.value is not None]
    highs = [f.value if f.upper is None else f.upper for f in shown if f.value is not None]
    return min(lows), max(highs)


def starts_at_zero(figures: Sequence[Figure]) -> bool:
    """Whether the scale of a chart starts at zero: where it would not flatten a change of less than a tenth."""
    shown = [figure for figure in figures if figure.value is not None]
    if not shown:
        return True
    low, high = _extent(shown)
    return 0 <= low < high * 0.88


def _grid(frame: _Frame, sign: str) -> list[str]:
    lines = []
    for tick in frame.ticks:
        y = frame.y(tick)
        lines.append(f'<path class="grid" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>')
        lines.append(
            f'<text x="{_LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{tick_label(tick, frame.ticks)}{sign}</text>'
        )
    return lines


def _break_mark(x: float, n: int) -> str:
    return (
        f'<path class="break" d="M{x} {_TOP}V{_HEIGHT - _BOTTOM}"/>'
        f'<circle class="break-label" cx="{x}" cy="{_TOP - 8}" r="11"/>'
        f'<text class="break-number" x="{x}" y="{_TOP - 3}" text-anchor="middle">{n}</text>'
    )


def _part(part: Sequence[Figure], n: int, frame: _Frame, index: FiguresIndex) -> str:
    marks: list[str] = []
    runs: list[list[str]] = [[]]
    before: Figure | None = None
    for figure in part:
        if figure.value is None:
            runs.append([])
            continue
        if before is not None and _skips(before, figure, index):
            runs.append([])
        before = figure
        x, y = frame.x(index.end(figure.period)[0]), frame.y(figure.value)
        runs[-1].append(f"{x} {y}")
        if figure.lower is not None and figure.upper is not None:
            marks.append(f'<path class="whisker" d="M{x} {frame.y(figure.lower)}V{frame.y(figure.upper)}"/>')
        doubtful = " doubtful" if figure.status is Status.UNRELIABLE else ""
        marks.append(f'<circle class="point s{n % 6}{doubtful}" cx="{x}" cy="{y}" r="4.5"/>')
    lines = [f'<path class="line s{n % 6}" d="M{"L".join(run)}"/>' for run in runs if len(run) > 1]
    return "".join(lines + marks)


def _skips(before: Figure, after: Figure, index: FiguresIndex) -> bool:
    """Whether whole periods of this length lie between two spans of time, of which nothing is known."""
    (first, _), (last, length) = index.end(before.period), index.end(after.period)
    return length > 0 and last - first > 1.9 * (length + 1)


def _years(shown: Sequence[Figure], frame: _Frame, index: FiguresIndex) -> list[str]:
    """Labels of the time axis: each where its first figure stands, every second or third where all would touch."""
    places: dict[str, float] = {}
    for figure in sorted(shown, key=lambda f: index.end(f.period)):
        places.setdefault(short_period(figure.period), frame.x(index.end(figure.period)[0]))
    across = list(places.values())
    nearest = min((later - earlier for earlier, later in pairwise(across)), default=_WIDTH)
    stride = max(math.ceil(46 / max(nearest, 1.0)), 1)
    labels = []
    taken = -math.inf
    for text, x in list(places.items())[::stride] if stride < len(places) else list(places.items()):
        if x - taken >= 46:
            labels.append(f'<text x="{x}" y="{_HEIGHT - 14}" text-anchor="middle">{text}</text>')
            taken = x
    return labels


@dataclass(frozen=True)
class Mark:
    """A value on a horizontal track, in per cent of its length."""

    at: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Track:
    """A horizontal axis from `low` to `high`."""

    low: float
    high: float

    @classmethod
    def over(cls, figures: Sequence[Figure], *, from_zero: bool = True) -> Track:
        values = [v for f in figures for v in (f.value, f.lower, f.upper) if v is not None]
        if not values:
            return cls(0.0, 1.0)
        ticks = nice_ticks(0.0 if from_zero else min(values), max(values))
        return cls(ticks[0], ticks[-1])

    def at(self, value: float) -> float:
        return round((value - self.low) / (self.high - self.low) * 100, 1)

    def mark(self, figure: Figure | None) -> Mark | None:
        if figure is None or figure.value is None:
            return None
        bounds = figure.lower is not None and figure.upper is not None
        return Mark(
            self.at(figure.value),
            self.at(figure.lower) if bounds and figure.lower is not None else None,
            self.at(figure.upper) if bounds and figure.upper is not None else None,
        )
