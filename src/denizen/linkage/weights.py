"""The match weight of a pattern, in bits: what the model says, and what it cannot know of people who share a name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.comparisons import BIRTH, IDENTIFIER, Comparison
from denizen.linkage.model import Fitted, Floats, Ints

LEAST_WEIGHT = -14.0
"""bits below which a pair is as good as unseen"""
NAMESAKES = 3.0
"""Bits that count further against two records whose dates of birth plainly differ, unless an identifier agrees. Within classes
the model takes comparisons for independent; but a parent and child of one name at one address, and two bearers of a common
name, agree in all else. Chosen on pseudopeople and on invented towns of seeds 11, 21 and 22."""


def weights(fitted: Fitted, levels: Ints, comparisons: Sequence[Comparison]) -> Floats:
    """Bits of each pattern; LEAST_WEIGHT where it says nothing of the person: two records of one home, of which no more is told,
    are not one person.

    Args:  the model; pattern x comparison, the levels; what is compared.
    """
    tells_who = (levels[:, [comparison.tells_who for comparison in comparisons]] >= 0).any(axis=1)
    against = NAMESAKES * are_namesakes_at_most(levels, comparisons)
    return np.asarray(np.where(tells_who, fitted.weight(levels) - against, LEAST_WEIGHT))


def are_namesakes_at_most(levels: Ints, comparisons: Sequence[Comparison]) -> NDArray[np.bool_]:
    """Of each pattern: whether the dates of birth plainly differ and no identifier agrees, nor nearly."""
    birth = [comparison.name == BIRTH.name for comparison in comparisons]
    identified = [comparison.kind == IDENTIFIER for comparison in comparisons]
    return np.asarray((levels[:, birth] == 0).any(axis=1) & ~(levels[:, identified] > 0).any(axis=1))
