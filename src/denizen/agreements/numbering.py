"""Words with numbers, so that asking what covers what is arithmetic: trees of terms, scales of grain, days.

A tree is numbered in pre-order. A term *is* one number and *covers* an interval: itself and all that hangs below it.
Two terms of a tree therefore cover intervals that lie one in the other or apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from denizen.documents import nearest
from denizen.errors import BadDocument, NotFound

Interval = tuple[int, int]
"""first and last number, both inside"""


@dataclass(frozen=True, slots=True)
class Tree:
    """The terms of one dimension, each below its parent. Only `tree_of` numbers one."""

    dimension: str
    parents: Mapping[str, str]
    """term to parent; the root's is empty"""
    ids: tuple[str, ...]
    """terms by their number"""
    spans: Mapping[str, Interval]
    """what each term covers"""

    def __contains__(self, name: str) -> bool:
        return name in self.spans

    @property
    def whole(self) -> Interval:
        return (0, len(self.ids) - 1)

    def interval(self, name: str) -> Interval:
        """What a term covers.

        Raises:  NotFound, with the nearest term.
        """
        if name not in self.spans:
            raise NotFound(
                f"`{name}` is not in the vocabulary of {self.dimension}.",
                where=f"vocabulary of {self.dimension}",
                mend=nearest(name, self.spans),
            )
        return self.spans[name]

    def term_at(self, point: int) -> str:
        return self.ids[point]

    def above(self, name: str) -> tuple[str, ...]:
        """A term's parents, nearest first, up to the root."""
        path = []
        while name := self.parents[name]:
            path.append(name)
        return tuple(path)

    def grown(self, children: Mapping[str, str]) -> Tree:
        """The same tree with more terms, each below a parent that is there or among them.

        Raises:  BadDocument, when a parent is missing or the parents go round in a circle.
        """
        return tree_of(self.dimension, {**self.parents, **children})

    def covering(self, interval: Interval) -> str:
        """The lowest term that covers an interval."""
        name = self.ids[interval[0]]
        while self.spans[name][1] < interval[1]:
            name = self.parents[name]
        return name

    def whole_terms(self, interval: Interval) -> tuple[str, ...]:
        """The largest terms that lie in an interval with all that is below them."""
        found, point, last = [], interval[0], interval[1]
        while point <= last:
            name = self.ids[point]
            if self.spans[name][1] <= last:
                found.append(name)
                point = self.spans[name][1]
            point += 1
        return tuple(found)

    def is_named(self, interval: Interval) -> bool:
        """Whether whole terms say an interval exactly. Where it holds a term and not all below it, they do not."""
        return sum(self.spans[name][1] - self.spans[name][0] + 1 for name in self.whole_terms(interval)) == (
            interval[1] - interval[0] + 1
        )


def tree_of(dimension: str, parents: Mapping[str, str]) -> Tree:
    """Number a tree. Terms keep the order in which they are given, below each parent.

    Raises:  BadDocument, when there is not one root, or a term does not hang below it.
    """
    below: dict[str, list[str]] = {}
    for name, parent in parents.items():
        below.setdefault(parent, []).append(name)
    if len(below.get("", [])) != 1:
        raise _misshapen(dimension, f"has {len(below.get('', []))} terms without a parent, and needs one, the root")
    if astray := unrooted(parents):
        raise _misshapen(dimension, f"has terms that do not hang below the root: {', '.join(astray)}")
    ids: list[str] = []
    starts: dict[str, int] = {}
    spans: dict[str, Interval] = {}
    waiting: list[tuple[str, bool]] = [(below[""][0], False)]
    while waiting:
        name, is_done = waiting.pop()
        if is_done:
            spans[name] = (starts[name], len(ids) - 1)
            continue
        starts[name] = len(ids)
        ids.append(name)
        waiting.append((name, True))
        waiting += [(child, False) for child in reversed(below.get(name, []))]
    return Tree(dimension, dict(parents), tuple(ids), spans)


def unrooted(parents: Mapping[str, str]) -> tuple[str, ...]:
    """Terms whose way up ends in a parent that is not there, or goes round in a circle."""
    hanging: dict[str, bool] = {"": True}
    for name in parents:
        path: list[str] = []
        at = name
        while at not in hanging and at in parents and at not in path:
            path.append(at)
            at = parents[at]
        hangs = hanging.get(at, False)
        hanging.update(dict.fromkeys(path, hangs))
    return tuple(name for name in parents if not hanging[name])


def _misshapen(dimension: str, what: str) -> BadDocument:
    return BadDocument(
        f"The vocabulary of {dimension} {what}.",
        where=f"vocabulary of {dimension}",
        mend="give every term but the root a `parent` that stands in the same vocabulary",
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Terms in an order, as grains from the finest to the coarsest."""

    dimension: str
    ids: tuple[str, ...]

    def __contains__(self, name: str) -> bool:
        return name in self.ids

    @property
    def whole(self) -> Interval:
        return (0, len(self.ids) - 1)

    def position(self, name: str) -> int:
        """Where a term stands, from 0.

        Raises:  NotFound, with the nearest term.
        """
        if name not in self.ids:
            raise NotFound(
                f"`{name}` is not in the vocabulary of {self.dimension}.",
                where=f"vocabulary of {self.dimension}",
                mend=nearest(name, self.ids),
            )
        return self.ids.index(name)

    def term_at(self, point: int) -> str:
        return self.ids[point]


@dataclass(frozen=True, slots=True)
class Days:
    """Days by their ordinal, from the first that matters to the last that a calendar has."""

    first: date = date.min
    dimension: str = "period"

    @property
    def whole(self) -> Interval:
        return (self.first.toordinal(), date.max.toordinal())

    @staticmethod
    def term_at(point: int) -> str:
        return date.fromordinal(point).isoformat()


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same numbers in the fewest intervals, in order: those that touch or overlap become one."""
    joined: list[Interval] = []
    for low, high in sorted(intervals):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
