"""Pairs looked at again once groups are closed: what a pair is worth depends on the groups that its records ended in.

Two records of one group belong together as surely as each belongs with all the rest of the group; two records of different
groups are one person only if the groups are. So pairs that are weak by themselves are often right within a group, and strong
ones are often wrong outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from denizen.linkage.closing import UNSEEN
from denizen.linkage.model import Floats, Ints, probability

EVEN = -1.5
"""Bits of the mean of all pairs at which groups are as likely one person as two, whatever the threshold by which they were
joined: links that are let in or kept out do not change how many people there are. Looked at on invented towns of seeds 11, 12,
21 and 22 and on the public test sets."""
_MOST = 20.0
"""bits that a single pair adds to a mean, at most"""
_INSIDE, _OUTSIDE = 2.0, 1.7
"""bits of evidence for a bit of a mean over several pairs, which is surer than one pair: within groups, and between them.
Looked at on the public test sets and the invented town of seed 11."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The probability of each pair, given the groups; how many groups are expected to be parts of others, or to be several."""

    chance: Floats
    parts: float
    several: float


def weigh(groups: Ints, a: Ints, b: Ints, weight: Floats) -> Weighed:
    """Weigh pairs by their groups.

    Args:  the group of each record, numbered by its lowest; pairs and their weights in bits.
    """
    weight, records = np.clip(weight, -_MOST, _MOST), len(groups)
    size, inside = np.bincount(groups, minlength=records), groups[a] == groups[b]
    belongs = probability(_INSIDE * (_mean_with_the_rest(groups, a[inside], b[inside], weight[inside], size) - EVEN))
    alone = size[groups[a]] == 2
    chance = np.where(alone, belongs[a], belongs[a] * belongs[b])
    pairs, of, mean = _means_between(groups[a[~inside]], groups[b[~inside]], weight[~inside], size)
    outside = probability(_OUTSIDE * (mean - EVEN))
    chance[~inside] = outside[of]
    loose = (1 - belongs) / np.where(size[groups] == 2, 2, 1)
    return Weighed(chance, _parts(pairs, outside, records), float(loose[size[groups] > 1].sum()))


def _mean_with_the_rest(groups: Ints, a: Ints, b: Ints, weight: Floats, size: Ints) -> Floats:
    """Of each record, the mean bits of its pairs with the others of its group."""
    records = len(groups)
    total = np.bincount(a, weight, records) + np.bincount(b, weight, records)
    seen = np.bincount(a, minlength=records) + np.bincount(b, minlength=records)
    others = size[groups] - 1
    return np.asarray((total + UNSEEN * (others - seen)) / np.maximum(others, 1))


def _parts(groups: Ints, chance: Floats, records: int) -> float:
    """How many groups are expected to be parts of another: each once at most, however many there are that it could be a part of.

    Args:  two rows, the groups of each pair of groups; the probability that they are one person. Which of the two would be the
           part is not known: the mean of both ways.
    """
    return float(np.mean([np.minimum(np.bincount(side, chance, records), 1.0).sum() for side in groups]))


def _means_between(one: Ints, other: Ints, weight: Floats, size: Ints) -> tuple[Ints, Ints, Floats]:
    """Pairs of groups that some pair of records meets in: the two of each; for each pair of records which; the mean bits."""
    lower, higher = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
    found, of = np.unique(lower * len(size) + higher, return_inverse=True)
    pairs = size[found // len(size)] * size[found % len(size)]
    total, seen = np.bincount(of, weight, len(found)), np.bincount(of, minlength=len(found))
    return (
        np.stack([found // len(size), found % len(size)]),
        of,
        np.asarray((total + UNSEEN * (pairs - seen)) / np.maximum(pairs, 1)),
    )
