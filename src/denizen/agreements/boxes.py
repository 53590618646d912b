"""Boxes of cases: one closed interval of whole numbers per dimension. Meeting, holding and taking away are exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from denizen.agreements.numbering import Interval

Point = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """All cases whose every number lies between `low` and `high`, both inside. Empty where any low is above its high."""

    low: Point
    high: Point

    @property
    def is_empty(self) -> bool:
        return any(low > high for low, high in zip(self.low, self.high, strict=True))

    @property
    def intervals(self) -> tuple[Interval, ...]:
        return tuple(zip(self.low, self.high, strict=True))

    def meets(self, other: Box) -> bool:
        """Whether a case lies in both."""
        for a, b, c, d in zip(self.low, other.low, self.high, other.high, strict=True):
            if a > d or b > c or a > c or b > d:
                return False
        return True

    def intersection(self, other: Box) -> Box:
        """The cases in both; empty where none is."""
        return Box(tuple(map(max, self.low, other.low)), tuple(map(min, self.high, other.high)))

    def contains(self, other: Box) -> bool:
        """Whether every case of the other lies in this one."""
        for a, b, c, d in zip(self.low, other.low, self.high, other.high, strict=True):
            if a > b or c < d:
                return other.is_empty
        return True

    def holds(self, point: Point) -> bool:
        return all(low <= number <= high for low, number, high in zip(self.low, point, self.high, strict=True))

    def with_interval(self, place: int, interval: Interval) -> Box:
        """The same box with another interval in one dimension."""
        return Box(
            (*self.low[:place], interval[0], *self.low[place + 1 :]),
            (*self.high[:place], interval[1], *self.high[place + 1 :]),
        )

    def without(self, other: Box) -> list[Box]:
        """The cases that are not in the other, as boxes that lie apart."""
        if not self.meets(other):
            return [] if self.is_empty else [self]
        left, rest = [], self
        for place, (low, high) in enumerate(other.intervals):
            here, there = rest.low[place], rest.high[place]
            if here < low:
                left.append(rest.with_interval(place, (here, low - 1)))
            if high < there:
                left.append(rest.with_interval(place, (high + 1, there)))
            rest = rest.with_interval(place, (max(here, low), min(there, high)))
        return left

    def minus(self, others: Iterable[Box]) -> list[Box]:
        """The cases that are in none of the others, as boxes that lie apart."""
        left = [] if self.is_empty else [self]
        for other in others:
            if not left:
                break
            left = [piece for box in left for piece in box.without(other)]
        return left


def box_of(intervals: Sequence[Interval]) -> Box:
    """The box of these intervals, one per dimension."""
    return Box(tuple(low for low, _ in intervals), tuple(high for _, high in intervals))


def taken_away(boxes: Iterable[Box], others: Sequence[Box]) -> list[Box]:
    """The cases of any of the boxes that are in none of the others. Lies apart where the boxes do."""
    return [piece for box in boxes for piece in box.minus(other for other in others if other.meets(box))]


def is_covered(box: Box, others: Sequence[Box]) -> bool:
    """Whether every case of the box lies in one of the others."""
    return not taken_away([box], others)
