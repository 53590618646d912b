"""Groups of pairs that were compared: joined by their mean, and once more where other records speak for a pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.comparisons import Comparison
from denizen.linkage.linked import AS_IT_IS, BY_TWO_NAMES, MOVED_TOGETHER, Linked
from denizen.linkage.model import Fitted, Floats, Ints
from denizen.linkage.moved_together import MOVED, may_have_moved, moved_together
from denizen.linkage.two_names import FORGIVEN, forgiven


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs of records (a < b) with their weights in bits, the pattern of each, the levels of the patterns, and the model."""

    a: Ints
    b: Ints
    weight: Floats
    pattern: Ints
    levels: Ints
    comparisons: tuple[Comparison, ...]
    fitted: Fitted


def joined(
    of: Compared, homes: Ints, groups_of: Callable[[Floats], Ints], who: NDArray[np.bool_] | None = None
) -> Linked:
    """The links of pairs: names that a third record bears both of are forgiven, and whoever moved with others is known by them.

    Args:  the pairs; the number of each record's home, or -1; how groups come of weights; whom alone others may speak for,
           where it is not everybody.
    """
    two_names = forgiven(of.weight, of.a, of.b, of.pattern, of.levels, of.comparisons)
    weight = np.where(two_names, FORGIVEN, of.weight)
    groups = groups_of(weight)
    may = may_have_moved(of.levels, of.comparisons)[of.pattern]
    if who is not None:
        may &= who[of.a] & who[of.b]
    moved = moved_together(groups, homes, of.a, of.b, may)
    if moved.any():
        weight = weight + MOVED * moved
        groups = groups_of(weight)
    raised = np.where(moved, MOVED_TOGETHER, np.where(two_names, BY_TWO_NAMES, AS_IT_IS))
    return Linked(groups, of.a, of.b, weight, of.pattern, of.levels, of.comparisons, of.fitted, raised)
