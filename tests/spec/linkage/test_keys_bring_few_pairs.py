"""How many records may share a key is chosen from counts: few enough pairs, whatever the lists hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.linkage.keys import BLOCKS_OF, ONE_IN, PAIRS, PAIRS_FREE, keys, kinds_of, most_in_block, pairs
from denizen.linkage.looked_for import looked_for, sounds
from denizen.linkage.people import people
from denizen.shapes import Statement
from denizen.store import Store


@pytest.mark.parametrize(
    ("pairs_by_size", "lists", "most"),
    [
        ([], 2, 60),
        ([(2, 1000), (60, 20_000)], 2, 60),
        ([(2, 1000), (50, 9_000_000)], 2, 40),
        ([(35, 9_000_000)], 2, 30),
        ([(15, 9_000_000)], 2, 14),
        ([(2, 9_000_000)], 2, 7),
        ([(15, 2_500_000)], 2, 14),
        ([(15, 2_500_000)], 6, 60),
        ([(2, 9_000_000)], 6, 20),
    ],
    ids=[
        "no key is shared", "few pairs", "large blocks are too many", "the next are too", "and the next", "never under the least",
        "of two lists a person is on one other at most", "of six on several",
        "of more than two lists larger blocks are needed",
    ],
)  # fmt: skip
def test_large_blocks_are_left_out_where_they_are_many(pairs_by_size, lists, most):
    assert most_in_block(pairs_by_size, records=1_000_000, lists=lists) == most


@pytest.fixture
def one_name_for_all(tmp_path: Path):
    """3,000 people of one name, who were born on 3,000 days; each is on two lists."""
    with Store.open(tmp_path) as store:
        nothing = "CAST(NULL AS VARCHAR)"
        for name, sql in {
            "described": "SELECT range AS record, CASE WHEN range < 3000 THEN 'a' ELSE 'b' END AS source, 1 AS written, "
            "CAST(DATE '1950-01-01' + INTERVAL 1 DAY * (range % 3000) AS DATE) AS born, CAST(NULL AS DATE) AS born_from, "
            "CAST(NULL AS DATE) AS born_to, 'f' AS sex FROM RANGE(6000)",
            "names": "SELECT 1 AS written, 6000 AS records, ['amina'] AS given, ['begum'] AS family, "
            "['amina', 'begum'] AS words, CAST([] AS VARCHAR[]) AS initials, CAST(NULL AS VARCHAR) AS culture",
            "name_words": "SELECT word, [word] AS variants, word AS sound, 6000 AS records FROM "
            "(SELECT UNNEST(['amina', 'begum']) AS word) AS two",
            "addressed": f"SELECT record, {nothing} AS flat, {nothing} AS number, {nothing} AS street, {nothing} AS postcode, "
            f"{nothing} AS uprn, {nothing} AS place FROM described",
        }.items():
            store.make(Statement(name, sql, {}))
        yield store


def test_people_of_one_name_are_parted_by_what_else_is_known(one_name_for_all):
    store, kinds = one_name_for_all, kinds_of([], [])
    store.make_all([*people(), *looked_for([], settles=False), sounds()])
    store.make_all(keys(kinds))
    store.make_all(pairs(kinds, BLOCKS_OF[-1]))
    found = store.rows(f"SELECT COUNT(*), COUNT(CASE WHEN other = one + 3000 THEN 1 END) FROM {PAIRS}")
    assert found == [(3000, 3000)], "each with themselves on the other list, and nobody else"
    assert PAIRS_FREE > 3000


def test_two_records_of_a_list_that_has_each_person_once_are_compared_in_a_sample_alone(one_name_for_all):
    store, kinds = one_name_for_all, kinds_of([], [])
    both = f"{PAIRS} JOIN people AS a ON a.record = one JOIN people AS b ON b.record = other"
    asked = f"SELECT a.source, b.source, COUNT(*) FROM {both} GROUP BY a.source, b.source"

    def found(once):
        store.make_all([*people(once=once), *looked_for([], settles=False), sounds()])
        store.make_all(keys(kinds, len(once)))
        store.make_all(pairs(kinds, 100))
        return {(a, b): count for a, b, count in store.rows(asked)}

    every, sampled = found([]), found(["a", "b"])
    assert every["a", "b"] == sampled["a", "b"] > 0
    assert 0 < sampled["a", "a"] < every["a", "a"] * 2.4 / ONE_IN, (
        "two sounds make two keys, of which either may be drawn"
    )
