"""Change over time: where a series breaks, and what may be called a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from denizen.terms.measures import Break, Figure, Indicator


def breaks(figures: Iterable[Figure], indicators: Sequence[Indicator], place: str) -> tuple[Break, ...]:
    """Every point at which a series of the place passes from one release or base to another.

    Between two bases a difference is not change: part of it is how people were counted. One break per indicator and
    pair of neighbouring periods; the series that stands beside an indicator is looked at together with its own.
    Args:  all figures; the catalogue; the code of the place, whose series are looked at.
    """
    series: dict[str, list[tuple[str, str]]] = {}
    for figure in figures:
        if figure.area_code == place and figure.category == "all":
            series.setdefault(figure.indicator, []).append((figure.period, figure.basis))
    found: list[Break] = []
    for indicator in indicators:
        points = series.get(indicator.id, []) + series.get(indicator.beside, [])
        ordered = sorted(points, key=lambda point: (point[0].rsplit("/", 1)[-1], point[1]))
        for (earlier, old), (later, new) in pairwise(ordered):
            if old != new:
                found.append(Break(indicator.id, after=earlier, before=later, reason=f"{old} | {new}"))
    return tuple(found)
