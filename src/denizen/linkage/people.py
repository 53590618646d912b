"""One row for each record, with all that comparisons and keys ask for."""

from __future__ import annotations

from collections.abc import Sequence

from denizen.shapes import Statement

PEOPLE = "people"


def people(more: Sequence[str] = ()) -> Statement:
    """The table `people`.

    Args:   further columns of `listed` that are compared: identifiers and fields of one's own.
    Reads:  listed, described, names, name_words, addressed.
    """
    listed = "".join(f", NULLIF(TRIM(listed.{column}), '') AS {column}" for column in more)
    return Statement(
        PEOPLE,
        f"""
        WITH each_word AS (SELECT record, UNNEST(words) AS word FROM names),
        sounding AS (
            SELECT each_word.record, LIST(DISTINCT name_words.sound) AS sounds
            FROM each_word JOIN name_words ON name_words.word = each_word.word
            GROUP BY each_word.record
        ),
        parts AS (
            SELECT record, given, family, words, COALESCE(given[1], initials[1]) AS first_given,
                   family[LEN(family)] AS last_family, COALESCE(given[2], initials[2], '') AS further
            FROM names
        ),
        namesakes AS (
            SELECT parts.first_given, parts.last_family, COUNT(DISTINCT addressed.place) AS places
            FROM parts JOIN addressed ON addressed.record = parts.record
            GROUP BY parts.first_given, parts.last_family
        ),
        crowd AS (SELECT place, COUNT(*) AS people_at_place FROM addressed WHERE place IS NOT NULL GROUP BY place)
        SELECT described.record, described.source, parts.given, parts.family, parts.words,
               COALESCE(sounding.sounds, []) AS sounds, parts.first_given, parts.last_family, parts.further,
               COALESCE(given_word.sound, '') AS given_sound, COALESCE(family_word.sound, '') AS family_sound,
               COALESCE(given_word.variants, []) AS given_variants, COALESCE(family_word.variants, []) AS family_variants,
               COALESCE(given_word.records, 1) * COALESCE(family_word.records, 1)
                   / CAST((SELECT COUNT(*) FROM names) AS DOUBLE)
                   + 0.5 * GREATEST(COALESCE(namesakes.places, 0) - 2, 0) AS chance_of_name,
               described.born, described.born_from, described.born_to, described.sex,
               addressed.postcode, addressed.place, COALESCE(crowd.people_at_place, 0) AS people_at_place, addressed.uprn,
               COALESCE(addressed.street, '') AS street, COALESCE(addressed.number, '') AS number,
               COALESCE(addressed.flat, '') AS flat{listed}
        FROM described
        JOIN listed ON listed.record = described.record
        JOIN parts ON parts.record = listed.record
        LEFT JOIN sounding ON sounding.record = listed.record
        LEFT JOIN name_words AS given_word ON given_word.word = parts.first_given
        LEFT JOIN name_words AS family_word ON family_word.word = parts.last_family
        LEFT JOIN addressed ON addressed.record = listed.record
        LEFT JOIN namesakes
            ON namesakes.first_given = parts.first_given AND namesakes.last_family = parts.last_family
        LEFT JOIN crowd ON crowd.place = addressed.place
        """,
        {},
    )
