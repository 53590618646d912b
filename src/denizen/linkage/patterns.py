"""The pattern of each pair: the level of every comparison, as one number.

What a few columns of each record tell is told first; the names of pairs for which that is not enough are looked at as lists
of words afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from denizen.linkage.comparisons import (
    ALWAYS,
    FURTHER,
    LIST,
    NAME,
    Comparison,
    code_of,
    exact,
    identifier,
    of_a_child,
    spoken,
)
from denizen.linkage.keys import PAIRS
from denizen.linkage.likeness import PLAIN, WHOLE, Way, levels
from denizen.linkage.people import LISTS, PEOPLE, PEOPLE_NAMES, lists
from denizen.shapes import Statement

TOLD, NAMED, TO_LOOK_AT, PATTERNS = "link_told", "link_named", "link_to_look_at", "link_patterns"
OF_NAMES = (NAME, FURTHER)
"""comparisons that are made from levels of names"""
_LOOKED_AT = f"(SELECT * FROM {PEOPLE_NAMES} JOIN {LISTS} USING (written))"


def comparisons_of(
    identifiers: Sequence[str], extras: Sequence[str], lists: int, no_births: Sequence[str] = ()
) -> tuple[Comparison, ...]:
    """What is compared: names, birth, sex, address always; the list where there are several; identifiers and extras; and for
    each list that tells no births, whether it has children."""
    return (
        *ALWAYS,
        *((LIST,) if lists > 1 else ()),
        *(identifier(name, spoken(name)) for name in identifiers),
        *(exact(name, spoken(name)) for name in extras),
        *(of_a_child(number, source) for number, source in enumerate(no_births)),
    )


def patterns(comparisons: Sequence[Comparison]) -> list[Statement]:
    """Statements for the table of patterns: one, other, code."""
    of_names = [place for place, one in enumerate(comparisons) if one in OF_NAMES]
    others = [place for place, one in enumerate(comparisons) if one not in OF_NAMES]
    return [
        _told(comparisons, others),
        _named(comparisons, of_names),
        _to_look_at(),
        lists(TO_LOOK_AT),
        _patterns(comparisons, of_names),
    ]


def _told(comparisons: Sequence[Comparison], places: Sequence[int]) -> Statement:
    """The code of all that is compared but names, and the name of each record."""
    levelled = ", ".join(f"{comparisons[place].sql} AS level_{place}" for place in places)
    return Statement(
        TOLD,
        f"""
        WITH levelled AS (
            SELECT pair.one, pair.other, a.written AS written_one, b.written AS written_other, {levelled}
            FROM {PAIRS} AS pair JOIN {PEOPLE} AS a ON a.record = pair.one JOIN {PEOPLE} AS b ON b.record = pair.other
        )
        SELECT one, other, written_one, written_other, {code_of(comparisons, places)} AS code FROM levelled
        """,
        {},
    )


def _named(comparisons: Sequence[Comparison], places: Sequence[int]) -> Statement:
    """The same with the code of names, where both are plain; the others are still to be looked at."""
    return Statement(NAMED, f"{_with_names(PLAIN, PEOPLE_NAMES, TOLD, comparisons, places)}", {})


def _with_names(way: Way, names: str, of: str, comparisons: Sequence[Comparison], places: Sequence[int]) -> str:
    """SQL for pairs with the code of their names added."""
    levelled = ", ".join(f"{sql} AS {name}" for name, sql in levels(way).items())
    coded = ", ".join(f"{comparisons[place].sql} AS level_{place}" for place in places)
    return f"""
        SELECT one, other, written_one, written_other, is_plain,
               code + CASE WHEN is_plain OR {way is WHOLE} THEN {code_of(comparisons, places)} ELSE 0 END AS code
        FROM (
            SELECT one, other, written_one, written_other, is_plain, code, {coded}
            FROM (
                SELECT pair.one, pair.other, pair.written_one, pair.written_other, pair.code, a.chance_of_name,
                       a.is_plain AND b.is_plain AS is_plain, {levelled}
                FROM {of} AS pair JOIN {names} AS a ON a.written = pair.written_one
                JOIN {names} AS b ON b.written = pair.written_other
            ) AS alike
        ) AS levelled"""


def _to_look_at() -> Statement:
    sides = (f"SELECT written_{side} AS written FROM {NAMED} WHERE NOT is_plain" for side in ("one", "other"))
    return Statement(TO_LOOK_AT, " UNION ALL ".join(sides), {})


def _patterns(comparisons: Sequence[Comparison], places: Sequence[int]) -> Statement:
    left = f"(SELECT * FROM {NAMED} WHERE NOT is_plain)"
    return Statement(
        PATTERNS,
        f"""
        SELECT one, other, code FROM {NAMED} WHERE is_plain
        UNION ALL SELECT one, other, code FROM ({_with_names(WHOLE, _LOOKED_AT, left, comparisons, places)}) AS looked_at
        """,
        {},
    )
