"""From pairs to people: groups are joined while records of one are, on average, more likely than not one person with those
of the other. A pair that no key brought together counts against it: so relatives are not chained to one another."""

from __future__ import annotations

import heapq

import numpy as np

from denizen.linkage.model import Floats, Ints

UNSEEN = -3.0
"""bits of a pair that no key brought together"""
BARRED = -1e6
"""bits of a pair that cannot be one person"""
_NONE: set[int] = set()


def close(records: int, a: Ints, b: Ints, weight: Floats, threshold: float, once: Ints | None = None) -> Ints:
    """The group of every record, numbered by its lowest record.

    Args:  how many records there are; pairs (a < b, in any order) with their match weights in bits; the mean weight above
           which groups are joined; for each record the number of its list, where that has each person once, or -1.
    """
    groups = np.arange(records)
    if once is not None:
        weight = np.where((once[a] >= 0) & (once[a] == once[b]), BARRED, weight)
    over = weight > threshold
    partners = np.bincount(a[over], minlength=records) + np.bincount(b[over], minlength=records)
    alone = over & (partners[a] == 1) & (partners[b] == 1)
    groups[b[alone]] = a[alone]
    taken = partners > 1
    near = over & ~alone
    taken[a[near]] = taken[b[near]] = True
    reach = _reachable(records, a[over], b[over])
    among = taken[a] & taken[b] & (reach[a] == reach[b])
    _Joining(a[among], b[among], weight[among], threshold, once).into(groups)
    return groups


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


class _Joining:
    """Average linkage over the records that have more than one possible partner."""

    def __init__(self, a: Ints, b: Ints, weight: Floats, threshold: float, once: Ints | None) -> None:
        self._threshold = threshold
        self._members: dict[int, list[int]] = {}
        self._lists: dict[int, set[int]] = {}
        """of a group that has one: the lists with each person once on which its records stand"""
        self._sums: dict[int, dict[int, tuple[float, int]]] = {}
        self._queue: list[tuple[float, int, int]] = []
        for one, other, bits in zip(a.tolist(), b.tolist(), weight.tolist(), strict=True):
            self._members.setdefault(one, [one])
            self._members.setdefault(other, [other])
            self._sums.setdefault(one, {})[other] = (bits, 1)
            self._sums.setdefault(other, {})[one] = (bits, 1)
            if bits > threshold:
                self._queue.append((-bits, one, other))
        if once is not None:
            self._lists = {record: {int(once[record])} for record in self._members if once[record] >= 0}

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
        if self._lists.get(one, _NONE) & self._lists.get(other, _NONE):
            return BARRED
        total, seen = self._sums[one][other]
        size = len(self._members[one]) * len(self._members[other])
        return (total + UNSEEN * (size - seen)) / size

    def _join(self, one: int, other: int) -> None:
        if len(self._sums[one]) < len(self._sums[other]):
            one, other = other, one
        del self._sums[one][other]
        self._members[one] += self._members.pop(other)
        if lists := self._lists.pop(other, _NONE) | self._lists.get(one, _NONE):
            self._lists[one] = lists
        for third, (total, seen) in self._sums.pop(other).items():
            if third == one:
                continue
            del self._sums[third][other]
            before, before_seen = self._sums[one].get(third, (0.0, 0))
            self._sums[one][third] = self._sums[third][one] = (before + total, before_seen + seen)
        for third in self._sums[one]:
            if (mean := self._mean(one, third)) > self._threshold:
                heapq.heappush(self._queue, (-mean, one, third))
