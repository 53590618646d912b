"""Which keys two records share, and which of them brought the two together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from denizen.linkage.keys import KEYS, SIZES, Kind
from denizen.linkage.looked_for import LOOKED_FOR
from denizen.shapes import Statement

FINER_IN_WORDS: Mapping[str, str] = {
    "CAST(people.born AS VARCHAR)": "the date of birth",
    "CAST(YEAR(people.born) AS VARCHAR)": "the year of birth",
    "LEAST(people.first_given, people.last_family) || ' ' || GREATEST(people.first_given, people.last_family)": "the name",
}
"""a field by which the records of a key that very many share are told apart -> what two records share that share it"""
BY_ITSELF = -1


@dataclass(frozen=True, slots=True)
class SharedKey:
    """A key that two records share: what it is made of, how many records share it, and whether it brought its pairs together."""

    says: str
    records: int
    brought: bool


ALL_THAT_IS_SAID = SharedKey("all that both lists say of them", 2, True)
"""what two records share that were settled at sight"""
SETTLED_OTHERWISE = SharedKey(
    "one of them is alike in every word to a record of the other list: nobody else was looked for", 2, False
)
"""what is told of two records of which one was settled at sight with a third"""


def told(kinds: Sequence[Kind], most: int, kind: int, finer: int, records: int) -> SharedKey:
    """A row of `shared_keys` in words.

    Args:  every kind of key; how many records may share a key; the row.
    """
    says = kinds[kind].says
    if finer != BY_ITSELF:
        says = f"{says}, with {FINER_IN_WORDS[kinds[kind].finer[finer]]}"
    return SharedKey(says, records, records <= most)


def shared_keys(kinds: Sequence[Kind], most: int, one: int, other: int) -> Statement:
    """The table of keys that two records share: kind, finer (the place of what parts its records, or -1), records. A row a key.

    Args:   every kind of key; how many records may share a key; the two records.
    Reads:  link_looked_for, link_keys, link_sizes.
    """
    parted = [
        f"SELECT crowd.kind, {number} AS finer, crowd.block, {field} AS further, people.record FROM crowd "
        f"JOIN {KEYS} ON {KEYS}.block = crowd.block JOIN {LOOKED_FOR} AS people ON people.record = {KEYS}.record "
        f"WHERE crowd.kind = {kind} AND {field} IS NOT NULL"
        for kind, told_apart in enumerate(kinds)
        for number, field in enumerate(told_apart.finer)
    ]
    return Statement(
        "shared_keys",
        f"""
        WITH both_have AS (
            SELECT {KEYS}.kind, {KEYS}.block, MIN(sized.records) AS records
            FROM {KEYS} JOIN {SIZES} AS sized ON sized.block = {KEYS}.block WHERE {KEYS}.record IN ($one, $other)
            GROUP BY {KEYS}.kind, {KEYS}.block HAVING COUNT(*) = 2
        ),
        crowd AS (SELECT kind, block FROM both_have WHERE records > {most})
        SELECT kind, {BY_ITSELF} AS finer, records FROM both_have
        UNION ALL
        SELECT kind, finer, COUNT(*) AS records FROM ({" UNION ALL ".join(parted)}) AS parted
        GROUP BY kind, finer, block, further
        HAVING SUM(CASE WHEN record IN ($one, $other) THEN 1 ELSE 0 END) = 2
        """,
        {"one": one, "other": other},
    )
