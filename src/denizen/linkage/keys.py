"""Which records are compared at all: those that share a key. A key is a few fields that two records of one person share.

Every key is hashed into one table, which is joined with itself once. A key that very many records share would cost the
square of their number and says little; it is left out, and the others have to bring the pair.
"""

from __future__ import annotations

from collections.abc import Sequence

from denizen.shapes import Statement

MOST_IN_BLOCK = 60
"""records that share one key, beyond which the key brings no pair"""
KEYS, BLOCKS, PAIRS = "link_keys", "link_blocks", "link_pairs"

_EACH_SOUND = "(SELECT *, UNNEST(sounds) AS sound FROM people)"
_EACH_TWO = """(SELECT record, one.sound AS one, other.sound AS other FROM
    (SELECT record, UNNEST(sounds) AS sound FROM people) AS one
    JOIN (SELECT record, UNNEST(sounds) AS sound FROM people) AS other USING (record) WHERE one.sound < other.sound)"""
_KINDS: tuple[tuple[str, str], ...] = (
    ("born, sound", f"{_EACH_SOUND} AS each_sound WHERE born IS NOT NULL"),
    ("born, postcode", "people WHERE born IS NOT NULL AND postcode IS NOT NULL"),
    ("place, sound", f"{_EACH_SOUND} AS each_sound WHERE place IS NOT NULL"),
    ("postcode, sound", f"{_EACH_SOUND} AS each_sound WHERE postcode IS NOT NULL"),
    ("place", "people WHERE place IS NOT NULL"),
    ("one, other", f"{_EACH_TWO} AS each_two"),
    (
        "YEAR(born), MONTH(born), sound, COALESCE(sex, '')",
        f"{_EACH_SOUND} AS each_sound WHERE born IS NOT NULL",
    ),
    (
        "first_given, last_family, YEAR(born)",
        "people WHERE born IS NOT NULL AND first_given IS NOT NULL AND last_family IS NOT NULL",
    ),
    (
        "LEAST(first_given, last_family), GREATEST(first_given, last_family)",
        "people WHERE LENGTH(first_given) > 1 AND LENGTH(last_family) > 1",
    ),
)
"""the fields of a key, and where they come from"""


def keys(identifiers: Sequence[str], extras: Sequence[str]) -> Statement:
    """The table of keys: record, block (a hash of the kind of key and its fields).

    Args:  columns of `people` that hold identifiers, and those that hold fields of one's own.
    """
    kinds = list(_KINDS)
    kinds += [(name, f"people WHERE {name} IS NOT NULL") for name in identifiers]
    kinds += [(f"{n}, sound", f"{_EACH_SOUND} AS each_sound WHERE {n} IS NOT NULL") for n in extras]
    parts = [
        f"SELECT record, HASH({place}, {fields}) AS block FROM {where}" for place, (fields, where) in enumerate(kinds)
    ]
    return Statement(KEYS, "SELECT DISTINCT record, block FROM (" + " UNION ALL ".join(parts) + ") AS every_key", {})


def pairs() -> list[Statement]:
    """Statements for the pairs that share a key of bounded size: one < other, each once."""
    blocks = f"SELECT block FROM {KEYS} GROUP BY block HAVING COUNT(*) BETWEEN 2 AND {MOST_IN_BLOCK}"
    kept = f"SELECT record, {KEYS}.block FROM {KEYS} JOIN ({blocks}) AS sized ON sized.block = {KEYS}.block"
    return [
        Statement(BLOCKS, kept, {}),
        Statement(
            PAIRS,
            f"SELECT one.record AS one, other.record AS other, COUNT(*) AS shared FROM {BLOCKS} AS one "
            f"JOIN {BLOCKS} AS other ON other.block = one.block AND one.record < other.record "
            "GROUP BY one.record, other.record",
            {},
        ),
    ]
