"""Boxes made as wide as they can be, so that one sentence stands for many cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from denizen.agreements.boxes import Box
from denizen.agreements.numbering import Interval
from denizen.agreements.overlaps import left_over
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


def widest(
    starts: Sequence[Box], out: Sequence[Box], within: Box, fits: Callable[[Box], bool], vocabulary: Vocabulary
) -> list[Box]:
    """All cases of the starts that are in none of `out`, in few boxes that cannot be made wider. They may overlap.

    A part that no box holds yet is sought, made as wide as it fits, and so on until none is left, or MOST boxes are found: what
    is never told is never worked out.

    Assumes:  a box fits where all of its cases are among those that are sought.
    """
    found: list[Box] = []
    for start in starts:
        if any(other.contains(start) for other in out):
            continue
        near = [other for other in out if other.meets(start)]
        while (
            len(found) < MOST
            and (part := left_over(start, [*near, *(other for other in found if other.meets(start))])) is not None
        ):
            found.append(grown(part, within, fits, vocabulary))
    return found if len(found) == MOST else [box for i, box in enumerate(found) if not _is_told(box, found, i)]


MOST = 40
"""boxes that one change is told in; whoever tells of MOST says that there may be more"""


def _is_told(box: Box, found: Sequence[Box], place: int) -> bool:
    return any(other.contains(box) and (other != box or i < place) for i, other in enumerate(found) if i != place)


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
