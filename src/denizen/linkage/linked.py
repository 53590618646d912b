"""What linkage hands on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.comparisons import Comparison
from denizen.linkage.model import Fitted, Floats, Ints, probability
from denizen.linkage.weighed import Weighed, weigh

AS_IT_IS, MOVED_TOGETHER, BY_TWO_NAMES = 0, 1, 2
"""what other records say for a pair: nothing; others moved between the same two homes; a third one bears both forenames"""


@dataclass(frozen=True)
class Linked:
    """The outcome for records 0 to n - 1: the group of each, and the pairs with their weights in bits."""

    groups: Ints
    a: Ints
    b: Ints
    weight: Floats
    pattern: Ints
    """of each pair, its row in `patterns`"""
    patterns: Ints
    """pattern x comparison: the level, -1 where nothing can be said"""
    comparisons: tuple[Comparison, ...]
    fitted: Fitted
    raised: Ints | None = None
    """of each pair, by what other records say for it its weight was raised, if it was"""

    @property
    def people(self) -> int:
        """How many groups there are: each is numbered by its lowest record."""
        return int((self.groups == np.arange(len(self.groups))).sum())

    @cached_property
    def chance(self) -> Floats:
        """The probability of each pair that it is one person."""
        return probability(self.weight)

    @cached_property
    def together(self) -> NDArray[np.bool_]:
        """Whether the two records of each pair are in one group."""
        return np.asarray(self.groups[self.a] == self.groups[self.b])

    @cached_property
    def weighed(self) -> Weighed:
        """What the groups as a whole say of each pair, and of how many people there are."""
        return weigh(self.groups, self.a, self.b, self.weight)
