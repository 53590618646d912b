"""From pairs to people: groups are joined while records of one are, on average, more likely than not one person with those
of the other. A pair that no key brought together counts against it: so relatives are not chained to one another.

Groups that are nearest to each other are joined first, all at once: the mean of all pairs would join them sooner or later,
whatever else it joins before (Bruynooghe 1978). The few that are left are joined one by one.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.model import Floats, Ints

UNSEEN = -3.0
"""bits of a pair that no key brought together"""
BARRED = -1e6
"""bits of a pair that cannot be one person"""
ROUNDS = 6
"""rounds in which groups are joined all at once: in each some three quarters of those that are left"""


def close(records: int, a: Ints, b: Ints, weight: Floats, threshold: float, once: Ints | None = None) -> Ints:
    """The group of every record, numbered by its lowest record.

    Args:  how many records there are; pairs (a < b, in any order) with their match weights in bits; the mean weight above
           which groups are joined, itself above that of a pair that no key brought together; for each record the number
           of its list, where that has each person once (0 to 61), or -1.
    """
    over = weight > threshold
    reach = _reachable(records, a[over], b[over])
    near = reach[a] == reach[b]
    groups = np.arange(records)
    held = np.zeros(records, dtype=np.int64) if once is None else np.where(once < 0, 0, 1 << np.maximum(once, 0))
    size = np.ones(records, dtype=np.int64)
    meeting = _Meetings(a[near], b[near], weight[near], np.ones(int(near.sum()), dtype=np.int64))
    for _ in range(ROUNDS):
        mean = meeting.mean(size, held)
        one, other = meeting.mutual(mean, threshold, records)
        if not len(one):
            return groups
        into = np.arange(records)
        into[other] = one
        groups, size[one], held[one] = into[groups], size[one] + size[other], held[one] | held[other]
        meeting = meeting.moved(into, records).that_may_join(size, held, threshold, records)
    left = np.arange(records)
    _Joining(meeting, size, held, threshold).into(left)
    return np.asarray(left[groups])


def _reachable(records: int, a: Ints, b: Ints) -> Ints:
    """Of each record the lowest that pairs lead to: groups can only ever be joined within what is reached."""
    lowest = np.arange(records)
    while True:
        least = np.minimum(lowest[a], lowest[b])
        before = lowest.copy()
        np.minimum.at(lowest, before[a], least)
        np.minimum.at(lowest, before[b], least)
        lowest = lowest[lowest]
        if np.array_equal(lowest, before):
            return lowest


@dataclass(frozen=True, slots=True)
class _Meetings:
    """Pairs of groups that some pair of records meets in, each once: the sum of those pairs' bits, and how many they are."""

    one: Ints
    other: Ints
    total: Floats
    seen: Ints

    def mean(self, size: Ints, held: Ints) -> Floats:
        """The mean bits of all pairs of records between two groups; groups with records on one list that has each person
        once are barred from one another."""
        pairs = size[self.one] * size[self.other]
        mean = (self.total + UNSEEN * (pairs - self.seen)) / pairs
        return np.where(held[self.one] & held[self.other], BARRED, mean)

    def mutual(self, mean: Floats, threshold: float, records: int) -> tuple[Ints, Ints]:
        """Groups that are nearest to one another and over the threshold, the lower first. Of several that are equally near,
        the lowest is the nearest."""
        over = mean > threshold
        near = np.concatenate([self.one[over], self.other[over]]), np.concatenate([self.other[over], self.one[over]])
        bits = np.tile(mean[over], 2)
        best, partner = np.full(records, -np.inf), np.full(records, records)
        np.maximum.at(best, near[0], bits)
        nearest = bits == best[near[0]]
        np.minimum.at(partner, near[0][nearest], near[1][nearest])
        met = np.flatnonzero(partner < records)
        first = met[(partner[partner[met]] == met) & (met < partner[met])]
        return first, partner[first]

    def moved(self, into: Ints, records: int) -> _Meetings:
        """The same where groups have become parts of others."""
        one, other = into[self.one], into[self.other]
        still = one != other
        key = (np.minimum(one, other) * records + np.maximum(one, other))[still]
        found, of = np.unique(key, return_inverse=True)
        total = np.asarray(np.bincount(of, self.total[still], len(found)), dtype=np.float64)
        seen = np.bincount(of, self.seen[still], len(found)).astype(np.int64)
        return _Meetings(found // records, found % records, total, seen)

    def that_may_join(self, size: Ints, held: Ints, threshold: float, records: int) -> _Meetings:
        """Only those between groups that may yet be joined with any."""
        over = self.mean(size, held) > threshold
        reach = _reachable(records, self.one[over], self.other[over])
        return self.only(reach[self.one] == reach[self.other])

    def only(self, which: NDArray[np.bool_]) -> _Meetings:
        return _Meetings(self.one[which], self.other[which], self.total[which], self.seen[which])


class _Joining:
    """Groups joined one by one, the nearest first."""

    def __init__(self, meeting: _Meetings, size: Ints, held: Ints, threshold: float) -> None:
        self._threshold = threshold
        self._size: dict[int, int] = {}
        self._held: dict[int, int] = {}
        """of a group: the lists with each person once on which its records stand, a bit each"""
        self._members: dict[int, list[int]] = {}
        self._sums: dict[int, dict[int, tuple[float, int]]] = {}
        columns = (meeting.one, meeting.other, meeting.total, meeting.seen)
        for one, other, total, seen in zip(*(column.tolist() for column in columns), strict=True):
            for group, partner in ((one, other), (other, one)):
                self._sums.setdefault(group, {})[partner] = (total, seen)
        for group in self._sums:
            self._size[group], self._held[group], self._members[group] = int(size[group]), int(held[group]), [group]
        means = meeting.mean(size, held)
        over = means > threshold
        self._queue = list(
            zip((-means[over]).tolist(), meeting.one[over].tolist(), meeting.other[over].tolist(), strict=True)
        )

    def into(self, groups: Ints) -> None:
        heapq.heapify(self._queue)
        while self._queue:
            negative, one, other = heapq.heappop(self._queue)
            if other not in self._sums.get(one, {}):
                continue
            mean = self._mean(one, other)
            if abs(mean + negative) > 1e-9:
                if mean > self._threshold:
                    heapq.heappush(self._queue, (-mean, one, other))
            elif mean > self._threshold:
                self._join(one, other)
        for members in self._members.values():
            groups[members] = min(members)

    def _mean(self, one: int, other: int) -> float:
        if self._held[one] & self._held[other]:
            return BARRED
        total, seen = self._sums[one][other]
        pairs = self._size[one] * self._size[other]
        return (total + UNSEEN * (pairs - seen)) / pairs

    def _join(self, one: int, other: int) -> None:
        if len(self._sums[one]) < len(self._sums[other]):
            one, other = other, one
        del self._sums[one][other]
        self._members[one] += self._members.pop(other)
        self._size[one] += self._size.pop(other)
        self._held[one] |= self._held.pop(other)
        for third, (total, seen) in self._sums.pop(other).items():
            if third == one:
                continue
            del self._sums[third][other]
            before, before_seen = self._sums[one].get(third, (0.0, 0))
            self._sums[one][third] = self._sums[third][one] = (before + total, before_seen + seen)
        for third in self._sums[one]:
            if (mean := self._mean(one, third)) > self._threshold:
                heapq.heappush(self._queue, (-mean, one, third))
