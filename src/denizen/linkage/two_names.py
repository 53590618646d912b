"""People who are known by two forenames: where a third record bears both, two that bear one each do not speak against each other.

A list of electors has Olusegun, the council's account has Babatunde, and the surgery both; Mei Ling is Vivian to her landlord.
The two records by themselves are unlike, and would hold their group apart by the mean of its pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from denizen.linkage.comparisons import ADDRESS, BIRTH, NAME, SEX, Comparison
from denizen.linkage.model import Floats, Ints

FORGIVEN = 0.0
"""bits of such a pair: it says nothing, for or against"""
_NEAR = -1.0
"""bits from which a record is near to another. Chosen, as the levels, on invented towns of seeds 21 and 22."""
_BEARS_BOTH, _UNLIKE = (
    ("family, variant", "given, like family", "same"),
    ("family", "family and initial", "given", "like given", "initial"),
)
_HERE = "postcode alone"
"""the level of addresses from which two records may be of one home"""
_BORN_APART = ("other", "part")


def forgiven(
    weight: Floats, a: Ints, b: Ints, pattern: Ints, levels: Ints, comparisons: Sequence[Comparison]
) -> NDArray[np.bool_]:
    """Of each pair: whether its names are unlike, and a third record is near to both of its own by the whole name.

    Args:  the weights of pairs; the pairs; the pattern of each; pattern x comparison, the levels; what is compared.
    """
    near = (weight > _NEAR) & _are_near(levels, comparisons)[pattern]
    at = np.flatnonzero((weight < FORGIVEN) & _are_unlike(levels, comparisons)[pattern])
    found = np.zeros(len(weight), dtype=bool)
    if not len(at) or not near.any():
        return found
    records = int(max(a.max(), b.max())) + 1
    one, other = np.concatenate([a[near], b[near]]), np.concatenate([b[near], a[near]])
    known = np.sort(one * records + other)
    start = np.searchsorted(known, np.arange(records + 1) * records)
    many = np.diff(start)[a[at]]
    of = np.repeat(np.arange(len(at)), many)
    third = known[np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many) + start[a[at]][of]] % records
    wanted = b[at][of] * records + third
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found[at[of[known[place] == wanted]]] = True
    return found


def _are_near(levels: Ints, comparisons: Sequence[Comparison]) -> NDArray[np.bool_]:
    name, address = (_level(levels, comparisons, of) for of in (NAME, ADDRESS))
    both = [place for place, level in enumerate(NAME.levels) if level.name.startswith(_BEARS_BOTH)]
    return np.asarray(np.isin(name, both) & (address >= _place(ADDRESS, _HERE)))


def _are_unlike(levels: Ints, comparisons: Sequence[Comparison]) -> NDArray[np.bool_]:
    name, birth, sex = (_level(levels, comparisons, of) for of in (NAME, BIRTH, SEX))
    return np.asarray(
        np.isin(name, [_place(NAME, one) for one in _UNLIKE])
        & ~np.isin(birth, [_place(BIRTH, one) for one in _BORN_APART])
        & (sex != _place(SEX, "other"))
    )


def _level(levels: Ints, comparisons: Sequence[Comparison], of: Comparison) -> Ints:
    return np.asarray(levels[:, [one.name for one in comparisons].index(of.name)])


def _place(of: Comparison, name: str) -> int:
    return [level.name for level in of.levels].index(name)
