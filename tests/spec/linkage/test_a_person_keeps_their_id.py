"""Next month's files come, records are grouped anew, and whoever was known before keeps the id that they had."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from denizen.linkage.carried import carried
from drawing import rows_of


def ids(drawn: str) -> list[int]:
    """The id that each record's group takes over; groups and earlier ids as drawn, a dot for a new record."""
    rows = rows_of(drawn)
    groups = np.array([int(row["group"]) for row in rows])
    earlier = np.array([-1 if row["earlier"] is None else int(row["earlier"]) for row in rows])
    return carried(groups, earlier).tolist()


def test_a_new_record_joins_the_person_who_was_there() -> None:
    assert ids("""
        record | group | earlier
        -------+-------+--------
        ct-1   | 0     | 7
        gp-7   | 0     | 7
        er-3   | 0     | .
        er-4   | 3     | .
    """) == [7, 7, 7, -1]


def test_where_one_becomes_two_the_larger_part_keeps_the_id() -> None:
    assert ids("""
        record | group | earlier
        -------+-------+--------
        ct-1   | 0     | 7
        gp-7   | 1     | 7
        er-3   | 1     | 7
    """) == [-1, 7, 7]


def test_where_two_become_one_the_id_of_more_records_stays() -> None:
    assert ids("""
        record | group | earlier
        -------+-------+--------
        ct-1   | 0     | 8
        gp-7   | 0     | 7
        er-3   | 0     | 7
    """) == [7, 7, 7]


def test_who_loses_an_id_to_another_takes_the_next_that_is_free() -> None:
    assert ids("""
        record | group | earlier
        -------+-------+--------
        ct-1   | 0     | 7
        ct-2   | 0     | 7
        ct-3   | 0     | 7
        gp-1   | 1     | 7
        gp-2   | 1     | 7
        gp-3   | 1     | 8
    """) == [7, 7, 7, 8, 8, 8]


def test_equals_are_settled_the_same_way_every_time() -> None:
    assert ids("""
        record | group | earlier
        -------+-------+--------
        ct-1   | 4     | 9
        gp-7   | 2     | 9
    """) == [-1, 9]


@pytest.mark.parametrize("records", [0, 3])
def test_where_nothing_was_known_nothing_is_taken_over(records: int) -> None:
    assert carried(np.arange(records), np.full(records, -1)).tolist() == [-1] * records


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(-1, 8)), max_size=40))
def test_no_two_people_share_an_id_and_nobody_has_two(drawn: list[tuple[int, int]]) -> None:
    groups, earlier = (np.array([pair[place] for pair in drawn], dtype=np.int64) for place in (0, 1))
    found = carried(groups, earlier).tolist()
    of_group = {(group, one) for group, one in zip(groups.tolist(), found, strict=True)}
    assert len(of_group) == len(set(groups.tolist()))
    taken = [one for _, one in of_group if one >= 0]
    assert len(taken) == len(set(taken))
    assert set(taken) <= set(earlier.tolist())
    if groups.size and earlier.max() >= 0:
        assert taken, "somebody was known before, and nobody kept an id"
