"""Whom is looked for: the records that others may be of the same person as.

Two lists alone that have each person once settle many of theirs at sight: two records that are alike in every word leave
nothing to look for, since each list has the person once and both are found. Half the records of two good lists are told so,
and what costs time, the search for records that share a key, is left to the others. These pairs are compared as all pairs
are, so that the model learns from them and says how sure they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from denizen.linkage.people import PEOPLE, PEOPLE_NAMES
from denizen.shapes import Statement

AT_SIGHT, LOOKED_FOR, SOUNDS = "link_at_sight", "link_looked_for", "link_sounds"
_LISTS = 2
_NAMED = f"{PEOPLE} AS people JOIN {PEOPLE_NAMES} AS named ON named.written = people.written"
_SAID = ("first_given", "last_family", "further", "born", "sex", "postcode", "place", "uprn")
"""what is alike, or said by neither"""
_ENOUGH = (
    "is_plain AND LENGTH(first_given) > 1 AND last_family IS NOT NULL AND born IS NOT NULL "
    "AND COALESCE(postcode, place) IS NOT NULL"
)
"""what is said of records that are settled at sight: a whole name, the day of birth, and where"""
_SEARCHED = ("record", "once_on", "written", "born", "postcode", "place")


def can_settle(lists: int, once: Sequence[str]) -> bool:
    """Whether records can be settled at sight: two lists alone, each of which has each person once."""
    return lists == len(once) == _LISTS


def looked_for(more: Sequence[str], *, settles: bool) -> list[Statement]:
    """The tables `link_at_sight` (one, other: pairs that are settled; empty where none can be) and `link_looked_for`.

    Args:   identifiers and fields of one's own; whether records can be settled at sight.
    Reads:  people, people_names.
    """
    alike = ", ".join((*_SAID, *more))
    searched = ", ".join(f"people.{column}" for column in (*_SEARCHED, *more))
    return [
        Statement(
            AT_SIGHT,
            f"SELECT MIN(record) AS one, MAX(record) AS other FROM {_NAMED} WHERE {_ENOUGH if settles else 'FALSE'} "
            f"GROUP BY HASH({alike}) HAVING COUNT(*) = 2 AND COUNT(DISTINCT once_on) = 2",
            {},
        ),
        Statement(
            LOOKED_FOR,
            f"SELECT {searched}, is_plain, first_given, last_family, given_sound, family_sound FROM {_NAMED} "
            f"WHERE people.record NOT IN (SELECT one FROM {AT_SIGHT} UNION ALL SELECT other FROM {AT_SIGHT})",
            {},
        ),
    ]


def sounds() -> Statement:
    """The table `link_sounds` of those who are looked for: record, sound; each sound of a record's words once."""
    return Statement(
        SOUNDS,
        f"""
        SELECT record, given_sound AS sound FROM {LOOKED_FOR} WHERE is_plain AND given_sound IS NOT NULL
        UNION ALL
        SELECT record, family_sound AS sound FROM {LOOKED_FOR}
        WHERE is_plain AND family_sound IS NOT NULL AND family_sound <> COALESCE(given_sound, '')
        UNION ALL
        SELECT DISTINCT each_word.record, name_words.sound
        FROM (
            SELECT people.record, UNNEST(names.words) AS word
            FROM names JOIN {LOOKED_FOR} AS people ON people.written = names.written WHERE NOT people.is_plain
        ) AS each_word JOIN name_words ON name_words.word = each_word.word
        """,
        {},
    )
