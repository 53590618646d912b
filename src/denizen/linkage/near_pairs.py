"""Pairs of which one record at least is looked at: the same that all records together would have, and none besides.

The table `link_looked_at` names the records, each with the round in which it came to be looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from denizen.linkage.keys import BLOCKS, FINER, KEYS, ONE_IN, PAIRS, SIZES, Kind
from denizen.linkage.looked_for import AT_SIGHT, LOOKED_FOR
from denizen.shapes import Statement

LOOKED_AT, NEAR = "link_looked_at", "link_near_keys"


def near_pairs(kinds: Sequence[Kind], most: int, turn: int) -> list[Statement]:
    """Statements for the pairs of `keys.pairs` that have a record of this round, and none of a round before.

    Args:   every kind of key; how many records may share a key; the round.
    Reads:  link_keys, link_sizes, link_looked_for, link_at_sight, link_looked_at (record, turn).
    """
    return [_near(turn), _finer(kinds, most), _blocks(most, turn), _pairs(turn)]


def _near(turn: int) -> Statement:
    """The keys of which a record of this round has one, of whichever record."""
    return Statement(
        NEAR,
        f"""
        WITH of_round AS (
            SELECT DISTINCT {KEYS}.block FROM {KEYS} JOIN {LOOKED_AT} AS told ON told.record = {KEYS}.record
            WHERE told.turn = {turn}
        ),
        sized AS (SELECT sized.* FROM {SIZES} AS sized JOIN of_round ON of_round.block = sized.block)
        SELECT {KEYS}.record, {KEYS}.once_on, {KEYS}.block, sized.kind, sized.records, sized.pairs
        FROM {KEYS} JOIN sized ON sized.block = {KEYS}.block""",
        {},
    )


def _finer(kinds: Sequence[Kind], most: int) -> Statement:
    """Those that too many records share, each parted by its further fields."""
    parted = [
        f"SELECT near.record, near.once_on, HASH(near.block, {number}, {field}) AS block FROM {NEAR} AS near "
        f"JOIN {LOOKED_FOR} AS people ON people.record = near.record "
        f"WHERE near.records > {most} AND near.kind = {kind} AND {field} IS NOT NULL"
        for kind, told in enumerate(kinds)
        for number, field in enumerate(told.finer)
    ]
    return Statement(FINER, " UNION ALL ".join(parted), {})


def _blocks(most: int, turn: int) -> Statement:
    """What brings pairs together: record, once_on, block, and whether the record is of this round."""
    return Statement(
        BLOCKS,
        f"""
        WITH small AS (
            SELECT block FROM {FINER} GROUP BY block HAVING COUNT(*) BETWEEN 2 AND {most}
        ),
        every_block AS (
            SELECT record, once_on, block FROM {NEAR} WHERE records <= {most} AND pairs > 0
            UNION ALL
            SELECT {FINER}.record, {FINER}.once_on, {FINER}.block FROM {FINER} JOIN small ON small.block = {FINER}.block
        )
        SELECT every_block.record, every_block.once_on, every_block.block, told.turn IS NOT NULL AS is_of_round
        FROM every_block LEFT JOIN {LOOKED_AT} AS told ON told.record = every_block.record
        WHERE COALESCE(told.turn, {turn}) = {turn}""",
        {},
    )


def _pairs(turn: int) -> Statement:
    return Statement(
        PAIRS,
        f"""
        SELECT DISTINCT LEAST(one.record, other.record) AS one, GREATEST(one.record, other.record) AS other
        FROM {BLOCKS} AS one JOIN {BLOCKS} AS other ON other.block = one.block AND other.record <> one.record
            AND (COALESCE(one.once_on <> other.once_on, TRUE) OR one.block % {ONE_IN} = 0)
        WHERE one.is_of_round AND (one.record < other.record OR NOT other.is_of_round)
        UNION ALL
        SELECT sight.one, sight.other FROM {AT_SIGHT} AS sight
        LEFT JOIN {LOOKED_AT} AS told ON told.record = sight.one LEFT JOIN {LOOKED_AT} AS also ON also.record = sight.other
        WHERE LEAST(COALESCE(told.turn, also.turn), COALESCE(also.turn, told.turn)) = {turn}""",
        {},
    )
