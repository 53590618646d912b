"""Ids that stay: when records are grouped anew, each group takes over the id that most of its records had before."""

from __future__ import annotations

import numpy as np

from denizen.linkage.model import Ints

NONE = -1


def carried(groups: Ints, earlier: Ints) -> Ints:
    """For each record the earlier id that its group takes over, or -1 where it takes over none.

    The largest overlap is settled first; among equals, the lowest group and the lowest id. Each earlier id goes to one
    group at most, and each group takes one at most: two people never come to share an id, nor has one person two.

    Args:  for each record the number of its group; and of the id that it had before, or -1 where it is new.
    """
    known = earlier != NONE
    pairs, overlap = np.unique(np.stack([groups[known], earlier[known]], axis=1), axis=0, return_counts=True)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -overlap))
    group, before = pairs[order, 0], pairs[order, 1]
    taken_over: dict[int, int] = {}
    while len(group):
        firsts = _first_of_each(group) & _first_of_each(before)
        taken_over.update(zip(group[firsts].tolist(), before[firsts].tolist(), strict=True))
        is_left = ~np.isin(group, group[firsts]) & ~np.isin(before, before[firsts])
        group, before = group[is_left], before[is_left]
    found, inverse = np.unique(groups, return_inverse=True)
    return np.array([taken_over.get(one, NONE) for one in found.tolist()], dtype=np.int64)[inverse]


def _first_of_each(values: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether each value stands for the first time."""
    is_first = np.zeros(len(values), dtype=bool)
    is_first[np.unique(values, return_index=True)[1]] = True
    return is_first
