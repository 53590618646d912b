"""Pairs become people: by the mean of all pairs between two groups, never by a chain."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from denizen.linkage.closing import close

Pair = tuple[int, int, float]


def groups(records: int, pairs: list[Pair], threshold: float = 0.0, once: list[int] | None = None) -> list[set[int]]:
    """The groups of more than one record."""
    a, b, weight = (np.array([pair[place] for pair in pairs]) for place in range(3))
    lists = None if once is None else np.array(once)
    found = close(records, a.astype(np.int64), b.astype(np.int64), weight.astype(float), threshold, lists)
    by_group: dict[int, set[int]] = {}
    for record, group in enumerate(found.tolist()):
        by_group.setdefault(group, set()).add(record)
    return sorted((members for members in by_group.values() if len(members) > 1), key=min)


def test_two_records_that_agree_are_one_person() -> None:
    assert groups(3, [(0, 1, 5.0)]) == [{0, 1}]


def test_two_records_that_do_not_are_two() -> None:
    assert groups(2, [(0, 1, -5.0)]) == []


def test_relatives_are_not_chained() -> None:
    """Mother and daughter are each like the record between them, and plainly not like one another."""
    assert groups(3, [(0, 1, 6.0), (1, 2, 2.0), (0, 2, -12.0)]) == [{0, 1}]


def test_a_third_record_that_fits_both_joins_them() -> None:
    assert groups(3, [(0, 1, 6.0), (1, 2, 5.0), (0, 2, 3.0)]) == [{0, 1, 2}]


def test_a_pair_that_no_key_brought_together_speaks_against() -> None:
    assert groups(3, [(0, 1, 6.0), (1, 2, 2.0)]) == [{0, 1}]
    assert groups(3, [(0, 1, 6.0), (1, 2, 9.0)]) == [{0, 1, 2}]


def test_a_list_that_has_each_person_once_parts_its_records() -> None:
    pairs = [(0, 1, 8.0), (0, 2, 7.0), (1, 2, 9.0)]
    assert groups(3, pairs) == [{0, 1, 2}]
    assert groups(3, pairs, once=[-1, 4, 4]) == [{0, 1}]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(-9, 9)), max_size=40))
def test_any_pairs_end_in_groups_whose_mean_is_over_the_threshold(drawn: list[tuple[int, int, int]]) -> None:
    known = {(min(a, b), max(a, b)): float(weight) for a, b, weight in drawn if a != b}
    for members in groups(12, [(a, b, weight) for (a, b), weight in known.items()]):
        listed = sorted(members)
        weights = [known.get((a, b), -3.0) for a in listed for b in listed if a < b]
        assert sum(weights) > 0
