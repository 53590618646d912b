"""A parent and child of one name at one address are two, whoever else is listed with them."""

from __future__ import annotations

import numpy as np
import pytest

from denizen.linkage.comparisons import ALWAYS, BIRTH, identifier
from denizen.linkage.model import Ints, fit
from denizen.linkage.weights import LEAST_WEIGHT, NAMESAKES, weights

COMPARED = (*ALWAYS, identifier("identifier_number", "number"))
NUMBER = {"none": -1, "differs": 0, "nearly": 1, "same": 2}
BORN = {"not told": -1, "differs": 0, "nearly": 3, "same": 5}


def pattern(born: str = "not told", number: str = "none", name: int = 16, sex: int = -1) -> Ints:
    """Two records of one name at one address."""
    levels = {"name": name, "further names": -1, "birth date": BORN[born], "sex": sex, "address": 5}
    return np.array([[*(levels[one.name] for one in ALWAYS), NUMBER[number]]])


@pytest.mark.parametrize(
    ("born", "number", "against"),
    [
        ("differs", "none", NAMESAKES),
        ("differs", "differs", NAMESAKES),
        ("differs", "nearly", 0),
        ("differs", "same", 0),
        ("nearly", "none", 0),
        ("same", "none", 0),
        ("not told", "none", 0),
    ],
)
def test_dates_of_birth_that_plainly_differ_count_more_unless_a_number_agrees(born: str, number: str, against: float):
    told = pattern(born, number)
    fitted = fit(told, np.ones(1, dtype=np.int64), COMPARED)
    assert weights(fitted, told, COMPARED) == pytest.approx(fitted.weight(told) - against)


def test_a_pair_of_one_home_of_which_no_more_is_told_is_as_good_as_unseen():
    told = pattern(name=-1, sex=1)
    fitted = fit(told, np.ones(1, dtype=np.int64), COMPARED)
    assert weights(fitted, told, COMPARED).tolist() == [LEAST_WEIGHT]
    assert BIRTH.levels[0].name == "other"
