"""Which pairs a reviewer looks at: drawn by chance within strata, more where an answer tells more about the estimate.

Pairs lie in strata by their match weight, by whether they are linked, and by the kinds of record in them. A stratum is drawn
from in proportion to its size and to how much its answers are expected to differ; none is left out, the easy ones neither,
or an estimate would rest on the model's word alone. Names and their cultures make no stratum: a pair keeps the number of its
stratum, and a culture is kept with nobody.

Source:  Neyman (1934), allocation; Sarndal, Swensson and Wretman (1992), chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.linked import Linked
from denizen.linkage.model import Floats, Ints

BANDS = (-6.0, -1.5, 3.0, 8.0)
"""match weights in bits at which one band ends and the next begins"""
_LEAST_SPREAD = 0.1
"""of a stratum of which the model thinks that it knows every answer: that is to be seen too"""
_FEWEST = 2
"""pairs of a stratum without which nothing can be said of how its answers differ"""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Pairs of a kind: how many there are, how many were drawn, whether they are linked, and what the model expects."""

    number: int
    pairs: int
    drawn: int
    is_linked: bool
    chance: float
    """mean probability, by the model, that a pair is one person"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The strata; and of the pairs of `Linked` those that were drawn, with the stratum of each."""

    strata: tuple[Stratum, ...]
    pairs: Ints
    stratum: Ints

    def inclusion(self) -> Floats:
        """The probability with which each pair was drawn."""
        share = {stratum.number: stratum.drawn / stratum.pairs for stratum in self.strata}
        return np.array([share[number] for number in self.stratum.tolist()])


def draw(linked: Linked, kind: Sequence[str] | NDArray[np.object_], how_many: int, luck: Floats) -> Drawn:
    """Draw pairs for review.

    Args:  the links; the kind of each record; how many pairs; a random number between 0 and 1 for each pair. Where there
           would be too many strata for so few pairs, kinds are not told apart.
    """
    number = _strata_of(linked, np.asarray(kind, dtype=object))
    if _FEWEST * len(np.unique(number)) > how_many:
        number = _strata_of(linked, np.full(len(linked.groups), "", dtype=object))
    sizes = np.bincount(number) if len(number) else np.zeros(0, dtype=np.int64)
    chance = np.bincount(number, weights=linked.chance) / np.maximum(sizes, 1) if len(number) else np.zeros(0)
    taken = allocated(sizes, np.sqrt(chance * (1 - chance)), how_many)
    order = np.lexsort((luck, number))
    place = np.arange(len(order)) - np.concatenate([[0], np.cumsum(sizes)[:-1]])[number[order]] if len(order) else order
    chosen = np.sort(order[place < taken[number[order]]])
    is_linked = np.zeros(len(sizes), dtype=bool)
    is_linked[number[linked.together]] = True
    strata = tuple(
        Stratum(at, int(sizes[at]), int(taken[at]), bool(is_linked[at]), float(chance[at])) for at in range(len(sizes))
    )
    return Drawn(strata, chosen, number[chosen])


def allocated(sizes: Ints, spread: Floats, how_many: int) -> Ints:
    """How many to draw of each stratum: in proportion to size and spread, no more than there are, at least two of each.

    Args:  pairs by stratum; the standard deviation expected of its answers; how many in all. There may be one or two
           more for each stratum, so that none is left out.
    """
    taken = np.minimum(sizes, _FEWEST)
    while (left := min(how_many, int(sizes.sum())) - int(taken.sum())) > 0:
        wanted = sizes * np.maximum(spread, _LEAST_SPREAD) * (taken < sizes)
        ideal = np.minimum(sizes - taken, np.floor(left * wanted / wanted.sum()).astype(np.int64))
        if not ideal.any():
            ideal[np.argsort(-wanted, kind="stable")[:left]] = 1
        taken = np.minimum(sizes, taken + ideal)
    return np.asarray(taken)


def _strata_of(linked: Linked, kind: NDArray[np.object_]) -> Ints:
    """The number of each pair's stratum, from 0."""
    band = np.searchsorted(BANDS, linked.weight)
    kinds, of_record = np.unique(kind.astype(str), return_inverse=True)
    low, high = (np.sort(np.stack([of_record[linked.a], of_record[linked.b]]), axis=0)[place] for place in (0, 1))
    code = ((low * len(kinds) + high) * (len(BANDS) + 1) + band) * 2 + linked.together
    return np.unique(code, return_inverse=True)[1].astype(np.int64)
