"""The probability that is written beside a record is that of its place."""

from __future__ import annotations

import numpy as np
import pytest

from denizen.linkage.certainty import how_sure
from denizen.linkage.linked import Linked


def sure(groups: list[int], *pairs: tuple[int, int, float]) -> list[float]:
    a, b = (np.array([pair[place] for pair in pairs], dtype=np.int64) for place in (0, 1))
    weight = np.array([pair[2] for pair in pairs], dtype=float)
    nothing = np.zeros(len(pairs), dtype=np.int64)
    linked = Linked(np.array(groups), a, b, weight, nothing, nothing, (), None)  # type: ignore[arg-type]
    return [round(one, 4) for one in how_sure(linked).tolist()]


def test_a_linked_record_is_as_sure_as_the_best_link_within_its_group() -> None:
    assert sure([0, 0, 0], (0, 1, 3.0), (1, 2, 0.0)) == [0.8889, 0.8889, 0.5]


def test_a_record_alone_is_as_sure_as_that_its_best_offer_was_rightly_refused() -> None:
    assert sure([0, 1], (0, 1, -3.0)) == [0.8889, 0.8889]


@pytest.mark.parametrize("groups", [[], [0], [0, 1]])
def test_a_record_that_nothing_is_like_is_surely_alone(groups: list[int]) -> None:
    assert sure(groups) == pytest.approx([1.0] * len(groups), abs=1e-6)
