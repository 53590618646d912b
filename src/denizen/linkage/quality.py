"""How good the links are, said without the truth: from what the groups say of each pair, and from how pairs were found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.linked import Linked
from denizen.linkage.model import Floats, Ints, probability

UNSEEN_APART = 2.0
"""how many times as often no key brought together two records of one person, as it did two that were linked all the same.
Looked at on the public test sets and the invented town of seed 11."""
ASTRAY = 3.0
"""bits of the odds by which an estimate may be wrong. On 22 sets of lists with known truth (invented towns of seeds 21 to 24,
usual and noisier, with an address register and without; FEBRL 3 and 4, historical_50k, pseudopeople twice, two lists of 50,000)
the truth lay within them 22 times for precision and 21 times for recall."""
_SUREST = 1e-6
"""share of wrong links below which no estimate is taken to go"""


@dataclass(frozen=True, slots=True)
class Quality:
    """Of the links, the share that is right; of all true pairs, the share that was linked. Both are estimates."""

    pairs_linked: int
    precision: float
    recall: float

    @property
    def precision_within(self) -> tuple[float, float]:
        """Between which shares the truth of such an estimate lies, by lists whose truth is known."""
        return _within(self.precision)

    @property
    def recall_within(self) -> tuple[float, float]:
        """The same of recall."""
        return _within(self.recall)


def _within(share: float) -> tuple[float, float]:
    bits = np.log2(np.clip(share, _SUREST, 1 - _SUREST) / np.clip(1 - share, _SUREST, 1 - _SUREST))
    return float(probability(bits - ASTRAY)), float(probability(bits + ASTRAY))


def quality(linked: Linked, of: NDArray[np.bool_] | None = None) -> Quality:
    """Estimated precision and recall of all links, or of those in which one of the records `of` stands."""
    chosen = np.ones(len(linked.a), dtype=bool) if of is None else of[linked.a] | of[linked.b]
    chance, together = linked.weighed.chance[chosen], linked.together[chosen]
    right, every = float(chance[together].sum()), float(chance.sum())
    links = int(together.sum())
    return Quality(
        links, right / links if links else 1.0, right / every * (1 - unseen_share(linked)) if every > 0 else 1.0
    )


def quality_by(linked: Linked, number: Ints, groups: int) -> list[Quality]:
    """The same for each of some groups of records: the links in which a record of the group stands.

    Args:  the links; for each record the number of its group, from 0; how many groups there are.
    """
    one, other = number[linked.a], number[linked.b]
    within = one == other

    def summed(of: NDArray[np.bool_], weight: Floats | None = None) -> Floats:
        some, more = one[of], other[of & ~within]
        further = (None, None) if weight is None else (weight[of], weight[of & ~within])
        return np.asarray(
            np.bincount(some, further[0], groups) + np.bincount(more, further[1], groups), dtype=np.float64
        )

    every = np.ones(len(within), dtype=bool)
    chance, seen = linked.weighed.chance, 1 - unseen_share(linked)
    columns = (summed(linked.together), summed(linked.together, chance), summed(every, chance))
    return [
        Quality(int(links), right / links if links else 1.0, right / true * seen if true > 0 else 1.0)
        for links, right, true in zip(*(column.tolist() for column in columns), strict=True)
    ]


def people(linked: Linked) -> float:
    """How many people the records are of: the groups, less those that are expected to be parts of another, and with those
    that are expected to be several people. At least one, and no more than records."""
    found = linked.people - linked.weighed.parts + linked.weighed.several
    return min(max(found, 1.0), float(len(linked.groups)))


def missed(linked: Linked) -> float:
    """How many true pairs no key brought together."""
    share = unseen_share(linked)
    return float(linked.weighed.chance.sum()) * share / (1 - share)


def unseen_share(linked: Linked) -> float:
    """Of true pairs, the share that no key brought together: at most a half.

    Told by the pairs within groups: those that were found through a third record alone.
    Assumes:  pairs that are not in one group were missed twice as often (`UNSEEN_APART`).
    """
    size = np.bincount(linked.groups)
    within = int((size * (size - 1) // 2).sum())
    return min(0.5, UNSEEN_APART * (1 - int(linked.together.sum()) / within)) if within else 0.0
