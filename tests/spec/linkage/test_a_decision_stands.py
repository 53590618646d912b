"""What two reviewers said of a pair holds, whatever the model thinks."""

from __future__ import annotations

import numpy as np

from denizen.linkage.linked import Linked
from denizen.linkage.settled import settled

Pair = tuple[int, int, float]


def groups(
    pairs: list[Pair], decisions: dict[tuple[int, int], bool], records: int = 4, once: list[int] | None = None
) -> list[int]:
    a, b = (np.array([pair[place] for pair in pairs], dtype=np.int64) for place in (0, 1))
    weight = np.array([pair[2] for pair in pairs])
    nothing = np.zeros(len(pairs), dtype=np.int64)
    before = Linked(np.arange(records), a, b, weight, nothing, nothing, (), None)  # type: ignore[arg-type]
    one, other = (np.array([pair[place] for pair in decisions], dtype=np.int64) for place in (0, 1))
    lists = None if once is None else np.array(once)
    found = settled(before, one, other, np.array(list(decisions.values()), dtype=np.int64), 0.0, lists)
    assert 0 <= found.chance.min() <= found.chance.max() <= 1
    return found.groups.tolist()


PAIRS = [(0, 1, 6.0), (1, 2, 5.0), (0, 2, 4.0), (2, 3, -7.0)]


def test_a_pair_that_is_not_one_person_is_parted_from_a_group_that_held_both() -> None:
    assert groups(PAIRS, {(0, 2): False}) in ([0, 0, 2, 3], [0, 1, 1, 3])


def test_a_pair_that_is_one_person_is_joined_against_the_model() -> None:
    assert groups(PAIRS, {(2, 3): True})[2:] == [0, 0]


def test_a_pair_that_no_key_brought_together_can_be_joined_or_barred() -> None:
    assert groups(PAIRS, {(1, 3): True})[3] == 0
    assert groups([(0, 1, 9.0), (1, 3, 9.0)], {(0, 3): False})[3] != groups([(0, 1, 9.0), (1, 3, 9.0)], {})[0]


def test_pairs_that_nobody_decided_stay_as_they_are() -> None:
    assert groups(PAIRS, {(2, 3): False}) == [0, 0, 0, 3]


def test_a_list_that_has_each_person_once_is_not_overruled() -> None:
    assert groups([(0, 1, -5.0)], {(0, 1): True}, records=2, once=[4, 4]) == [0, 1]
