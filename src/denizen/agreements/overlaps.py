"""Which boxes meet: all pairs, a block at a time, with memory that does not grow with their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from denizen.agreements.boxes import Box
from denizen.agreements.instruments import Spoken

Numbers = NDArray[np.int32]
Rows = NDArray[np.intp]
_CELLS = 4_000_000
"""pairs looked at in one block: some 12 MB"""


@dataclass(frozen=True, slots=True)
class Rowed:
    """Boxes as rows of numbers, each with the rule that it is of."""

    low: Numbers
    high: Numbers
    owner: Rows

    def __len__(self) -> int:
        return len(self.owner)


def rowed(spoken: Sequence[Spoken]) -> Rowed:
    """The boxes of rules before their exceptions; the owner of a row is its rule's place in the sequence."""
    return rows_of([box for one in spoken for box in one.placed.when], [len(one.placed.when) for one in spoken])


def rows_of(boxes: Sequence[Box], counts: Sequence[int]) -> Rowed:
    """Boxes as rows; the first `counts[0]` belong to 0, the next `counts[1]` to 1, and so on."""
    width = len(boxes[0].low) if boxes else 1
    low = np.array([box.low for box in boxes], dtype=np.int32).reshape(-1, width)
    high = np.array([box.high for box in boxes], dtype=np.int32).reshape(-1, width)
    return Rowed(low, high, np.repeat(np.arange(len(counts)), counts))


def meeting(left: Rowed, right: Rowed, *, once: bool = False) -> tuple[Rows, Rows]:
    """Rows of the left and of the right that have a case in common. `once`: each pair of one list once, none with itself.

    The dimensions that part most pairs are compared first, over a whole block; the rest over what is left.
    """
    if not len(left) or not len(right):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    order = _narrowest_first(left, right)
    block = max(1, _CELLS // len(right))
    found = [
        _in_block(left, right, start, min(start + block, len(left)), order, once)
        for start in range(0, len(left), block)
    ]
    return np.concatenate([rows for rows, _ in found]), np.concatenate([rows for _, rows in found])


def _in_block(left: Rowed, right: Rowed, start: int, stop: int, order: list[int], once: bool) -> tuple[Rows, Rows]:
    mask = np.ones((stop - start, len(right)), dtype=bool)
    for place in order[:3]:
        mask &= left.low[start:stop, place, None] <= right.high[None, :, place]
        mask &= left.high[start:stop, place, None] >= right.low[None, :, place]
    a, b = np.nonzero(mask)
    a = a + start
    if once:
        a, b = _kept(a, b, a < b)
    for place in order[3:]:
        meets = (left.low[a, place] <= right.high[b, place]) & (left.high[a, place] >= right.low[b, place])
        a, b = _kept(a, b, meets)
    return a, b


def _kept(a: Rows, b: Rows, mask: NDArray[Any]) -> tuple[Rows, Rows]:
    return a[mask], b[mask]


def _narrowest_first(left: Rowed, right: Rowed) -> list[int]:
    """Dimensions, those first in which a sample of pairs meets least."""
    a, b = left.low[:: max(1, len(left) // 64)], right.low[:: max(1, len(right) // 64)]
    c, d = left.high[:: max(1, len(left) // 64)], right.high[:: max(1, len(right) // 64)]
    shares = ((a[:, None] <= d[None]) & (c[:, None] >= b[None])).mean(axis=(0, 1))
    return [int(place) for place in np.argsort(shares, kind="stable")]


def left_over(box: Box, others: Sequence[Box]) -> Box | None:
    """A part of the box that is in none of the others; None where they cover it. Exact.

    What is left of the box is split around the one that covers most of it, and each piece is looked at by itself: a piece that
    nothing meets is left over, a piece that lies in one of the others is covered. It goes deep before it goes wide, so that a
    part that is left is found without working out all of them.
    """
    if box.is_empty:
        return None
    if len(others) < _FEW:
        return _left_over_of_few(box, others)
    rows = rows_of(list(others), [1] * len(others))
    waiting = [(box, rows.low, rows.high)]
    while waiting:
        part, low, high = waiting.pop()
        first, last = np.array(part.low, dtype=np.int32), np.array(part.high, dtype=np.int32)
        meets = ((low <= last) & (high >= first)).all(axis=1)
        low, high = low[meets], high[meets]
        if not len(low):
            return part
        shared = np.minimum(high, last) - np.maximum(low, first) + 1
        share = (shared / (last - first + 1)).prod(axis=1)
        most = int(share.argmax())
        if share[most] < 1:
            around = Box(tuple(map(int, low[most])), tuple(map(int, high[most])))
            waiting += [(piece, low, high) for piece in part.without(around)]
    return None


_FEW = 12
"""others below which numbers in rows cost more than they save"""


def _left_over_of_few(box: Box, others: Sequence[Box]) -> Box | None:
    waiting = [(box, 0)]
    while waiting:
        part, place = waiting.pop()
        while place < len(others) and not others[place].meets(part):
            place += 1
        if place == len(others):
            return part
        waiting += [(piece, place + 1) for piece in part.without(others[place])]
    return None
