"""One row for each record, with what keys and comparisons ask for; and its names as lists, for records that need them."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.shapes import Statement

PEOPLE, SOUNDS, LISTS = "people", "people_sounds", "people_lists"
MOST_AT_POSTCODE = 2_000
"""records of one postcode, beyond which it stands for a whole town or for none (ZZ99, 00000) and is taken as not told"""
_BEFORE = f"""
    WITH parts AS (
        SELECT record, COALESCE(given[1], initials[1]) AS first_given, family[LEN(family)] AS last_family, culture,
               COALESCE(given[2], initials[2], '') AS further, LEN(given) <= 1 AND LEN(family) <= 1 AS is_short
        FROM names
    ),
    namesakes AS (
        SELECT parts.first_given, parts.last_family, COUNT(DISTINCT addressed.place) AS places
        FROM parts JOIN addressed ON addressed.record = parts.record WHERE addressed.place IS NOT NULL
        GROUP BY parts.first_given, parts.last_family HAVING COUNT(*) > 2
    ),
    both_in AS (
        SELECT culture, first_given, last_family, COUNT(*) AS records FROM parts WHERE culture IS NOT NULL
        GROUP BY culture, first_given, last_family
    ),
    within AS (
        SELECT culture, first_given, last_family,
               (SUM(records) OVER (PARTITION BY culture, first_given) - records)
                   * (SUM(records) OVER (PARTITION BY culture, last_family) - records)
                   / CAST(SUM(records) OVER (PARTITION BY culture) AS DOUBLE) AS chance
        FROM both_in
    ),
    crowd AS (SELECT place, COUNT(*) AS people_at_place FROM addressed WHERE place IS NOT NULL GROUP BY place),
    too_wide AS (SELECT postcode FROM addressed GROUP BY postcode HAVING COUNT(*) > {MOST_AT_POSTCODE})"""
"""the parts of names; at how many addresses a name stands; how many others would have it by chance within its culture, the
records that have it left out; homes and postcodes of very many"""


def people(more: Sequence[str] = (), once: Sequence[str] = ()) -> Statement:
    """The table `people`. A name is plain when it is at most one forename and one family name, each a form of one name.

    Args:   further columns of `listed` that are compared: identifiers and fields of one's own; lists that have each person
            once, whose number a record bears as `once_on`.
    Reads:  listed, described, names, name_words, addressed.
    """
    numbered: dict[str, object] = {f"once_{number}": source for number, source in enumerate(once)}
    cases = "".join(f" WHEN described.source = ${name} THEN {number}" for number, name in enumerate(numbered))
    listed = "".join(f", NULLIF(TRIM(listed.{column}), '') AS {column}" for column in more)
    return Statement(
        PEOPLE,
        f"""
        {_BEFORE}
        SELECT described.record, described.source, CAST(CASE{cases or " WHEN FALSE THEN 0"} END AS TINYINT) AS once_on,
               parts.first_given, parts.last_family, parts.further,
               parts.is_short AND COALESCE(LEN(given_word.variants), 0) <= 1
                   AND COALESCE(LEN(family_word.variants), 0) <= 1 AS is_plain,
               given_word.sound AS given_sound, family_word.sound AS family_sound,
               given_word.variants[1] AS given_for, family_word.variants[1] AS family_for,
               GREATEST(
                   COALESCE(given_word.records, 1) * COALESCE(family_word.records, 1)
                       / CAST((SELECT COUNT(*) FROM names) AS DOUBLE),
                   COALESCE(within.chance, 0.0)
               ) + 0.5 * GREATEST(COALESCE(namesakes.places, 0) - 2, 0) AS chance_of_name,
               described.born, described.born_from, described.born_to, described.sex,
               CASE WHEN too_wide.postcode IS NULL THEN addressed.postcode END AS postcode, addressed.place,
               COALESCE(crowd.people_at_place, 0) AS people_at_place, addressed.uprn,
               COALESCE(addressed.street, '') AS street, COALESCE(addressed.number, '') AS number,
               COALESCE(addressed.flat, '') AS flat{listed}
        FROM described
        JOIN parts ON parts.record = described.record
        {"JOIN listed ON listed.record = described.record" if more else ""}
        LEFT JOIN name_words AS given_word ON given_word.word = parts.first_given
        LEFT JOIN name_words AS family_word ON family_word.word = parts.last_family
        LEFT JOIN addressed ON addressed.record = described.record
        LEFT JOIN namesakes
            ON namesakes.first_given = parts.first_given AND namesakes.last_family = parts.last_family
        LEFT JOIN within ON within.culture = parts.culture AND within.first_given = parts.first_given
            AND within.last_family = parts.last_family
        LEFT JOIN crowd ON crowd.place = addressed.place
        LEFT JOIN too_wide ON too_wide.postcode = addressed.postcode
        """,
        numbered,
    )


def sounds() -> Statement:
    """The table `people_sounds`: record, sound; each sound of a record's words once."""
    return Statement(
        SOUNDS,
        f"""
        SELECT record, given_sound AS sound FROM {PEOPLE} WHERE is_plain AND given_sound IS NOT NULL
        UNION ALL
        SELECT record, family_sound AS sound FROM {PEOPLE}
        WHERE is_plain AND family_sound IS NOT NULL AND family_sound <> COALESCE(given_sound, '')
        UNION ALL
        SELECT DISTINCT each_word.record, name_words.sound
        FROM (
            SELECT names.record, UNNEST(names.words) AS word
            FROM names JOIN {PEOPLE} ON {PEOPLE}.record = names.record WHERE NOT {PEOPLE}.is_plain
        ) AS each_word JOIN name_words ON name_words.word = each_word.word
        """,
        {},
    )


def lists(wanted: str) -> Statement:
    """The table `people_lists`: names as lists of words, sounds and variants, of the records that a table names."""
    return Statement(
        LISTS,
        f"""
        WITH wanted AS (SELECT DISTINCT record FROM {wanted}),
        sounding AS (
            SELECT sounds.record, LIST(sounds.sound) AS sounds
            FROM {SOUNDS} AS sounds JOIN wanted ON wanted.record = sounds.record GROUP BY sounds.record
        )
        SELECT wanted.record, names.given, names.family, names.words, COALESCE(sounding.sounds, []) AS sounds,
               COALESCE(given_word.variants, []) AS given_variants, COALESCE(family_word.variants, []) AS family_variants
        FROM wanted
        JOIN {PEOPLE} AS people ON people.record = wanted.record
        JOIN names ON names.record = wanted.record
        LEFT JOIN sounding ON sounding.record = wanted.record
        LEFT JOIN name_words AS given_word ON given_word.word = people.first_given
        LEFT JOIN name_words AS family_word ON family_word.word = people.last_family
        """,
        {},
    )
