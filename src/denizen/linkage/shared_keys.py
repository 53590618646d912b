"""Which keys two records share, in words; and which of them brought the two together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from denizen.linkage.keys import _EACH_SOUND, _KINDS, MOST_IN_BLOCK
from denizen.shapes import Statement

KINDS_IN_WORDS: Mapping[str, str] = {
    "born, sound": "the date of birth and the sound of a name",
    "born, postcode": "the date of birth and the postcode",
    "place, sound": "the address and the sound of a name",
    "postcode, sound": "the postcode and the sound of a name",
    "place": "the address",
    "one, other": "the sounds of two names",
    "YEAR(born), MONTH(born), sound, COALESCE(sex, '')": "the year and month of birth, the sex, and the sound of a name",
    "first_given, last_family, YEAR(born)": "the forename, the family name and the year of birth",
    "LEAST(first_given, last_family), GREATEST(first_given, last_family)": "the forename and the family name, in either order",
}
"""fields of a key -> what two records share that share it"""


@dataclass(frozen=True, slots=True)
class SharedKey:
    """A key that two records share: what it is made of, and how many records share it, the two among them."""

    says: str
    records: int

    @property
    def brought(self) -> bool:
        """Whether it brought its pairs together: a key that very many share brings none."""
        return self.records <= MOST_IN_BLOCK


def kinds_in_words(identifiers: Sequence[str], extras: Sequence[str]) -> list[str]:
    """What is shared by two records that share a key of each kind, in the order of the kinds."""
    words = [KINDS_IN_WORDS[fields] for fields, _ in _KINDS]
    words += [f"the {name.removeprefix('identifier_').replace('_', ' ')}" for name in identifiers]
    return words + [f"the {name.removeprefix('extra_').replace('_', ' ')} and the sound of a name" for name in extras]


def shared_keys(identifiers: Sequence[str], extras: Sequence[str], one: int, other: int) -> Statement:
    """The table of keys that two records share: kind (its place among the kinds), records. One row per key.

    Args:   columns of `people` that hold identifiers, and those that hold fields of one's own; the two records.
    Reads:  people.
    """
    kinds = [*_KINDS, *((name, f"people WHERE {name} IS NOT NULL") for name in identifiers)]
    kinds += [(f"{name}, sound", f"{_EACH_SOUND} AS each_sound WHERE {name} IS NOT NULL") for name in extras]
    parts = [
        f"SELECT record, {place} AS kind, HASH({fields}) AS block FROM {where}"
        for place, (fields, where) in enumerate(kinds)
    ]
    return Statement(
        "shared_keys",
        f"""
        WITH every_key AS ({" UNION ALL ".join(parts)}),
        shared AS (
            SELECT kind, block FROM every_key WHERE record IN ($one, $other)
            GROUP BY kind, block HAVING COUNT(DISTINCT record) = 2
        )
        SELECT every_key.kind, COUNT(DISTINCT every_key.record) AS records
        FROM every_key JOIN shared ON shared.kind = every_key.kind AND shared.block = every_key.block
        GROUP BY every_key.kind, every_key.block
        """,
        {"one": one, "other": other},
    )
