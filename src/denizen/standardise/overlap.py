"""How many events two lists have in common, from rows that could be one event and what chance alone would bring.

No row is ever said to be another row: so many events meet one of the other list, so many would by chance, and the
difference is what counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, variance

Where = tuple[str, str, date]
"""area, kind, first day of the period"""
Cell = tuple[str, date]
"""area, first day of the period"""
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Met:
    """What the second of two lists meets in the first, in one area, kind and period.

    `events`: of the second list; `met`: of these, how many meet an event of the first that could be the same one, each
    counted once however many it meets; `by_chance`: how many do so after each of several turns of the calendar, when
    none can be the same one.
    """

    events: int
    met: int
    by_chance: tuple[int, ...]

    @property
    def expected(self) -> float:
        """How many chance alone would have meet."""
        return fmean(self.by_chance)


@dataclass(frozen=True, slots=True)
class Span:
    """A 95 % interval."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Together:
    """Events known to any of several services: `alone`, to each of them and no other, in their order."""

    distinct: float
    alone: tuple[float, ...]

    @property
    def more_than_one(self) -> float:
        """Events known to two services or more."""
        return max(0.0, self.distinct - sum(self.alone))


def summed(cells: Sequence[Met]) -> Met:
    """Several cells as one."""
    if not cells:
        return Met(0, 0, (0, 0))
    turns = zip(*(cell.by_chance for cell in cells), strict=True)
    return Met(sum(cell.events for cell in cells), sum(cell.met for cell in cells), tuple(sum(turn) for turn in turns))


def matched(met: Mapping[Where, Met]) -> dict[Cell, float]:
    """Expected events on both lists, by area and period: the chances that what meets is one event, added up.

    Of n events e meet by chance and m in truth, so that s = (m - e) / (n - e) are on both: n s in all, never fewer than
    none. They are given to areas by the chance that an event which meets is on both, s / (s + (1 - s) q): s the share of
    its kind in the whole place, q the share that meets by chance in its area and kind.
    Source:  observed against expected coincidences, after Knox (1964), with the calendar turned by whole weeks for the
             expected ones, so that days of the week and the season stay.
    """
    total = _on_both(whole := summed(list(met.values())), whole.expected)
    chances = _chances(met)
    weights = {where: chances[where[:2]] * cell.met for where, cell in met.items()}
    factor = total / sum(weights.values()) if sum(weights.values()) else 0.0
    found: dict[Cell, float] = defaultdict(float)
    for where, weight in weights.items():
        found[where[0], where[2]] += min(factor * weight, met[where].met)
    return dict(found)


def _on_both(cell: Met, expected: float) -> float:
    """n (m - e) / (n - e), from none to all that meet."""
    if cell.events <= expected:
        return 0.0
    return min(max(0.0, cell.events * (cell.met - expected) / (cell.events - expected)), float(cell.met))


def _chances(met: Mapping[Where, Met]) -> dict[tuple[str, str], float]:
    """For each area and kind the chance that an event which meets another is on both lists."""
    kinds: dict[str, list[Met]] = defaultdict(list)
    strata: dict[tuple[str, str], list[Met]] = defaultdict(list)
    for (area, kind, _), cell in met.items():
        kinds[kind].append(cell)
        strata[area, kind].append(cell)
    of_kind = {kind: summed(cells) for kind, cells in kinds.items()}
    shares = {kind: _on_both(cell, cell.expected) / max(1, cell.events) for kind, cell in of_kind.items()}
    chances = {}
    for (area, kind), cells in strata.items():
        cell, share = summed(cells), shares[kind]
        by_chance = (1 - share) * min(1.0, cell.expected / max(1, cell.events))
        chances[area, kind] = share / (share + by_chance) if share else 0.0
    return chances


def beyond_chance(cell: Met) -> Span:
    """Between which numbers the events on both lists lie, by what chance may have brought this time.

    Assumes:  what meets by chance varies as it does from turn to turn, and never less than independent events would.
              Several events of one cause in one area and on one day, which two services share out between them, are
              taken for the same ones: where there are many, both bounds are too high.
    """
    left = cell.events - cell.expected
    if left <= 0:
        return Span(0.0, float(cell.met))
    turns = len(cell.by_chance)
    spread = sqrt(max(variance(cell.by_chance), cell.expected) * (1 + 1 / turns))
    widest = student(turns - 1) * spread * cell.events / left
    value = _on_both(cell, cell.expected)
    fewest = max(0.0, value - widest) / max(1, cell.events)
    reach = widest * sqrt(1 - fewest)  # what is on both lists cannot meet by chance: less is left for chance to move
    return Span(max(0.0, value - reach), min(value + reach, float(cell.met)))


def student(freedom: int) -> float:
    """The 97.5 % point of Student's t, to a hundredth from 6 degrees of freedom on.

    Source:  Abramowitz and Stegun (1964), 26.7.5, the first two terms.
    """
    return Z + (Z**3 + Z) / (4 * freedom) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)


def together(counts: Sequence[float], both: Mapping[tuple[int, int], float]) -> Together:
    """Distinct events on several lists: n1 + n2 - m for two. Never fewer than on the longest, nor more than on all.

    Args:     how many each list has; how many two of them share, by their places (0, 1).
    Assumes:  of three lists, that the third knows events of the first and of the second independently.
    """
    shares = _shares(counts, both)
    distinct = 0.0
    alone = []
    for k, count in enumerate(counts):
        new = own = float(count)
        for j in range(len(counts)):
            own *= 1 - shares[j, k]
            new *= 1 - shares[j, k] if j < k else 1
        distinct += new
        alone.append(own)
    return Together(max(distinct, *counts), tuple(alone))


def bounds(counts: Sequence[float], both: Mapping[tuple[int, int], Span]) -> Span:
    """How few and how many distinct events there can be, whatever three lists have in common."""
    fewest = most = 0.0
    for k, count in enumerate(counts):
        known = [both[j, k] for j in range(k) if (j, k) in both]
        fewest += max(0.0, count - sum(span.upper for span in known))
        most += max(0.0, count - max((span.lower for span in known), default=0.0))
    return Span(max(fewest, *counts), max(most, *counts))


def _shares(counts: Sequence[float], both: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """(j, k) -> the share of list k that list j knows too."""
    shares = {}
    for j in range(len(counts)):
        for k in range(len(counts)):
            common = 0.0 if j == k else both.get((min(j, k), max(j, k)), 0.0)
            shares[j, k] = min(common, counts[j], counts[k]) / counts[k] if counts[k] else 0.0
    return shares
