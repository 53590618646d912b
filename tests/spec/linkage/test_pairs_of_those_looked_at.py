"""The pairs of records that are looked at are those that they would have among all pairs: each once, in its round."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.linkage.keys import PAIRS, kinds_of, pairs
from denizen.linkage.near_pairs import LOOKED_AT, near_pairs
from denizen.pipeline.linking import THRESHOLD, search
from denizen.pipeline.lists_from_map import read_map
from denizen.pipeline.lists_linked import link_taken, lists_with_each_once, take_in
from denizen.store import Store
from odd_lists import Lists, person

KINDS = kinds_of([], [])
ROUNDS = ([3, 4, 250], [5, 6, 7, 8, 9, 10, 251, 252], list(range(11, 240)))
SMALL, LARGE = 3, 60
"""how many records may share a key: fewer than share a family's address, so that keys are parted by what is finer; and more"""


@pytest.fixture(params=["", ", within: unique"], ids=["any list", "lists with each person once"])
def families(tmp_path: Path, request: pytest.FixtureRequest):
    """Two lists of 130 records, five to a home and a family name, of whom two share a year of birth; two of three say less of
    themselves on the second list, the others are alike in every word."""
    people = [
        person(
            n,
            name=f"{person(n)[1].split()[0]} {person(n // 5)[1].split()[1]}",
            born=f"{1950 + n // 2 % 40}-0{1 + n % 3}-11",
            address=person(n // 5)[4],
            pc=person(n // 5)[5],
        )
        for n in range(130)
    ]
    lists = Lists(tmp_path)
    lists.of(people, [[*row[:3], "" if n % 3 else row[3], *row[4:]] for n, row in enumerate(people)])
    lists.map.write_text(lists.map.read_text().replace("postcode: pc", f"postcode: pc{request.param}"))
    said = read_map(lists.map)
    with Store.apart(tmp_path / "spill", lists.folder) as store:
        take_in(store, lists.folder, said, "map")
        link_taken(store, said, THRESHOLD)
        search(store, KINDS, [], sorted(lists_with_each_once(said)), 2)
        yield store


@pytest.mark.parametrize("most", [SMALL, LARGE])
def test_they_are_those_of_all_pairs_and_each_comes_once(families: Store, most: int) -> None:
    asked = f"SELECT one, other FROM {PAIRS} ORDER BY ALL"
    families.make_all(pairs(KINDS, most))
    every = families.rows(asked)
    seen: set[int] = set()
    for number, records in enumerate(ROUNDS):
        told = {
            "record": [record for of in ROUNDS[: number + 1] for record in of],
            "turn": [turn for turn, of in enumerate(ROUNDS[: number + 1]) for _ in of],
        }
        families.take(LOOKED_AT, told, dict.fromkeys(told, "BIGINT"))
        families.make_all(near_pairs(KINDS, most, number))
        new = set(records)
        expected = [pair for pair in every if new & set(pair) and not seen & set(pair)]
        assert families.rows(asked) == expected
        assert expected
        seen |= new
