"""The figures of a book, found at once: by indicator, area and category, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from denizen.terms.areas import Geography
from denizen.terms.measures import Break, Figure
from denizen.terms.time import Period

TOTAL = "all"


@dataclass
class FiguresIndex:
    """Every figure, grouped once. Series are sorted by the end of their period, then by basis."""

    place: str
    series_of: dict[tuple[str, str, str], list[Figure]] = field(default_factory=dict)
    areas_of: dict[tuple[str, Geography], list[str]] = field(default_factory=dict)
    categories_of: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _ends: dict[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, figures: Sequence[Figure], place: str) -> FiguresIndex:
        """Index figures once, so that pages find theirs without looking through all."""
        index = cls(place)
        for figure in figures:
            key = (figure.indicator, figure.area_code, figure.category)
            if key not in index.series_of:
                index.series_of[key] = []
                index.categories_of.setdefault(key[:2], []).append(figure.category)
                codes = index.areas_of.setdefault((figure.indicator, figure.geography), [])
                if figure.area_code not in codes[-1:]:
                    codes.append(figure.area_code)
            index.series_of[key].append(figure)
        for series in index.series_of.values():
            if len(series) > 1:
                series.sort(key=lambda f: (index.end(f.period), f.basis))
        for key_, codes in index.areas_of.items():
            index.areas_of[key_] = list(dict.fromkeys(codes))
        return index

    def end(self, period: str) -> tuple[int, int]:
        """(last day, length in days) of a period, for sorting."""
        if period not in self._ends:
            span = Period.parse(period)
            self._ends[period] = (span.end.toordinal(), (span.end - span.start).days)
        return self._ends[period]

    def series(self, indicator: str, area: str, category: str = TOTAL) -> list[Figure]:
        return self.series_of.get((indicator, area, category), [])

    def latest(self, indicator: str, area: str, category: str = TOTAL) -> Figure | None:
        series = self.series(indicator, area, category)
        return series[-1] if series else None

    def latest_basis(self, indicator: str, area: str, category: str = TOTAL) -> list[Figure]:
        """The part of a series that stands on the same basis as its latest figure: all of it can be compared."""
        series = self.series(indicator, area, category)
        return [figure for figure in series if figure.basis == series[-1].basis]

    def at(self, indicator: str, area: str, period: str, category: str = TOTAL) -> Figure | None:
        """The figure of this period; of two bases, the later."""
        return next((f for f in reversed(self.series(indicator, area, category)) if f.period == period), None)

    def of_place(self, indicator: str, category: str = TOTAL) -> Figure | None:
        return self.latest(indicator, self.place, category)

    def categories(self, indicator: str, area: str) -> list[str]:
        return self.categories_of.get((indicator, area), [])

    def geographies(self, indicator: str) -> list[Geography]:
        """Geographies that this indicator has figures for, smallest first."""
        return sorted((g for i, g in self.areas_of if i == indicator), key=lambda g: g.size)

    def latest_period(self, indicator: str, geography: Geography, category: str = TOTAL) -> str:
        """The latest period in which any area of this geography has a figure; empty where none has."""
        periods = {
            series[-1].period
            for code in self.areas_of.get((indicator, geography), [])
            if (series := self.series(indicator, code, category))
        }
        return max(periods, key=self.end) if periods else ""


def segments(series: Sequence[Figure], breaks: Sequence[Break], index: FiguresIndex) -> list[list[Figure]]:
    """A series cut wherever two bases or releases meet: within a segment, and only there, figures are one line.

    Figures of bases that overlap in time are separate segments, in the order in which they begin.
    """
    by_basis: dict[str, list[Figure]] = {}
    for figure in series:
        by_basis.setdefault(figure.basis, []).append(figure)
    within = [broken for broken in breaks if not _is_between(broken, by_basis)]
    parts: list[list[Figure]] = []
    for run in by_basis.values():
        part = [run[0]]
        for figure in run[1:]:
            if any(_parts(broken, part[-1], figure, index) for broken in within):
                parts.append(part)
                part = []
            part.append(figure)
        parts.append(part)
    return sorted(parts, key=lambda part: (index.end(part[0].period), part[0].basis))


def _is_between(broken: Break, by_basis: dict[str, list[Figure]]) -> bool:
    """Whether one basis ends or another begins at this break: then it says nothing of a basis that runs through it."""
    if len(by_basis) < 2:
        return False
    return any(run[-1].period == broken.after or run[0].period == broken.before for run in by_basis.values()) or (
        " | " in broken.reason
    )


def _parts(broken: Break, before: Figure, after: Figure, index: FiguresIndex) -> bool:
    return (
        broken.indicator == before.indicator
        and index.end(before.period)[0] <= index.end(broken.after)[0]
        and index.end(broken.before)[0] <= index.end(after.period)[0]
    )
