"""How alike two names are is told by a few words where both are plain, and by lists of words otherwise: with one answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from denizen.linkage.likeness import PLAIN, WHOLE, levels
from denizen.linkage.people import LISTS, PEOPLE, PEOPLE_NAMES, lists, people
from denizen.pipeline.naming import name_people
from denizen.shapes import Statement
from denizen.standardise.names import WRITTEN
from denizen.store import Store
from drawing import put

EVERYBODY = f"(SELECT * FROM {PEOPLE} JOIN {PEOPLE_NAMES} USING (written) JOIN {LISTS} USING (written))"
NAMES = """
record | surname    | forename
0      | Smith      | John
1      | Smith      | Jon
2      | Smyth      | John
3      | John       | Smith
4      | Smith      | J
5      | Hussain    | Mohammed
6      | Hussein    | Muhammad
7      | Taylor     | Elizabeth
8      | Tailor     | Beth
9      | Ivanova    | Olena
10     | Ivanov     | Oleksandr
11     | Okafor     | .
12     | .          | Okafor
13     | Nguyen     | Thi Lan
14     | Garcia Lopez | Maria Carmen
15     | Garcia     | Maria
16     | Smithson   | Jonathan
"""


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path) as store:
        put(store, "drawn", NAMES, record="BIGINT")
        told = "CAST(NULL AS VARCHAR)"
        store.make(
            Statement(
                "listed",
                f"SELECT record, 'a' AS source, surname, forename, {told} AS name, {told} AS middle, {told} AS title FROM drawn",
                {},
            )
        )
        name_people(store)
        store.make(
            Statement(
                "described",
                f"SELECT record, source, {WRITTEN} AS written, CAST(NULL AS DATE) AS born, CAST(NULL AS DATE) AS born_from, "
                "CAST(NULL AS DATE) AS born_to, CAST(NULL AS VARCHAR) AS sex FROM listed",
                {},
            )
        )
        columns = ("flat", "number", "street", "postcode", "uprn", "place")
        store.make(
            Statement(
                "addressed", f"SELECT record, {', '.join(f'{told} AS {name}' for name in columns)} FROM listed", {}
            )
        )
        store.make_all(people())
        store.make(lists(PEOPLE))
        yield store


def test_both_ways_tell_the_same_of_plain_names(store):
    def asked(way):
        told = ", ".join(levels(way).values())
        return store.rows(
            f"SELECT a.record, b.record, {told} FROM {EVERYBODY} AS a CROSS JOIN {EVERYBODY} AS b "
            "WHERE a.record < b.record AND a.is_plain AND b.is_plain ORDER BY a.record, b.record"
        )

    assert asked(PLAIN) == asked(WHOLE)
    assert {row[2] for row in asked(PLAIN)} >= {0, 1, 3, 4, 5, 6}, "the drawn names meet in every way"


def test_names_of_several_words_are_not_plain(store):
    plain = {record for (record,) in store.rows(f"SELECT record FROM {EVERYBODY} AS everybody WHERE is_plain")}
    assert 0 in plain
    assert not {13, 14} & plain
