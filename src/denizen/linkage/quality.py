"""How good the links are, said without the truth: from what the groups say of each pair, and from how pairs were found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.linked import Linked

UNSEEN_ALONE = 2.0
"""how many times as often no key brings together two records of a person who has no third record to bring them together"""


@dataclass(frozen=True, slots=True)
class Quality:
    """Of the links, the share that is right; of all true pairs, the share that was linked. Both are estimates."""

    pairs_linked: int
    precision: float
    recall: float


def quality(linked: Linked, of: NDArray[np.bool_] | None = None) -> Quality:
    """Estimated precision and recall of all links, or of those in which one of the records `of` stands."""
    chosen = np.ones(len(linked.a), dtype=bool) if of is None else of[linked.a] | of[linked.b]
    chance, together = linked.weighed.chance[chosen], linked.together[chosen]
    right, every = float(chance[together].sum()), float(chance.sum())
    links = int(together.sum())
    return Quality(
        links, right / links if links else 1.0, right / every * (1 - unseen_share(linked)) if every > 0 else 1.0
    )


def people(linked: Linked) -> float:
    """How many people the records are of: the groups, less those that are expected to be parts of another, and with those
    that are expected to be several people."""
    return len(np.unique(linked.groups)) - linked.weighed.parts + linked.weighed.several


def missed(linked: Linked) -> float:
    """How many true pairs no key brought together."""
    share = unseen_share(linked)
    return float(linked.weighed.chance.sum()) * share / (1 - share)


def unseen_share(linked: Linked) -> float:
    """Of true pairs, the share that no key brought together: at most a half.

    Told by groups of three records and more, within which such pairs are found through a third record.
    Assumes:  keys miss the records of other people twice as often (`UNSEEN_ALONE`).
    """
    size = np.bincount(linked.groups, minlength=len(linked.groups))
    large = size[size > 2]
    if not len(large):
        return 0.0
    seen = int((linked.together & (size[linked.groups[linked.a]] > 2)).sum())
    return min(0.5, UNSEEN_ALONE * max(0.0, 1 - seen / int((large * (large - 1) // 2).sum())))
