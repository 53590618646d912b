"""How many records may share a key is chosen from counts: few enough pairs, whatever the lists hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.linkage.keys import BLOCKS_OF, PAIRS, PAIRS_FREE, keys, kinds_of, most_in_block, pairs
from denizen.linkage.people import people, sounds
from denizen.shapes import Statement
from denizen.store import Store


@pytest.mark.parametrize(
    ("sizes", "most"),
    [
        ([], 60),
        ([(2, 1000), (60, 10)], 60),
        ([(2, 1000), (50, 1_000_000)], 40),
        ([(35, 1_000_000)], 30),
        ([(15, 1_000_000)], 20),
    ],
    ids=["no key is shared", "few pairs", "large blocks are too many", "the next are too", "never under the least"],
)
def test_large_blocks_are_left_out_where_they_are_many(sizes, most):
    assert most_in_block(sizes, records=100_000) == most


@pytest.fixture
def one_name_for_all(tmp_path: Path):
    """3,000 people of one name, who were born on 3,000 days; each is on two lists."""
    with Store.open(tmp_path) as store:
        nothing = "CAST(NULL AS VARCHAR)"
        for name, sql in {
            "described": "SELECT range AS record, CASE WHEN range < 3000 THEN 'a' ELSE 'b' END AS source, "
            "CAST(DATE '1950-01-01' + INTERVAL 1 DAY * (range % 3000) AS DATE) AS born, CAST(NULL AS DATE) AS born_from, "
            "CAST(NULL AS DATE) AS born_to, 'f' AS sex FROM RANGE(6000)",
            "names": "SELECT record, ['amina'] AS given, ['begum'] AS family, ['amina', 'begum'] AS words, "
            "CAST([] AS VARCHAR[]) AS initials, CAST(NULL AS VARCHAR) AS culture FROM described",
            "name_words": "SELECT word, [word] AS variants, word AS sound, 6000 AS records FROM "
            "(SELECT UNNEST(['amina', 'begum']) AS word) AS two",
            "addressed": f"SELECT record, {nothing} AS flat, {nothing} AS number, {nothing} AS street, {nothing} AS postcode, "
            f"{nothing} AS uprn, {nothing} AS place FROM described",
        }.items():
            store.make(Statement(name, sql, {}))
        yield store


def test_people_of_one_name_are_parted_by_what_else_is_known(one_name_for_all):
    store, kinds = one_name_for_all, kinds_of([], [])
    store.make(people())
    store.make(sounds())
    store.make_all(keys(kinds))
    store.make_all(pairs(kinds, BLOCKS_OF[-1]))
    found = store.rows(f"SELECT COUNT(*), COUNT(CASE WHEN other = one + 3000 THEN 1 END) FROM {PAIRS}")
    assert found == [(3000, 3000)], "each with themselves on the other list, and nobody else"
    assert PAIRS_FREE > 3000
