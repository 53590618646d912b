"""How good the links are, said without the truth: from the model's own probabilities, and from how pairs were found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.linked import Linked
from denizen.linkage.model import Floats, Ints


@dataclass(frozen=True, slots=True)
class Quality:
    """Of the links, the share that is right; of all true pairs, the share that was linked. Both are estimates."""

    pairs_linked: int
    precision: float
    recall: float


def missed(chance: Floats, shared: Ints) -> float:
    """How many true pairs no key brought together, at least; from the pairs that are more likely true than not.

    Source:   Chao (1987), the lower bound on the unseen from those seen once and twice; seen means: by so many keys.
    Assumes:  keys find a pair independently. They share fields, so that the true number is larger.
    """
    likely = chance > 0.5
    once, twice = (float(chance[likely & (shared == times)].sum()) for times in (1, 2))
    return once * once / (2 * twice) if twice else once


def quality(linked: Linked, of: NDArray[np.bool_] | None = None) -> Quality:
    """Estimated precision and recall of all links, or of those in which one of the records `of` stands."""
    chosen = np.ones(len(linked.a), dtype=bool) if of is None else of[linked.a] | of[linked.b]
    chance, together = linked.chance[chosen], linked.together[chosen]
    right, every = float(chance[together].sum()), float(chance.sum())
    unseen = missed(chance, linked.shared[chosen])
    links = int(together.sum())
    return Quality(links, right / links if links else 1.0, right / (every + unseen) if every + unseen else 1.0)
