"""People who moved together: where others of a home stand at two addresses, one more who stands at both is likely one person.

Lists keep old addresses, so that somebody who moved is met at two homes, and by a name alone is hardly known again. But people
of one household move together: when groups that are joined already lie across the same two homes, that speaks for a pair of
records across them, and groups are closed once more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.comparisons import ADDRESS, BIRTH, NAME, Comparison
from denizen.linkage.model import Ints

MOVED = 6.0
"""Bits that it counts for a pair of two homes that another lies across them too. Chosen on invented towns of seeds 21 and 22."""
MOST_AT_HOME = 15
"""records at one place beyond which it is no home of one household"""
MOST_HOMES = 4
"""homes of one group beyond which it says nothing of a move"""
_ALIKE, _ELSEWHERE = 8, 2
"""levels of names from which they are alike, and of addresses up to which they are two"""


def may_have_moved(levels: Ints, comparisons: Sequence[Comparison]) -> NDArray[np.bool_]:
    """Of each pattern: whether names are alike, addresses are two, and the dates of birth do not differ."""
    name, birth, address = (
        levels[:, [one.name for one in comparisons].index(of.name)] for of in (NAME, BIRTH, ADDRESS)
    )
    return np.asarray((name >= _ALIKE) & (birth != 0) & (address >= 0) & (address <= _ELSEWHERE))


def moved_together(groups: Ints, homes: Ints, a: Ints, b: Ints, may: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of each pair: whether a third group lies across the two homes of its records.

    Args:  the group of each record; the number of its home, or -1; pairs; which of them may be of one person who moved.
    """
    found = may & (homes[a] >= 0) & (homes[b] >= 0) & (homes[a] != homes[b])
    if not found.any():
        return np.zeros(len(a), dtype=bool)
    codes, across = _spans(groups, homes)
    if not len(codes):
        return np.zeros(len(a), dtype=bool)
    at = np.flatnonzero(found)
    wanted = _code(homes[a[at]], homes[b[at]], homes)
    place = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    one, other = (np.isin(place * len(groups) + groups[side[at]], across) for side in (a, b))
    spanning = np.bincount(across // len(groups), minlength=len(codes))[place]
    others = spanning - one - (other & (groups[a[at]] != groups[b[at]]))
    found[at] = (codes[place] == wanted) & (others > 0)
    return np.asarray(found)


def _spans(groups: Ints, homes: Ints) -> tuple[Ints, Ints]:
    """Two homes that some group lies across, as sorted codes; and each such group, as the place of the code and its number."""
    known = np.flatnonzero(homes >= 0)
    rows = np.unique(np.stack([groups[known], homes[known]], axis=1), axis=0)
    many = np.bincount(rows[:, 0], minlength=len(groups))[rows[:, 0]]
    rows = rows[(many > 1) & (many <= MOST_HOMES)]
    pairs = [np.zeros((0, 3), dtype=np.int64)]
    for step in range(1, MOST_HOMES):
        same = rows[:-step, 0] == rows[step:, 0] if len(rows) > step else np.zeros(0, dtype=bool)
        pairs.append(np.stack([*(rows[: len(rows) - step][same].T), rows[step:][same][:, 1]], axis=1))
    every = np.concatenate(pairs)
    codes, place = np.unique(_code(every[:, 1], every[:, 2], homes), return_inverse=True)
    return codes, np.unique(place * len(groups) + every[:, 0])


def _code(one: Ints, other: Ints, homes: Ints) -> Ints:
    return np.asarray(np.minimum(one, other) * (int(homes.max()) + 1) + np.maximum(one, other))
