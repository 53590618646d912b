"""How alike the names of two records are: levels of forename, family name and further forenames, from which comparisons are made.

Most names are a forename and a family name. For two such records everything is told by a few words of each, which is fast;
for others (middle names, double surnames, chains of names) lists of words are looked through. Both ways are written once,
and give the same where both can be asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """How SQL asks about the names of two records, called a and b."""

    holds: Callable[[str, str, str], str]
    """whether the words of one kind (given, family, words, sounds) of a record hold a word"""
    is_variant: Callable[[str], str]
    """whether the forenames (given) or the family names (family) are forms of one name"""
    shares_further: str
    """whether a second or later forename is the same"""


_PLAIN_COLUMNS = {
    "given": ("first_given",),
    "family": ("last_family",),
    "words": ("first_given", "last_family"),
    "sounds": ("given_sound", "family_sound"),
}


def _holds_plainly(record: str, words: str, word: str) -> str:
    return "(" + " OR ".join(f"{record}.{column} = {word}" for column in _PLAIN_COLUMNS[words]) + ")"


PLAIN = Way(_holds_plainly, lambda half: f"a.{half}_for = b.{half}_for", "FALSE")
"""of two records that have one forename and one family name each"""
WHOLE = Way(
    lambda record, words, word: f"LIST_CONTAINS({record}.{words}, {word})",
    lambda half: f"LIST_HAS_ANY(a.{half}_variants, b.{half}_variants)",
    "LIST_HAS_ANY(a.given[2:], b.given[2:])",
)


def levels(way: Way) -> dict[str, str]:
    """SQL for each column that comparisons of names read: given_level, family_level, further_level."""
    return {"given_level": _given(way), "family_level": _family(way), "further_level": _further(way)}


def _given(way: Way) -> str:
    """6 same; 5 changed places with the family name; 4 another form, place or sound; 3 alike or begun alike; 1 initial."""
    return f"""
    CASE WHEN a.first_given IS NULL OR b.first_given IS NULL THEN -1
         WHEN a.first_given = b.first_given AND LENGTH(a.first_given) > 1 THEN 6
         WHEN LENGTH(a.first_given) > 1 AND LENGTH(b.first_given) > 1 AND {way.holds("b", "family", "a.first_given")}
              AND {way.holds("a", "family", "b.first_given")} THEN 5
         WHEN LENGTH(a.first_given) = 1 OR LENGTH(b.first_given) = 1
              THEN CASE WHEN LEFT(a.first_given, 1) = LEFT(b.first_given, 1) THEN 3 ELSE 0 END
         WHEN {way.holds("b", "given", "a.first_given")} OR {way.holds("a", "given", "b.first_given")} THEN 4
         WHEN {way.is_variant("given")} THEN 4
         WHEN {way.holds("b", "sounds", "a.given_sound")} OR {way.holds("a", "sounds", "b.given_sound")} THEN 4
         WHEN JARO_WINKLER_SIMILARITY(a.first_given, b.first_given) >= 0.88 THEN 3
         WHEN LENGTH(a.first_given) > 2 AND LENGTH(b.first_given) > 2
              AND (STARTS_WITH(a.first_given, b.first_given) OR STARTS_WITH(b.first_given, a.first_given)) THEN 3
         WHEN LEFT(a.first_given, 1) = LEFT(b.first_given, 1) THEN 1
         ELSE 0 END"""


def _family(way: Way) -> str:
    """4 same; 3 a part of the other, or another form; 2 alike in sound or spelling; 1 the first three letters."""
    return f"""
    CASE WHEN a.last_family IS NULL OR b.last_family IS NULL THEN -1
         WHEN a.last_family = b.last_family THEN 4
         WHEN {_any_family_word(way, "a", "b")} OR {_any_family_word(way, "b", "a")} THEN 3
         WHEN {way.is_variant("family")} THEN 3
         WHEN {way.holds("b", "sounds", "a.family_sound")} OR {way.holds("a", "sounds", "b.family_sound")} THEN 2
         WHEN JARO_WINKLER_SIMILARITY(a.last_family, b.last_family) >= 0.9 THEN 2
         WHEN LEFT(a.last_family, 3) = LEFT(b.last_family, 3) THEN 1
         ELSE 0 END"""


def _any_family_word(way: Way, record: str, other: str) -> str:
    """Whether a family name of one record is any word of the other."""
    if way is WHOLE:
        return f"LIST_HAS_ANY({record}.family, {other}.words)"
    return way.holds(other, "words", f"{record}.last_family")


def _further(way: Way) -> str:
    """2 a further forename is the same; 1 its initial. Nothing is said where forenames came in another order, or where one is a
    family name of the other."""
    return f"""
    CASE WHEN a.further = '' OR b.further = '' THEN -1
         WHEN {way.shares_further} THEN 2
         WHEN {way.holds("b", "given", "a.further")} AND {way.holds("a", "given", "b.further")} THEN -1
         WHEN {way.holds("b", "family", "a.further")} OR {way.holds("a", "family", "b.further")} THEN -1
         WHEN LEFT(a.further, 1) = LEFT(b.further, 1) THEN 1
         ELSE 0 END"""
