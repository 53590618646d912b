"""Which records are compared at all: those that share a key. A key is a few fields that two records of one person share.

Every key is hashed into one table. A key that very many records share would cost the square of their number and says
little: its records are told apart by a further field, and where that does not part them enough, other keys have to bring
the pair. How many are very many is chosen from counts: small lists are searched more widely than large ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from denizen.linkage.comparisons import spoken
from denizen.linkage.looked_for import AT_SIGHT, LOOKED_FOR, SOUNDS
from denizen.shapes import Statement

BLOCKS_OF = (60, 40, 30, 20)
"""how many records may share a key, the largest first"""
OF_TWO_LISTS = (14, 10, 7)
"""and fewer still, of two lists alone: groups of more lists are held apart by pairs that would be missed"""
PAIRS_FREE = 1_000_000
"""pairs that are compared whatever the number of records"""
PAIRS_PER_LIST, PAIRS_PER_RECORD = 1.5, 3.0
"""how many more are, for each record: so many for each other list on which its person may stand, and no more in all"""
ONE_IN = 4
"""of the blocks, those in which two records of a list that has each person once are compared all the same: they cannot be one
person, and teach what strangers look like whom a key brought together"""
KEYS, SIZES, FINER, BLOCKS, PAIRS = "link_keys", "link_sizes", "link_finer_keys", "link_blocks", "link_pairs"

_BY_SOUND = f"{LOOKED_FOR} AS people JOIN {SOUNDS} AS sounds ON sounds.record = people.record"
_BY_TWO_SOUNDS = f"""(
    SELECT record, once_on, LEAST(given_sound, family_sound) AS one, GREATEST(given_sound, family_sound) AS other
    FROM {LOOKED_FOR} WHERE is_plain AND given_sound <> family_sound
    UNION ALL
    SELECT one.record, longer.once_on, one.sound AS one, other.sound AS other
    FROM {LOOKED_FOR} AS longer JOIN {SOUNDS} AS one ON one.record = longer.record
    JOIN {SOUNDS} AS other ON other.record = longer.record AND one.sound < other.sound
    WHERE NOT longer.is_plain) AS people"""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of key."""

    says: str
    fields: str
    of: str = f"{LOOKED_FOR} AS people"
    needs: tuple[str, ...] = ()
    """columns without which a record has no such key"""
    finer: tuple[str, ...] = ()
    """what parts the records of one that very many share: each of these, by itself"""

    def rows(self, number: int) -> str:
        """SQL for the keys of this kind: record, once_on, kind, block."""
        said = " AND ".join(f"people.{column} IS NOT NULL" for column in self.needs)
        return (
            f"SELECT people.record, people.once_on, CAST({number} AS TINYINT) AS kind, "
            f"HASH({number}, {self.fields}) AS block FROM {self.of}" + (f" WHERE {said}" if said else "")
        )


_YEAR = "YEAR(people.born)"
_NAME = "LEAST(people.first_given, people.last_family) || ' ' || GREATEST(people.first_given, people.last_family)"
_KINDS = (
    Kind(
        "the month of birth and the sound of a name",
        f"{_YEAR} * 12 + MONTH(people.born), sounds.sound",
        _BY_SOUND,
        ("born",),
        ("CAST(people.born AS VARCHAR)",),
    ),
    Kind("the sounds of two names", "one, other", _BY_TWO_SOUNDS, (), (f"CAST({_YEAR} AS VARCHAR)", _NAME)),
    Kind("the postcode and the sound of a name", "people.postcode, sounds.sound", _BY_SOUND, ("postcode",)),
    Kind("the address and the sound of a name", "people.place, sounds.sound", _BY_SOUND, ("place",)),
    Kind("the date of birth and the postcode", "people.born, people.postcode", needs=("born", "postcode")),
    Kind("the address", "people.place", needs=("place",)),
)


def kinds_of(identifiers: Sequence[str], extras: Sequence[str]) -> tuple[Kind, ...]:
    """Every kind of key that lists with these columns have, numbered by its place."""
    return (
        *_KINDS,
        *(Kind(spoken(name), f"people.{name}", needs=(name,)) for name in identifiers),
        *(
            Kind(
                f"{spoken(name)} and the sound of a name",
                f"people.{name}, sounds.sound",
                _BY_SOUND,
                (name,),
                (f"CAST({_YEAR} AS VARCHAR)",),
            )
            for name in extras
        ),
    )


def keys(kinds: Sequence[Kind], once: int = 0) -> list[Statement]:
    """The tables of keys (record, once_on, kind, block: a hash of the kind and its fields) and of blocks of two records or more.

    Args:  every kind of key; how many lists have each person once: two records of such a list are no pair.
    """
    every = " UNION ALL ".join(kind.rows(number) for number, kind in enumerate(kinds))
    counted = "".join(f", COUNT(CASE WHEN once_on = {number} THEN 1 END) AS once_{number}" for number in range(once))
    barred = "".join(f" - once_{number} * (once_{number} - 1)" for number in range(once))
    sized = f"""
        WITH sized AS (
            SELECT block, MIN(kind) AS kind, COUNT(*) AS records{counted} FROM {KEYS} GROUP BY block HAVING COUNT(*) > 1
        )
        SELECT block, kind, records, (records * (records - 1){barred}) / 2 AS pairs FROM sized"""
    return [Statement(KEYS, every, {}), Statement(SIZES, sized, {})]


SIZES_TOLD = f"SELECT records, SUM(pairs) FROM {SIZES} GROUP BY records ORDER BY records"
"""how many pairs there are in the blocks of each size"""


def most_in_block(sizes: Iterable[tuple[int, float]], records: int, lists: int) -> int:
    """How many records may share a key, so that not too many pairs are compared.

    Args:  sizes of blocks and how many pairs those of each have; the number of records, and of lists.
    """
    sizes = list(sizes)
    allowed = max(PAIRS_FREE, min(PAIRS_PER_LIST * max(lists - 1, 1), PAIRS_PER_RECORD) * records)
    choices = BLOCKS_OF + OF_TWO_LISTS if lists == 2 else BLOCKS_OF
    for most in choices:
        if sum(pairs for size, pairs in sizes if size <= most) <= allowed:
            return most
    return choices[-1]


def pairs(kinds: Sequence[Kind], most: int) -> list[Statement]:
    """Statements for the pairs that share a key of at most so many records, and those settled at sight: each once, one < other.

    Two records of a list that has each person once are none.
    """
    over = f"{KEYS} JOIN {SIZES} AS sized ON sized.block = {KEYS}.block AND sized.records > {most}"
    parted = [
        f"SELECT {KEYS}.record, {KEYS}.once_on, HASH({KEYS}.block, {number}, {field}) AS block FROM {over} "
        f"JOIN {LOOKED_FOR} AS people ON people.record = {KEYS}.record WHERE sized.kind = {kind} AND {field} IS NOT NULL"
        for kind, told in enumerate(kinds)
        for number, field in enumerate(told.finer)
    ]
    kept = f"""
        SELECT {KEYS}.record, {KEYS}.once_on, {KEYS}.block FROM {KEYS} JOIN {SIZES} AS sized ON sized.block = {KEYS}.block
        WHERE sized.records <= {most} AND sized.pairs > 0
        UNION ALL
        SELECT {FINER}.record, {FINER}.once_on, {FINER}.block FROM {FINER} JOIN (
            SELECT block FROM {FINER} GROUP BY block HAVING COUNT(*) BETWEEN 2 AND {most}
        ) AS sized ON sized.block = {FINER}.block"""
    return [
        Statement(FINER, " UNION ALL ".join(parted), {}),
        Statement(BLOCKS, kept, {}),
        Statement(
            PAIRS,
            f"SELECT DISTINCT one.record AS one, other.record AS other FROM {BLOCKS} AS one "
            f"JOIN {BLOCKS} AS other ON other.block = one.block AND one.record < other.record "
            f"AND (COALESCE(one.once_on <> other.once_on, TRUE) OR one.block % {ONE_IN} = 0)"
            f" UNION ALL SELECT one, other FROM {AT_SIGHT}",
            {},
        ),
    ]
