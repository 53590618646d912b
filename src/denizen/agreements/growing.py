"""Boxes made as wide as they can be, so that one sentence stands for many cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from denizen.agreements.boxes import Box, is_covered
from denizen.agreements.numbering import Interval
from denizen.agreements.vocabulary import DIMENSIONS, TREES, Vocabulary


def grown(box: Box, within: Box, fits: Callable[[Box], bool], vocabulary: Vocabulary) -> Box:
    """The box, made wider dimension by dimension as long as it fits and stays within.

    In a tree it goes up from term to parent; on the scale of grains out on both sides; in time all the way or not at all.
    """
    for place, dimension in enumerate(DIMENSIONS):
        for wider in _steps(box.intervals[place], within.intervals[place], dimension, vocabulary):
            candidate = box.with_interval(place, wider)
            if fits(candidate):
                box = candidate
                break
    return box


def widest(pieces: Sequence[Box], within: Box, vocabulary: Vocabulary) -> list[Box]:
    """The same cases as the pieces, in few boxes that cannot be made wider. They may overlap."""
    found: list[Box] = []
    for piece in sorted(pieces, key=_size, reverse=True):
        if not is_covered(piece, found):
            found.append(grown(piece, within, lambda wider: is_covered(wider, pieces), vocabulary))
    return [box for place, box in enumerate(found) if not _is_told(box, found, place)]


def _is_told(box: Box, found: Sequence[Box], place: int) -> bool:
    others = [other for other_place, other in enumerate(found) if other_place != place]
    return any(other.contains(box) and (other != box or found.index(box) < place) for other in others)


def _size(box: Box) -> float:
    size = 1.0
    for low, high in box.intervals:
        size *= high - low + 1
    return size


def _steps(inner: Interval, outer: Interval, dimension: str, vocabulary: Vocabulary) -> list[Interval]:
    """Wider intervals to try, the widest first."""
    steps = [outer]
    if dimension in TREES:
        tree = vocabulary.tree(dimension)
        name = tree.covering(inner)
        ups = [tree.spans[one] for one in (name, *tree.above(name))]
        steps += [up for up in reversed(ups) if outer[0] <= up[0] and up[1] <= outer[1]]
    elif dimension == "grain":
        steps += [(low, high) for low in range(outer[0], inner[0] + 1) for high in range(outer[1], inner[1] - 1, -1)]
    return [step for step in steps if step[0] <= inner[0] and inner[1] <= step[1] and step != inner]
