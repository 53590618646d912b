"""Where a third record bears both forenames, two that bear one each do not speak against each other."""

from __future__ import annotations

import numpy as np
import pytest

from denizen.linkage.comparisons import ADDRESS, ALWAYS, BIRTH, NAME, SEX, Comparison
from denizen.linkage.two_names import forgiven

NAMES = ("a", "b", "c")
"""Olusegun on one list, Babatunde on another, Olusegun Babatunde on a third; all of one family name at one home"""


def place(of: Comparison, level: str) -> int:
    return [one.name for one in of.levels].index(level)


def pattern(name: str, birth: str = "", sex: str = "", address: str = "same") -> list[int]:
    told = {NAME.name: place(NAME, name), ADDRESS.name: place(ADDRESS, address)}
    told |= {BIRTH.name: place(BIRTH, birth)} if birth else {}
    told |= {SEX.name: place(SEX, sex)} if sex else {}
    return [told.get(one.name, -1) for one in ALWAYS]


def asked(pairs: dict[str, tuple[float, list[int]]]) -> dict[str, bool]:
    """Which of some pairs (`ab`: the first two records) are forgiven, by their weight and pattern."""
    a, b = (np.array([NAMES.index(pair[side]) for pair in pairs]) for side in (0, 1))
    weight, levels = np.array([one[0] for one in pairs.values()]), np.array([one[1] for one in pairs.values()])
    found = forgiven(weight, a, b, np.arange(len(pairs)), levels, ALWAYS)
    return dict(zip(pairs, found.tolist(), strict=True))


BOTH = {"ac": (1.0, pattern("family, variant")), "bc": (1.0, pattern("family, variant"))}


def test_two_forenames_that_a_third_record_bears_are_forgiven() -> None:
    assert asked({"ab": (-9.0, pattern("family")), **BOTH}) == {"ab": True, "ac": False, "bc": False}


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ({"ab": (-9.0, pattern("family")), "ac": BOTH["ac"]}, "the third bears one of the two alone"),
        (
            {"ab": (-9.0, pattern("family")), **BOTH, "bc": (-4.0, pattern("family, variant"))},
            "the third is not near to both",
        ),
        (
            {"ab": (-9.0, pattern("family")), **BOTH, "bc": (1.0, pattern("family, like given"))},
            "an initial is no name",
        ),
        (
            {"ab": (-9.0, pattern("family")), **BOTH, "bc": (1.0, pattern("family, variant", address="elsewhere"))},
            "elsewhere",
        ),
        ({"ab": (-9.0, pattern("family", birth="other")), **BOTH}, "their births differ: mother and daughter"),
        ({"ab": (-9.0, pattern("family", sex="other")), **BOTH}, "their sexes differ: brother and sister"),
        ({"ab": (2.0, pattern("family", birth="same")), **BOTH}, "nothing is held against them"),
        ({"ab": (-9.0, pattern("other")), **BOTH}, "their family names differ too"),
    ],
    ids=lambda said: said if isinstance(said, str) else "",
)
def test_nothing_else_is(pairs: dict[str, tuple[float, list[int]]], why: str) -> None:
    assert not any(asked(pairs).values()), why
