"""The pattern of each pair: the level of every comparison, as one number.

What a few columns of each record tell is told first; the names of pairs for which that is not enough are looked at as lists
of words afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from denizen.linkage.comparisons import ALWAYS, FURTHER, LIST, NAME, Comparison, code_of, exact, identifier, spoken
from denizen.linkage.keys import PAIRS
from denizen.linkage.likeness import PLAIN, WHOLE, levels
from denizen.linkage.people import LISTS, PEOPLE, lists
from denizen.shapes import Statement

NAMED, TOLD, TO_LOOK_AT, PATTERNS = "link_named", "link_told", "link_to_look_at", "link_patterns"
OF_NAMES = (NAME, FURTHER)
"""comparisons that are made from levels of names"""
_BOTH = f"JOIN {PEOPLE} AS a ON a.record = pair.one JOIN {PEOPLE} AS b ON b.record = pair.other"


def comparisons_of(identifiers: Sequence[str], extras: Sequence[str], lists: int) -> tuple[Comparison, ...]:
    """What is compared: names, birth, sex, address always; the list where there are several; identifiers and extras."""
    return (
        *ALWAYS,
        *((LIST,) if lists > 1 else ()),
        *(identifier(name, spoken(name)) for name in identifiers),
        *(exact(name, spoken(name)) for name in extras),
    )


def patterns(comparisons: Sequence[Comparison]) -> list[Statement]:
    """Statements for the table of patterns: one, other, shared (how many keys they share), code."""
    of_names = [place for place, one in enumerate(comparisons) if one in OF_NAMES]
    others = [place for place, one in enumerate(comparisons) if one not in OF_NAMES]
    return [
        _named(),
        _told(comparisons, others),
        _to_look_at(),
        lists(TO_LOOK_AT),
        _patterns(comparisons, of_names),
    ]


def _named() -> Statement:
    """Levels of names, where both are plain. Apart from the rest, since few columns at a time are fetched for every pair."""
    plain = ", ".join(
        f"CASE WHEN a.is_plain AND b.is_plain THEN {sql} END AS {name}" for name, sql in levels(PLAIN).items()
    )
    return Statement(
        NAMED,
        f"SELECT pair.one, pair.other, pair.shared, a.is_plain AND b.is_plain AS is_plain, a.chance_of_name, {plain} "
        f"FROM {PAIRS} AS pair {_BOTH}",
        {},
    )


def _told(comparisons: Sequence[Comparison], places: Sequence[int]) -> Statement:
    """The same with the code of all other comparisons."""
    levelled = ", ".join(f"{comparisons[place].sql} AS level_{place}" for place in places)
    return Statement(
        TOLD,
        f"""
        WITH levelled AS (SELECT pair.*, {levelled} FROM {NAMED} AS pair {_BOTH})
        SELECT one, other, shared, is_plain, chance_of_name, {", ".join(levels(PLAIN))}, {code_of(comparisons, places)} AS code
        FROM levelled
        """,
        {},
    )


def _to_look_at() -> Statement:
    sides = (f"SELECT {side} AS record FROM {TOLD} WHERE NOT is_plain" for side in ("one", "other"))
    return Statement(TO_LOOK_AT, " UNION ALL ".join(sides), {})


def _patterns(comparisons: Sequence[Comparison], places: Sequence[int]) -> Statement:
    whole = ", ".join(f"{sql} AS {name}" for name, sql in levels(WHOLE).items())
    named = ", ".join(f"{comparisons[place].sql} AS level_{place}" for place in places)
    return Statement(
        PATTERNS,
        f"""
        WITH looked_at AS (
            SELECT told.one, told.other, told.shared, told.chance_of_name, {whole}, told.code
            FROM {TOLD} AS told
            JOIN (SELECT * FROM {PEOPLE} JOIN {LISTS} USING (record)) AS a ON a.record = told.one
            JOIN (SELECT * FROM {PEOPLE} JOIN {LISTS} USING (record)) AS b ON b.record = told.other
            WHERE NOT told.is_plain
        ),
        every_pair AS (
            SELECT one, other, shared, chance_of_name, {", ".join(levels(PLAIN))}, code FROM {TOLD} WHERE is_plain
            UNION ALL SELECT one, other, shared, chance_of_name, {", ".join(levels(WHOLE))}, code FROM looked_at
        ),
        levelled AS (SELECT one, other, shared, code, {named} FROM every_pair)
        SELECT one, other, shared, code + {code_of(comparisons, places)} AS code
        FROM levelled
        """,
        {},
    )
