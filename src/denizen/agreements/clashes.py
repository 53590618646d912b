"""Pairs of rules that speak of one case: found in blocks of numbers, exceptions taken away exactly, alike ones together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from denizen.agreements.boxes import Box
from denizen.agreements.instruments import PlacedFlow, Spoken
from denizen.agreements.overlaps import Numbers, Rowed, Rows, left_over, meeting, rowed, rows_of

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Side:
    """Rules on one side of a comparison."""

    spoken: tuple[Spoken, ...]

    @cached_property
    def rows(self) -> Rowed:
        return rowed(self.spoken)

    @cached_property
    def exceptions(self) -> Rowed:
        return rows_of(
            [box for one in self.spoken for box in one.placed.unless], [len(one.placed.unless) for one in self.spoken]
        )

    @cached_property
    def starts(self) -> Rows:
        return np.searchsorted(self.exceptions.owner, np.arange(len(self.spoken) + 1))


@dataclass(frozen=True, slots=True)
class Clashes:
    """Pairs of rules with a case in common: row i is `left.spoken[a[i]]` and `right.spoken[b[i]]`, which share `low..high`
    but for their exceptions."""

    left: Side
    right: Side
    a: Rows
    b: Rows
    low: Numbers
    high: Numbers

    def __len__(self) -> int:
        return len(self.a)

    def only(self, mask: Mask) -> Clashes:
        return Clashes(self.left, self.right, self.a[mask], self.b[mask], self.low[mask], self.high[mask])

    def pair(self, row: int) -> tuple[Spoken, Spoken]:
        return self.left.spoken[self.a[row]], self.right.spoken[self.b[row]]

    def exceptions(self, row: int) -> list[Box]:
        first, second = self.pair(row)
        return [*first.placed.unless, *second.placed.unless]

    def box(self, row: int) -> Box:
        return Box(tuple(map(int, self.low[row])), tuple(map(int, self.high[row])))


def clashes(
    left: Sequence[Spoken],
    right: Sequence[Spoken],
    wanted: Callable[[Rows, Rows], Mask],
    *,
    once: bool = False,
) -> Clashes:
    """Every pair of rules that speak of one case and are wanted, each pair once.

    Args:  rules of both sides (`once`: they are the same rules); which pairs of places matter, asked before the dear part.
    """
    one, other = Side(tuple(left)), Side(tuple(right))
    i, j = meeting(one.rows, other.rows, once=once)
    a, b = one.rows.owner[i], other.rows.owner[j]
    mask = wanted(a, b)
    if once:
        mask &= a != b
    a, b, i, j = a[mask], b[mask], i[mask], j[mask]
    low = np.maximum(one.rows.low[i], other.rows.low[j])
    high = np.minimum(one.rows.high[i], other.rows.high[j])
    found = Clashes(one, other, a, b, low, high)
    found = found.only(are_real(found))
    _, first = np.unique(found.a * max(1, len(other.spoken)) + found.b, return_index=True)
    keep = np.zeros(len(found), dtype=bool)
    keep[first] = True
    return found.only(keep)


def are_real(found: Clashes) -> Mask:
    """Whether each pair shares a case that no exception of either takes away. Exact.

    Where the lowest corner is in no exception there is such a case; only the rest is worked out box by box.
    """
    doubtful = _corner_is_excepted(found, found.left, found.a) | _corner_is_excepted(found, found.right, found.b)
    real = ~doubtful
    for row in np.flatnonzero(doubtful).tolist():
        real[row] = left_over(found.box(row), found.exceptions(row)) is not None
    return real


def _corner_is_excepted(found: Clashes, side: Side, rules: Rows) -> Mask:
    counts = side.starts[rules + 1] - side.starts[rules]
    excepted = np.zeros(len(found), dtype=bool)
    if not counts.any():
        return excepted
    pairs = np.repeat(np.arange(len(found)), counts)
    within = np.arange(len(pairs)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.repeat(side.starts[rules], counts) + within
    inside = np.ones(len(pairs), dtype=bool)
    for place in range(found.low.shape[1]):
        corner = found.low[pairs, place]
        inside &= (side.exceptions.low[rows, place] <= corner) & (corner <= side.exceptions.high[rows, place])
    excepted[pairs[inside]] = True
    return excepted


def touched(found: Clashes, flows: Sequence[PlacedFlow]) -> Mask:
    """Which pair shares a case that lies in which declared flow. One row per pair, one column per flow."""
    touches = np.zeros((len(found), len(flows)), dtype=bool)
    for column, flow in enumerate(flows):
        for box in flow.boxes:
            low = np.maximum(found.low, np.array(box.low, dtype=np.int32))
            high = np.minimum(found.high, np.array(box.high, dtype=np.int32))
            rows = np.flatnonzero((low <= high).all(axis=1) & ~touches[:, column])
            part = Clashes(found.left, found.right, found.a[rows], found.b[rows], low[rows], high[rows])
            touches[rows[are_real(part)], column] = True
    return touches


@dataclass(frozen=True, slots=True)
class Family:
    """Pairs that are alike, and the one that stands for them: a pair that touches most flows."""

    rows: Rows
    shown: int
    flows: tuple[PlacedFlow, ...]


def families(keys: Rows, touches: Mask, flows: Sequence[PlacedFlow], *, alike: int = 3) -> list[Family]:
    """Pairs with the same key together where there are at least `alike` of them, else one by one."""
    order = np.argsort(keys, kind="stable")
    cuts = np.flatnonzero(np.diff(keys[order])) + 1
    most = touches.sum(axis=1)
    found = []
    for rows in np.split(order, cuts) if len(order) else []:
        for group in [rows] if len(rows) >= alike else [rows[i : i + 1] for i in range(len(rows))]:
            met = np.flatnonzero(touches[group].any(axis=0)).tolist()
            shown = int(group[np.argmax(most[group])])
            found.append(Family(group, shown, tuple(flows[column] for column in met)))
    return found


def shared_part(found: Clashes, row: int, likely: Sequence[Box]) -> Box:
    """A box of cases that a pair shares, within the first of the likely boxes that it touches, where it touches one."""
    whole, exceptions = found.box(row), found.exceptions(row)
    for box in likely:
        part = left_over(whole.intersection(box), exceptions) if whole.meets(box) else None
        if part is not None:
            return part
    part = left_over(whole, exceptions)
    return part if part is not None else whole
